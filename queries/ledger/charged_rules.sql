-- What the fines of judged_fine charge. Grain: one row per person and rule. Money integer fen.
-- A fine that a closed month has charged already stands among the adjustments, never here.
SELECT person_mark(employee_no, person_name) AS person, any_value(employee_no) AS employee_no,
  any_value(person_name) AS person_name, rule_no AS rule, count(*) AS fines, sum(amount_fen)::BIGINT AS fen
FROM judged_fine
WHERE state IN ('confirmed', 'adjusted') AND amount_fen IS NOT NULL AND key NOT IN (SELECT key FROM fine_settled)
GROUP BY ALL
ORDER BY person, rule
