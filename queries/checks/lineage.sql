-- Check: every stored row names a sheet, the sheet a file, the file a batch, and its original cells are kept.
-- Rows returned are faults.
SELECT 'src_sheet' AS place, s.sheet_id::VARCHAR AS subject, 'no file' AS fault FROM src_sheet AS s ANTI JOIN src_file USING (file_id)
UNION ALL
SELECT 'src_file', f.file_id::VARCHAR, 'no batch' FROM src_file AS f ANTI JOIN src_batch USING (batch_id)
UNION ALL
SELECT v.kind, v.row_key, 'no sheet' FROM row_version AS v ANTI JOIN src_sheet USING (sheet_id)
UNION ALL
SELECT v.kind, v.row_key, 'original cells lost' FROM row_version AS v ANTI JOIN src_cell_row AS c ON c.sheet_id = v.sheet_id AND c.row_no = v.row_no
