-- mart_month: each month with tickets and the policy version in force in it, limits as intervals.
-- Grain: one row per ticket_month ('' when unknown).
FROM int_month_policy
