-- Stages of a month past their limit at as_of. Grain: one row per ticket and stage. Minutes fractional.
SELECT s.ticket_no, s.stage, coalesce(m.name, s.person) AS person, s.start_at, s.due_at, s.end_at, round(s.minutes, 2) AS minutes,
  round(minutes_between(s.due_at, coalesce(s.end_at, $as_of::TIMESTAMP)), 2) AS over_minutes, t.delay_reason
FROM mart_stage AS s
JOIN mart_ticket AS t USING (ticket_no)
LEFT JOIN person_match AS m ON m.known = 1 AND m.name_key = person_key(s.person)
WHERE s.month = $month AND s.stage IN ('answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback')
  AND stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) = 'breached'
ORDER BY s.stage, s.start_at, s.ticket_no
