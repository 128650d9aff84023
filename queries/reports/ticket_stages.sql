-- The stages of one ticket at as_of. Grain: one row per stage (repair: per receipt). Minutes fractional.
SELECT stage, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state, end_at IS NULL AS open,
  start_at, end_at, due_at, round(minutes, 2) AS minutes, round(target_minutes, 2) AS target_minutes,
  round(paused_minutes, 2) AS paused_minutes, person
FROM mart_stage
WHERE ticket_no = $ticket_no
ORDER BY start_at NULLS LAST, stage
