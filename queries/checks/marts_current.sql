-- Check: every stored ticket is in the marts and no month waits to be rebuilt. Rows returned are faults.
SELECT 'mart_ticket' AS place, s.row_key AS subject, 'missing' AS fault FROM stg_ticket AS s ANTI JOIN mart_ticket AS t ON t.ticket_no = s.row_key
UNION ALL
SELECT 'mart_ticket', t.ticket_no, 'no such ticket stored' FROM mart_ticket AS t ANTI JOIN stg_ticket AS s ON t.ticket_no = s.row_key
UNION ALL
SELECT 'dirty_month', ticket_month, 'waits to be rebuilt' FROM dirty_month
