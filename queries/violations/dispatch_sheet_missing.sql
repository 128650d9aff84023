-- Rule 7b: visited, but the dispatch time was asked for and left blank. Grain: one row per ticket.
-- Dated by the first arrival anybody wrote down, else by the first finish: a blank arrival does not undo the visit.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.dispatcher AS person, coalesce(v.arrived_at, v.finished_at) AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  NULL::VARCHAR AS detail, false AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: 'dispatched_at'},
    {kind: 'receipt', key: coalesce(v.arrived_key, t.first_receipt_key), field: 'arrived_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatcher'}
  ] AS evidence
FROM mart_ticket AS t
JOIN touched_month AS m ON m.ticket_month = t.ticket_month
JOIN (
  SELECT ticket_no, min(arrived_at) AS arrived_at, arg_min(receipt_key, (arrived_at, receipt_key)) FILTER (arrived_at IS NOT NULL) AS arrived_key,
    min(finished_at) AS finished_at
  FROM mart_receipt GROUP BY ticket_no
) AS v ON v.ticket_no = t.ticket_no
WHERE NOT t.cancelled AND t.receipts > 0 AND t.dispatched_captured AND t.dispatched_at IS NULL
