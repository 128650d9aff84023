-- int_month_capture: which forms the department kept for the tickets reported in a month.
-- Grain: one row per ticket_month. A form counts as kept when any ticket of the month has a row of it with the column,
-- or came on a ledger that has the column.
WITH ledger AS (
  SELECT DISTINCT t.ticket_month, r.sheet_id
  FROM int_ticket AS t
  JOIN ticket_row AS r ON r.row_key = t.ticket_no
  WHERE r.sheet_id IN (SELECT sheet_id FROM src_capture WHERE kind IN ('receipt', 'follow_up'))
)
SELECT
  t.ticket_month,
  coalesce(any_value(l.arrived), false) OR coalesce(bool_or(r.arrived_captured), false) AS arrived_captured,
  coalesce(any_value(l.called), false) OR coalesce(bool_or(f.called_captured), false) AS called_captured
FROM int_ticket AS t
LEFT JOIN int_ticket_receipts AS r USING (ticket_no)
LEFT JOIN int_ticket_follow_ups AS f USING (ticket_no)
LEFT JOIN (
  SELECT
    ticket_month,
    bool_or(c.kind = 'receipt' AND has_field(c.captured, 'arrived_at')) AS arrived,
    bool_or(c.kind = 'follow_up' AND has_field(c.captured, 'called_at')) AS called
  FROM ledger JOIN src_capture AS c USING (sheet_id)
  GROUP BY ticket_month
) AS l USING (ticket_month)
GROUP BY t.ticket_month
