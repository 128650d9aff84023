-- Rule 5: the same problem repaired again. Grain: one row per later ticket. Charged to the earlier visit's technician.
SELECT
  'ticket' AS subject_kind, r.ticket_no AS subject_id, r.ticket_no AS subject_key, r.ticket_no, r.ticket_month,
  r.earlier_technician AS person, r.reported_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  r.earlier_finished_at AS start_at, r.reported_at AS end_at, p.repeat_window_days * 1440.0 AS limit_minutes,
  0.0 AS paused_minutes, r.earlier_ticket_no AS detail, false AS suspected,
  [
    {kind: 'receipt', key: r.earlier_receipt_key, field: 'finished_at'},
    {kind: 'ticket', key: r.ticket_no, field: 'reported_at'},
    {kind: 'ticket', key: r.earlier_ticket_no, field: 'fault'},
    {kind: 'ticket', key: r.ticket_no, field: 'fault'},
    {kind: 'ticket', key: r.ticket_no, field: 'phone'},
    {kind: 'receipt', key: r.earlier_receipt_key, field: 'technician'}
  ] AS evidence
FROM mart_repeat_pair AS r
JOIN policy AS p ON r.ticket_month >= p.from_month AND r.ticket_month < p.to_month
