-- The current records of a ticket and its documents as they were read. Grain: one row per record; values as JSON with
-- the columns of its kind (money integer fen, times 'YYYY-MM-DD HH:MM:SS').
SELECT 'ticket' AS kind, row_key AS record_key, to_json(s)::VARCHAR AS record FROM stg_ticket AS s WHERE row_key = $ticket_no
UNION ALL SELECT 'receipt', row_key, to_json(s)::VARCHAR FROM stg_receipt AS s WHERE ticket_no = $ticket_no
UNION ALL SELECT 'requisition_line', row_key, to_json(s)::VARCHAR FROM stg_requisition_line AS s WHERE ticket_no = $ticket_no
UNION ALL SELECT 'follow_up', row_key, to_json(s)::VARCHAR FROM stg_follow_up AS s WHERE ticket_no = $ticket_no
UNION ALL SELECT 'complaint', row_key, to_json(s)::VARCHAR FROM stg_complaint AS s WHERE ticket_no = $ticket_no
