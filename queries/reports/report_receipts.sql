-- Receipts finished in a month and the complete ones among them. Grain: one row.
SELECT count(*) AS finished, count(*) FILTER (WHERE complete) AS complete
FROM mart_receipt
WHERE month = $month AND NOT cancelled
