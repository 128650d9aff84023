-- Stage figures of a month at as_of. Grain: one row per stage. Durations in minutes over tickets with both times and a
-- valid stage; percentiles interpolate linearly. A rate is met ÷ measured.
-- applicable counts the stages of the tickets reported in the month, the others those that fall into the month; one look
-- at mart_stage gives both, because planning that view is what this report takes its time for.
WITH judged AS (
  SELECT stage, end_at, month IS NOT DISTINCT FROM $month AS counts, ticket_month,
    CASE WHEN month = $month THEN minutes END AS minutes,
    CASE WHEN month = $month THEN stage_state(fixed_state, due_at, $as_of::TIMESTAMP) END AS state
  FROM mart_stage
  WHERE month = $month OR ticket_month = $month
)
SELECT
  stage,
  count(*) FILTER (WHERE state IN ('met', 'breached', 'measured') AND (stage <> 'repair' OR minutes IS NOT NULL)) AS measured,
  count(*) FILTER (WHERE state = 'met') AS met,
  count(*) FILTER (WHERE state = 'breached') AS breached,
  count(*) FILTER (WHERE state = 'breached' AND end_at IS NULL) AS open_breaches,
  count(*) FILTER (WHERE state = 'pending') AS pending,
  count(*) FILTER (WHERE state = 'invalid') AS invalid,
  count(*) FILTER (WHERE state = 'not_captured') AS not_captured,
  count(*) FILTER (WHERE ticket_month = $month) AS applicable,
  round(avg(minutes), 2) AS mean,
  round(quantile_cont(minutes, 0.5), 2) AS median,
  round(quantile_cont(minutes, 0.9), 2) AS p90,
  round(max(minutes), 2) AS max
FROM judged
GROUP BY stage
HAVING bool_or(counts)
