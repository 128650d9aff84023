-- One person's jobs of a month: tickets reported in it that were dispatched to the person, and those visited in it.
-- Grain: one row per ticket_no. dispatched: counted among the jobs of the month. Minutes fractional; repair over the
-- person's own receipts of the month, pauses off. missing: fields of those receipts that are blank though asked for.
WITH roster AS (SELECT count(*) > 0 AS loaded FROM stg_staff),
dispatched AS (
  SELECT t.ticket_no
  FROM mart_ticket AS t
  CROSS JOIN roster AS r
  LEFT JOIN person_known AS k ON k.name_key = person_key(coalesce(t.technician, t.first_technician))
  WHERE t.ticket_month = $month AND NOT t.cancelled AND t.resolution = 'on_site'
    AND person_id_of(k.person_id, coalesce(t.technician, t.first_technician), r.loaded) = $person
),
visit AS (
  SELECT v.*
  FROM mart_receipt AS v
  CROSS JOIN roster AS r
  LEFT JOIN person_known AS k ON k.name_key = person_key(v.technician)
  WHERE NOT v.cancelled AND month_of(coalesce(v.arrived_at, v.finished_at)) = $month
    AND person_id_of(k.person_id, v.technician, r.loaded) = $person
),
job AS (SELECT ticket_no FROM dispatched UNION SELECT ticket_no FROM visit WHERE ticket_no IS NOT NULL),
staged AS MATERIALIZED (
  SELECT s.ticket_no, s.stage, s.receipt_key, s.minutes, s.due_at, s.end_at,
    stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage AS s
  WHERE s.stage IN ('dispatch', 'arrival', 'callback', 'repair') AND s.ticket_no IN (SELECT ticket_no FROM job)
),
visited AS (
  SELECT v.ticket_no, count(*) AS visits, sum(s.minutes) AS repair_minutes, bool_and(v.complete) AS complete,
    bool_or(v.finished_at IS NULL) AS open_visit, list_distinct(flatten(list(v.missing_fields))) AS missing
  FROM visit AS v
  LEFT JOIN staged AS s ON s.stage = 'repair' AND s.receipt_key = v.receipt_key
  WHERE v.ticket_no IS NOT NULL
  GROUP BY v.ticket_no
)
SELECT j.ticket_no, d.ticket_no IS NOT NULL AS dispatched, t.reported_at, t.customer_name AS customer, t.product, t.fault,
  t.region, t.receipts, coalesce(v.visits, 0) AS visits,
  t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false AS promised,
  p.state AS dispatch_state, round(p.minutes, 2) AS dispatch_minutes,
  a.state AS arrival_state, round(a.minutes, 2) AS arrival_minutes, a.due_at AS arrival_due_at, a.end_at AS arrived_at,
  CASE WHEN a.state = 'breached' THEN round(minutes_between(a.due_at, a.end_at), 2) END AS arrival_over_minutes,
  round(v.repair_minutes, 2) AS repair_minutes,
  c.state AS callback_state, round(c.minutes, 2) AS callback_minutes,
  t.score, v.complete, v.open_visit, coalesce(list_sort(v.missing), []) AS missing,
  t.ticket_no IS NULL AS unknown_ticket
FROM job AS j
LEFT JOIN mart_ticket AS t ON t.ticket_no = j.ticket_no
LEFT JOIN dispatched AS d ON d.ticket_no = j.ticket_no
LEFT JOIN visited AS v ON v.ticket_no = j.ticket_no
LEFT JOIN staged AS p ON p.ticket_no = j.ticket_no AND p.stage = 'dispatch'
LEFT JOIN staged AS a ON a.ticket_no = j.ticket_no AND a.stage = 'arrival'
LEFT JOIN staged AS c ON c.ticket_no = j.ticket_no AND c.stage = 'callback'
ORDER BY t.reported_at NULLS LAST, j.ticket_no
