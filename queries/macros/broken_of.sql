-- The cases of a month that did not keep a requirement, as reports/clause_compliance.sql counts them (judged less kept); the
-- requirements measured by a stage or by a list of its own are found there. Grain: one row per requirement and case, a
-- ticket or a receipt of it.
CREATE OR REPLACE TEMP MACRO broken_of(m, as_of) AS TABLE
WITH reported AS (FROM mart_ticket WHERE ticket_month = m AND NOT cancelled),
finished AS (FROM mart_ticket WHERE finished_month = m AND NOT cancelled),
receipt AS (FROM mart_receipt WHERE month = m AND NOT cancelled),
blamed AS (
  SELECT c.ticket_no
  FROM stg_complaint AS c
  JOIN complaint_rule AS k USING (row_key)
  JOIN policy_rule AS p ON p.rule_no = k.rule_no AND p.detect = 'overcharge'
    AND month_of(c.received_at) >= p.from_month AND month_of(c.received_at) < p.to_month
  WHERE c.substantiated AND c.ticket_no IS NOT NULL
)
SELECT '4.1.1' AS requirement, ticket_no FROM reported WHERE customer_fields_captured AND customer_fields_filled IS NOT TRUE
UNION ALL SELECT '4.1.3', ticket_no FROM reported JOIN mart_month AS p USING (ticket_month)
  WHERE resolution = 'on_site' AND promised_at > reported_at + p.arrival_urban_limit
    AND consent_captured AND promise_consented IS NOT TRUE
UNION ALL SELECT '4.2.2', ticket_no FROM reported
  WHERE info_corrected_at IS NOT NULL AND (info_corrected_at::DATE = dispatched_at::DATE) IS NOT TRUE
UNION ALL SELECT '4.5.2', ticket_no FROM receipt
  WHERE badge_or_uniform_captured AND (badge_shown IS NOT DISTINCT FROM false OR uniform_worn IS NOT DISTINCT FROM false)
UNION ALL SELECT '4.7.1', ticket_no FROM receipt
  WHERE signed_captured AND satisfaction_captured AND (customer_signed AND satisfaction IS NOT NULL) IS NOT TRUE
UNION ALL SELECT '4.7.2', ticket_no FROM finished
  WHERE warranty = 'in' AND charge_captured AND (charged_fen = 0) IS NOT TRUE
UNION ALL SELECT CASE warranty WHEN 'out' THEN '4.7.3' ELSE '4.7.4' END, ticket_no FROM finished
  WHERE warranty IN ('out', 'agreement') AND expected_fen IS NOT NULL AND (charged_fen = expected_fen) IS NOT TRUE
UNION ALL SELECT '4.7.5', ticket_no FROM receipt WHERE charge_fen > 0 AND outstanding
UNION ALL SELECT '4.8.3', ticket_no FROM receipt
  WHERE submitted_captured
    AND (submitted_at IS NOT NULL OR as_of >= date_trunc('day', finished_at) + INTERVAL 2 DAY)
    AND (submitted_at < date_trunc('day', finished_at) + INTERVAL 2 DAY) IS NOT TRUE
UNION ALL SELECT '4.9.1-resolved', ticket_no FROM mart_ticket
  WHERE NOT cancelled AND unresolved_follow_up AND coalesce(finished_month, ticket_month) = m AND resolved_later IS NOT TRUE
UNION ALL SELECT '5.8', ticket_no FROM finished
  WHERE expected_fen IS NOT NULL AND (charged_fen <= expected_fen AND ticket_no NOT IN (FROM blamed)) IS NOT TRUE;
