-- Charges of the tickets finished in a month: those with money, an expectation above nothing, or an open claim.
-- Grain: one row per ticket_no. Money integer fen; NULL where unknown.
SELECT ticket_no, last_finished_at AS finished_at, customer_name AS customer, coalesce(m.name, coalesce(last_technician, technician)) AS technician,
  warranty, CASE WHEN charge_captured THEN charged_fen END AS charged_fen, expected_fen, outstanding_fen,
  CASE WHEN outstanding_fen > 0 THEN greatest(0, date_diff('day', last_finished_at, $as_of::TIMESTAMP)) END AS age_days
FROM mart_ticket
LEFT JOIN person_match AS m ON m.known = 1 AND m.name_key = person_key(coalesce(last_technician, technician))
WHERE finished_month = $month AND NOT cancelled AND (charged_fen > 0 OR expected_fen > 0 OR outstanding_fen > 0)
ORDER BY last_finished_at, ticket_no
