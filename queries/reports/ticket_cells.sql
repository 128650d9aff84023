-- Every captured value of a ticket and its documents with its source cell. Grain: one row per record, field and column.
WITH record AS (
  SELECT 'ticket' AS kind, 1 AS position, row_key FROM stg_ticket WHERE row_key = $ticket_no
  UNION ALL SELECT 'receipt', 2, row_key FROM stg_receipt WHERE ticket_no = $ticket_no
  UNION ALL SELECT 'requisition_line', 3, row_key FROM stg_requisition_line WHERE ticket_no = $ticket_no
  UNION ALL SELECT 'follow_up', 4, row_key FROM stg_follow_up WHERE ticket_no = $ticket_no
  UNION ALL SELECT 'complaint', 5, row_key FROM stg_complaint WHERE ticket_no = $ticket_no
),
version AS (SELECT v.* FROM row_version AS v SEMI JOIN record AS r ON r.kind = v.kind AND r.row_key = v.row_key)
SELECT c.kind, c.row_key AS record_key, c.field, c.file, c.sheet, c.sheet_id, c.row_no AS row, c.column_letter AS column, c.header, c.value,
  c.batch_id AS batch
FROM record AS r
JOIN cells_in('version') AS c ON c.kind = r.kind AND c.row_key = r.row_key
ORDER BY r.position, r.row_key, c.column_index
