-- mart_stage: each stage of each ticket it applies to, with its state or the time it falls due. A view: a row follows from
-- one row of mart_ticket or mart_receipt, and a table of them cost a tenth of a large import and half the database.
-- Grain: one row per ticket and stage; repair: one row per receipt with a finish. Durations fractional minutes, pauses off.
-- States that as_of cannot change stand in fixed_state: not_captured, invalid, met, breached (known end), measured
-- (no target). An open stage has none: it is breached once as_of is past due_at, else pending.
WITH ticket AS NOT MATERIALIZED (
  -- Named one by one: every use of this view binds them once a stage, and that is most of what a report takes.
  SELECT t.ticket_no, t.ticket_month, t.resolution, t.reported_at, t.reported_day,
    t.answered_at, t.answered_day, t.answered_captured, t.relayed_at, t.relayed_day,
    t.dispatched_at, t.dispatched_day, t.dispatched_captured, t.promised_day, t.pause_start_at, t.pause_end_at,
    t.hotline_agent, t.dispatcher, t.technician,
    t.receipts, t.first_technician, t.first_arrived_at, t.first_arrived_day, t.arrived_captured,
    t.last_technician, t.last_finished_at, t.last_finished_day, t.finished_month,
    t.called_captured, t.first_called_at, t.first_called_day, t.callback_at, t.callback_day,
    p.answer_minutes, p.dispatch_minutes, p.guidance_follow_up_minutes, p.callback_minutes, p.invalid_after_days,
    p.answer_limit, p.dispatch_limit, p.guidance_follow_up_limit, p.callback_limit,
    CASE WHEN t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false THEN t.promised_at END AS promise,
    CASE t.region WHEN 'urban' THEN p.arrival_urban_minutes WHEN 'outside' THEN p.arrival_outside_minutes
      ELSE p.arrival_unknown_minutes END AS region_minutes,
    CASE t.region WHEN 'urban' THEN p.arrival_urban_limit WHEN 'outside' THEN p.arrival_outside_limit
      ELSE p.arrival_unknown_limit END AS region_limit
  FROM mart_ticket AS t
  JOIN mart_month AS p USING (ticket_month)
  WHERE NOT t.cancelled
),
span AS (
  SELECT 'answer' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
    hotline_agent AS person, reported_at AS start_at, answered_at AS end_at,
    answered_captured AS end_captured, reported_day OR answered_day AS by_day,
    answer_minutes AS target_minutes, reported_at + answer_limit AS deadline,
    NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days
  FROM ticket
  UNION ALL BY NAME
  SELECT 'dispatch' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
    dispatcher AS person, coalesce(relayed_at, answered_at, reported_at) AS start_at, dispatched_at AS end_at,
    dispatched_captured AS end_captured,
    dispatched_day OR CASE WHEN relayed_at IS NOT NULL THEN relayed_day WHEN answered_at IS NOT NULL THEN answered_day
      ELSE reported_day END AS by_day,
    dispatch_minutes AS target_minutes,
    coalesce(relayed_at, answered_at, reported_at) + dispatch_limit AS deadline,
    NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days
  FROM ticket WHERE resolution = 'on_site'
  UNION ALL BY NAME
  SELECT 'arrival' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
    coalesce(first_technician, CASE WHEN receipts = 0 THEN technician END) AS person,
    reported_at AS start_at, first_arrived_at AS end_at, arrived_captured AS end_captured,
    reported_day OR coalesce(first_arrived_day, false) OR (promise IS NOT NULL AND promised_day) AS by_day,
    coalesce(minutes_between(reported_at, promise), region_minutes) AS target_minutes,
    coalesce(promise, reported_at + region_limit) AS deadline,
    pause_start_at, pause_end_at, invalid_after_days
  FROM ticket WHERE resolution = 'on_site' AND (promise IS NOT NULL OR region_minutes IS NOT NULL)
  UNION ALL BY NAME
  SELECT 'guidance_follow_up' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
    dispatcher AS person, coalesce(answered_at, reported_at) AS start_at, first_called_at AS end_at,
    called_captured AS end_captured,
    CASE WHEN answered_at IS NOT NULL THEN answered_day ELSE reported_day END OR coalesce(first_called_day, false) AS by_day,
    guidance_follow_up_minutes AS target_minutes,
    coalesce(answered_at, reported_at) + guidance_follow_up_limit AS deadline,
    NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days
  FROM ticket WHERE resolution = 'phone'
  UNION ALL BY NAME
  SELECT 'callback' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, finished_month AS month,
    dispatcher AS person, last_finished_at AS start_at, callback_at AS end_at, called_captured AS end_captured,
    coalesce(last_finished_day, false) OR coalesce(callback_day, false) AS by_day,
    callback_minutes AS target_minutes, last_finished_at + callback_limit AS deadline,
    NULL::TIMESTAMP AS pause_start_at, NULL::TIMESTAMP AS pause_end_at, invalid_after_days
  FROM ticket WHERE resolution = 'on_site' AND last_finished_at IS NOT NULL
  UNION ALL BY NAME
  SELECT 'turnaround' AS stage, NULL::VARCHAR AS receipt_key, ticket_no, ticket_month, ticket_month AS month,
    last_technician AS person, reported_at AS start_at, last_finished_at AS end_at, true AS end_captured,
    reported_day OR coalesce(last_finished_day, false) AS by_day,
    NULL::DOUBLE AS target_minutes, NULL::TIMESTAMP AS deadline, pause_start_at, pause_end_at, invalid_after_days
  FROM ticket WHERE resolution = 'on_site' AND last_finished_at IS NOT NULL
  UNION ALL BY NAME
  SELECT 'repair' AS stage, r.receipt_key, r.ticket_no, r.ticket_month, r.month,
    r.technician AS person, r.arrived_at AS start_at, r.finished_at AS end_at, true AS end_captured,
    r.arrived_day OR r.finished_day AS by_day,
    NULL::DOUBLE AS target_minutes, NULL::TIMESTAMP AS deadline, r.pause_start_at, r.pause_end_at,
    coalesce(p.invalid_after_days, 90) AS invalid_after_days
  FROM mart_receipt AS r
  LEFT JOIN mart_month AS p USING (ticket_month)
  WHERE NOT r.cancelled AND r.finished_at IS NOT NULL
),
-- In whole microseconds: exact, and a quarter of the cost of fractions on millions of rows.
paused AS (
  SELECT *,
    epoch_us(end_at) - epoch_us(start_at) AS span_us,
    -- The pause inside the span. A pause without an end lasts at least until the span's known end.
    CASE WHEN pause_start_at IS NULL OR end_at IS NULL THEN 0
      ELSE greatest(0, epoch_us(least(coalesce(pause_end_at, end_at), end_at)) - epoch_us(greatest(pause_start_at, start_at)))
    END AS paused_us,
    invalid_after_days * 86400000000 AS longest_us
  FROM span
)
SELECT
  stage, receipt_key, ticket_no, ticket_month, month, person, start_at, end_at, target_minutes,
  CASE
    WHEN end_at IS NOT NULL THEN CASE WHEN paused_us = 0 THEN deadline ELSE make_timestamp(epoch_us(deadline) + paused_us) END
    WHEN pause_start_at IS NULL OR pause_start_at > deadline THEN deadline
    -- A pause that was over before the stage began takes nothing off it.
    WHEN pause_end_at IS NOT NULL THEN deadline + greatest(pause_end_at - greatest(pause_start_at, start_at), INTERVAL 0 MINUTE)
    -- Paused and not resumed before the deadline: it does not fall due.
  END AS due_at,
  CASE WHEN end_captured AND NOT by_day AND span_us > -60000000 AND span_us <= longest_us
    THEN greatest(0, span_us - paused_us) / 60000000.0 END AS minutes,
  paused_us / 60000000.0 AS paused_minutes,
  CASE
    WHEN NOT end_captured OR start_at IS NULL OR by_day THEN 'not_captured'
    WHEN end_at IS NULL THEN NULL
    WHEN span_us <= -60000000 OR span_us > longest_us THEN 'invalid'
    WHEN deadline IS NULL THEN 'measured'
    WHEN epoch_us(end_at) - paused_us <= epoch_us(deadline) THEN 'met'
    ELSE 'breached'
  END AS fixed_state
FROM paused
