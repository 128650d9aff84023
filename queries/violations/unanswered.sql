-- Rule 1a: a call nobody answered. Grain: one row per ticket.
-- answered_at was asked for and is blank past its target, and nothing later happened on the ticket; where something did,
-- the cell was merely left unfilled: suspected, a data task.
SELECT
  'ticket' AS subject_kind, t.ticket_no AS subject_id, t.ticket_no AS subject_key, t.ticket_no, t.ticket_month,
  t.hotline_agent AS person, t.reported_at AS occurred_at, s.due_at,
  s.start_at, NULL::TIMESTAMP AS end_at, s.target_minutes AS limit_minutes, 0.0 AS paused_minutes,
  CASE WHEN s.working THEN s.target_minutes END AS working_minutes, NULL::VARCHAR AS detail,
  t.relayed_at IS NOT NULL OR t.dispatched_at IS NOT NULL OR t.receipts > 0 OR t.follow_ups > 0 OR s.assumed AS suspected,
  [
    {kind: 'ticket', key: t.ticket_no, field: 'reported_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'answered_at'},
    {kind: 'ticket', key: t.ticket_no, field: 'hotline_agent'}
  ] AS evidence
FROM mart_stage AS s
JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
JOIN touched_month AS m ON m.ticket_month = s.ticket_month
WHERE s.stage = 'answer' AND s.fixed_state IS NULL AND s.end_at IS NULL
