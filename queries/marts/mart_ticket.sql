-- mart_ticket: each ticket with its documents' facts. Grain: one row per ticket_no. Money integer fen.
-- The documents' facts are joined among themselves first: few columns of few tickets, before the many of all tickets.
WITH document AS (
  SELECT ticket_no, r.* EXCLUDE (ticket_no, arrived_captured), f.* EXCLUDE (ticket_no, called_captured), q.* EXCLUDE (ticket_no), c.* EXCLUDE (ticket_no), a.* EXCLUDE (ticket_no),
    a.ticket_no IS NOT NULL AS agreed, k.month IS NOT NULL AS lines_kept
  FROM int_ticket_receipts AS r
  FULL JOIN int_ticket_follow_ups AS f USING (ticket_no)
  FULL JOIN int_ticket_parts AS q USING (ticket_no)
  LEFT JOIN int_callback AS c USING (ticket_no)
  LEFT JOIN int_agreement AS a USING (ticket_no)
  LEFT JOIN int_lines_kept AS k ON k.month = month_of(r.last_finished_at)
)
SELECT
  t.* EXCLUDE (written_resolution, policy_id, version, phone_free),
  -- Column absent or cell blank: on site when dispatched or a receipt exists, else unknown.
  coalesce(
    t.written_resolution,
    CASE WHEN t.dispatched_at IS NOT NULL OR d.receipts > 0 THEN 'on_site' ELSE 'unknown' END
  ) AS resolution,
  coalesce(d.receipts, 0) AS receipts,
  d.first_receipt_key, d.first_arrived_at, d.first_arrived_day, d.first_technician,
  d.last_receipt_key,
  coalesce(d.last_technician, CASE WHEN d.receipts IS NULL THEN t.technician END) AS last_technician,
  d.last_finished_at, d.last_finished_day,
  month_of(d.last_finished_at) AS finished_month,
  coalesce(m.arrived_captured, false) AS arrived_captured,
  coalesce(m.called_captured, false) AS called_captured,
  coalesce(d.follow_ups, 0) AS follow_ups,
  d.first_called_at, d.first_called_day, d.first_follow_up_key,
  d.callback_at, d.callback_day, d.callback_key,
  d.receipt_score, d.receipt_score_key, d.follow_up_score, d.follow_up_score_key,
  coalesce(d.follow_up_score, d.receipt_score) AS score,
  least(d.worst_follow_up_score, d.worst_receipt_score) AS worst_score,
  CASE WHEN d.worst_follow_up_score < d.worst_receipt_score OR d.worst_receipt_score IS NULL
    THEN 'follow_up' ELSE 'receipt' END AS worst_score_kind,
  CASE WHEN d.worst_follow_up_score < d.worst_receipt_score OR d.worst_receipt_score IS NULL
    THEN d.worst_follow_up_key ELSE d.worst_receipt_key END AS worst_score_key,
  coalesce(d.unresolved_follow_up, false) AS unresolved_follow_up,
  coalesce(d.resolved_later, false) AS resolved_later,
  coalesce(d.lines, 0) AS lines,
  coalesce(d.replaced_parts_filled, false) AS replaced_parts_filled,
  coalesce(d.replaced_parts_captured, false) AS replaced_parts_captured,
  coalesce(d.charge_captured, false) AS charge_captured,
  coalesce(d.charged_fen, 0) AS charged_fen,
  -- What the customer should have paid; NULL where it cannot be known.
  CASE
    WHEN NOT coalesce(d.charge_captured, false) THEN NULL
    WHEN t.warranty = 'in' THEN 0
    WHEN t.phone_free AND t.written_resolution = 'phone' THEN 0
    WHEN t.warranty = 'agreement' AND NOT coalesce(d.agreed, false) THEN NULL
    WHEN t.warranty = 'agreement' AND d.parts_free THEN 0
    WHEN t.warranty IS NULL OR NOT coalesce(d.lines_kept, false) THEN NULL
    WHEN d.lines IS NULL AND d.replaced_parts_filled THEN NULL
    WHEN d.lines IS NULL THEN 0
    WHEN t.warranty = 'agreement' THEN round(d.price_fen * (100 - d.discount_percent) / 100)::BIGINT
    ELSE d.price_fen
  END AS expected_fen,
  coalesce(d.outstanding_fen, 0) AS outstanding_fen,
  d.last_charge_technician, d.last_charge_receipt_key
FROM int_ticket AS t
LEFT JOIN document AS d USING (ticket_no)
LEFT JOIN int_month_capture AS m ON m.ticket_month = t.ticket_month
