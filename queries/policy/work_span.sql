-- work_span from work_hours and work_day: every span of working time from 1990 (no earlier time is imported) to 2079, with
-- the working time before it. Grain: one row per calendar and span.
WITH day AS (
  SELECT c.calendar_key, d.day, isodow(d.day) AS weekday
  FROM (SELECT DISTINCT calendar_key FROM work_hours) AS c
  CROSS JOIN (SELECT unnest(generate_series(DATE '1990-01-01', DATE '2079-12-31', INTERVAL 1 DAY))::DATE AS day) AS d
),
span AS (
  SELECT d.calendar_key,
    d.day + to_minutes(h.open_minute) AS open_at,
    d.day + to_minutes(h.close_minute) AS close_at
  FROM day AS d
  LEFT JOIN work_day AS s ON s.calendar_key = d.calendar_key AND s.day = d.day
  JOIN work_hours AS h ON h.calendar_key = d.calendar_key
    AND h.weekday = CASE WHEN s.works THEN 0 WHEN s.works = false THEN NULL ELSE d.weekday END
)
SELECT calendar_key, open_at, close_at,
  coalesce(sum(epoch_us(close_at) - epoch_us(open_at)) OVER (
    PARTITION BY calendar_key ORDER BY open_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ), 0)::BIGINT AS before_us
FROM span
