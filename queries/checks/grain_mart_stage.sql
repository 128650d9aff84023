-- Check: mart_stage has one row per stage and subject. Rows returned are faults.
SELECT 'mart_stage' AS place, stage || ' ' || subject_key AS subject, count(*) || ' rows' AS fault
FROM mart_stage GROUP BY stage, subject_key HAVING count(*) > 1
