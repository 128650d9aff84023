-- A fine charged by closings in force was confirmed or adjusted by somebody. Grain: one row per fault.
SELECT 'closing_fine' AS place, f.key AS subject, 'charged ' || f.fen || ' fen in state ' || f.state AS fault
FROM closing_fine AS f JOIN closed_month AS c USING (closing_id)
WHERE f.fen <> 0 AND f.state NOT IN ('confirmed', 'adjusted')
UNION ALL
SELECT 'fine_step', key, 'two decisions in force'
FROM fine_decision GROUP BY key HAVING count(*) > 1
