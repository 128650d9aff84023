-- int_stage_span: every stage of the touched months' tickets with the two times it lies between, its target and the clock
-- that counts it; mart_stage and int_stage_working are made of it. Grain: one row per ticket and stage; repair: one row per receipt with a
-- finish. clock_key NULL: every minute counts; else the calendar (work_span) whose working minutes count.
-- assumed: the target rests on a region or distance nobody wrote down. Target and limit NULL: none is set (turnaround, repair).
-- Policies by distance have branches of their own: the others, millions of rows, do not even ask.
SELECT 'answer' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  hotline_agent AS person, reported_at AS start_at, answered_at AS end_at,
  answered_captured AS end_captured, reported_day OR answered_day AS by_day,
  answer_minutes AS target_minutes, reported_at + answer_limit AS deadline,
  NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days,
  answer_clock AS clock_key, false AS assumed
FROM int_stage_ticket WHERE NOT by_distance AND answer_minutes IS NOT NULL
UNION ALL BY NAME
SELECT 'answer' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  hotline_agent AS person, reported_at AS start_at, answered_at AS end_at,
  answered_captured AS end_captured, reported_day OR answered_day AS by_day,
  coalesce(band_reply, answer_minutes) AS target_minutes,
  reported_at + to_microseconds((coalesce(band_reply, answer_minutes) * 60000000)::BIGINT) AS deadline,
  NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days,
  answer_clock AS clock_key, distance_km IS NULL AND band_reply IS NOT NULL AS assumed
FROM int_stage_ticket WHERE by_distance AND coalesce(band_reply, answer_minutes) IS NOT NULL
UNION ALL BY NAME
SELECT 'dispatch' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  dispatcher AS person, coalesce(relayed_at, answered_at, reported_at) AS start_at, dispatched_at AS end_at,
  dispatched_captured AS end_captured,
  dispatched_day OR CASE WHEN relayed_at IS NOT NULL THEN relayed_day WHEN answered_at IS NOT NULL THEN answered_day
    ELSE reported_day END AS by_day,
  dispatch_minutes AS target_minutes,
  coalesce(relayed_at, answered_at, reported_at) + dispatch_limit AS deadline,
  NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days,
  dispatch_clock AS clock_key, false AS assumed
FROM int_stage_ticket WHERE resolution = 'on_site' AND dispatch_minutes IS NOT NULL
UNION ALL BY NAME
SELECT 'arrival' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  coalesce(first_technician, CASE WHEN receipts = 0 THEN technician END) AS person,
  reported_at AS start_at, first_arrived_at AS end_at, arrived_captured AS end_captured,
  reported_day OR coalesce(first_arrived_day, false) OR (promise IS NOT NULL AND promised_day) AS by_day,
  coalesce(minutes_between(reported_at, promise), region_minutes) AS target_minutes,
  coalesce(promise, reported_at + region_limit) AS deadline,
  pause_start_at, pause_end_at, invalid_after_days,
  -- A promised time is a time of the wall clock.
  CASE WHEN promise IS NULL THEN arrival_clock END AS clock_key, promise IS NULL AND region IS NULL AS assumed
FROM int_stage_ticket WHERE NOT by_distance AND resolution = 'on_site' AND (promise IS NOT NULL OR region_minutes IS NOT NULL)
UNION ALL BY NAME
SELECT 'arrival' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  coalesce(first_technician, CASE WHEN receipts = 0 THEN technician END) AS person,
  reported_at AS start_at, first_arrived_at AS end_at, arrived_captured AS end_captured,
  reported_day OR coalesce(first_arrived_day, false) OR (promise IS NOT NULL AND promised_day) AS by_day,
  coalesce(minutes_between(reported_at, promise), band_arrival) AS target_minutes,
  coalesce(promise, reported_at + to_microseconds((band_arrival * 60000000)::BIGINT)) AS deadline,
  pause_start_at, pause_end_at, invalid_after_days,
  -- A promised time is a time of the wall clock.
  CASE WHEN promise IS NULL THEN arrival_clock END AS clock_key, promise IS NULL AND distance_km IS NULL AS assumed
FROM int_stage_ticket WHERE by_distance AND resolution = 'on_site' AND (promise IS NOT NULL OR band_arrival IS NOT NULL)
UNION ALL BY NAME
SELECT 'guidance_follow_up' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  dispatcher AS person, coalesce(answered_at, reported_at) AS start_at, first_called_at AS end_at,
  called_captured AS end_captured,
  CASE WHEN answered_at IS NOT NULL THEN answered_day ELSE reported_day END OR coalesce(first_called_day, false) AS by_day,
  guidance_follow_up_minutes AS target_minutes,
  coalesce(answered_at, reported_at) + guidance_follow_up_limit AS deadline,
  NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days,
  guidance_follow_up_clock AS clock_key, false AS assumed
FROM int_stage_ticket WHERE resolution = 'phone' AND guidance_follow_up_minutes IS NOT NULL
UNION ALL BY NAME
SELECT 'callback' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, finished_month AS month,
  dispatcher AS person, last_finished_at AS start_at, callback_at AS end_at, called_captured AS end_captured,
  coalesce(last_finished_day, false) OR coalesce(callback_day, false) AS by_day,
  callback_minutes AS target_minutes, last_finished_at + callback_limit AS deadline,
  NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days,
  callback_clock AS clock_key, false AS assumed
FROM int_stage_ticket WHERE resolution = 'on_site' AND last_finished_at IS NOT NULL AND callback_minutes IS NOT NULL
UNION ALL BY NAME
SELECT 'turnaround' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
  last_technician AS person, reported_at AS start_at, last_finished_at AS end_at, true AS end_captured,
  reported_day OR coalesce(last_finished_day, false) AS by_day,
  NULL::DOUBLE AS target_minutes, NULL::TIMESTAMP AS deadline, pause_start_at, pause_end_at, invalid_after_days,
  turnaround_clock AS clock_key, false AS assumed
FROM int_stage_ticket WHERE resolution = 'on_site' AND last_finished_at IS NOT NULL
UNION ALL BY NAME
SELECT 'repair' AS stage, r.receipt_key, r.ticket_no, r.ticket_month, r.month,
  r.technician AS person, r.arrived_at AS start_at, r.finished_at AS end_at, true AS end_captured,
  r.arrived_day OR r.finished_day AS by_day,
  NULL::DOUBLE AS target_minutes, NULL::TIMESTAMP AS deadline, r.pause_start_at, r.pause_end_at,
  coalesce(p.invalid_after_days, 90) AS invalid_after_days,
  p.repair_clock AS clock_key, false AS assumed
FROM mart_receipt AS r
LEFT JOIN mart_month AS p USING (ticket_month)
WHERE NOT r.cancelled AND r.finished_at IS NOT NULL AND r.ticket_month IN (SELECT ticket_month FROM touched_month)
