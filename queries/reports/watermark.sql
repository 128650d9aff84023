-- The watermark: the latest event time loaded; gathered into latest_event, since every page asks for it. Grain: one row.
SELECT max(t) AS watermark FROM (
  SELECT greatest(max(reported_at), max(answered_at), max(relayed_at), max(dispatched_at)) AS t FROM stg_ticket
  UNION ALL SELECT greatest(max(arrived_at), max(finished_at), max(submitted_at)) FROM stg_receipt
  UNION ALL SELECT max(issued_at) FROM stg_requisition_line
  UNION ALL SELECT max(called_at) FROM stg_follow_up
  UNION ALL SELECT max(received_at) FROM stg_complaint
)
