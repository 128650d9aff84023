-- Closed months with the last step about a fine of theirs and whether a later closing adjusted one. A fine whose date was
-- corrected is of the month that charged it, wherever it is found. Grain: one row per month with either.
WITH step AS (
  SELECT s.month, max(s.step_id) AS step_id FROM fine_step AS s GROUP BY s.month
  UNION ALL
  SELECT c.month, max(s.step_id) AS step_id
  FROM fine_step AS s JOIN closing_fine AS f USING (key) JOIN closed_month AS c USING (closing_id)
  GROUP BY c.month
),
adjustment AS (SELECT DISTINCT a.month FROM closing_adjustment AS a JOIN closed_month AS c USING (closing_id))
SELECT month, coalesce(max(step_id), 0)::BIGINT AS step_id, month IN (FROM adjustment) AS adjusted
FROM (FROM step UNION ALL SELECT month, NULL FROM adjustment)
GROUP BY month
ORDER BY month
