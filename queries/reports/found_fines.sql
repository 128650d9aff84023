-- What the detectors found in a month at as_of, whatever was decided about it, sorted by key. Grain: one row per fine.
-- Money integer fen, times naive local.
SELECT key, rule_no AS rule, detect, written_person, person_name, ticket_no, occurred_at, amount_fen, min_fen, max_fen,
  start_at, end_at, limit_minutes, paused_minutes, detail
FROM fines_of($month, $as_of::TIMESTAMP)
ORDER BY key
