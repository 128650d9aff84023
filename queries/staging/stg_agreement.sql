-- stg_agreement: the current record of each 服务合作协议 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in agreement_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN agreement_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'agreement'
  WHERE k.kind = 'agreement'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  customer_name, phone, product_type, valid_from, valid_to, parts_free, discount_percent,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(customer_name, row_id) FILTER (WHERE has_field(captured, 'customer_name')) AS customer_name,
  arg_max_null(phone, row_id) FILTER (WHERE has_field(captured, 'phone')) AS phone,
  arg_max_null(product_type, row_id) FILTER (WHERE has_field(captured, 'product_type')) AS product_type,
  arg_max_null(valid_from, row_id) FILTER (WHERE has_field(captured, 'valid_from')) AS valid_from,
  arg_max_null(valid_to, row_id) FILTER (WHERE has_field(captured, 'valid_to')) AS valid_to,
  arg_max_null(parts_free, row_id) FILTER (WHERE has_field(captured, 'parts_free')) AS parts_free,
  arg_max_null(discount_percent, row_id) FILTER (WHERE has_field(captured, 'discount')) AS discount_percent,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  NULL::VARCHAR[] AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
