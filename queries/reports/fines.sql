-- Every fine of a month at as_of, or of one ticket in it, sorted by key. Grain: one row per fine. Money integer fen, times naive local.
SELECT key, rule_no AS rule, clause, detect, needs_cause, written_person, person_name, employee_no,
  subject_kind, subject_id, ticket_no, occurred_at, month, amount_fen, min_fen, max_fen,
  start_at, end_at, limit_minutes, paused_minutes, working_minutes, detail
FROM fines_of($month, $as_of::TIMESTAMP)
WHERE $ticket_no::VARCHAR IS NULL OR ticket_no = $ticket_no
ORDER BY key
