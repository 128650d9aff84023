-- mart_repeat_pair: the later tickets that report the same problem again, each with the nearest earlier one.
-- Grain: one row per later ticket_no. The same problem: same customer, product and fault, reported after the earlier
-- one's last finish and within the policy's window. Product: serial if both have one, else product type.
-- An unknown customer, product or fault is never the same as another unknown one.
WITH ticket AS (
  SELECT t.ticket_no, t.ticket_month, t.reported_at, t.customer_key, t.fault_key, t.product_key, t.serial_key, t.product,
    t.last_finished_at, t.last_technician, t.technician, t.last_receipt_key
  FROM mart_ticket AS t
  WHERE NOT t.cancelled AND t.resolution = 'on_site' AND t.customer_key IS NOT NULL AND t.fault_key IS NOT NULL
),
-- Of earlier tickets finished at the same moment one stands for all, so that the nearest is well defined.
-- A finish less than a minute before its own report is the clock's rounding: it counts as at the report, so that no
-- ticket repeats itself. One still earlier is impossible and proves nothing. When the earlier one was reported is not asked.
earlier AS MATERIALIZED (
  SELECT customer_key, fault_key, product_key, serial_key, greatest(last_finished_at, coalesce(reported_at, last_finished_at)) AS last_finished_at,
    max_by(ticket_no, (coalesce(reported_at, '-infinity'::TIMESTAMP), ticket_no)) AS ticket_no
  FROM ticket
  WHERE last_finished_at > reported_at - INTERVAL 1 MINUTE OR reported_at IS NULL AND last_finished_at IS NOT NULL
  GROUP BY ALL
),
-- Few tickets have an earlier one of the same customer and fault at all.
later AS MATERIALIZED (
  SELECT l.ticket_no, l.reported_at, l.customer_key, l.fault_key, l.product_key, l.serial_key
  FROM ticket AS l
  SEMI JOIN earlier AS e ON e.customer_key = l.customer_key AND e.fault_key = l.fault_key
  WHERE l.reported_at IS NOT NULL
),
candidate AS (
  SELECT l.ticket_no, e.ticket_no AS earlier_ticket_no, e.last_finished_at
  FROM later AS l
  ASOF JOIN (FROM earlier WHERE serial_key IS NOT NULL) AS e
    ON l.customer_key = e.customer_key AND l.fault_key = e.fault_key AND l.serial_key = e.serial_key
    AND l.reported_at > e.last_finished_at
  UNION ALL
  SELECT l.ticket_no, e.ticket_no AS earlier_ticket_no, e.last_finished_at
  FROM (FROM later WHERE serial_key IS NULL) AS l
  ASOF JOIN earlier AS e
    ON l.customer_key = e.customer_key AND l.fault_key = e.fault_key AND l.product_key = e.product_key
    AND l.reported_at > e.last_finished_at
  UNION ALL
  SELECT l.ticket_no, e.ticket_no AS earlier_ticket_no, e.last_finished_at
  FROM (FROM later WHERE serial_key IS NOT NULL) AS l
  ASOF JOIN (FROM earlier WHERE serial_key IS NULL) AS e
    ON l.customer_key = e.customer_key AND l.fault_key = e.fault_key AND l.product_key = e.product_key
    AND l.reported_at > e.last_finished_at
),
nearest AS (
  SELECT ticket_no, max_by(earlier_ticket_no, (last_finished_at, earlier_ticket_no)) AS earlier_ticket_no
  FROM candidate
  GROUP BY ticket_no
)
SELECT
  l.ticket_no, l.ticket_month, l.reported_at,
  e.ticket_no AS earlier_ticket_no, e.last_finished_at AS earlier_finished_at,
  coalesce(e.last_technician, e.technician) AS earlier_technician,
  e.last_receipt_key AS earlier_receipt_key,
  l.product, l.fault_key,
  minutes_between(e.last_finished_at, l.reported_at) / 1440 AS days
FROM nearest AS n
JOIN ticket AS l ON l.ticket_no = n.ticket_no
JOIN ticket AS e ON e.ticket_no = n.earlier_ticket_no
JOIN policy AS p ON l.ticket_month >= p.from_month AND l.ticket_month < p.to_month
WHERE l.reported_at <= e.last_finished_at + to_days(p.repeat_window_days)
