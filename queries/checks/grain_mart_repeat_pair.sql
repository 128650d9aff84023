-- Check: a ticket repeats one earlier ticket at most, and never itself. Rows returned are faults.
SELECT 'mart_repeat_pair' AS place, ticket_no AS subject, count(*) || ' rows' AS fault
FROM mart_repeat_pair GROUP BY ticket_no HAVING count(*) > 1
UNION ALL
SELECT 'mart_repeat_pair', ticket_no, 'repeats itself' FROM mart_repeat_pair WHERE ticket_no = earlier_ticket_no
