-- int_receipt: receipts of the touched tickets in visit order, and receipts of no known ticket.
-- Grain: one row per receipt. Visits are ordered by arrival (by finish where arrival is blank), then receipt number.
-- visit_no is 0 for a record without number and times of a ticket that has one with: a ledger's row from before the visit, a
-- score beside the dispatch. It makes no visit of its own; its score counts, its charge where no visit was asked for one.
SELECT
  * EXCLUDE (place, visits, asked_charges),
  CASE WHEN visits = 0 OR is_visit THEN place ELSE 0 END AS visit_no,
  (visits = 0 OR is_visit) AND place = greatest(visits, 1) AS is_last,
  visits = 0 OR is_visit OR asked_charges = 0 AS charges
FROM (
  SELECT
    *,
    row_number() OVER visit AS place,
    count(*) FILTER (is_visit) OVER ticket AS visits,
    count(*) FILTER (is_visit AND has_field(captured, 'charge')) OVER ticket AS asked_charges
  FROM (
    SELECT
      r.* REPLACE (
        -- A receipt form without a technician column was filled in by whoever was sent; a blank cell stays blank.
        CASE WHEN r.technician IS NULL AND NOT has_field(r.captured, 'technician') THEN t.technician ELSE r.technician END
          AS technician
      ),
      coalesce(t.ticket_month, '') AS ticket_month,
      coalesce(t.cancelled, false) AS cancelled,
      coalesce(r.arrived_at, r.finished_at) IS NOT NULL OR r.receipt_no IS NOT NULL AS is_visit
    FROM stg_receipt AS r
    LEFT JOIN int_ticket AS t ON t.ticket_no = r.ticket_no
    WHERE t.ticket_no IS NOT NULL OR NOT EXISTS (FROM stg_ticket AS s WHERE s.row_key = r.ticket_no)
  )
  WINDOW
    -- Records without any of the three stand last.
    visit AS (
      PARTITION BY coalesce(ticket_no, row_key)
      ORDER BY coalesce(arrived_at, finished_at) NULLS LAST, receipt_no NULLS LAST, row_key
    ),
    ticket AS (
      PARTITION BY coalesce(ticket_no, row_key)
      ORDER BY coalesce(arrived_at, finished_at) NULLS LAST, receipt_no NULLS LAST, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
)
