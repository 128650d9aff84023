-- What the fines a closed month answers for have to be corrected by: each one's charge as it stands (judged_home) less what
-- closed months charged for it. Grain: one row per fine and person where the two differ. Money integer fen, below 0: paid
-- back, never more than was taken.
WITH answers AS (SELECT DISTINCT key, home FROM fine_settled),
standing AS (
  SELECT j.key, j.rule_no, person_mark(j.employee_no, j.person_name) AS person, j.employee_no, j.person_name,
    coalesce(j.amount_fen, 0) AS fen
  FROM judged_home AS j
  LEFT JOIN answers AS a USING (key)
  -- One that no closing has held yet is the business of the month it is found in.
  WHERE j.state IN ('confirmed', 'adjusted') AND j.person_name IS NOT NULL AND coalesce(a.home, $month) = $month
),
settled AS (FROM fine_settled WHERE home = $month),
corrected AS (
  SELECT person, coalesce(n.employee_no, s.employee_no) AS employee_no, coalesce(n.person_name, s.person_name) AS person_name,
    $month AS month, key, coalesce(n.rule_no, s.rule_no) AS rule,
    greatest(coalesce(n.fen, 0) - coalesce(s.fen, 0), least(-coalesce(s.taken, 0), 0))::BIGINT AS fen
  FROM standing AS n
  FULL JOIN settled AS s USING (key, person)
)
FROM corrected WHERE fen <> 0
ORDER BY key, person
