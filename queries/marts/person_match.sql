-- person_match: persons as written matched to the roster. Made anew whenever the roster or what people decided about a name
-- changes (persons/decisions.ts), so the order in which sheets were imported does not matter.
-- Grain: one row per written name (or employee number) that means somebody, spaces removed.
-- known = 1: that person; more: two persons of that name, nobody can be charged.
-- What people decided about a name (person_alias) goes before the roster, unless the person is no longer on it. Without a
-- roster the written name stands, and a decided name stands for the one it was decided to mean.
WITH written AS (
  SELECT row_key, person_key(employee_no) AS name_key FROM stg_staff
  UNION
  SELECT row_key, person_key(name) AS name_key FROM stg_staff
  UNION
  SELECT row_key, person_key(unnest(regexp_split_to_array(aliases, '[,，、;；/|\s　]+'))) AS name_key FROM stg_staff
),
roster AS (
  SELECT w.name_key, count(DISTINCT w.row_key) AS known, any_value(s.employee_no) AS employee_no, any_value(s.name) AS name
  FROM written AS w
  JOIN stg_staff AS s USING (row_key)
  WHERE w.name_key IS NOT NULL
  GROUP BY w.name_key
),
decided AS (
  SELECT a.name_key, 1 AS known, coalesce(s.employee_no, r.employee_no) AS employee_no,
    coalesce(s.name, r.name, a.person_name) AS name
  FROM person_alias AS a
  LEFT JOIN stg_staff AS s ON s.employee_no = a.employee_no
  -- Decided before a roster was loaded: the name it was decided to mean finds its person there.
  LEFT JOIN roster AS r ON a.employee_no IS NULL AND r.known = 1 AND r.name_key = person_key(a.person_name)
  WHERE a.same AND a.undone_at IS NULL
    AND (s.row_key IS NOT NULL OR r.name_key IS NOT NULL OR NOT EXISTS (FROM stg_staff))
)
FROM decided
UNION ALL
FROM (FROM roster ANTI JOIN decided USING (name_key))
