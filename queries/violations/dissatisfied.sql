-- Rule 4: a dissatisfied customer. Grain: one row per ticket.
-- A low score on any receipt or reached follow-up of a ticket that was visited, once its work is finished.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.last_technician AS person, t.last_finished_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  t.worst_score || ',' || p.dissatisfied_to AS detail, false AS suspected,
  [
    {kind: t.worst_score_kind, key: t.worst_score_key, field: 'satisfaction'},
    {kind: 'receipt', key: t.last_receipt_key, field: 'finished_at'},
    {kind: 'receipt', key: t.last_receipt_key, field: 'technician'}
  ] AS evidence
FROM mart_ticket AS t
JOIN int_month_policy AS p ON p.ticket_month = t.ticket_month
WHERE NOT t.cancelled AND t.receipts > 0 AND t.worst_score <= p.dissatisfied_to AND t.last_finished_at IS NOT NULL
