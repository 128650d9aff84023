-- How far each clause that data can measure was kept in a month. Grain: one row per clause and requirement.
-- judged: cases with evidence; kept: those that meet the clause; unknown: cases nobody recorded.
WITH reported AS (FROM mart_ticket WHERE ticket_month = $month AND NOT cancelled),
finished AS (FROM mart_ticket WHERE finished_month = $month AND NOT cancelled),
receipt AS (FROM mart_receipt WHERE month = $month AND NOT cancelled),
stage AS (
  SELECT stage, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state FROM mart_stage WHERE month = $month
),
staged AS (
  SELECT stage, count(*) FILTER (WHERE state IN ('met', 'breached')) AS judged, count(*) FILTER (WHERE state = 'met') AS kept,
    count(*) FILTER (WHERE state IN ('not_captured', 'invalid')) AS unknown
  FROM stage GROUP BY stage
),
-- A charge was once outstanding when any version of its receipt said so.
owed AS (
  SELECT r.receipt_key, NOT r.outstanding AS kept
  FROM receipt AS r
  WHERE r.charge_fen > 0
    AND (r.outstanding OR r.receipt_key IN (SELECT row_key FROM receipt_row WHERE collected = false))
)
SELECT * FROM (
  SELECT 1 AS position, '4.1.1' AS id, '4.1.1' AS clause,
    count(*) FILTER (WHERE customer_fields_captured) AS judged,
    count(*) FILTER (WHERE customer_fields_captured AND customer_fields_filled) AS kept,
    count(*) FILTER (WHERE NOT customer_fields_captured) AS unknown FROM reported
  UNION ALL SELECT 2, '4.1.2', '4.1.2', judged, kept, unknown FROM staged WHERE stage = 'guidance_follow_up'
  UNION ALL SELECT 3, '4.1.3', '4.1.3', count(*) FILTER (WHERE consent_captured),
    count(*) FILTER (WHERE consent_captured AND promise_consented), count(*) FILTER (WHERE NOT consent_captured)
    FROM reported WHERE resolution = 'on_site' AND promised_at > reported_at + INTERVAL 3 HOUR
  UNION ALL SELECT 4, '4.2.2', '4.2.2', count(*), count(*) FILTER (WHERE info_corrected_at::DATE = dispatched_at::DATE), 0
    FROM reported WHERE info_corrected_at IS NOT NULL
  UNION ALL SELECT 5, '4.5.2', '4.5.2', count(*) FILTER (WHERE badge_or_uniform_captured),
    count(*) FILTER (WHERE badge_or_uniform_captured AND badge_shown IS DISTINCT FROM false AND uniform_worn IS DISTINCT FROM false),
    count(*) FILTER (WHERE NOT badge_or_uniform_captured) FROM receipt
  UNION ALL SELECT 6, '4.7.1', '4.7.1', count(*) FILTER (WHERE signed_captured AND satisfaction_captured),
    count(*) FILTER (WHERE signed_captured AND satisfaction_captured AND customer_signed AND satisfaction IS NOT NULL),
    count(*) FILTER (WHERE NOT (signed_captured AND satisfaction_captured)) FROM receipt
  UNION ALL SELECT 7, '4.7.2', '4.7.2', count(*) FILTER (WHERE charge_captured), count(*) FILTER (WHERE charge_captured AND charged_fen = 0),
    count(*) FILTER (WHERE NOT charge_captured) FROM finished WHERE warranty = 'in'
  UNION ALL SELECT 8, '4.7.3', '4.7.3', count(expected_fen), count(*) FILTER (WHERE charged_fen = expected_fen),
    count(*) FILTER (WHERE expected_fen IS NULL) FROM finished WHERE warranty = 'out'
  UNION ALL SELECT 9, '4.7.4', '4.7.4', count(expected_fen), count(*) FILTER (WHERE charged_fen = expected_fen),
    count(*) FILTER (WHERE expected_fen IS NULL) FROM finished WHERE warranty = 'agreement'
  UNION ALL SELECT 10, '4.7.5', '4.7.5', count(*), count(*) FILTER (WHERE kept), 0 FROM owed
  UNION ALL SELECT 11, '4.8.3', '4.8.3',
    count(*) FILTER (WHERE submitted_captured AND (submitted_at IS NOT NULL OR $as_of::TIMESTAMP >= date_trunc('day', finished_at) + INTERVAL 2 DAY)),
    count(*) FILTER (WHERE submitted_captured AND submitted_at < date_trunc('day', finished_at) + INTERVAL 2 DAY),
    count(*) FILTER (WHERE NOT submitted_captured) FROM receipt
  UNION ALL SELECT 12, '4.9.1-callback', '4.9.1', judged, kept, unknown FROM staged WHERE stage = 'callback'
  UNION ALL SELECT 13, '4.9.1-resolved', '4.9.1', count(*), count(*) FILTER (WHERE resolved_later), 0
    FROM mart_ticket WHERE NOT cancelled AND unresolved_follow_up AND coalesce(finished_month, ticket_month) = $month
  UNION ALL SELECT 14, '4.9.2', '4.9.2', judged, kept, unknown FROM staged WHERE stage = 'guidance_follow_up'
  UNION ALL SELECT 15, '5.5-answer', '5.5', judged, kept, unknown FROM staged WHERE stage = 'answer'
  UNION ALL SELECT 16, '5.5-dispatch', '5.5', judged, kept, unknown FROM staged WHERE stage = 'dispatch'
  UNION ALL SELECT 17, '5.5-arrival', '5.5', judged, kept, unknown FROM staged WHERE stage = 'arrival'
  UNION ALL SELECT 18, '5.6', '5.6', count(*), count(*) FILTER (WHERE ticket_no NOT IN (SELECT earlier_ticket_no FROM repeat_pair)), 0
    FROM finished WHERE resolution = 'on_site'
  UNION ALL SELECT 19, '5.7', '5.7', count(*), count(*) FILTER (WHERE complete), 0 FROM receipt
  UNION ALL SELECT 20, '5.8', '5.8', count(expected_fen),
    count(*) FILTER (WHERE charged_fen <= expected_fen AND ticket_no NOT IN (
      SELECT c.ticket_no FROM stg_complaint AS c JOIN policy_rule AS p ON p.rule_no = c.reason AND p.detect = 'overcharge'
      WHERE c.substantiated AND c.ticket_no IS NOT NULL
    )),
    count(*) FILTER (WHERE expected_fen IS NULL) FROM finished
)
ORDER BY position
