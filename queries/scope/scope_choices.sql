-- What the overview of a month can be filtered by. Grain: one row per dimension and value; '–': not written down, last.
-- tickets: those reported or finished in the month, the cancelled ones left out, as the figures count them.
WITH ticket AS (
  SELECT t.region, t.product, t.warranty, t.resolution, coalesce(m.name, person_key(t.last_technician)) AS technician
  FROM mart_ticket AS t
  LEFT JOIN person_match AS m ON m.name_key = person_key(t.last_technician) AND m.known = 1
  WHERE (t.ticket_month = $month OR t.finished_month = $month) AND NOT t.cancelled
)
SELECT dimension, coalesce(value, '–') AS value, count(*) AS tickets, value IS NULL AS not_written
FROM (
  SELECT 'region' AS dimension, region AS value FROM ticket
  UNION ALL SELECT 'technician', technician FROM ticket
  UNION ALL SELECT 'product', product FROM ticket
  UNION ALL SELECT 'warranty', warranty FROM ticket
  UNION ALL SELECT 'resolution', resolution FROM ticket
)
GROUP BY ALL
ORDER BY dimension, not_written, tickets DESC, value
