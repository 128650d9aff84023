-- int_receipt: receipts of the touched tickets in visit order, and receipts of no known ticket.
-- Grain: one row per receipt. Visits are ordered by arrival (by finish where arrival is blank), then receipt number.
SELECT
  r.* REPLACE (
    -- A receipt form without a technician column was filled in by whoever was sent; a blank cell stays blank.
    CASE WHEN r.technician IS NULL AND NOT has_field(r.captured, 'technician') THEN t.technician ELSE r.technician END
      AS technician
  ),
  coalesce(t.ticket_month, '') AS ticket_month,
  coalesce(t.cancelled, false) AS cancelled,
  row_number() OVER visit AS visit_no,
  lead(r.row_key) OVER visit IS NULL AS is_last
FROM stg_receipt AS r
LEFT JOIN int_ticket AS t ON t.ticket_no = r.ticket_no
WHERE t.ticket_no IS NOT NULL OR NOT EXISTS (FROM stg_ticket AS s WHERE s.row_key = r.ticket_no)
WINDOW visit AS (
  PARTITION BY coalesce(r.ticket_no, r.row_key)
  ORDER BY coalesce(r.arrived_at, r.finished_at) NULLS LAST, r.receipt_no NULLS LAST, r.row_key
)
