-- Rule 10: the customer paid more than the policy and price card allow. Grain: one row per ticket. Money integer fen.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  coalesce(t.last_charge_technician, CASE WHEN t.last_charge_receipt_key IS NULL THEN t.last_technician END) AS person,
  t.last_finished_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  t.charged_fen || ',' || t.expected_fen AS detail, false AS suspected,
  list_concat(
    list_transform(r.charged, lambda k: {kind: 'receipt', key: k, field: 'charge'}),
    [
      {kind: 'ticket', key: t.ticket_no, field: 'warranty'},
      {kind: 'receipt', key: t.last_receipt_key, field: 'finished_at'},
      {kind: 'receipt', key: t.last_charge_receipt_key, field: 'technician'}
    ],
    coalesce(q.parts, [])
  ) AS evidence
FROM mart_ticket AS t
JOIN touched_month AS m ON m.ticket_month = t.ticket_month
JOIN (
  SELECT ticket_no, list(receipt_key ORDER BY visit_no) AS charged
  FROM mart_receipt WHERE charge_fen > 0 GROUP BY ticket_no
) AS r ON r.ticket_no = t.ticket_no
LEFT JOIN (
  SELECT ticket_no, list({kind: 'requisition_line', key: row_key, field: 'part_name'} ORDER BY row_key) AS parts
  FROM stg_requisition_line GROUP BY ticket_no
) AS q ON q.ticket_no = t.ticket_no
WHERE NOT t.cancelled AND t.charged_fen > t.expected_fen AND t.last_finished_at IS NOT NULL
