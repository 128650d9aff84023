-- Scores of the tickets of a month by technician of the last visit. Grain: one row per technician; name NULL is all
-- on-site tickets together. Several written names of one roster person are one.
WITH scored AS (
  SELECT coalesce(m.name, person_key(t.last_technician)) AS name, t.score
  FROM mart_ticket AS t
  LEFT JOIN person_match AS m ON m.name_key = person_key(t.last_technician) AND m.known = 1
  WHERE NOT t.cancelled AND t.resolution = 'on_site' AND t.finished_month = $month AND t.score IS NOT NULL
)
SELECT name,
  count(*) FILTER (WHERE score = 1) AS score_1, count(*) FILTER (WHERE score = 2) AS score_2,
  count(*) FILTER (WHERE score = 3) AS score_3, count(*) FILTER (WHERE score = 4) AS score_4,
  count(*) FILTER (WHERE score = 5) AS score_5
FROM scored
WHERE name IS NOT NULL
GROUP BY name
UNION ALL
SELECT NULL,
  count(*) FILTER (WHERE score = 1), count(*) FILTER (WHERE score = 2), count(*) FILTER (WHERE score = 3),
  count(*) FILTER (WHERE score = 4), count(*) FILTER (WHERE score = 5)
FROM scored
HAVING count(*) > 0
ORDER BY name NULLS FIRST
