-- When tickets of a month were reported and which of them were reached late. Grain: one row per weekday and hour.
-- weekday 1 is Monday. Tickets known to the day only have no hour and are left out.
SELECT isodow(t.reported_at) AS weekday, hour(t.reported_at) AS hour, count(*) AS reported,
  count(*) FILTER (WHERE stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) = 'breached') AS late
FROM mart_ticket AS t
LEFT JOIN mart_stage AS s ON s.ticket_no = t.ticket_no AND s.stage = 'arrival' AND s.ticket_month = $month
WHERE t.ticket_month = $month AND NOT t.cancelled AND NOT t.reported_day
GROUP BY ALL
ORDER BY ALL
