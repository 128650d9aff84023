-- What was done about a fine, oldest first. Grain: one row per step. Money integer fen, times naive local.
SELECT step_id, action, actor, taken_at, from_state, to_state, amount_fen, cause, verdict, text, person_name, undone_at, undone_by
FROM fine_step
WHERE key = $key
ORDER BY step_id
