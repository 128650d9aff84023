-- A substantiated complaint whose reason is a rule proposes that rule. Grain: one row per complaint. detail = the rule.
-- Charged: the person complained of, else whoever the rule charges on that ticket, else nobody yet.
SELECT
  'complaint' AS subject_kind, c.row_key AS subject_id, c.row_key AS subject_key, c.ticket_no, '' AS ticket_month,
  coalesce(c.person, CASE
    WHEN p.detect IN ('unanswered', 'not_relayed') THEN t.hotline_agent
    WHEN p.detect IN ('late_dispatch', 'missed_dispatch', 'dispatch_sheet_missing') THEN t.dispatcher
    WHEN p.detect IN ('badge_or_uniform', 'dissatisfied', 'incomplete_receipt', 'not_reported_back') THEN t.last_technician
    WHEN p.detect = 'repeat_repair' THEN r.earlier_technician
    WHEN p.detect = 'late_arrival' THEN coalesce(t.first_technician, CASE WHEN t.receipts = 0 THEN t.technician END)
    WHEN p.detect = 'dispatch_refused' THEN t.technician
    WHEN p.detect = 'overcharge'
      THEN coalesce(t.last_charge_technician, CASE WHEN t.last_charge_receipt_key IS NULL THEN t.last_technician END)
  END) AS person,
  c.received_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  k.rule_no AS detail, false AS suspected,
  [
    {kind: 'complaint', key: c.row_key, field: 'received_at'},
    {kind: 'complaint', key: c.row_key, field: 'reason'},
    {kind: 'complaint', key: c.row_key, field: 'substantiated'},
    {kind: 'complaint', key: c.row_key, field: 'severity'},
    {kind: 'complaint', key: c.row_key, field: 'person'}
  ] AS evidence
FROM stg_complaint AS c
JOIN complaint_rule AS k ON k.row_key = c.row_key
JOIN policy_rule AS p ON p.rule_no = k.rule_no
  AND month_of(c.received_at) >= p.from_month AND month_of(c.received_at) < p.to_month
LEFT JOIN mart_ticket AS t ON t.ticket_no = c.ticket_no
LEFT JOIN mart_repeat_pair AS r ON r.ticket_no = c.ticket_no
WHERE c.substantiated
