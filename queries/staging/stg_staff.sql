-- stg_staff: the current record of each 员工花名册 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in staff_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN staff_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'staff'
  WHERE k.kind = 'staff'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  employee_no, name, aliases, role, department, hired_on, left_on, grade, monthly_wage_fen,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(employee_no, row_id) FILTER (WHERE has_field(captured, 'employee_no')) AS employee_no,
  arg_max_null(name, row_id) FILTER (WHERE has_field(captured, 'name')) AS name,
  arg_max_null(aliases, row_id) FILTER (WHERE has_field(captured, 'aliases')) AS aliases,
  arg_max_null(role, row_id) FILTER (WHERE has_field(captured, 'role')) AS role,
  arg_max_null(department, row_id) FILTER (WHERE has_field(captured, 'department')) AS department,
  arg_max_null(hired_on, row_id) FILTER (WHERE has_field(captured, 'hired_on')) AS hired_on,
  arg_max_null(left_on, row_id) FILTER (WHERE has_field(captured, 'left_on')) AS left_on,
  arg_max_null(grade, row_id) FILTER (WHERE has_field(captured, 'grade')) AS grade,
  arg_max_null(monthly_wage_fen, row_id) FILTER (WHERE has_field(captured, 'monthly_wage')) AS monthly_wage_fen,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  NULL::VARCHAR[] AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
