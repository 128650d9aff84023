-- Repeats reported in a month, each with the earlier ticket. Grain: one row per later ticket_no.
SELECT r.ticket_no, r.reported_at, r.earlier_ticket_no, r.earlier_finished_at, t.customer_name AS customer,
  r.product, r.fault_key AS fault, coalesce(m.name, r.earlier_technician) AS technician
FROM repeat_pair AS r
JOIN mart_ticket AS t USING (ticket_no)
LEFT JOIN person_match AS m ON m.known = 1 AND m.name_key = person_key(r.earlier_technician)
WHERE r.ticket_month = $month
ORDER BY r.reported_at, r.ticket_no
