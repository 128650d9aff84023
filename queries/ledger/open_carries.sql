-- What persons still owe from closings in force that no later closing in force took over. Grain: one row per closing and
-- person. Money integer fen.
SELECT k.closing_id, person_mark(k.employee_no, k.person_name) AS person, k.employee_no, k.person_name, k.fen
FROM closing_carry AS k
JOIN closed_month AS c USING (closing_id)
WHERE k.closing_id NOT IN (
  SELECT t.from_closing_id FROM closing_taken_over AS t JOIN closed_month AS n USING (closing_id)
)
ORDER BY k.closing_id, person
