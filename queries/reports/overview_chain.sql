-- The documents of a month's tickets and where the chain breaks. Grain: one row.
WITH broken AS MATERIALIZED (
  SELECT list FROM list_of($month, $as_of::TIMESTAMP)
  WHERE list IN ('dispatched_without_receipt', 'requisition_without_dispatch', 'receipt_without_follow_up', 'charge_mismatch', 'parts_mismatch')
)
SELECT
  count(*) AS called,
  count(*) FILTER (WHERE resolution = 'on_site') AS dispatch_due,
  count(*) FILTER (WHERE resolution = 'on_site' AND dispatched_at IS NOT NULL) AS dispatched,
  count(*) FILTER (WHERE lines > 0) AS with_requisition,
  count(*) FILTER (WHERE resolution = 'on_site' AND receipts > 0) AS with_receipt,
  count(*) FILTER (WHERE resolution = 'on_site' AND dispatched_at IS NOT NULL) AS receipt_due,
  count(*) FILTER (WHERE resolution = 'on_site' AND last_finished_at IS NOT NULL OR resolution = 'phone') AS follow_up_due,
  count(*) FILTER (WHERE first_called_at IS NOT NULL
    AND (resolution = 'on_site' AND last_finished_at IS NOT NULL OR resolution = 'phone')) AS followed_up,
  (SELECT count(*) FROM broken WHERE list = 'dispatched_without_receipt') AS dispatched_without_receipt,
  (SELECT count(*) FROM broken WHERE list = 'requisition_without_dispatch') AS requisition_without_dispatch,
  (SELECT count(*) FROM broken WHERE list = 'receipt_without_follow_up') AS receipt_without_follow_up,
  (SELECT count(*) FROM broken WHERE list = 'charge_mismatch') AS charge_mismatch,
  (SELECT count(*) FROM broken WHERE list = 'parts_mismatch') AS parts_mismatch
FROM mart_ticket
WHERE ticket_month = $month AND NOT cancelled
