-- int_ticket: tickets of the touched months with keys, flags and captured facts derived from their own row.
-- Grain: one row per ticket_no.
-- Few sets of captured fields stand for all tickets: each is looked into once.
WITH capture AS (
  SELECT captured,
    has_field(captured, 'answered_at') AS answered_captured,
    has_field(captured, 'relayed_at') AS relayed_captured,
    has_field(captured, 'dispatched_at') AS dispatched_captured,
    has_field(captured, 'promise_consented') AS consent_captured,
    has_field(captured, 'suspended_at') AND has_field(captured, 'resumed_at') AS pauses_captured,
    has_field(captured, 'customer_name') AND has_field(captured, 'address') AND has_field(captured, 'phone')
      AND has_field(captured, 'product_type') AND has_field(captured, 'purchase_date') AND has_field(captured, 'fault')
      AS customer_fields_captured
  FROM (SELECT captured FROM src_capture WHERE kind = 'ticket' UNION SELECT captured FROM fold_ticket)
)
SELECT
  t.row_key AS ticket_no,
  t.ticket_month,
  t.reported_at,
  is_day(t.day_only, 'reported_at') AS reported_day,
  coalesce(regexp_matches(t.status, '取消|作废|撤销'), false) AS cancelled,
  t.resolution AS written_resolution,
  t.region, t.distance_km, t.warranty, t.customer_name,
  customer_key(t.phone, t.customer_name, t.customer_org) AS customer_key,
  t.product_type AS product,
  lower(squeezed(t.product_type)) AS product_key,
  lower(squeezed(t.product_serial)) AS serial_key,
  t.fault,
  f.fault_key,
  t.answered_at, is_day(t.day_only, 'answered_at') AS answered_day, c.answered_captured,
  t.relayed_at, is_day(t.day_only, 'relayed_at') AS relayed_day, c.relayed_captured,
  t.dispatched_at, is_day(t.day_only, 'dispatched_at') AS dispatched_day,
  c.dispatched_captured,
  t.promised_at, is_day(t.day_only, 'promised_at') AS promised_day, t.promise_consented,
  c.consent_captured,
  -- A pause counts only where both its ends were asked for and neither is a bare date.
  CASE WHEN c.pauses_captured
    AND NOT is_day(t.day_only, 'suspended_at') AND NOT is_day(t.day_only, 'resumed_at') AND p.subtract_pauses
    AND (t.resumed_at IS NULL OR t.resumed_at > t.suspended_at)
    THEN t.suspended_at END AS pause_start_at,
  t.resumed_at AS pause_end_at,
  t.info_corrected_at, t.dispatch_refused, t.delay_reason,
  t.hotline_agent, t.dispatcher, t.technician,
  c.customer_fields_captured,
  t.customer_name IS NOT NULL AND t.address IS NOT NULL AND t.phone IS NOT NULL
    AND t.product_type IS NOT NULL AND t.purchase_date IS NOT NULL AND t.fault IS NOT NULL AS customer_fields_filled,
  p.policy_id, p.version, p.phone_free
FROM (
  SELECT *, coalesce(month_of(reported_at), '') AS ticket_month FROM stg_ticket
) AS t
-- What is few is looked up by outer joins, although all of it is there: of inner ones the planner expects next to no
-- rows, and then builds its hash tables of a million tickets instead.
SEMI JOIN int_month_policy AS m ON m.ticket_month = t.ticket_month
LEFT JOIN capture AS c ON c.captured = t.captured
LEFT JOIN int_month_policy AS p ON p.ticket_month = t.ticket_month
LEFT JOIN int_fault AS f ON f.policy_id = p.policy_id AND f.version = p.version AND f.fault = t.fault
