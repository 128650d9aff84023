-- Persons by one mark each: the employee number, or without a roster `~` and the name without spaces. The mark is what
-- addresses of pages carry; several written names of one person share it.

-- Grain: one row per written name (spaces removed) that means exactly one person, by the roster or by decision.
CREATE OR REPLACE TEMP VIEW person_known AS
SELECT name_key, coalesce(employee_no, '~' || person_key(name)) AS person_id, employee_no, name
FROM person_match
WHERE known = 1;

-- The mark of whom a written name means, from its row of person_known where it has one. With a roster loaded, a name it
-- does not know, or knows twice, means nobody (NULL).
CREATE OR REPLACE TEMP MACRO person_id_of(known_id, name, roster_loaded) AS
  coalesce(known_id, CASE WHEN NOT roster_loaded THEN '~' || person_key(name) END);

-- The cases behind each person's figures in the months from_month to to_month, at as_of. Grain: one row per metric and
-- case (a ticket's stage, a finished ticket, a receipt); person_id NULL: nobody known. counted: in the denominator; met:
-- in the numerator; unknown: nobody recorded it or the record is impossible; open_until: the case may still change until
-- then. minutes: fractional, of metrics that are durations. The same marts and months as metric_months.
CREATE OR REPLACE TEMP MACRO person_case(from_month, to_month, as_of) AS TABLE
WITH stage AS (
  SELECT *, stage_state(fixed_state, due_at, as_of) AS state
  FROM mart_stage
  WHERE month >= from_month AND month <= to_month
),
finished AS (
  SELECT t.*, p.satisfied_from, t.last_finished_at + to_days(p.repeat_window_days) AS window_end
  FROM mart_ticket AS t
  -- A ticket without a time of report goes by the first policy.
  JOIN policy AS p ON greatest(t.ticket_month, '1990-01') >= p.from_month AND greatest(t.ticket_month, '1990-01') < p.to_month
  WHERE NOT t.cancelled AND t.resolution = 'on_site' AND t.finished_month >= from_month AND t.finished_month <= to_month
),
receipt AS (
  FROM mart_receipt WHERE NOT cancelled AND month >= from_month AND month <= to_month
),
found AS (
  SELECT
    CASE stage WHEN 'answer' THEN 'answer_rate' WHEN 'dispatch' THEN 'dispatch_rate' WHEN 'arrival' THEN 'arrival_rate'
      WHEN 'guidance_follow_up' THEN 'guidance_follow_up_rate' WHEN 'callback' THEN 'callback_rate' END AS metric,
    month, person, state IN ('met', 'breached') AS counted, state = 'met' AS met,
    state IN ('not_captured', 'invalid') AS unknown,
    CASE WHEN state = 'pending' THEN due_at END AS open_until, NULL::DOUBLE AS minutes
  FROM stage
  WHERE stage IN ('answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback')
  UNION ALL BY NAME
  -- In the city without a promise everybody has the same limit: only there can durations be compared.
  SELECT 'urban_arrival_minutes' AS metric, s.month, s.person, s.minutes IS NOT NULL AS counted, false AS met,
    s.state IN ('not_captured', 'invalid') AS unknown, NULL::TIMESTAMP AS open_until, s.minutes
  FROM stage AS s
  JOIN mart_ticket AS t ON t.ticket_no = s.ticket_no
  WHERE s.stage = 'arrival' AND t.region = 'urban'
    AND NOT (t.promised_at IS NOT NULL AND t.promise_consented IS DISTINCT FROM false)
  UNION ALL BY NAME
  SELECT 'repair_minutes' AS metric, month, person, minutes IS NOT NULL AS counted, false AS met,
    minutes IS NULL AS unknown, NULL::TIMESTAMP AS open_until, minutes
  FROM stage
  WHERE stage = 'repair'
  UNION ALL BY NAME
  SELECT 'first_time_fix_rate' AS metric, finished_month AS month, coalesce(last_technician, technician) AS person,
    true AS counted, ticket_no NOT IN (SELECT earlier_ticket_no FROM repeat_pair) AS met, false AS unknown,
    CASE WHEN window_end > as_of THEN window_end END AS open_until, NULL::DOUBLE AS minutes
  FROM finished
  UNION ALL BY NAME
  SELECT 'satisfied_share' AS metric, finished_month AS month, last_technician AS person,
    score IS NOT NULL AS counted, coalesce(score >= satisfied_from, false) AS met, score IS NULL AS unknown,
    NULL::TIMESTAMP AS open_until, NULL::DOUBLE AS minutes
  FROM finished
  UNION ALL BY NAME
  SELECT 'receipt_completeness' AS metric, month, technician AS person, true AS counted, complete AS met, false AS unknown,
    NULL::TIMESTAMP AS open_until, NULL::DOUBLE AS minutes
  FROM receipt
  UNION ALL BY NAME
  SELECT 'badge_rate' AS metric, month, technician AS person, badge_or_uniform_captured AS counted,
    badge_or_uniform_captured AND badge_shown IS DISTINCT FROM false AND uniform_worn IS DISTINCT FROM false AS met,
    NOT badge_or_uniform_captured AS unknown, NULL::TIMESTAMP AS open_until, NULL::DOUBLE AS minutes
  FROM receipt
)
SELECT f.* EXCLUDE (person), person_id_of(k.person_id, f.person, (SELECT count(*) > 0 FROM stg_staff)) AS person_id
FROM found AS f
LEFT JOIN person_known AS k ON k.name_key = person_key(f.person);
