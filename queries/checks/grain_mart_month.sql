-- Check: mart_month has one row per month. Rows returned are faults.
SELECT 'mart_month' AS place, ticket_month AS subject, count(*) || ' rows' AS fault
FROM mart_month GROUP BY ticket_month HAVING count(*) > 1
