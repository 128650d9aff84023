-- The fines of a month at as_of that are asked for, in a temporary table that the reports about fines read: fine_now is
-- computed once, not once per report. Grain: one row per fine key. Money integer fen, times naive local.
-- keys: JSON array of fine keys, NULL for all; ticket_no: NULL for all.
CREATE OR REPLACE TEMP TABLE judged_fine AS
FROM fine_now($month, $as_of::TIMESTAMP)
WHERE ($ticket_no::VARCHAR IS NULL OR ticket_no = $ticket_no)
  AND ($keys::VARCHAR IS NULL OR key IN (SELECT unnest(from_json($keys, '["VARCHAR"]'))))
