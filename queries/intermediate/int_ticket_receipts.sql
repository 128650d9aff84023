-- int_ticket_receipts: what a ticket's receipts say together. Money integer fen.
-- Grain: one row per ticket_no with at least one receipt.
-- The last finished_at is the latest known one, and none while the last visit is open. Records that are no visit (visit_no 0)
-- give their score and, where no visit was asked for one, their charge.
SELECT
  ticket_no,
  count(*) FILTER (visit_no > 0) AS receipts,
  arg_min(row_key, visit_no) FILTER (visit_no > 0) AS first_receipt_key,
  arg_min_null(arrived_at, visit_no) FILTER (visit_no > 0) AS first_arrived_at,
  arg_min(is_day(day_only, 'arrived_at'), visit_no) FILTER (visit_no > 0) AS first_arrived_day,
  arg_min_null(technician, visit_no) FILTER (visit_no > 0) AS first_technician,
  arg_max(row_key, visit_no) AS last_receipt_key,
  arg_max_null(technician, visit_no) AS last_technician,
  CASE WHEN arg_max_null(finished_at, visit_no) IS NOT NULL THEN max(finished_at) END AS last_finished_at,
  arg_max(is_day(day_only, 'finished_at'), finished_at) AS last_finished_day,
  bool_or(has_field(captured, 'arrived_at')) AS arrived_captured,
  arg_max(satisfaction, visit_no) AS receipt_score,
  arg_max(row_key, visit_no) FILTER (WHERE satisfaction IS NOT NULL) AS receipt_score_key,
  min(satisfaction) AS worst_receipt_score,
  arg_min(row_key, satisfaction) AS worst_receipt_key,
  bool_or(replaced_parts IS NOT NULL) AS replaced_parts_filled,
  bool_or(has_field(captured, 'replaced_parts')) AS replaced_parts_captured,
  bool_and(has_field(captured, 'charge')) FILTER (visit_no > 0)
    OR coalesce(bool_or(has_field(captured, 'charge')) FILTER (visit_no = 0 AND charges), false) AS charge_captured,
  coalesce(sum(charge_fen) FILTER (charges), 0)::BIGINT AS charged_fen,
  coalesce(sum(charge_fen) FILTER (
    WHERE charges AND charge_fen > 0 AND (collected = false OR (collected IS NULL AND has_field(captured, 'collected')))
  ), 0)::BIGINT AS outstanding_fen,
  arg_max_null(technician, visit_no) FILTER (WHERE charges AND charge_fen > 0) AS last_charge_technician,
  arg_max(row_key, visit_no) FILTER (WHERE charges AND charge_fen > 0) AS last_charge_receipt_key
FROM int_receipt
WHERE ticket_no IS NOT NULL
GROUP BY ticket_no
