-- The documents of a month's tickets and where the chain breaks. Grain: one row.
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
  count(*) FILTER (WHERE ticket_no IN (SELECT ticket_no FROM list_of($month, $as_of::TIMESTAMP) WHERE list = 'dispatched_without_receipt')) AS dispatched_without_receipt,
  count(*) FILTER (WHERE ticket_no IN (SELECT ticket_no FROM list_of($month, $as_of::TIMESTAMP) WHERE list = 'requisition_without_dispatch')) AS requisition_without_dispatch,
  count(*) FILTER (WHERE ticket_no IN (SELECT ticket_no FROM list_of($month, $as_of::TIMESTAMP) WHERE list = 'receipt_without_follow_up')) AS receipt_without_follow_up,
  (SELECT count(*) FROM list_of($month, $as_of::TIMESTAMP) WHERE list = 'charge_mismatch') AS charge_mismatch,
  count(*) FILTER (WHERE ticket_no IN (SELECT ticket_no FROM list_of($month, $as_of::TIMESTAMP) WHERE list = 'parts_mismatch')) AS parts_mismatch
FROM mart_ticket
WHERE ticket_month = $month AND NOT cancelled
