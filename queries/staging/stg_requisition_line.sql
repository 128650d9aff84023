-- stg_requisition_line: the current record of each 零配件领料单 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in requisition_line_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN requisition_line_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'requisition_line'
  WHERE k.kind = 'requisition_line'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  requisition_no, ticket_no, technician, part_no, part_name, quantity, issued_at,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(requisition_no, row_id) FILTER (WHERE has_field(captured, 'requisition_no')) AS requisition_no,
  arg_max_null(ticket_no, row_id) FILTER (WHERE has_field(captured, 'ticket_no')) AS ticket_no,
  arg_max_null(technician, row_id) FILTER (WHERE has_field(captured, 'technician')) AS technician,
  arg_max_null(part_no, row_id) FILTER (WHERE has_field(captured, 'part_no')) AS part_no,
  arg_max_null(part_name, row_id) FILTER (WHERE has_field(captured, 'part_name')) AS part_name,
  arg_max_null(quantity, row_id) FILTER (WHERE has_field(captured, 'quantity')) AS quantity,
  arg_max_null(issued_at, row_id) FILTER (WHERE has_field(captured, 'issued_at')) AS issued_at,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  nullif(list_filter([
    arg_max_null(CASE WHEN list_contains(day_only, 'issued_at') THEN 'issued_at' END, row_id) FILTER (WHERE has_field(captured, 'issued_at'))
  ], lambda f: f IS NOT NULL), []) AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
