-- The names that mean the same person as $person, with the employee number each stands for. Grain: one row per name, spaces
-- removed. employee_no: NULL where a name means nobody on the roster, or one of several.
SELECT n.name_key, any_value(m.employee_no) FILTER (m.known = 1) AS employee_no
FROM names_of($person) AS n
LEFT JOIN person_match AS m USING (name_key)
GROUP BY n.name_key
ORDER BY n.name_key
