-- fold_ticket: the current record of tickets that were uploaded more than once.
-- Grain: one row per row_key with several versions. Times naive local, money integer fen.
-- Folds the versions in ticket_row in upload order, field by field: the last sheet that captured a field gives its
-- value, blank included; a sheet without the column never clears it. Reads the keys in touched_key only.
-- captured: the fields any version captured, as ',field,field,'. day_only: time fields known to the day only.
WITH several AS (
  SELECT r.row_key
  FROM ticket_row AS r
  SEMI JOIN touched_key AS k ON k.kind = 'ticket' AND k.row_key = r.row_key
  GROUP BY r.row_key
  HAVING count(*) > 1
),
version AS (
  SELECT r.*, c.captured
  FROM several AS s
  JOIN ticket_row AS r ON r.row_key = s.row_key
  JOIN src_capture AS c ON c.sheet_id = r.sheet_id AND c.kind = 'ticket'
)
SELECT
  row_key,
  arg_max_null(ticket_no, row_id) FILTER (WHERE has_field(captured, 'ticket_no')) AS ticket_no,
  arg_max_null(customer_name, row_id) FILTER (WHERE has_field(captured, 'customer_name')) AS customer_name,
  arg_max_null(contact_name, row_id) FILTER (WHERE has_field(captured, 'contact_name')) AS contact_name,
  arg_max_null(customer_org, row_id) FILTER (WHERE has_field(captured, 'customer_org')) AS customer_org,
  arg_max_null(address, row_id) FILTER (WHERE has_field(captured, 'address')) AS address,
  arg_max_null(phone, row_id) FILTER (WHERE has_field(captured, 'phone')) AS phone,
  arg_max_null(product_type, row_id) FILTER (WHERE has_field(captured, 'product_type')) AS product_type,
  arg_max_null(model, row_id) FILTER (WHERE has_field(captured, 'model')) AS model,
  arg_max_null(product_serial, row_id) FILTER (WHERE has_field(captured, 'product_serial')) AS product_serial,
  arg_max_null(purchase_date, row_id) FILTER (WHERE has_field(captured, 'purchase_date')) AS purchase_date,
  arg_max_null(fault, row_id) FILTER (WHERE has_field(captured, 'fault')) AS fault,
  arg_max_null(reported_at, row_id) FILTER (WHERE has_field(captured, 'reported_at')) AS reported_at,
  arg_max_null(answered_at, row_id) FILTER (WHERE has_field(captured, 'answered_at')) AS answered_at,
  arg_max_null(hotline_agent, row_id) FILTER (WHERE has_field(captured, 'hotline_agent')) AS hotline_agent,
  arg_max_null(resolution, row_id) FILTER (WHERE has_field(captured, 'resolution')) AS resolution,
  arg_max_null(relayed_at, row_id) FILTER (WHERE has_field(captured, 'relayed_at')) AS relayed_at,
  arg_max_null(dispatched_at, row_id) FILTER (WHERE has_field(captured, 'dispatched_at')) AS dispatched_at,
  arg_max_null(dispatcher, row_id) FILTER (WHERE has_field(captured, 'dispatcher')) AS dispatcher,
  arg_max_null(technician, row_id) FILTER (WHERE has_field(captured, 'technician')) AS technician,
  arg_max_null(region, row_id) FILTER (WHERE has_field(captured, 'region')) AS region,
  arg_max_null(distance_km, row_id) FILTER (WHERE has_field(captured, 'distance_km')) AS distance_km,
  arg_max_null(promised_at, row_id) FILTER (WHERE has_field(captured, 'promised_at')) AS promised_at,
  arg_max_null(promise_consented, row_id) FILTER (WHERE has_field(captured, 'promise_consented')) AS promise_consented,
  arg_max_null(suspended_at, row_id) FILTER (WHERE has_field(captured, 'suspended_at')) AS suspended_at,
  arg_max_null(resumed_at, row_id) FILTER (WHERE has_field(captured, 'resumed_at')) AS resumed_at,
  arg_max_null(warranty, row_id) FILTER (WHERE has_field(captured, 'warranty')) AS warranty,
  arg_max_null(service_type, row_id) FILTER (WHERE has_field(captured, 'service_type')) AS service_type,
  arg_max_null(dispatch_refused, row_id) FILTER (WHERE has_field(captured, 'dispatch_refused')) AS dispatch_refused,
  arg_max_null(delay_reason, row_id) FILTER (WHERE has_field(captured, 'delay_reason')) AS delay_reason,
  arg_max_null(status, row_id) FILTER (WHERE has_field(captured, 'status')) AS status,
  arg_max_null(info_corrected_at, row_id) FILTER (WHERE has_field(captured, 'info_corrected_at')) AS info_corrected_at,
  arg_max_null(reported_back_at, row_id) FILTER (WHERE has_field(captured, 'reported_back_at')) AS reported_back_at,
  ',' || string_agg(trim(captured, ','), ',') || ',' AS captured,
  nullif(list_filter([
    arg_max_null(CASE WHEN list_contains(day_only, 'reported_at') THEN 'reported_at' END, row_id) FILTER (WHERE has_field(captured, 'reported_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'answered_at') THEN 'answered_at' END, row_id) FILTER (WHERE has_field(captured, 'answered_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'relayed_at') THEN 'relayed_at' END, row_id) FILTER (WHERE has_field(captured, 'relayed_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'dispatched_at') THEN 'dispatched_at' END, row_id) FILTER (WHERE has_field(captured, 'dispatched_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'promised_at') THEN 'promised_at' END, row_id) FILTER (WHERE has_field(captured, 'promised_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'suspended_at') THEN 'suspended_at' END, row_id) FILTER (WHERE has_field(captured, 'suspended_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'resumed_at') THEN 'resumed_at' END, row_id) FILTER (WHERE has_field(captured, 'resumed_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'info_corrected_at') THEN 'info_corrected_at' END, row_id) FILTER (WHERE has_field(captured, 'info_corrected_at')),
    arg_max_null(CASE WHEN list_contains(day_only, 'reported_back_at') THEN 'reported_back_at' END, row_id) FILTER (WHERE has_field(captured, 'reported_back_at'))
  ], lambda f: f IS NOT NULL), []) AS day_only
FROM version
GROUP BY row_key
