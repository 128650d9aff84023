-- The fines of month_fine per person, rule and state. Grain: one row per person, rule and state; name NULL is 待认定.
-- Money integer fen; undecided: a range not decided yet or a disciplinary measure.
SELECT
  person_name AS name, employee_no, rule_no AS rule, state,
  count(*) AS fines,
  coalesce(sum(amount_fen), 0)::BIGINT AS fen,
  count(*) FILTER (WHERE amount_fen IS NULL) AS undecided
FROM month_fine
-- scoped: only those about the tickets of scope_ticket (queries/scope).
WHERE NOT $scoped OR ticket_no IN (FROM scope_ticket)
GROUP BY ALL
ORDER BY ALL
