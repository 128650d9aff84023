-- What reviewers decided of judged_fine, by rule. Grain: one row per reviewer and rule.
SELECT coalesce(decided_by, '–') AS name, rule_no AS rule, count(*) AS decided, count(*) FILTER (state = 'waived') AS waived
FROM judged_fine
WHERE decided_at IS NOT NULL AND state IN ('confirmed', 'adjusted', 'waived')
GROUP BY ALL
ORDER BY name, rule
