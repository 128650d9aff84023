-- mart_month: each touched month with the policy version in force in it. Grain: one row per ticket_month ('' when unknown).
-- Months without a date ('') take the first version. *_limit: the stage's target as an interval; *_clock: the calendar whose
-- working minutes the stage counts, NULL where every minute does.
SELECT m.ticket_month, p.*,
  to_microseconds((p.answer_minutes * 60000000)::BIGINT) AS answer_limit,
  to_microseconds((p.dispatch_minutes * 60000000)::BIGINT) AS dispatch_limit,
  to_microseconds((p.guidance_follow_up_minutes * 60000000)::BIGINT) AS guidance_follow_up_limit,
  to_microseconds((p.callback_minutes * 60000000)::BIGINT) AS callback_limit,
  to_microseconds((p.arrival_urban_minutes * 60000000)::BIGINT) AS arrival_urban_limit,
  to_microseconds((p.arrival_unknown_minutes * 60000000)::BIGINT) AS arrival_unknown_limit,
  to_microseconds((p.arrival_outside_minutes * 60000000)::BIGINT) AS arrival_outside_limit,
  CASE WHEN list_contains(p.clocked_stages, 'answer') THEN p.calendar_key END AS answer_clock,
  CASE WHEN list_contains(p.clocked_stages, 'dispatch') THEN p.calendar_key END AS dispatch_clock,
  CASE WHEN list_contains(p.clocked_stages, 'arrival') THEN p.calendar_key END AS arrival_clock,
  CASE WHEN list_contains(p.clocked_stages, 'guidance_follow_up') THEN p.calendar_key END AS guidance_follow_up_clock,
  CASE WHEN list_contains(p.clocked_stages, 'callback') THEN p.calendar_key END AS callback_clock,
  CASE WHEN list_contains(p.clocked_stages, 'turnaround') THEN p.calendar_key END AS turnaround_clock,
  CASE WHEN list_contains(p.clocked_stages, 'repair') THEN p.calendar_key END AS repair_clock
FROM touched_month AS m
JOIN policy AS p ON greatest(m.ticket_month, '1990-01') >= p.from_month AND greatest(m.ticket_month, '1990-01') < p.to_month
