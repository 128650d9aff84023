-- The loaded roster: whom a written name may mean. Grain: one row per employee number.
SELECT employee_no, name, coalesce(aliases, '') AS aliases
FROM stg_staff
WHERE name IS NOT NULL
ORDER BY employee_no
