-- Figures of persons and of all together, month by month. Grain: one row per metric, month and person; person_id NULL is
-- the team, all cases whoever's they are. Of $month everybody, of the other months from $from only $person and the team.
-- median_minutes: of metrics that are durations, linearly interpolated.
SELECT metric, month, person_id, grouping(person_id) = 1 AS team,
  count(*) FILTER (WHERE counted AND met) AS met,
  count(*) FILTER (WHERE counted) AS measured,
  count(*) FILTER (WHERE unknown) AS unknown,
  count(open_until) AS pending,
  max(open_until) AS open_until,
  as_minutes(round(quantile_cont(micros_of(minutes), 0.5)), 1) AS median_minutes
FROM person_case($from, $month, $as_of::TIMESTAMP)
GROUP BY GROUPING SETS ((metric, month, person_id), (metric, month))
HAVING grouping(person_id) = 1 OR person_id = $person OR month = $month AND person_id IS NOT NULL
ORDER BY metric, month, person_id NULLS FIRST
