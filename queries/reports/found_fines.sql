-- What the detectors found in the asked months at as_of, whatever was decided about it, sorted by month and key. Grain: one
-- row per fine. Money integer fen, times naive local. months: JSON array, none before $from or after $to.
SELECT month, key, rule_no AS rule, detect, written_person, person_name, ticket_no, occurred_at, amount_fen, min_fen, max_fen,
  start_at, end_at, limit_minutes, paused_minutes, working_minutes, detail
FROM fines_between($from, $to, $as_of::TIMESTAMP)
WHERE month IN (SELECT unnest(from_json($months, '["VARCHAR"]')))
ORDER BY month, key
