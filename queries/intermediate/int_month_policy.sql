-- int_month_policy: the touched months with the policy version in force in each. Grain: one row per ticket_month.
-- Months without a date ('') take the first version. Models join it by equality: a range join per ticket would cost
-- more than the rest of the model.
SELECT m.ticket_month, p.*
FROM touched_month AS m
JOIN policy AS p ON greatest(m.ticket_month, '1990-01') >= p.from_month AND greatest(m.ticket_month, '1990-01') < p.to_month
