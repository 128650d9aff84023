-- Confirmed measures of rules without money in judged_fine. Grain: one row per fine.
SELECT key, rule_no AS rule, employee_no, person_name AS name, occurred_at, coalesce(reason, '') AS measure
FROM judged_fine
WHERE state IN ('confirmed', 'adjusted') AND amount_fen IS NULL AND person_name IS NOT NULL
ORDER BY occurred_at, key
