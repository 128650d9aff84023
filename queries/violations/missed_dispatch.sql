-- Rule 2b: never dispatched. Grain: one row per ticket.
-- On site, dispatched_at asked for and blank, no visit, and the time for a missed dispatch gone by since the dispatcher
-- could know; not where the hotline never answered (1a) or never passed it on (1b).
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.dispatcher AS person,
  s.start_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS occurred_at,
  s.start_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS due_at,
  s.start_at, NULL::TIMESTAMP AS end_at, p.missed_after_minutes AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN t.relayed_at IS NOT NULL THEN 'relayed_at' WHEN t.answered_at IS NOT NULL THEN 'answered_at'
    ELSE 'reported_at' END AS detail,
  false AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: CASE WHEN t.relayed_at IS NOT NULL THEN 'relayed_at'
      WHEN t.answered_at IS NOT NULL THEN 'answered_at' ELSE 'reported_at' END},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatched_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'dispatcher'}
  ] AS evidence
FROM mart_stage AS s
JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
JOIN int_month_policy AS p ON p.ticket_month = s.ticket_month
WHERE s.stage = 'dispatch' AND s.fixed_state IS NULL AND t.receipts = 0
  -- 1a: nobody answered and nothing later happened.
  AND NOT (t.answered_captured AND t.answered_at IS NULL AND t.relayed_at IS NULL AND t.follow_ups = 0)
  -- 1b: answered and not passed on.
  AND NOT (t.answered_at IS NOT NULL AND t.relayed_captured AND t.relayed_at IS NULL)
