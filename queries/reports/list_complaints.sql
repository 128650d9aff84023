-- Complaints received in a month. Grain: one row per complaint.
SELECT complaint_no, ticket_no, received_at, channel, person, reason, reason_text, severity, substantiated, description
FROM stg_complaint
WHERE month_of(received_at) = $month
ORDER BY received_at, row_key
