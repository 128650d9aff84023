-- The registry's rates, month by month. Grain: one row per metric and month with anything to say, from $from to $to.
-- met ÷ measured is the rate; unknown was left out because nobody recorded it or the record is impossible.
-- provisional: more may still be found out about this month.
WITH stage AS (
  SELECT stage, month, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage
  WHERE month >= $from AND month <= $to
),
ticket AS (
  SELECT t.*, p.satisfied_from, p.repeat_window_days
  FROM mart_ticket AS t
  -- A ticket without a time of report goes by the first policy.
  JOIN policy AS p ON greatest(t.ticket_month, '1990-01') >= p.from_month AND greatest(t.ticket_month, '1990-01') < p.to_month
  WHERE NOT t.cancelled
    AND (t.ticket_month >= $from AND t.ticket_month <= $to OR t.finished_month >= $from AND t.finished_month <= $to)
),
reported AS (
  SELECT ticket_month AS month, count(*) AS tickets FROM ticket
  WHERE ticket_month >= $from AND ticket_month <= $to GROUP BY ALL
),
scored AS (
  SELECT CASE WHEN resolution = 'on_site' THEN finished_month ELSE ticket_month END AS month, score, satisfied_from
  FROM ticket
  WHERE resolution = 'on_site' AND finished_month IS NOT NULL OR resolution = 'phone' AND answered_at IS NOT NULL
),
found AS (
  SELECT
    CASE stage WHEN 'answer' THEN 'answer_rate' WHEN 'dispatch' THEN 'dispatch_rate' WHEN 'arrival' THEN 'arrival_rate'
      WHEN 'guidance_follow_up' THEN 'guidance_follow_up_rate' WHEN 'callback' THEN 'callback_rate' END AS metric,
    month,
    count(*) FILTER (WHERE state = 'met') AS met,
    count(*) FILTER (WHERE state IN ('met', 'breached')) AS measured,
    count(*) FILTER (WHERE state IN ('not_captured', 'invalid')) AS unknown,
    bool_or(state = 'pending') AS provisional
  FROM stage
  WHERE stage IN ('answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback')
  GROUP BY ALL
  UNION ALL
  SELECT 'timeliness', month,
    count(*) FILTER (WHERE state = 'met'), count(*) FILTER (WHERE state IN ('met', 'breached')),
    count(*) FILTER (WHERE state IN ('not_captured', 'invalid')), bool_or(state = 'pending')
  FROM stage WHERE stage IN ('answer', 'dispatch', 'arrival') GROUP BY month
  UNION ALL
  SELECT 'receipt_completeness', month, count(*) FILTER (WHERE complete), count(*), 0, false
  FROM mart_receipt WHERE NOT cancelled AND month IS NOT NULL GROUP BY month
  UNION ALL
  SELECT 'badge_rate', month,
    count(*) FILTER (WHERE badge_or_uniform_captured AND badge_shown IS DISTINCT FROM false AND uniform_worn IS DISTINCT FROM false),
    count(*) FILTER (WHERE badge_or_uniform_captured), count(*) FILTER (WHERE NOT badge_or_uniform_captured), false
  FROM mart_receipt WHERE NOT cancelled AND month IS NOT NULL GROUP BY month
  UNION ALL
  SELECT 'satisfied_share', month, count(*) FILTER (WHERE score >= satisfied_from), count(score),
    count(*) FILTER (WHERE score IS NULL), false
  FROM scored GROUP BY month
  UNION ALL
  SELECT 'response_rate', month, count(score), count(*), 0, false FROM scored GROUP BY month
  UNION ALL
  SELECT 'satisfaction_mean', month, coalesce(sum(score), 0)::BIGINT, count(score), count(*) FILTER (WHERE score IS NULL), false
  FROM scored GROUP BY month
  UNION ALL
  SELECT 'repeat_rate', t.ticket_month, count(r.ticket_no), count(*), 0, false
  FROM ticket AS t LEFT JOIN repeat_pair AS r USING (ticket_no)
  WHERE t.resolution = 'on_site' GROUP BY t.ticket_month
  UNION ALL
  SELECT 'first_time_fix_rate', t.finished_month,
    count(*) FILTER (WHERE t.ticket_no NOT IN (SELECT earlier_ticket_no FROM repeat_pair)), count(*), 0,
    bool_or(t.last_finished_at + to_days(t.repeat_window_days) > $as_of::TIMESTAMP)
  FROM ticket AS t WHERE t.resolution = 'on_site' AND t.finished_month IS NOT NULL GROUP BY t.finished_month
  UNION ALL
  SELECT 'visits_per_ticket', ticket_month, sum(receipts)::BIGINT, count(*), 0, false
  FROM ticket WHERE resolution = 'on_site' AND receipts > 0 GROUP BY ticket_month
  UNION ALL
  SELECT 'complaint_rate', r.month, count(c.row_key), any_value(r.tickets), 0, false
  FROM reported AS r LEFT JOIN stg_complaint AS c ON month_of(c.received_at) = r.month GROUP BY r.month
  UNION ALL
  SELECT 'blame_rate', r.month, count(c.row_key), any_value(r.tickets), 0,
    coalesce((SELECT bool_or(month_of(o.received_at) = r.month) FROM stg_complaint AS o WHERE o.substantiated IS NULL), false)
  FROM reported AS r LEFT JOIN stg_complaint AS c ON month_of(c.received_at) = r.month AND c.substantiated GROUP BY r.month
)
SELECT metric, month, met, measured, unknown, coalesce(provisional, false) AS provisional
FROM found
WHERE month >= $from AND month <= $to AND measured + unknown > 0
ORDER BY metric, month
