-- Months with tickets, oldest first. Grain: one row per month.
SELECT DISTINCT ticket_month AS month FROM mart_ticket WHERE ticket_month <> '' ORDER BY month
