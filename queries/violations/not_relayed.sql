-- Rule 1b: answered, but the dispatcher was never told. Grain: one row per ticket.
-- On site, relayed_at and dispatched_at asked for and blank, no visit, and the time for a missed dispatch gone by, on the
-- clock of the dispatch stage.
WITH silent AS (
  SELECT t.ticket_no, t.ticket_month, t.hotline_agent, t.reported_at, p.missed_after_minutes, p.dispatch_clock,
    t.reported_at + to_microseconds((p.missed_after_minutes * 60000000)::BIGINT) AS wall_due_at
  FROM mart_ticket AS t
  JOIN int_month_policy AS p ON p.ticket_month = t.ticket_month
  WHERE NOT t.cancelled AND t.resolution = 'on_site' AND NOT t.reported_day
    AND t.answered_at IS NOT NULL AND t.relayed_captured AND t.relayed_at IS NULL
    AND t.dispatched_captured AND t.dispatched_at IS NULL AND t.receipts = 0
),
placed AS (
  SELECT s.*, worked_us(s.reported_at, a.before_us, a.open_at, a.close_at)
    + (s.missed_after_minutes * 60000000)::BIGINT AS due_us
  FROM silent AS s
  ASOF LEFT JOIN work_span AS a ON a.calendar_key = s.dispatch_clock AND s.reported_at >= a.open_at
),
due AS (
  SELECT s.*, coalesce(w.open_at + to_microseconds(s.due_us - w.before_us), s.wall_due_at) AS due_at
  FROM placed AS s
  ASOF LEFT JOIN work_span AS w ON w.calendar_key = s.dispatch_clock AND s.due_us >= w.before_us
)
SELECT
  'ticket' AS subject_kind, ticket_no AS subject_id, ticket_no AS subject_key, ticket_no, ticket_month,
  hotline_agent AS person, due_at AS occurred_at, due_at,
  reported_at AS start_at, NULL::TIMESTAMP AS end_at, missed_after_minutes AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN dispatch_clock IS NOT NULL THEN missed_after_minutes END AS working_minutes,
  NULL::VARCHAR AS detail, false AS suspected,
  [
    {kind: 'ticket', key: ticket_no, field: 'reported_at'},
    {kind: 'ticket', key: ticket_no, field: 'answered_at'},
    {kind: 'ticket', key: ticket_no, field: 'relayed_at'},
    {kind: 'ticket', key: ticket_no, field: 'dispatched_at'},
    {kind: 'ticket', key: ticket_no, field: 'hotline_agent'}
  ] AS evidence
FROM due
