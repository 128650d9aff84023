-- Check: mart_stage has one row per stage and subject. Rows returned are faults.
SELECT 'mart_stage' AS place, stage || ' ' || coalesce(receipt_key, ticket_no) AS subject, count(*) || ' rows' AS fault
FROM mart_stage GROUP BY stage, receipt_key, ticket_no HAVING count(*) > 1
