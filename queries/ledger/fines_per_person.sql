-- The fines of judged_fine per person, waived ones apart. Grain: one row per person. Money integer fen.
SELECT f.employee_no, any_value(f.person_name) AS name, any_value(s.department) AS department,
  count(*) FILTER (f.state <> 'waived') AS fines,
  coalesce(sum(f.amount_fen) FILTER (f.state <> 'waived'), 0)::BIGINT AS fen,
  coalesce(sum(f.amount_fen) FILTER (f.state IN ('confirmed', 'adjusted')), 0)::BIGINT AS confirmed_fen,
  count(*) FILTER (f.state = 'waived') AS waived
FROM judged_fine AS f
LEFT JOIN stg_staff AS s ON s.employee_no = f.employee_no
WHERE f.person_name IS NOT NULL
GROUP BY f.employee_no, CASE WHEN f.employee_no IS NULL THEN person_key(f.person_name) END
ORDER BY fines DESC, f.employee_no, name
