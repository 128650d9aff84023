-- Stage figures of a month at as_of. Grain: one row per stage. Durations in minutes over tickets with both times and a
-- valid stage; percentiles interpolate linearly. A rate is met ÷ measured.
-- applicable counts the stages of the tickets reported in the month, the others those that fall into the month; looked for
-- apart, each by the month it goes by, so that other months are not read.
WITH judged AS (
  SELECT stage, end_at, micros_of(minutes) AS us, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage
  WHERE month = $month
),
applicable AS (
  SELECT stage, count(*) AS applicable FROM mart_stage WHERE ticket_month = $month GROUP BY stage
),
figures AS (
  SELECT
    stage,
    count(*) FILTER (WHERE state IN ('met', 'breached', 'measured') AND (stage <> 'repair' OR us IS NOT NULL)) AS measured,
    count(*) FILTER (WHERE state = 'met') AS met,
    count(*) FILTER (WHERE state = 'breached') AS breached,
    count(*) FILTER (WHERE state = 'breached' AND end_at IS NULL) AS open_breaches,
    count(*) FILTER (WHERE state = 'pending') AS pending,
    count(*) FILTER (WHERE state = 'invalid') AS invalid,
    count(*) FILTER (WHERE state = 'not_captured') AS not_captured,
    as_minutes(sum(us), count(us)) AS mean,
    as_minutes(round(quantile_cont(us, 0.5)), 1) AS median,
    as_minutes(round(quantile_cont(us, 0.9)), 1) AS p90,
    as_minutes(max(us), 1) AS max
  FROM judged
  GROUP BY stage
)
-- A stage that nothing of this month is in still tells how many of its tickets it applies to.
SELECT
  coalesce(f.stage, a.stage) AS stage,
  coalesce(f.measured, 0) AS measured, coalesce(f.met, 0) AS met, coalesce(f.breached, 0) AS breached,
  coalesce(f.open_breaches, 0) AS open_breaches, coalesce(f.pending, 0) AS pending, coalesce(f.invalid, 0) AS invalid,
  coalesce(f.not_captured, 0) AS not_captured, coalesce(a.applicable, 0) AS applicable,
  f.mean, f.median, f.p90, f.max
FROM figures AS f
FULL JOIN applicable AS a ON a.stage = f.stage
