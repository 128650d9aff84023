-- Rule 10: the customer paid more than the policy and price card allow. Grain: one row per ticket. Money integer fen.
-- Beside what was charged the evidence is what was due: the warranty; of an agreement its days and terms; and where parts are
-- paid for each with its quantity and price, or that none was named.
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
    CASE WHEN t.warranty = 'agreement' THEN [
      {kind: 'agreement', key: a.agreement_key, field: 'valid_from'},
      {kind: 'agreement', key: a.agreement_key, field: 'valid_to'},
      {kind: 'agreement', key: a.agreement_key, field: CASE WHEN a.parts_free THEN 'parts_free' ELSE 'discount' END}
    ] ELSE [] END,
    CASE
      WHEN t.warranty = 'in' OR a.parts_free THEN []
      WHEN q.priced IS NULL THEN [{kind: 'receipt', key: t.last_receipt_key, field: 'replaced_parts'}]
      ELSE flatten(list_transform(q.priced, lambda p: [
        {kind: 'requisition_line', key: p.line, field: 'part_name'},
        {kind: 'requisition_line', key: p.line, field: 'quantity'},
        {kind: 'price', key: p.price, field: 'unit_price'}
      ]))
    END
  ) AS evidence
FROM mart_ticket AS t
JOIN touched_month AS m ON m.ticket_month = t.ticket_month
JOIN (
  SELECT ticket_no, list(receipt_key ORDER BY visit_no) AS charged
  FROM mart_receipt WHERE charge_fen > 0 GROUP BY ticket_no
) AS r ON r.ticket_no = t.ticket_no
LEFT JOIN int_ticket_parts AS q ON q.ticket_no = t.ticket_no
LEFT JOIN int_agreement AS a ON a.ticket_no = t.ticket_no
WHERE NOT t.cancelled AND t.charged_fen > t.expected_fen AND t.last_finished_at IS NOT NULL
