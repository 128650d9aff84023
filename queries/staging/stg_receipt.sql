-- stg_receipt: the current record of each 维修服务回执单 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in receipt_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN receipt_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'receipt'
  WHERE k.kind = 'receipt'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  receipt_no, ticket_no, technician, arrived_at, finished_at, fault_cause, solution, replaced_parts, charge_fen, collected, customer_signed, satisfaction, badge_shown, uniform_worn, submitted_at,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(receipt_no, row_id) FILTER (WHERE has_field(captured, 'receipt_no')) AS receipt_no,
  arg_max_null(ticket_no, row_id) FILTER (WHERE has_field(captured, 'ticket_no')) AS ticket_no,
  arg_max_null(technician, row_id) FILTER (WHERE has_field(captured, 'technician')) AS technician,
  arg_max_null(arrived_at, row_id) FILTER (WHERE has_field(captured, 'arrived_at')) AS arrived_at,
  arg_max_null(finished_at, row_id) FILTER (WHERE has_field(captured, 'finished_at')) AS finished_at,
  arg_max_null(fault_cause, row_id) FILTER (WHERE has_field(captured, 'fault_cause')) AS fault_cause,
  arg_max_null(solution, row_id) FILTER (WHERE has_field(captured, 'solution')) AS solution,
  arg_max_null(replaced_parts, row_id) FILTER (WHERE has_field(captured, 'replaced_parts')) AS replaced_parts,
  arg_max_null(charge_fen, row_id) FILTER (WHERE has_field(captured, 'charge')) AS charge_fen,
  arg_max_null(collected, row_id) FILTER (WHERE has_field(captured, 'collected')) AS collected,
  arg_max_null(customer_signed, row_id) FILTER (WHERE has_field(captured, 'customer_signed')) AS customer_signed,
  arg_max_null(satisfaction, row_id) FILTER (WHERE has_field(captured, 'satisfaction')) AS satisfaction,
  arg_max_null(badge_shown, row_id) FILTER (WHERE has_field(captured, 'badge_shown')) AS badge_shown,
  arg_max_null(uniform_worn, row_id) FILTER (WHERE has_field(captured, 'uniform_worn')) AS uniform_worn,
  arg_max_null(submitted_at, row_id) FILTER (WHERE has_field(captured, 'submitted_at')) AS submitted_at,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  nullif(list_filter([
    arg_max_null(CASE WHEN list_contains(day_only, 'arrived_at') THEN 'arrived_at' END, row_id) FILTER (WHERE has_field(captured, 'arrived_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'finished_at') THEN 'finished_at' END, row_id) FILTER (WHERE has_field(captured, 'finished_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'submitted_at') THEN 'submitted_at' END, row_id) FILTER (WHERE has_field(captured, 'submitted_at'))
  ], lambda f: f IS NOT NULL), []) AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
