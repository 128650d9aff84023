-- Rule 11: a false voucher, or one from elsewhere than the trip. Grain: one row per expense row.
-- Places are compared without 省 市 区 县.
SELECT
  'expense' AS subject_kind, e.row_key AS subject_id, e.row_key AS subject_key, NULL::VARCHAR AS ticket_no, '' AS ticket_month,
  e.employee AS person, e.date::TIMESTAMP AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN e.voucher_valid = false THEN 'voucher_valid' ELSE 'voucher_place' END AS detail, false AS suspected,
  [
    {kind: 'expense', key: e.row_key, field: CASE WHEN e.voucher_valid = false THEN 'voucher_valid' ELSE 'voucher_place' END},
    {kind: 'expense', key: e.row_key, field: 'trip_place'},
    {kind: 'expense', key: e.row_key, field: 'amount'},
    {kind: 'expense', key: e.row_key, field: 'employee'}
  ] AS evidence
FROM stg_expense AS e
WHERE e.date IS NOT NULL AND (
  e.voucher_valid = false
  -- 市区 alone names no place.
  OR nullif(regexp_replace(squeezed(e.trip_place), '[省市区县]', '', 'g'), '')
    <> nullif(regexp_replace(squeezed(e.voucher_place), '[省市区县]', '', 'g'), '')
)
