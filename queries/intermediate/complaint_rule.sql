-- complaint_rule: the rule a complaint speaks of, under the policy of the month it was received in: by the words of that
-- policy where it has its own, else as its reason was read at the import. Grain: one row per complaint that names a rule.
SELECT c.row_key, CASE WHEN p.own_reasons THEN r.rule_no ELSE c.reason END AS rule_no
FROM stg_complaint AS c
JOIN policy AS p ON month_of(c.received_at) >= p.from_month AND month_of(c.received_at) < p.to_month
LEFT JOIN policy_reason AS r ON p.own_reasons AND r.policy_id = p.policy_id AND r.version = p.version
  AND r.reason_text = c.reason_text
WHERE CASE WHEN p.own_reasons THEN r.rule_no ELSE c.reason END IS NOT NULL
