-- At most one closing of a month is in force, and versions count up from 1. Grain: one row per fault.
SELECT 'closing' AS place, month AS subject, count(*) || ' closings in force' AS fault
FROM closing WHERE reopened_at IS NULL GROUP BY month HAVING count(*) > 1
UNION ALL
SELECT 'closing', month, 'versions ' || string_agg(version::VARCHAR, ' ' ORDER BY version)
FROM closing GROUP BY month HAVING list_sort(list(version)) <> range(1, count(*) + 1)
