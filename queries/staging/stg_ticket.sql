-- stg_ticket: the current record of each 报修 / 派工单 key, as a view: nearly all tickets have one version, and a second
-- copy of a million of them would cost more than the join. Tickets with several versions are folded in fold_ticket.
-- Grain: one row per row_key. Times naive local.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
SELECT
  r.row_key,
  r.ticket_no, r.customer_name, r.contact_name, r.customer_org, r.address, r.phone, r.product_type, r.model,
  r.product_serial, r.purchase_date, r.fault, r.reported_at, r.answered_at, r.hotline_agent, r.resolution,
  r.relayed_at, r.dispatched_at, r.dispatcher, r.technician, r.region, r.distance_km, r.promised_at,
  r.promise_consented, r.suspended_at, r.resumed_at, r.warranty, r.service_type, r.dispatch_refused,
  r.delay_reason, r.status, r.info_corrected_at, r.reported_back_at,
  c.captured, r.day_only
FROM ticket_row AS r
JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'ticket'
ANTI JOIN fold_ticket AS f ON f.row_key = r.row_key
UNION ALL BY NAME
FROM fold_ticket
