-- The fines of month_fine that are asked for; put into judged_fine, which the reports about fines read, or into decided_fine, which decisions look at.
-- Grain: one row per fine key. Money integer fen, times naive local.
-- keys: JSON array of fine keys, NULL for all; ticket_no: NULL for all.
FROM month_fine
WHERE ($ticket_no::VARCHAR IS NULL OR ticket_no = $ticket_no)
  AND ($keys::VARCHAR IS NULL OR key IN (SELECT unnest(from_json($keys, '["VARCHAR"]'))))
