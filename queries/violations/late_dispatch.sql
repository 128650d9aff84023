-- Rule 2a: dispatched, but past the target. Grain: one row per ticket.
-- Where relayed_at was asked for and left blank nobody knows when the dispatcher was told: suspected.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.dispatcher AS person, t.dispatched_at AS occurred_at, NULL::TIMESTAMP AS due_at,
  s.start_at, s.end_at, s.target_minutes AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN s.working THEN s.minutes END AS working_minutes,
  CASE WHEN t.relayed_at IS NOT NULL THEN 'relayed_at' WHEN t.answered_at IS NOT NULL THEN 'answered_at'
    ELSE 'reported_at' END AS detail,
  t.relayed_captured AND t.relayed_at IS NULL AS suspected,
  list_filter([
    {kind: 'ticket', key: t.ticket_no, field: CASE WHEN t.relayed_at IS NOT NULL THEN 'relayed_at'
      WHEN t.answered_at IS NOT NULL THEN 'answered_at' ELSE 'reported_at' END},
    CASE WHEN t.relayed_captured AND t.relayed_at IS NULL THEN {kind: 'ticket', key: t.ticket_no, field: 'relayed_at'} END,
    {kind: 'ticket', key: t.ticket_no, field: 'dispatched_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatcher'}
  ], lambda e: e IS NOT NULL) AS evidence
FROM mart_stage AS s
JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
JOIN touched_month AS m ON m.ticket_month = s.ticket_month
WHERE s.stage = 'dispatch' AND s.fixed_state = 'breached'
