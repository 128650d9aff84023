-- The month's tickets with the state and minutes of their stages, for exploration. Grain: one row per ticket_no.
-- Times naive local; names of people are left out until accounts decide who may see them. A stage that does not apply to a
-- ticket says so; a cancelled ticket has no states, since it is left out of every figure. Without a target a stage is
-- measured. repair stands for all visits of the ticket: invalid where one of them is, else not captured where one is.
WITH told AS (
  SELECT ticket_no, stage, minutes, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage
  WHERE ticket_month = $month
),
staged AS (
  SELECT ticket_no,
    max(state) FILTER (WHERE stage = 'answer') AS answer, max(minutes) FILTER (WHERE stage = 'answer') AS answer_minutes,
    max(state) FILTER (WHERE stage = 'dispatch') AS dispatch, max(minutes) FILTER (WHERE stage = 'dispatch') AS dispatch_minutes,
    max(state) FILTER (WHERE stage = 'arrival') AS arrival, max(minutes) FILTER (WHERE stage = 'arrival') AS arrival_minutes,
    max(state) FILTER (WHERE stage = 'guidance_follow_up') AS guidance_follow_up,
    max(state) FILTER (WHERE stage = 'callback') AS callback,
    max(state) FILTER (WHERE stage = 'turnaround') AS turnaround, max(minutes) FILTER (WHERE stage = 'turnaround') AS turnaround_minutes,
    arg_min(state, CASE state WHEN 'invalid' THEN 0 WHEN 'not_captured' THEN 1 ELSE 2 END) FILTER (WHERE stage = 'repair') AS repair
  FROM told
  GROUP BY ticket_no
)
SELECT t.ticket_no, t.reported_at, t.resolution, t.region, t.warranty, t.product, t.fault_key AS fault, t.cancelled,
  t.last_finished_at AS finished_at, t.score,
  CASE WHEN NOT t.cancelled THEN coalesce(s.answer, 'not_applicable') END AS answer_state, s.answer_minutes,
  CASE WHEN NOT t.cancelled THEN coalesce(s.dispatch, 'not_applicable') END AS dispatch_state, s.dispatch_minutes,
  CASE WHEN NOT t.cancelled THEN coalesce(s.arrival, 'not_applicable') END AS arrival_state, s.arrival_minutes,
  CASE WHEN NOT t.cancelled THEN coalesce(s.guidance_follow_up, 'not_applicable') END AS guidance_follow_up_state,
  CASE WHEN NOT t.cancelled THEN coalesce(s.callback, 'not_applicable') END AS callback_state,
  CASE WHEN NOT t.cancelled THEN coalesce(s.turnaround, 'not_applicable') END AS turnaround_state, s.turnaround_minutes,
  CASE WHEN NOT t.cancelled THEN coalesce(s.repair, 'not_applicable') END AS repair_state
FROM mart_ticket AS t
LEFT JOIN staged AS s ON s.ticket_no = t.ticket_no
WHERE t.ticket_month = $month
ORDER BY t.reported_at, t.ticket_no
