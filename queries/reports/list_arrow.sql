-- The month's tickets with the state and minutes of their stages, for exploration. Grain: one row per ticket_no.
-- Times naive local; names of people are left out until accounts decide who may see them.
SELECT t.ticket_no, t.reported_at, t.resolution, t.region, t.warranty, t.product, t.fault_key AS fault, t.cancelled,
  t.last_finished_at AS finished_at, t.score,
  max(CASE WHEN s.stage = 'answer' THEN stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) END) AS answer_state,
  max(CASE WHEN s.stage = 'answer' THEN s.minutes END) AS answer_minutes,
  max(CASE WHEN s.stage = 'dispatch' THEN stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) END) AS dispatch_state,
  max(CASE WHEN s.stage = 'dispatch' THEN s.minutes END) AS dispatch_minutes,
  max(CASE WHEN s.stage = 'arrival' THEN stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) END) AS arrival_state,
  max(CASE WHEN s.stage = 'arrival' THEN s.minutes END) AS arrival_minutes,
  max(CASE WHEN s.stage = 'guidance_follow_up' THEN stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) END) AS guidance_follow_up_state,
  max(CASE WHEN s.stage = 'callback' THEN stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) END) AS callback_state,
  max(CASE WHEN s.stage = 'turnaround' THEN s.minutes END) AS turnaround_minutes
FROM mart_ticket AS t
LEFT JOIN mart_stage AS s ON s.ticket_no = t.ticket_no AND s.ticket_month = $month
WHERE t.ticket_month = $month
GROUP BY ALL
ORDER BY t.reported_at, t.ticket_no
