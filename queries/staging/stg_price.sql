-- stg_price: the current record of each 收费标准卡 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in price_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN price_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'price'
  WHERE k.kind = 'price'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  part_no, part_name, unit_price_fen, valid_from, valid_to,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(part_no, row_id) FILTER (WHERE has_field(captured, 'part_no')) AS part_no,
  arg_max_null(part_name, row_id) FILTER (WHERE has_field(captured, 'part_name')) AS part_name,
  arg_max_null(unit_price_fen, row_id) FILTER (WHERE has_field(captured, 'unit_price')) AS unit_price_fen,
  arg_max_null(valid_from, row_id) FILTER (WHERE has_field(captured, 'valid_from')) AS valid_from,
  arg_max_null(valid_to, row_id) FILTER (WHERE has_field(captured, 'valid_to')) AS valid_to,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  NULL::VARCHAR[] AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
