-- Rule 1b: answered, but the dispatcher was never told. Grain: one row per ticket.
-- On site, relayed_at and dispatched_at asked for and blank, no visit, and the time for a missed dispatch gone by.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.hotline_agent AS person,
  t.reported_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS occurred_at,
  t.reported_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS due_at,
  t.reported_at AS start_at, NULL::TIMESTAMP AS end_at, p.missed_after_minutes AS limit_minutes, 0.0 AS paused_minutes,
  NULL::VARCHAR AS detail, false AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: 'reported_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'answered_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'relayed_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatched_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'hotline_agent'}
  ] AS evidence
FROM mart_ticket AS t
JOIN int_month_policy AS p ON p.ticket_month = t.ticket_month
WHERE NOT t.cancelled AND t.resolution = 'on_site' AND NOT t.reported_day
  AND t.answered_at IS NOT NULL AND t.relayed_captured AND t.relayed_at IS NULL
  AND t.dispatched_captured AND t.dispatched_at IS NULL AND t.receipts = 0
