-- Check: one event is found once by its detector. Rows returned are faults.
SELECT 'mart_violation' AS place, detect || ' ' || subject_key AS subject, count(*) || ' rows' AS fault
FROM mart_violation GROUP BY detect, subject_key HAVING count(*) > 1
