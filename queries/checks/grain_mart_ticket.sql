-- Check: mart_ticket has one row per ticket_no. Rows returned are faults.
SELECT 'mart_ticket' AS place, ticket_no AS subject, count(*) || ' rows' AS fault FROM mart_ticket GROUP BY ticket_no HAVING count(*) > 1
