-- The findings of found_quality, each at its source cell. Grain: one row per finding and cell; of every finding the
-- first $preview rows, of the finding $shown the first $most. column NULL: the whole row is meant; file NULL: no sheet
-- holds it (any more).
WITH finding AS (
  SELECT *, row_number() OVER (
    PARTITION BY code
    ORDER BY CASE WHEN code IN ('unknown_person', 'shared_name') THEN subject END,
      sheet_id, row_no, length(column_letter), column_letter, ticket_no,
      list_position(['ticket', 'receipt', 'requisition_line', 'follow_up', 'complaint'], kind), record_key, field, subject
  ) AS place
  FROM found_quality
),
asked AS MATERIALIZED (FROM finding WHERE place <= CASE WHEN code = $shown THEN $most ELSE $preview END),
version AS (
  SELECT v.*
  FROM row_version AS v
  SEMI JOIN (FROM asked WHERE sheet_id IS NULL) AS a ON a.kind = v.kind AND a.record_key = v.row_key
),
-- Where two columns make one value the first of them stands for it.
cell AS (
  SELECT kind, row_key, field, arg_min(c, column_index) AS at
  FROM cells_in('version') AS c
  GROUP BY ALL
),
-- A value no sheet has a column for (a number made up from others) stands on its record's newest row.
record AS (
  SELECT kind, row_key, max_by({sheet_id: sheet_id, row_no: row_no}, row_id) AS at
  FROM version
  GROUP BY ALL
)
SELECT a.code, a.ticket_no, a.person, a.kind, a.field, a.detail, a.message,
  s.sheet_id, f.file, s.sheet, coalesce(a.row_no, c.at.row_no, r.at.row_no) AS row,
  coalesce(a.column_letter, c.at.column_letter) AS column, coalesce(a.header, c.at.header) AS header,
  coalesce(a.value, c.at.value, '') AS value
FROM asked AS a
LEFT JOIN cell AS c ON c.kind = a.kind AND c.row_key = a.record_key AND c.field = a.field AND a.sheet_id IS NULL
LEFT JOIN record AS r ON r.kind = a.kind AND r.row_key = a.record_key AND a.sheet_id IS NULL
LEFT JOIN src_sheet AS s ON s.sheet_id = coalesce(a.sheet_id, c.at.sheet_id, r.at.sheet_id)
LEFT JOIN src_file AS f USING (file_id)
ORDER BY a.code, a.place
