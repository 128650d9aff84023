-- Repeats by product and fault: this month and the two months before. Grain: one row per product and fault.
SELECT coalesce(product, '–') AS product, fault_key AS fault,
  count(*) FILTER (WHERE ticket_month = $month) AS this_month,
  count(*) FILTER (WHERE ticket_month < $month) AS before
FROM repeat_pair
-- Of some tickets only (queries/scope) the pairs hold those too whose earlier ticket is one of them.
SEMI JOIN mart_ticket USING (ticket_no)
WHERE ticket_month >= $from AND ticket_month <= $month
GROUP BY ALL
ORDER BY this_month + before DESC, product, fault
