-- One person's visits of a month, by the day of arrival (of the finish where that is blank). Grain: one row per receipt.
-- arrival_state is the ticket's, on its first visit only: later visits have no deadline. Minutes fractional.
WITH visit AS (
  SELECT r.*
  FROM mart_receipt AS r
  LEFT JOIN person_known AS k ON k.name_key = person_key(r.technician)
  WHERE NOT r.cancelled AND month_of(coalesce(r.arrived_at, r.finished_at)) = $month
    AND person_id_of(k.person_id, r.technician, (SELECT count(*) > 0 FROM stg_staff)) = $person
),
staged AS MATERIALIZED (
  SELECT s.stage, s.ticket_no, s.receipt_key, s.due_at, s.minutes,
    stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage AS s
  WHERE s.stage = 'arrival' AND s.ticket_no IN (SELECT ticket_no FROM visit)
    OR s.stage = 'repair' AND s.receipt_key IN (SELECT receipt_key FROM visit)
)
SELECT v.receipt_key, v.receipt_no, v.ticket_no, v.visit_no, t.customer_name AS customer, t.product, t.fault,
  t.reported_at, coalesce(t.reported_day, false) AS reported_day,
  a.due_at, a.state AS arrival_state,
  v.arrived_at, v.arrived_day, v.finished_at, v.finished_day, round(d.minutes, 2) AS repair_minutes,
  v.complete, v.missing_fields
FROM visit AS v
LEFT JOIN mart_ticket AS t ON t.ticket_no = v.ticket_no
LEFT JOIN staged AS a ON a.stage = 'arrival' AND a.ticket_no = v.ticket_no AND t.first_receipt_key = v.receipt_key
LEFT JOIN staged AS d ON d.stage = 'repair' AND d.receipt_key = v.receipt_key
ORDER BY coalesce(v.arrived_at, v.finished_at), v.receipt_no
