-- Rule 8: a technician refused a dispatch. Grain: one row per ticket.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.technician AS person, coalesce(t.dispatched_at, t.reported_at) AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  NULL::VARCHAR AS detail, false AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: 'dispatch_refused'},
    {kind: 'ticket', key: t.ticket_no, field: 'technician'},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatched_at'}
  ] AS evidence
FROM mart_ticket AS t
JOIN touched_month AS m ON m.ticket_month = t.ticket_month
WHERE NOT t.cancelled AND t.dispatch_refused
