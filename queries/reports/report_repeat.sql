-- Repeat repairs of a month. Grain: one row. Rates 0–1.
WITH reported AS (
  SELECT t.ticket_no, t.receipts, r.ticket_no IS NOT NULL AS is_repeat
  FROM mart_ticket AS t
  LEFT JOIN repeat_pair AS r USING (ticket_no)
  WHERE t.ticket_month = $month AND NOT t.cancelled AND t.resolution = 'on_site'
),
finished AS (
  SELECT
    t.ticket_no, t.last_finished_at,
    t.ticket_no IN (SELECT earlier_ticket_no FROM repeat_pair) AS repeated_later,
    t.last_finished_at + to_days(p.repeat_window_days) > $as_of::TIMESTAMP AS window_open
  FROM mart_ticket AS t
  JOIN policy AS p ON $month >= p.from_month AND $month < p.to_month
  WHERE t.finished_month = $month AND NOT t.cancelled AND t.resolution = 'on_site'
)
SELECT r.repeats, r.on_site, f.finished, f.repeated_later, f.provisional, r.visits, r.visited
FROM (
  SELECT count(*) FILTER (WHERE is_repeat) AS repeats, count(*) AS on_site,
    sum(receipts) FILTER (WHERE receipts > 0)::BIGINT AS visits, count(*) FILTER (WHERE receipts > 0) AS visited
  FROM reported
) AS r
CROSS JOIN (
  SELECT count(*) AS finished, count(*) FILTER (WHERE repeated_later) AS repeated_later,
    coalesce(bool_or(window_open), false) AS provisional
  FROM finished
) AS f
