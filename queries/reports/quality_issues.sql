-- Issues found while reading the files that hold a month's tickets. Grain: one row per issue.
SELECT 'cell' AS kind, f.file, s.sheet, i.row_no AS row, i.column_letter AS column, i.value, i.code, i.message
FROM src_issue AS i
JOIN src_sheet AS s USING (sheet_id)
JOIN src_file AS f USING (file_id)
WHERE i.sheet_id IN (
  SELECT DISTINCT r.sheet_id FROM ticket_row AS r JOIN mart_ticket AS t ON t.ticket_no = r.row_key WHERE t.ticket_month = $month
)
ORDER BY f.file, s.sheet, i.row_no, i.column_letter
