-- What happened to a ticket, in order. Grain: one row per known event time. day_only: the time of day is unknown.
WITH t AS (FROM stg_ticket WHERE row_key = $ticket_no),
r AS (FROM stg_receipt WHERE ticket_no = $ticket_no),
u AS (FROM stg_follow_up WHERE ticket_no = $ticket_no),
c AS (FROM stg_complaint WHERE ticket_no = $ticket_no),
l AS (FROM stg_requisition_line WHERE ticket_no = $ticket_no)
SELECT * FROM (
  SELECT 'ticket' AS kind, row_key AS record_key, 'reported_at' AS field, reported_at AS event_at, is_day(day_only, 'reported_at') AS day_only, customer_name AS person FROM t
  UNION ALL SELECT 'ticket', row_key, 'answered_at', answered_at, is_day(day_only, 'answered_at'), hotline_agent FROM t
  UNION ALL SELECT 'ticket', row_key, 'relayed_at', relayed_at, is_day(day_only, 'relayed_at'), hotline_agent FROM t
  UNION ALL SELECT 'ticket', row_key, 'dispatched_at', dispatched_at, is_day(day_only, 'dispatched_at'), dispatcher FROM t
  UNION ALL SELECT 'ticket', row_key, 'promised_at', promised_at, is_day(day_only, 'promised_at'), NULL FROM t
  UNION ALL SELECT 'ticket', row_key, 'suspended_at', suspended_at, is_day(day_only, 'suspended_at'), NULL FROM t
  UNION ALL SELECT 'ticket', row_key, 'resumed_at', resumed_at, is_day(day_only, 'resumed_at'), NULL FROM t
  UNION ALL SELECT 'ticket', row_key, 'info_corrected_at', info_corrected_at, is_day(day_only, 'info_corrected_at'), NULL FROM t
  UNION ALL SELECT 'ticket', row_key, 'reported_back_at', reported_back_at, is_day(day_only, 'reported_back_at'), technician FROM t
  UNION ALL SELECT 'requisition_line', min(row_key), 'issued_at', issued_at, bool_or(is_day(day_only, 'issued_at')), any_value(technician) FROM l GROUP BY issued_at
  UNION ALL SELECT 'receipt', row_key, 'arrived_at', arrived_at, is_day(day_only, 'arrived_at'), technician FROM r
  UNION ALL SELECT 'receipt', row_key, 'finished_at', finished_at, is_day(day_only, 'finished_at'), technician FROM r
  UNION ALL SELECT 'receipt', row_key, 'submitted_at', submitted_at, is_day(day_only, 'submitted_at'), technician FROM r
  UNION ALL SELECT 'follow_up', row_key, 'called_at', called_at, is_day(day_only, 'called_at'), caller FROM u
  UNION ALL SELECT 'complaint', row_key, 'received_at', received_at, is_day(day_only, 'received_at'), person FROM c
)
WHERE event_at IS NOT NULL
ORDER BY event_at, kind, field
