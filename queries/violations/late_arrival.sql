-- Rule 6: arrived past the deadline. Grain: one row per ticket.
-- The figure times an unknown region or distance by an assumption; a fine does not: without a promise it stays suspected.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.first_technician AS person, t.first_arrived_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  s.start_at, s.end_at, s.target_minutes AS limit_minutes, s.paused_minutes,
  CASE WHEN s.working THEN s.minutes + s.paused_minutes END AS working_minutes,
  CASE WHEN t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false THEN 'promised_at' END AS detail,
  s.assumed AS suspected,
  list_filter([
    {kind: 'ticket', key: t.ticket_no, field: 'reported_at'},
    CASE WHEN t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false
      THEN {kind: 'ticket', key: t.ticket_no, field: 'promised_at'}
      WHEN p.by_distance THEN {kind: 'ticket', key: t.ticket_no, field: 'distance_km'}
      ELSE {kind: 'ticket', key: t.ticket_no, field: 'region'} END,
    {kind: 'receipt', key: t.first_receipt_key, field: 'arrived_at'},
    {kind: 'receipt', key: t.first_receipt_key, field: 'technician'},
    CASE WHEN t.delay_reason IS NOT NULL THEN {kind: 'ticket', key: t.ticket_no, field: 'delay_reason'} END
  ], lambda e: e IS NOT NULL) AS evidence
FROM mart_stage AS s
JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
JOIN int_month_policy AS p ON p.ticket_month = s.ticket_month
WHERE s.stage = 'arrival' AND s.fixed_state = 'breached'
