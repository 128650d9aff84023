-- No report-in after a job. Grain: one row per ticket.
-- On site and finished, reported_back_at asked for and blank once the day of the last finish is over: who has not called in
-- by then left without doing so. A report-in at any time, or known to the day only, is one. Looked at only in months whose
-- policy has the rule.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.last_technician AS person, t.last_finished_at AS occurred_at,
  date_trunc('day', t.last_finished_at)::TIMESTAMP + INTERVAL 1 DAY AS due_at,
  NULL::TIMESTAMP AS start_at, t.last_finished_at AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  NULL::VARCHAR AS detail, false AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: 'reported_back_at'},
    {kind: 'receipt', key: t.last_receipt_key, field: 'finished_at'},
    {kind: 'receipt', key: t.last_receipt_key, field: 'technician'}
  ] AS evidence
FROM mart_ticket AS t
JOIN touched_month AS m ON m.ticket_month = t.ticket_month
JOIN policy_rule AS p ON p.detect = 'not_reported_back' AND t.finished_month >= p.from_month AND t.finished_month < p.to_month
JOIN stg_ticket AS s ON s.row_key = t.ticket_no
WHERE NOT t.cancelled AND t.resolution = 'on_site' AND t.last_finished_at IS NOT NULL
  AND has_field(s.captured, 'reported_back_at') AND s.reported_back_at IS NULL
