-- Rule 2b: never dispatched. Grain: one row per ticket.
-- On site, dispatched_at asked for and blank, no visit, and the time for a missed dispatch gone by since the dispatcher
-- could know, on the clock of the dispatch stage; not where the hotline never answered (1a) or never passed it on (1b).
WITH silent AS (
  SELECT t.ticket_no, t.ticket_month, t.dispatcher, s.start_at, p.missed_after_minutes, p.dispatch_clock,
    s.start_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS wall_due_at,
    CASE WHEN t.relayed_at IS NOT NULL THEN 'relayed_at' WHEN t.answered_at IS NOT NULL THEN 'answered_at'
      ELSE 'reported_at' END AS told_by
  FROM mart_stage AS s
  JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
  JOIN int_month_policy AS p ON p.ticket_month = s.ticket_month
  WHERE s.stage = 'dispatch' AND s.fixed_state IS NULL AND t.receipts = 0
    -- 1a: nobody answered and nothing later happened.
    AND NOT (t.answered_captured AND t.answered_at IS NULL AND t.relayed_at IS NULL AND t.follow_ups = 0)
    -- 1b: answered and not passed on.
    AND NOT (t.answered_at IS NOT NULL AND t.relayed_captured AND t.relayed_at IS NULL)
),
placed AS (
  SELECT s.*, worked_us(s.start_at, a.before_us, a.open_at, a.close_at)
    + (s.missed_after_minutes * 60000000)::BIGINT AS due_us
  FROM silent AS s
  ASOF LEFT JOIN work_span AS a ON a.calendar_key = s.dispatch_clock AND s.start_at >= a.open_at
),
due AS (
  SELECT s.*, coalesce(w.open_at + to_microseconds(s.due_us - w.before_us), s.wall_due_at) AS due_at
  FROM placed AS s
  ASOF LEFT JOIN work_span AS w ON w.calendar_key = s.dispatch_clock AND s.due_us >= w.before_us
)
SELECT
  'ticket' AS subject_kind, ticket_no AS subject_id, ticket_no AS subject_key, ticket_no, ticket_month,
  dispatcher AS person, due_at AS occurred_at, due_at,
  start_at, NULL::TIMESTAMP AS end_at, missed_after_minutes AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN dispatch_clock IS NOT NULL THEN missed_after_minutes END AS working_minutes,
  told_by AS detail, false AS suspected,
  [
    {kind: 'ticket', key: ticket_no, field: told_by},
    {kind: 'ticket', key: ticket_no, field: 'dispatched_at'},
    {kind: 'ticket', key: ticket_no, field: 'dispatcher'}
  ] AS evidence
FROM due
