-- The imports since a moment that brought records of the named tickets, or of all of a month's. Grain: one row per batch and
-- ticket_no (ticket_no NULL: a record of no ticket). tickets: JSON array; NULL: every ticket reported in the month.
WITH record AS (
  SELECT 'ticket' AS kind, row_key, row_key AS ticket_no FROM stg_ticket
  UNION ALL SELECT 'receipt', row_key, ticket_no FROM stg_receipt
  UNION ALL SELECT 'requisition_line', row_key, ticket_no FROM stg_requisition_line
  UNION ALL SELECT 'follow_up', row_key, ticket_no FROM stg_follow_up
  UNION ALL SELECT 'complaint', row_key, ticket_no FROM stg_complaint
),
wanted AS (
  SELECT unnest(from_json($tickets, '["VARCHAR"]')) AS ticket_no
  UNION ALL
  SELECT ticket_no FROM mart_ticket WHERE $tickets::VARCHAR IS NULL AND ticket_month = $month
)
SELECT b.batch_id AS batch, r.ticket_no, b.imported_at AS at, b.actor AS by, list(DISTINCT f.file ORDER BY f.file) AS files
FROM record AS r
JOIN (SELECT DISTINCT ticket_no FROM wanted) AS w USING (ticket_no)
JOIN row_version AS v ON v.kind = r.kind AND v.row_key = r.row_key
JOIN src_sheet AS s ON s.sheet_id = v.sheet_id
JOIN src_file AS f ON f.file_id = s.file_id
JOIN src_batch AS b ON b.batch_id = f.batch_id
WHERE b.imported_at >= $since::TIMESTAMP
GROUP BY ALL
ORDER BY batch, ticket_no
