-- Rule 7a: a finished visit whose receipt is not filled in completely. Grain: one row per receipt.
SELECT
  'receipt' AS subject_kind, r.receipt_no AS subject_id, r.receipt_key AS subject_key, r.ticket_no, r.ticket_month,
  r.technician AS person, r.finished_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  array_to_string(r.missing_fields, ',') AS detail, false AS suspected,
  list_concat(
    list_transform(r.missing_fields, lambda f: {kind: 'receipt', key: r.receipt_key, field: f}),
    [{kind: 'receipt', key: r.receipt_key, field: 'finished_at'}, {kind: 'receipt', key: r.receipt_key, field: 'technician'}]
  ) AS evidence
FROM mart_receipt AS r
JOIN touched_month AS m ON m.ticket_month = r.ticket_month
WHERE NOT r.cancelled AND r.finished_at IS NOT NULL AND NOT r.complete
