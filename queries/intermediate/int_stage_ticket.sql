-- int_stage_ticket: tickets of the touched months that are not cancelled, with the limits and clocks their policy gives the
-- stages; int_stage_span is made of it. Grain: one row per ticket_no. promise: the promised time, where it counts;
-- band_*: by the distance, NULL under a policy without distances.
SELECT t.ticket_no, t.ticket_month, t.resolution, t.region, t.distance_km, t.reported_at, t.reported_day,
  t.answered_at, t.answered_day, t.answered_captured, t.relayed_at, t.relayed_day,
  t.dispatched_at, t.dispatched_day, t.dispatched_captured, t.promised_day, t.pause_start_at, t.pause_end_at,
  t.hotline_agent, t.dispatcher, t.technician,
  t.receipts, t.first_technician, t.first_arrived_at, t.first_arrived_day, t.arrived_captured,
  t.last_technician, t.last_finished_at, t.last_finished_day, t.finished_month,
  t.called_captured, t.first_called_at, t.first_called_day, t.callback_at, t.callback_day,
  p.answer_minutes, p.dispatch_minutes, p.guidance_follow_up_minutes, p.callback_minutes, p.invalid_after_days,
  p.answer_limit, p.dispatch_limit, p.guidance_follow_up_limit, p.callback_limit, p.by_distance,
  p.answer_clock, p.dispatch_clock, p.arrival_clock, p.guidance_follow_up_clock, p.callback_clock, p.turnaround_clock,
  CASE WHEN t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false THEN t.promised_at END AS promise,
  CASE t.region WHEN 'urban' THEN p.arrival_urban_minutes WHEN 'outside' THEN p.arrival_outside_minutes
    ELSE p.arrival_unknown_minutes END AS region_minutes,
  CASE t.region WHEN 'urban' THEN p.arrival_urban_limit WHEN 'outside' THEN p.arrival_outside_limit
    ELSE p.arrival_unknown_limit END AS region_limit,
  -- The band of a distance: the first whose upper end is not below it, else the last.
  CASE WHEN t.distance_km IS NULL THEN p.no_distance_minutes
    ELSE p.band_minutes[1 + len(list_filter(p.band_km, lambda km: km < t.distance_km))] END AS band_arrival,
  CASE WHEN t.distance_km IS NULL THEN p.no_distance_reply_minutes
    ELSE p.band_reply_minutes[1 + len(list_filter(p.band_km, lambda km: km < t.distance_km))] END AS band_reply
FROM mart_ticket AS t
-- As in int_ticket: of an inner join the planner, which sees no rows yet of tickets stored in the same transaction, would
-- build a hash table of all tickets for each stage.
SEMI JOIN int_month_policy AS m ON m.ticket_month = t.ticket_month
LEFT JOIN int_month_policy AS p ON p.ticket_month = t.ticket_month
WHERE NOT t.cancelled
