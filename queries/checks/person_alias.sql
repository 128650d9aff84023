-- Check: a written name is decided to mean one person at most. Rows returned are faults.
SELECT 'person_alias' AS place, name_key AS subject, count(*) || ' decisions in force' AS fault
FROM person_alias WHERE same AND undone_at IS NULL GROUP BY name_key HAVING count(*) > 1
