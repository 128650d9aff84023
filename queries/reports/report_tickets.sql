-- Tickets of a month by how they were resolved. Grain: one row. Cancelled tickets stand apart and count nowhere else.
SELECT
  count(*) FILTER (WHERE NOT cancelled) AS reported,
  count(*) FILTER (WHERE NOT cancelled AND resolution = 'on_site') AS on_site,
  count(*) FILTER (WHERE NOT cancelled AND resolution = 'phone') AS phone,
  count(*) FILTER (WHERE NOT cancelled AND resolution = 'unknown') AS unknown,
  count(*) FILTER (WHERE cancelled) AS cancelled,
  count(*) FILTER (WHERE NOT cancelled AND last_finished_at IS NOT NULL) AS finished
FROM mart_ticket
WHERE ticket_month = $month
