-- What a closed month has to be corrected by: each fine's charge as it stands (judged_home) less what closed months charged
-- for it. Grain: one row per fine and person where the two differ. Money integer fen, below 0: paid back.
WITH standing AS (
  SELECT key, rule_no, person_mark(employee_no, person_name) AS person, employee_no, person_name, coalesce(amount_fen, 0) AS fen
  FROM judged_home
  WHERE state IN ('confirmed', 'adjusted') AND person_name IS NOT NULL
),
settled AS (
  FROM fine_settled WHERE home = $month OR key IN (SELECT key FROM judged_home)
)
SELECT person, coalesce(n.employee_no, s.employee_no) AS employee_no, coalesce(n.person_name, s.person_name) AS person_name,
  $month AS month, key, coalesce(n.rule_no, s.rule_no) AS rule, (coalesce(n.fen, 0) - coalesce(s.fen, 0))::BIGINT AS fen
FROM standing AS n
FULL JOIN settled AS s USING (key, person)
WHERE coalesce(n.fen, 0) <> coalesce(s.fen, 0)
ORDER BY key, person
