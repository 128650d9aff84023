-- stg_follow_up: the current record of each 回访记录 key.
-- Grain: one row per row_key. Times naive local, money integer fen.
-- Folds the versions in follow_up_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH version AS (
  SELECT r.*, c.captured
  FROM touched_key AS k
  JOIN follow_up_row AS r ON r.row_key = k.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'follow_up'
  WHERE k.kind = 'follow_up'
),
several AS (SELECT row_key FROM version GROUP BY row_key HAVING count(*) > 1)
SELECT
  row_key,
  ticket_no, caller, called_at, connected, solved, satisfaction, badge_shown, uniform_worn, remark,
  captured, day_only
FROM version
WHERE row_key NOT IN (SELECT row_key FROM several)
UNION ALL BY NAME
SELECT
  row_key,
  arg_max_null(ticket_no, row_id) FILTER (WHERE has_field(captured, 'ticket_no')) AS ticket_no,
  arg_max_null(caller, row_id) FILTER (WHERE has_field(captured, 'caller')) AS caller,
  arg_max_null(called_at, row_id) FILTER (WHERE has_field(captured, 'called_at')) AS called_at,
  arg_max_null(connected, row_id) FILTER (WHERE has_field(captured, 'connected')) AS connected,
  arg_max_null(solved, row_id) FILTER (WHERE has_field(captured, 'solved')) AS solved,
  arg_max_null(satisfaction, row_id) FILTER (WHERE has_field(captured, 'satisfaction')) AS satisfaction,
  arg_max_null(badge_shown, row_id) FILTER (WHERE has_field(captured, 'badge_shown')) AS badge_shown,
  arg_max_null(uniform_worn, row_id) FILTER (WHERE has_field(captured, 'uniform_worn')) AS uniform_worn,
  arg_max_null(remark, row_id) FILTER (WHERE has_field(captured, 'remark')) AS remark,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  nullif(list_filter([
    arg_max_null(CASE WHEN list_contains(day_only, 'called_at') THEN 'called_at' END, row_id) FILTER (WHERE has_field(captured, 'called_at'))
  ], lambda f: f IS NOT NULL), []) AS day_only
FROM version
WHERE row_key IN (SELECT row_key FROM several)
GROUP BY row_key
