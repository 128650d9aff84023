-- Check: a measured stage has both times, an open one has none of its end, and durations are never negative.
-- Rows returned are faults.
SELECT 'mart_stage' AS place, stage || ' ' || coalesce(receipt_key, ticket_no) AS subject, 'state ' || coalesce(fixed_state, 'open') AS fault
FROM mart_stage
WHERE fixed_state IN ('met', 'breached', 'measured') AND (start_at IS NULL OR end_at IS NULL OR minutes IS NULL)
  OR fixed_state IS NULL AND end_at IS NOT NULL
  OR minutes < 0
