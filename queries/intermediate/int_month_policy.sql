-- int_month_policy: the rows of mart_month of the touched months. Grain: one row per ticket_month. Models join it by
-- equality: finding the version of each ticket by its range of months would cost more than the rest of the model.
FROM mart_month
SEMI JOIN touched_month USING (ticket_month)
