-- The two sides of a repeat pair: each ticket with what its last receipt says. Grain: one row per ticket of the pair.
-- Times naive local.
SELECT t.ticket_no, t.ticket_no = $ticket_no AS is_later, t.customer_name AS customer, t.product, t.fault_key AS fault_category,
  t.fault, coalesce(r.technician, t.last_technician) AS technician, t.reported_at, r.arrived_at, r.finished_at,
  r.fault_cause, r.solution, r.replaced_parts, r.customer_signed
FROM mart_ticket AS t
LEFT JOIN stg_receipt AS r ON r.row_key = t.last_receipt_key
WHERE t.ticket_no = $ticket_no
  OR t.ticket_no = (SELECT earlier_ticket_no FROM mart_repeat_pair WHERE ticket_no = $ticket_no)
