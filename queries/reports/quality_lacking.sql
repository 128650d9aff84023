-- Sheets that brought records of a kind to a month without a column for a field. Grain: one row per sheet.
-- Reads month_record.
SELECT s.sheet_id, f.file, s.sheet, s.header_row, count(*) AS records
FROM row_version AS v
JOIN src_sheet AS s USING (sheet_id)
JOIN src_file AS f USING (file_id)
LEFT JOIN src_capture AS c ON c.sheet_id = v.sheet_id AND c.kind = v.kind
WHERE v.kind = $kind AND NOT coalesce(has_field(c.captured, $field), false)
  AND ($kind IN ('staff', 'price', 'agreement')
    OR EXISTS (FROM month_record AS r WHERE r.kind = v.kind AND r.row_key = v.row_key))
GROUP BY ALL
ORDER BY f.file, s.sheet, s.sheet_id
