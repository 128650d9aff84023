-- Check: every stored ticket and receipt key has its current record and the other way round. Rows returned are faults.
SELECT 'stg_ticket' AS place, row_key AS subject, 'missing' AS fault FROM ticket_row AS r ANTI JOIN stg_ticket AS s USING (row_key)
UNION ALL SELECT 'stg_ticket', row_key, 'no row stored' FROM stg_ticket AS s ANTI JOIN ticket_row AS r USING (row_key)
UNION ALL SELECT 'stg_receipt', row_key, 'missing' FROM receipt_row AS r ANTI JOIN stg_receipt AS s USING (row_key)
UNION ALL SELECT 'stg_receipt', row_key, 'no row stored' FROM stg_receipt AS s ANTI JOIN receipt_row AS r USING (row_key)
UNION ALL SELECT 'stg_follow_up', row_key, 'missing' FROM follow_up_row AS r ANTI JOIN stg_follow_up AS s USING (row_key)
UNION ALL SELECT 'stg_complaint', row_key, 'missing' FROM complaint_row AS r ANTI JOIN stg_complaint AS s USING (row_key)
