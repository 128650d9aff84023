-- The months in which fines stand or stood, by their keys. Grain: one row per key and month.
-- keys: JSON array of fine keys. A key is rule:subject kind:subject:person; the rule does not matter for the place.
WITH wanted AS (SELECT DISTINCT unnest(from_json($keys, '["VARCHAR"]')) AS key)
SELECT w.key, month_of(v.occurred_at) AS month
FROM wanted AS w
JOIN mart_violation AS v
  ON v.subject_kind || ':' || v.subject_key || ':' || coalesce(person_key(v.person), '') = substr(w.key, strpos(w.key, ':') + 1)
WHERE NOT v.suspected AND v.occurred_at IS NOT NULL
UNION
SELECT w.key, s.month FROM wanted AS w JOIN fine_step AS s USING (key)
ORDER BY ALL
