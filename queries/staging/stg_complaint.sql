-- stg_complaint: the current record of each 投诉记录 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in complaint_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN complaint_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'complaint'
  WHERE k.kind = 'complaint'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  complaint_no, ticket_no, received_at, channel, person, reason, reason_text, severity, substantiated, description,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(complaint_no, row_id) FILTER (WHERE has_field(captured, 'complaint_no')) AS complaint_no,
  arg_max_null(ticket_no, row_id) FILTER (WHERE has_field(captured, 'ticket_no')) AS ticket_no,
  arg_max_null(received_at, row_id) FILTER (WHERE has_field(captured, 'received_at')) AS received_at,
  arg_max_null(channel, row_id) FILTER (WHERE has_field(captured, 'channel')) AS channel,
  arg_max_null(person, row_id) FILTER (WHERE has_field(captured, 'person')) AS person,
  arg_max_null(reason, row_id) FILTER (WHERE has_field(captured, 'reason')) AS reason,
  arg_max_null(reason_text, row_id) FILTER (WHERE has_field(captured, 'reason')) AS reason_text,
  arg_max_null(severity, row_id) FILTER (WHERE has_field(captured, 'severity')) AS severity,
  arg_max_null(substantiated, row_id) FILTER (WHERE has_field(captured, 'substantiated')) AS substantiated,
  arg_max_null(description, row_id) FILTER (WHERE has_field(captured, 'description')) AS description,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  nullif(list_filter([
    arg_max_null(CASE WHEN list_contains(day_only, 'received_at') THEN 'received_at' END, row_id) FILTER (WHERE has_field(captured, 'received_at'))
  ], lambda f: f IS NOT NULL), []) AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
