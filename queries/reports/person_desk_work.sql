-- Tickets of a month that one person answered, dispatched or called back too late. Grain: one row per ticket and stage.
-- Minutes fractional; minutes NULL: still open.
SELECT s.ticket_no, s.stage, s.start_at, s.due_at, s.end_at, round(s.minutes, 2) AS minutes,
  round(minutes_between(s.due_at, coalesce(s.end_at, $as_of::TIMESTAMP)), 2) AS over_minutes, t.customer_name AS customer
FROM mart_stage AS s
JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
LEFT JOIN person_known AS k ON k.name_key = person_key(s.person)
WHERE s.month = $month AND s.stage IN ('answer', 'dispatch', 'callback', 'guidance_follow_up')
  AND stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) = 'breached'
  AND person_id_of(k.person_id, s.person, (SELECT count(*) > 0 FROM stg_staff)) = $person
ORDER BY s.start_at, s.ticket_no, s.stage
