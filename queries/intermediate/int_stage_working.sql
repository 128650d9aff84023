-- int_stage_working: the stages that count working minutes only, with the columns of mart_stage; part of it while a policy
-- in force has a working calendar. Grain: one row per such stage. States as there; minutes, targets and pauses are
-- working minutes, due_at is the last moment of the wall clock that is still in time.
WITH span AS (
  SELECT *,
    greatest(pause_start_at, start_at) AS pause_from,
    CASE WHEN end_at IS NULL THEN pause_end_at ELSE least(coalesce(pause_end_at, end_at), end_at) END AS pause_to
  FROM int_stage_span
  WHERE clock_key IS NOT NULL
),
placed AS (
  SELECT s.*,
    worked_us(s.start_at, a.before_us, a.open_at, a.close_at) AS start_us,
    worked_us(s.end_at, b.before_us, b.open_at, b.close_at) AS end_us,
    worked_us(s.pause_from, c.before_us, c.open_at, c.close_at) AS pause_from_us,
    worked_us(s.pause_to, d.before_us, d.open_at, d.close_at) AS pause_to_us
  FROM span AS s
  ASOF LEFT JOIN work_span AS a ON a.calendar_key = s.clock_key AND s.start_at >= a.open_at
  ASOF LEFT JOIN work_span AS b ON b.calendar_key = s.clock_key AND s.end_at >= b.open_at
  ASOF LEFT JOIN work_span AS c ON c.calendar_key = s.clock_key AND s.pause_from >= c.open_at
  ASOF LEFT JOIN work_span AS d ON d.calendar_key = s.clock_key AND s.pause_to >= d.open_at
),
timed AS (
  SELECT *,
    epoch_us(end_at) - epoch_us(start_at) AS wall_us,
    CASE WHEN pause_start_at IS NULL OR end_at IS NULL THEN 0 ELSE greatest(0, pause_to_us - pause_from_us) END AS paused_us,
    start_us + (target_minutes * 60000000)::BIGINT AS deadline_us,
    invalid_after_days * 86400000000 AS longest_us
  FROM placed
),
judged AS (
  SELECT *,
    -- As in mart_stage: a pause that never ends keeps a stage from falling due, unless it began after the deadline.
    CASE
      WHEN end_at IS NOT NULL THEN deadline_us + paused_us
      WHEN pause_start_at IS NULL OR pause_from_us > deadline_us THEN deadline_us
      WHEN pause_end_at IS NOT NULL THEN deadline_us + greatest(pause_to_us - pause_from_us, 0)
    END AS due_us
  FROM timed
)
SELECT
  stage, receipt_key, ticket_no, ticket_month, month, person, start_at, end_at, target_minutes,
  -- A limit that ends with the working day is kept until work begins again: no working minute has gone by.
  w.open_at + to_microseconds(due_us - w.before_us) AS due_at,
  CASE WHEN end_captured AND NOT by_day AND wall_us > -60000000 AND wall_us <= longest_us
    THEN greatest(0, end_us - start_us - paused_us) / 60000000.0 END AS minutes,
  paused_us / 60000000.0 AS paused_minutes,
  CASE
    WHEN NOT end_captured OR start_at IS NULL OR by_day THEN 'not_captured'
    WHEN end_at IS NULL THEN NULL
    WHEN wall_us <= -60000000 OR wall_us > longest_us THEN 'invalid'
    WHEN deadline_us IS NULL THEN 'measured'
    WHEN end_us - paused_us <= deadline_us THEN 'met'
    ELSE 'breached'
  END AS fixed_state,
  assumed, true AS working
FROM judged
ASOF LEFT JOIN work_span AS w ON w.calendar_key = judged.clock_key AND judged.due_us >= w.before_us
