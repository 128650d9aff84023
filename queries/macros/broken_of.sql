-- The cases of a month that did not keep a requirement, as reports/clause_compliance.sql counts them (judged less kept); the
-- requirements measured by a stage or by a list of its own are found there. Grain: one row per requirement and case, a
-- ticket or a receipt of it.
-- facts: what it was judged by, (kind.field, value) in the order people read them; value is NULL where the cell is blank. Times
-- to the day or the second, money in fen. charged and expected are a ticket's sums and no cell's.
CREATE OR REPLACE TEMP MACRO time_fact(moment, whole_day) AS
  CASE WHEN whole_day THEN strftime(moment, '%Y-%m-%d') ELSE strftime(moment, '%Y-%m-%dT%H:%M:%S') END;

CREATE OR REPLACE TEMP MACRO charge_facts(charged, expected) AS [
  {field: 'charged', value: charged::VARCHAR}, {field: 'expected', value: expected::VARCHAR}
];

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
),
-- What the customer said last.
last_call AS (
  SELECT ticket_no, arg_max([
    {field: 'follow_up.called_at', value: time_fact(called_at, is_day(day_only, 'called_at'))},
    {field: 'follow_up.satisfaction', value: satisfaction::VARCHAR},
    {field: 'follow_up.solved', value: solved::VARCHAR}
  ], coalesce(called_at, TIMESTAMP '1900-01-01')) AS facts
  FROM stg_follow_up WHERE connected IS DISTINCT FROM false GROUP BY ticket_no
)
SELECT '4.1.1' AS requirement, r.ticket_no, list_filter([
    {field: 'ticket.customer_name', value: s.customer_name}, {field: 'ticket.address', value: s.address},
    {field: 'ticket.phone', value: s.phone}, {field: 'ticket.product_type', value: s.product_type},
    {field: 'ticket.purchase_date', value: s.purchase_date::VARCHAR}, {field: 'ticket.fault', value: s.fault}
  ], lambda f: f.value IS NULL) AS facts
  FROM reported AS r JOIN stg_ticket AS s ON s.row_key = r.ticket_no
  WHERE customer_fields_captured AND customer_fields_filled IS NOT TRUE
UNION ALL SELECT '4.1.3', ticket_no, [
    {field: 'ticket.reported_at', value: time_fact(reported_at, false)},
    {field: 'ticket.promised_at', value: time_fact(promised_at, promised_day)},
    {field: 'ticket.promise_consented', value: promise_consented::VARCHAR}
  ]
  FROM reported JOIN mart_month AS p USING (ticket_month)
  WHERE resolution = 'on_site' AND promised_at > reported_at + p.arrival_urban_limit
    AND consent_captured AND promise_consented IS NOT TRUE
UNION ALL SELECT '4.2.2', ticket_no, [
    {field: 'ticket.dispatched_at', value: time_fact(dispatched_at, dispatched_day)},
    {field: 'ticket.info_corrected_at', value: time_fact(info_corrected_at, false)}
  ]
  FROM reported WHERE info_corrected_at IS NOT NULL AND (info_corrected_at::DATE = dispatched_at::DATE) IS NOT TRUE
UNION ALL SELECT '4.5.2', ticket_no, list_filter([
    {field: 'receipt.badge_shown', value: badge_shown::VARCHAR}, {field: 'receipt.uniform_worn', value: uniform_worn::VARCHAR}
  ], lambda f: f.value = 'false')
  FROM receipt
  WHERE badge_or_uniform_captured AND (badge_shown IS NOT DISTINCT FROM false OR uniform_worn IS NOT DISTINCT FROM false)
UNION ALL SELECT '4.7.1', ticket_no, list_filter([
    {field: 'receipt.customer_signed', value: customer_signed::VARCHAR}, {field: 'receipt.satisfaction', value: satisfaction::VARCHAR}
  ], lambda f: f.value IS NULL OR f.value = 'false')
  FROM receipt
  WHERE signed_captured AND satisfaction_captured AND (customer_signed AND satisfaction IS NOT NULL) IS NOT TRUE
UNION ALL SELECT '4.7.2', ticket_no, charge_facts(charged_fen, 0) FROM finished
  WHERE warranty = 'in' AND charge_captured AND (charged_fen = 0) IS NOT TRUE
UNION ALL SELECT CASE warranty WHEN 'out' THEN '4.7.3' ELSE '4.7.4' END, ticket_no, charge_facts(charged_fen, expected_fen) FROM finished
  WHERE warranty IN ('out', 'agreement') AND expected_fen IS NOT NULL AND (charged_fen = expected_fen) IS NOT TRUE
UNION ALL SELECT '4.7.5', ticket_no, [
    {field: 'receipt.charge', value: charge_fen::VARCHAR}, {field: 'receipt.collected', value: collected::VARCHAR}
  ]
  FROM receipt WHERE charge_fen > 0 AND outstanding
UNION ALL SELECT '4.8.3', ticket_no, [
    {field: 'receipt.finished_at', value: time_fact(finished_at, finished_day)},
    {field: 'receipt.submitted_at', value: time_fact(submitted_at, submitted_day)}
  ]
  FROM receipt
  WHERE submitted_captured
    AND (submitted_at IS NOT NULL OR as_of >= date_trunc('day', finished_at) + INTERVAL 2 DAY)
    AND (submitted_at < date_trunc('day', finished_at) + INTERVAL 2 DAY) IS NOT TRUE
UNION ALL SELECT '4.9.1-resolved', ticket_no, coalesce(l.facts, [])
  FROM mart_ticket LEFT JOIN last_call AS l USING (ticket_no)
  WHERE NOT cancelled AND unresolved_follow_up AND coalesce(finished_month, ticket_month) = m AND resolved_later IS NOT TRUE
UNION ALL SELECT '5.7', ticket_no, list_transform(missing_fields, lambda f: {
    field: 'receipt.' || f, value: CASE f WHEN 'customer_signed' THEN customer_signed::VARCHAR END
  })
  FROM receipt WHERE NOT complete
UNION ALL SELECT '5.8', ticket_no, list_concat(
    CASE WHEN charged_fen > expected_fen THEN charge_facts(charged_fen, expected_fen) ELSE [] END,
    CASE WHEN ticket_no IN (FROM blamed) THEN [{field: 'complaint.substantiated', value: 'true'}] ELSE [] END
  )
  FROM finished
  WHERE expected_fen IS NOT NULL AND (charged_fen <= expected_fen AND ticket_no NOT IN (FROM blamed)) IS NOT TRUE;
