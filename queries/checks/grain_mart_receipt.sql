-- Check: mart_receipt has one row per receipt. Rows returned are faults.
SELECT 'mart_receipt' AS place, receipt_key AS subject, count(*) || ' rows' AS fault FROM mart_receipt GROUP BY receipt_key HAVING count(*) > 1
