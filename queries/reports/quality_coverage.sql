-- What of a month was asked for and what was filled in. Grain: one row per kind and field; records: the kind's records of the
-- month (price cards and agreements: those valid in it, the roster as a whole); captured: of records whose sheets had a
-- column for the field; filled: of captured records with a value.
-- Reads month_record. Records are gathered by the set of fields their sheets captured: few sets stand for many records.
WITH gathered AS (
  SELECT 'ticket' AS kind, captured, count(*) AS records, [
    {field: 'ticket_no', filled: count(ticket_no)}, {field: 'customer_name', filled: count(customer_name)},
    {field: 'contact_name', filled: count(contact_name)}, {field: 'customer_org', filled: count(customer_org)},
    {field: 'address', filled: count(address)}, {field: 'phone', filled: count(phone)},
    {field: 'product_type', filled: count(product_type)}, {field: 'model', filled: count(model)},
    {field: 'product_serial', filled: count(product_serial)}, {field: 'purchase_date', filled: count(purchase_date)},
    {field: 'fault', filled: count(fault)}, {field: 'reported_at', filled: count(reported_at)},
    {field: 'answered_at', filled: count(answered_at)}, {field: 'hotline_agent', filled: count(hotline_agent)},
    {field: 'resolution', filled: count(resolution)}, {field: 'relayed_at', filled: count(relayed_at)},
    {field: 'dispatched_at', filled: count(dispatched_at)}, {field: 'dispatcher', filled: count(dispatcher)},
    {field: 'technician', filled: count(technician)}, {field: 'region', filled: count(region)},
    {field: 'distance_km', filled: count(distance_km)}, {field: 'promised_at', filled: count(promised_at)},
    {field: 'promise_consented', filled: count(promise_consented)}, {field: 'suspended_at', filled: count(suspended_at)},
    {field: 'resumed_at', filled: count(resumed_at)}, {field: 'warranty', filled: count(warranty)},
    {field: 'service_type', filled: count(service_type)}, {field: 'dispatch_refused', filled: count(dispatch_refused)},
    {field: 'delay_reason', filled: count(delay_reason)}, {field: 'status', filled: count(status)},
    {field: 'info_corrected_at', filled: count(info_corrected_at)},
    {field: 'reported_back_at', filled: count(reported_back_at)}
  ] AS fields
  FROM stg_ticket
  WHERE in_month(reported_at, $month)
  GROUP BY captured
  UNION ALL
  SELECT 'receipt' AS kind, captured, count(*) AS records, [
    {field: 'receipt_no', filled: count(receipt_no)}, {field: 'ticket_no', filled: count(ticket_no)},
    {field: 'technician', filled: count(technician)}, {field: 'arrived_at', filled: count(arrived_at)},
    {field: 'finished_at', filled: count(finished_at)}, {field: 'fault_cause', filled: count(fault_cause)},
    {field: 'solution', filled: count(solution)}, {field: 'replaced_parts', filled: count(replaced_parts)},
    {field: 'charge', filled: count(charge_fen)}, {field: 'collected', filled: count(collected)},
    {field: 'customer_signed', filled: count(customer_signed)}, {field: 'satisfaction', filled: count(satisfaction)},
    {field: 'badge_shown', filled: count(badge_shown)}, {field: 'uniform_worn', filled: count(uniform_worn)},
    {field: 'submitted_at', filled: count(submitted_at)}
  ] AS fields
  FROM stg_receipt AS r SEMI JOIN month_record AS i ON i.kind = 'receipt' AND i.row_key = r.row_key
  GROUP BY captured
  UNION ALL
  SELECT 'requisition_line' AS kind, captured, count(*) AS records, [
    {field: 'requisition_no', filled: count(requisition_no)}, {field: 'ticket_no', filled: count(ticket_no)},
    {field: 'technician', filled: count(technician)}, {field: 'part_no', filled: count(part_no)},
    {field: 'part_name', filled: count(part_name)}, {field: 'quantity', filled: count(quantity)},
    {field: 'issued_at', filled: count(issued_at)}
  ] AS fields
  FROM stg_requisition_line AS r SEMI JOIN month_record AS i ON i.kind = 'requisition_line' AND i.row_key = r.row_key
  GROUP BY captured
  UNION ALL
  SELECT 'follow_up' AS kind, captured, count(*) AS records, [
    {field: 'ticket_no', filled: count(ticket_no)}, {field: 'caller', filled: count(caller)},
    {field: 'called_at', filled: count(called_at)}, {field: 'connected', filled: count(connected)},
    {field: 'solved', filled: count(solved)}, {field: 'satisfaction', filled: count(satisfaction)},
    {field: 'badge_shown', filled: count(badge_shown)}, {field: 'uniform_worn', filled: count(uniform_worn)},
    {field: 'remark', filled: count(remark)}
  ] AS fields
  FROM stg_follow_up AS r SEMI JOIN month_record AS i ON i.kind = 'follow_up' AND i.row_key = r.row_key
  GROUP BY captured
  UNION ALL
  SELECT 'complaint' AS kind, captured, count(*) AS records, [
    {field: 'complaint_no', filled: count(complaint_no)}, {field: 'ticket_no', filled: count(ticket_no)},
    {field: 'received_at', filled: count(received_at)}, {field: 'channel', filled: count(channel)},
    {field: 'person', filled: count(person)}, {field: 'reason', filled: count(coalesce(reason, reason_text))},
    {field: 'severity', filled: count(severity)}, {field: 'substantiated', filled: count(substantiated)},
    {field: 'description', filled: count(description)}
  ] AS fields
  FROM stg_complaint AS r SEMI JOIN month_record AS i ON i.kind = 'complaint' AND i.row_key = r.row_key
  GROUP BY captured
  UNION ALL
  SELECT 'price' AS kind, captured, count(*) AS records, [
    {field: 'part_no', filled: count(part_no)}, {field: 'part_name', filled: count(part_name)},
    {field: 'unit_price', filled: count(unit_price_fen)}, {field: 'valid_from', filled: count(valid_from)},
    {field: 'valid_to', filled: count(valid_to)}
  ] AS fields
  FROM stg_price
  WHERE (valid_from IS NULL OR valid_from < ($month || '-01')::DATE + INTERVAL 1 MONTH) AND (valid_to IS NULL OR valid_to >= ($month || '-01')::DATE)
  GROUP BY captured
  UNION ALL
  SELECT 'agreement' AS kind, captured, count(*) AS records, [
    {field: 'customer_name', filled: count(customer_name)}, {field: 'phone', filled: count(phone)},
    {field: 'product_type', filled: count(product_type)}, {field: 'valid_from', filled: count(valid_from)},
    {field: 'valid_to', filled: count(valid_to)}, {field: 'parts_free', filled: count(parts_free)},
    {field: 'discount', filled: count(discount_percent)}
  ] AS fields
  FROM stg_agreement
  WHERE valid_from < ($month || '-01')::DATE + INTERVAL 1 MONTH AND (valid_to IS NULL OR valid_to >= ($month || '-01')::DATE)
  GROUP BY captured
  UNION ALL
  SELECT 'staff' AS kind, captured, count(*) AS records, [
    {field: 'employee_no', filled: count(employee_no)}, {field: 'name', filled: count(name)},
    {field: 'aliases', filled: count(aliases)}, {field: 'role', filled: count(role)},
    {field: 'department', filled: count(department)}, {field: 'hired_on', filled: count(hired_on)},
    {field: 'left_on', filled: count(left_on)}, {field: 'grade', filled: count(grade)},
    {field: 'monthly_wage', filled: count(monthly_wage_fen)}
  ] AS fields
  FROM stg_staff
  GROUP BY captured
  UNION ALL
  SELECT 'expense' AS kind, captured, count(*) AS records, [
    {field: 'employee', filled: count(employee)}, {field: 'date', filled: count(date)},
    {field: 'kind', filled: count(kind)}, {field: 'hours', filled: count(hours)},
    {field: 'amount', filled: count(amount_fen)}, {field: 'trip_place', filled: count(trip_place)},
    {field: 'voucher_place', filled: count(voucher_place)}, {field: 'voucher_valid', filled: count(voucher_valid)}
  ] AS fields
  FROM stg_expense AS r SEMI JOIN month_record AS i ON i.kind = 'expense' AND i.row_key = r.row_key
  GROUP BY captured
),
each AS (SELECT kind, captured, records, unnest(fields) AS f, generate_subscripts(fields, 1) AS place FROM gathered)
SELECT kind, f.field AS field,
  sum(records)::BIGINT AS records,
  coalesce(sum(records) FILTER (WHERE has_field(captured, f.field)), 0)::BIGINT AS captured,
  coalesce(sum(f.filled) FILTER (WHERE has_field(captured, f.field)), 0)::BIGINT AS filled
FROM each
GROUP BY kind, f.field, place
ORDER BY list_position(['ticket', 'receipt', 'requisition_line', 'follow_up', 'complaint', 'expense', 'price', 'agreement', 'staff'],
  kind), place
