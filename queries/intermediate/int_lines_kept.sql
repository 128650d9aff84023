-- int_lines_kept: the months whose requisition lines the department kept: a line of a ticket reported in them was loaded.
-- Grain: one row per month with any. All months, not only the touched ones: a ticket is charged in the month its work
-- was finished, which may lie after the month it was reported in.
SELECT DISTINCT month_of(t.reported_at) AS month
FROM stg_ticket AS t
SEMI JOIN stg_requisition_line AS q ON q.ticket_no = t.row_key
WHERE t.reported_at IS NOT NULL
