-- The months a department has worked in: those with tickets, and those before the last of them in which something was found
-- otherwise, such as a voucher. Oldest first. Grain: one row per month.
WITH ticket AS (SELECT DISTINCT ticket_month AS month FROM mart_ticket WHERE ticket_month <> '')
FROM ticket
UNION
SELECT month_of(occurred_at) AS month FROM mart_violation
WHERE NOT suspected AND month_of(occurred_at) < (SELECT max(month) FROM ticket)
ORDER BY month
