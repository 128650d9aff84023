-- mart_ticket: each ticket with its documents' facts. Grain: one row per ticket_no. Money integer fen.
SELECT
  t.* EXCLUDE (written_resolution, policy_id, version, phone_free),
  -- Column absent or cell blank: on site when dispatched or a receipt exists, else unknown.
  coalesce(
    t.written_resolution,
    CASE WHEN t.dispatched_at IS NOT NULL OR r.receipts > 0 THEN 'on_site' ELSE 'unknown' END
  ) AS resolution,
  coalesce(r.receipts, 0) AS receipts,
  r.first_receipt_key, r.first_arrived_at, r.first_arrived_day, r.first_technician,
  r.last_receipt_key,
  coalesce(r.last_technician, CASE WHEN r.receipts IS NULL THEN t.technician END) AS last_technician,
  r.last_finished_at, r.last_finished_day,
  month_of(r.last_finished_at) AS finished_month,
  coalesce(m.arrived_captured, false) AS arrived_captured,
  coalesce(m.called_captured, false) AS called_captured,
  coalesce(f.follow_ups, 0) AS follow_ups,
  f.first_called_at, f.first_called_day, f.first_follow_up_key,
  c.callback_at, c.callback_day, c.callback_key,
  r.receipt_score, r.receipt_score_key, f.follow_up_score, f.follow_up_score_key,
  coalesce(f.follow_up_score, r.receipt_score) AS score,
  least(f.worst_follow_up_score, r.worst_receipt_score) AS worst_score,
  CASE WHEN f.worst_follow_up_score < r.worst_receipt_score OR r.worst_receipt_score IS NULL
    THEN 'follow_up' ELSE 'receipt' END AS worst_score_kind,
  CASE WHEN f.worst_follow_up_score < r.worst_receipt_score OR r.worst_receipt_score IS NULL
    THEN f.worst_follow_up_key ELSE r.worst_receipt_key END AS worst_score_key,
  coalesce(f.unresolved_follow_up, false) AS unresolved_follow_up,
  coalesce(f.resolved_later, false) AS resolved_later,
  coalesce(q.lines, 0) AS lines,
  coalesce(r.replaced_parts_filled, false) AS replaced_parts_filled,
  coalesce(r.replaced_parts_captured, false) AS replaced_parts_captured,
  coalesce(r.charge_captured, false) AS charge_captured,
  coalesce(r.charged_fen, 0) AS charged_fen,
  -- What the customer should have paid; NULL where it cannot be known.
  CASE
    WHEN NOT coalesce(r.charge_captured, false) THEN NULL
    WHEN t.warranty = 'in' THEN 0
    WHEN t.phone_free AND t.written_resolution = 'phone' THEN 0
    WHEN t.warranty = 'agreement' AND a.ticket_no IS NULL THEN NULL
    WHEN t.warranty = 'agreement' AND a.parts_free THEN 0
    WHEN t.warranty IS NULL OR k.month IS NULL THEN NULL
    WHEN q.lines IS NULL AND r.replaced_parts_filled THEN NULL
    WHEN q.lines IS NULL THEN 0
    WHEN t.warranty = 'agreement' THEN round(q.price_fen * (100 - a.discount_percent) / 100)::BIGINT
    ELSE q.price_fen
  END AS expected_fen,
  coalesce(r.outstanding_fen, 0) AS outstanding_fen,
  r.last_charge_technician, r.last_charge_receipt_key
FROM int_ticket AS t
LEFT JOIN int_ticket_receipts AS r USING (ticket_no)
LEFT JOIN int_ticket_follow_ups AS f USING (ticket_no)
LEFT JOIN int_callback AS c USING (ticket_no)
LEFT JOIN int_ticket_parts AS q USING (ticket_no)
LEFT JOIN int_agreement AS a USING (ticket_no)
LEFT JOIN int_lines_kept AS k ON k.month = month_of(r.last_finished_at)
LEFT JOIN int_month_capture AS m ON m.ticket_month = t.ticket_month
