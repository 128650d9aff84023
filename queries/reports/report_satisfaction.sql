-- Satisfaction of a month. Grain: one row. Scores 1–5.
-- Finished: on-site tickets finished in the month and answered phone tickets reported in it.
-- Looked for apart, each by the month it goes by, so that other months are not read.
WITH finished AS (
  SELECT score FROM mart_ticket
  WHERE NOT cancelled AND resolution = 'on_site' AND finished_month = $month
  UNION ALL
  SELECT score FROM mart_ticket
  WHERE NOT cancelled AND resolution = 'phone' AND ticket_month = $month AND answered_at IS NOT NULL
)
SELECT
  count(score) AS scored,
  count(*) AS finished,
  coalesce(sum(score), 0)::BIGINT AS sum,
  count(*) FILTER (WHERE score >= satisfied_from) AS satisfied,
  count(*) FILTER (WHERE score <= dissatisfied_to) AS dissatisfied,
  count(*) FILTER (WHERE score = 1) AS score_1,
  count(*) FILTER (WHERE score = 2) AS score_2,
  count(*) FILTER (WHERE score = 3) AS score_3,
  count(*) FILTER (WHERE score = 4) AS score_4,
  count(*) FILTER (WHERE score = 5) AS score_5
FROM finished
JOIN policy AS p ON $month >= p.from_month AND $month < p.to_month
