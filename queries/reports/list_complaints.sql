-- Complaints received in a month. Grain: one row per complaint. reason: the rule it speaks of, under that month's policy;
-- known_ticket: its ticket is among those uploaded.
SELECT c.row_key, c.complaint_no, c.ticket_no, t.ticket_no IS NOT NULL AS known_ticket, c.received_at, c.channel, c.person,
  k.rule_no AS reason, c.reason_text, c.severity, c.substantiated, c.description
FROM stg_complaint AS c
LEFT JOIN complaint_rule AS k USING (row_key)
LEFT JOIN mart_ticket AS t ON t.ticket_no = c.ticket_no
WHERE month_of(c.received_at) = $month
ORDER BY c.received_at, c.row_key
