-- Everybody a page can be about: the roster, or without one every written name. Grain: one row per person.
-- names: how the person is written besides number and name: aliases of the roster and names people decided about.
WITH roster AS (SELECT count(*) > 0 AS loaded FROM stg_staff),
written AS (
  SELECT hotline_agent AS name FROM mart_ticket UNION SELECT dispatcher FROM mart_ticket UNION SELECT technician FROM mart_ticket
  UNION SELECT technician FROM mart_receipt UNION SELECT employee FROM stg_expense UNION SELECT person FROM mart_violation
  UNION SELECT person_name FROM person_alias WHERE same AND undone_at IS NULL
),
person AS (
  SELECT employee_no AS person_id, employee_no, name, role, department, grade, hired_on, left_on FROM stg_staff
  UNION ALL
  -- Of a name written with and without spaces the shorter one is shown.
  SELECT person_id_of(k.person_id, w.name, false), NULL, min_by(coalesce(k.name, w.name), length(coalesce(k.name, w.name))),
    NULL, NULL, NULL, NULL, NULL
  FROM written AS w
  CROSS JOIN roster AS r
  LEFT JOIN person_known AS k ON k.name_key = person_key(w.name)
  WHERE NOT r.loaded AND person_key(w.name) IS NOT NULL
  GROUP BY ALL
)
SELECT p.*, (
    SELECT coalesce(list(k.name_key ORDER BY k.name_key), []) FROM person_known AS k
    WHERE k.person_id = p.person_id AND k.name_key <> person_key(p.name) AND k.name_key IS DISTINCT FROM person_key(p.employee_no)
  ) AS names
FROM person AS p
ORDER BY p.employee_no, p.name
