-- Persons who may act or be charged. Grain: one row per person of the roster; without a roster one per written name.
SELECT employee_no, name, role, department, aliases
FROM stg_staff
WHERE name IS NOT NULL
UNION ALL
SELECT NULL, min(written), NULL, NULL, NULL
FROM (
  SELECT unnest([hotline_agent, dispatcher, technician, first_technician, last_technician]) AS written FROM mart_ticket
) AS w
WHERE w.written IS NOT NULL AND NOT EXISTS (FROM stg_staff)
GROUP BY person_key(w.written)
-- Names in the order of their characters' codes are in no order people know.
ORDER BY employee_no NULLS LAST, name
