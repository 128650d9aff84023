-- Check: rows read = new + changed + unchanged + rejected, for every sheet. Rows returned are faults.
SELECT 'src_sheet' AS place, sheet_id::VARCHAR AS subject, rows_read || ' read' AS fault
FROM src_sheet WHERE rows_read <> rows_new + rows_changed + rows_unchanged + rows_rejected
