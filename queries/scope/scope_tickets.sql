-- The tickets that a filter of the overview means. Grain: one row per ticket_no. A parameter that is NULL asks for nothing;
-- '–' asks for the tickets without that fact. {stored} is replaced by the name of the database: all tickets are looked at,
-- whatever stands before them.
SELECT t.ticket_no
FROM {stored}.main.mart_ticket AS t
LEFT JOIN person_match AS m ON m.name_key = person_key(t.last_technician) AND m.known = 1
WHERE ($region::VARCHAR IS NULL OR coalesce(t.region, '–') = $region)
  AND ($technician::VARCHAR IS NULL OR coalesce(m.name, person_key(t.last_technician), '–') = $technician)
  AND ($product::VARCHAR IS NULL OR coalesce(t.product, '–') = $product)
  AND ($warranty::VARCHAR IS NULL OR coalesce(t.warranty, '–') = $warranty)
  AND ($resolution::VARCHAR IS NULL OR t.resolution = $resolution)
