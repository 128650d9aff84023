-- Check: person_match has one row per name as written. Rows returned are faults.
SELECT 'person_match' AS place, name_key AS subject, count(*) || ' rows' AS fault
FROM person_match GROUP BY name_key HAVING count(*) > 1
