-- Complaints received in a month. Grain: one row per complaint. reason: the rule it speaks of, under that month's policy.
SELECT c.complaint_no, c.ticket_no, c.received_at, c.channel, c.person, k.rule_no AS reason, c.reason_text, c.severity,
  c.substantiated, c.description
FROM stg_complaint AS c
LEFT JOIN complaint_rule AS k USING (row_key)
WHERE month_of(c.received_at) = $month
ORDER BY c.received_at, c.row_key
