-- stg_expense: the current record of each 费用、加班 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in expense_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN expense_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'expense'
  WHERE k.kind = 'expense'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  employee, date, kind, hours, amount_fen, trip_place, voucher_place, voucher_valid,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(employee, row_id) FILTER (WHERE has_field(captured, 'employee')) AS employee,
  arg_max_null(date, row_id) FILTER (WHERE has_field(captured, 'date')) AS date,
  arg_max_null(kind, row_id) FILTER (WHERE has_field(captured, 'kind')) AS kind,
  arg_max_null(hours, row_id) FILTER (WHERE has_field(captured, 'hours')) AS hours,
  arg_max_null(amount_fen, row_id) FILTER (WHERE has_field(captured, 'amount')) AS amount_fen,
  arg_max_null(trip_place, row_id) FILTER (WHERE has_field(captured, 'trip_place')) AS trip_place,
  arg_max_null(voucher_place, row_id) FILTER (WHERE has_field(captured, 'voucher_place')) AS voucher_place,
  arg_max_null(voucher_valid, row_id) FILTER (WHERE has_field(captured, 'voucher_valid')) AS voucher_valid,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  NULL::VARCHAR[] AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
