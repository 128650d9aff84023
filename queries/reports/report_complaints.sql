-- Complaints received in a month, those about cancelled tickets too. Grain: one row.
SELECT count(*) AS received, count(*) FILTER (WHERE substantiated) AS substantiated
FROM stg_complaint
WHERE month_of(received_at) = $month
