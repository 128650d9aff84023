-- mart_receipt: each receipt with its place among the ticket's visits and whether it is complete.
-- Grain: one row per receipt that is a visit. Complete: every captured one of fault_cause, solution and customer_signed is filled
-- (signed means yes), and on the last visit replaced_parts too when parts were drawn for the ticket.
WITH drawn AS (SELECT DISTINCT ticket_no FROM stg_requisition_line),
judged AS (
  SELECT
    r.*, t.pause_start_at, t.pause_end_at,
    list_filter([
      CASE WHEN has_field(r.captured, 'fault_cause') AND r.fault_cause IS NULL THEN 'fault_cause' END,
      CASE WHEN has_field(r.captured, 'solution') AND r.solution IS NULL THEN 'solution' END,
      CASE WHEN has_field(r.captured, 'customer_signed') AND r.customer_signed IS DISTINCT FROM true THEN 'customer_signed' END,
      CASE WHEN has_field(r.captured, 'replaced_parts') AND r.replaced_parts IS NULL AND r.is_last AND d.ticket_no IS NOT NULL
        THEN 'replaced_parts' END
    ], lambda f: f IS NOT NULL) AS missing_fields
  FROM int_receipt AS r
  LEFT JOIN drawn AS d ON d.ticket_no = r.ticket_no
  LEFT JOIN int_ticket AS t ON t.ticket_no = r.ticket_no
  WHERE r.visit_no > 0
)
SELECT
  row_key AS receipt_key,
  coalesce(receipt_no, ticket_no || '-' || visit_no) AS receipt_no,
  ticket_no, ticket_month, month_of(finished_at) AS month, cancelled, visit_no, is_last, technician,
  arrived_at, is_day(day_only, 'arrived_at') AS arrived_day, has_field(captured, 'arrived_at') AS arrived_captured,
  finished_at, is_day(day_only, 'finished_at') AS finished_day, has_field(captured, 'finished_at') AS finished_captured,
  len(missing_fields) = 0 AS complete, missing_fields,
  satisfaction, has_field(captured, 'satisfaction') AS satisfaction_captured,
  customer_signed, has_field(captured, 'customer_signed') AS signed_captured,
  badge_shown, uniform_worn,
  has_field(captured, 'badge_shown') OR has_field(captured, 'uniform_worn') AS badge_or_uniform_captured,
  charge_fen, collected,
  coalesce(charge_fen > 0 AND (collected = false OR (collected IS NULL AND has_field(captured, 'collected'))), false) AS outstanding,
  submitted_at, is_day(day_only, 'submitted_at') AS submitted_day, has_field(captured, 'submitted_at') AS submitted_captured,
  pause_start_at, pause_end_at
FROM judged
