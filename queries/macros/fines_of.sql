-- Persons as written matched to the roster. Views, so the order in which sheets were imported does not matter.

-- Grain: one row per written name (or employee number) the roster knows, spaces removed.
-- known = 1: that person; more: two persons of that name, nobody can be charged.
CREATE OR REPLACE TEMP VIEW person_match AS
WITH written AS (
  SELECT row_key, person_key(employee_no) AS name_key FROM stg_staff
  UNION
  SELECT row_key, person_key(name) AS name_key FROM stg_staff
  UNION
  SELECT row_key, person_key(unnest(regexp_split_to_array(aliases, '[,，、;；/|\s　]+'))) AS name_key FROM stg_staff
)
SELECT w.name_key, count(DISTINCT w.row_key) AS known, any_value(s.employee_no) AS employee_no, any_value(s.name) AS name
FROM written AS w
JOIN stg_staff AS s USING (row_key)
WHERE w.name_key IS NOT NULL
GROUP BY w.name_key;

-- Fines of one month at one moment. Grain: one row per fine key. Money integer fen; NULL amount: a range not decided,
-- or a disciplinary measure. A complaint about an event that was detected too adds its severity and evidence to that
-- fine; any other substantiated complaint is a fine of its own.
CREATE OR REPLACE TEMP MACRO fines_of(m, as_of) AS TABLE
WITH roster AS (SELECT count(*) > 0 AS loaded FROM stg_staff),
violation AS (
  SELECT
    v.*, p.policy_id, p.version, p.rule_no, p.clause, p.charge, p.needs_cause, p.on_complaint_only,
    p.amount_fen, p.min_fen, p.max_fen, p.minor_fen, p.medium_fen, p.serious_fen,
    person_key(v.person) AS written_key,
    CASE WHEN person_key(v.person) IS NULL THEN NULL WHEN NOT r.loaded THEN v.person WHEN n.known = 1 THEN n.name END AS person_name,
    CASE WHEN n.known = 1 THEN n.employee_no END AS employee_no,
    v.detect || '|' || v.subject_key || '|' || coalesce(person_key(v.person), '') AS violation_key
  FROM mart_violation AS v
  CROSS JOIN roster AS r
  JOIN policy_rule AS p ON CASE WHEN v.detect = 'complaint' THEN p.rule_no = v.detail ELSE p.detect = v.detect END
    AND month_of(v.occurred_at) >= p.from_month AND month_of(v.occurred_at) < p.to_month
  LEFT JOIN person_match AS n ON n.name_key = person_key(v.person)
  WHERE NOT v.suspected AND (v.due_at IS NULL OR as_of > v.due_at)
    AND (
      v.occurred_at >= (m || '-01')::TIMESTAMP AND v.occurred_at < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH
      OR v.detect = 'complaint'
      OR v.ticket_no IN (SELECT ticket_no FROM mart_violation WHERE detect = 'complaint')
    )
),
-- One detected event takes up a complaint of its rule, ticket and person: the latest where there are several.
taken AS (
  SELECT c.violation_key AS complaint, c.subject_key AS complaint_key,
    max_by(d.violation_key, (d.occurred_at, d.violation_key)) AS detected
  FROM violation AS c
  JOIN violation AS d ON d.detect <> 'complaint' AND d.rule_no = c.rule_no AND d.ticket_no = c.ticket_no
    AND coalesce(d.employee_no, d.written_key) IS NOT DISTINCT FROM coalesce(c.employee_no, c.written_key)
  WHERE c.detect = 'complaint'
  GROUP BY ALL
),
severity AS (
  SELECT
    v.violation_key,
    max(CASE c.severity WHEN 'minor' THEN 1 WHEN 'medium' THEN 2 WHEN 'serious' THEN 3 END) AS degree,
    list(c.row_key ORDER BY c.row_key) AS complaints
  FROM violation AS v
  LEFT JOIN taken AS k ON k.detected = v.violation_key
  JOIN stg_complaint AS c ON c.row_key = k.complaint_key OR (v.detect = 'complaint' AND c.row_key = v.subject_key)
  GROUP BY v.violation_key
)
SELECT
  v.rule_no || ':' || v.subject_kind || ':' || v.subject_key || ':' || coalesce(v.written_key, '') AS key,
  v.rule_no, v.clause, v.detect, v.policy_id, v.version, v.charge, v.needs_cause,
  v.person AS written_person, v.person_name, v.employee_no,
  v.subject_kind, v.subject_id, v.subject_key, v.ticket_no, v.occurred_at, m AS month,
  coalesce(v.amount_fen, CASE s.degree WHEN 1 THEN v.minor_fen WHEN 2 THEN v.medium_fen WHEN 3 THEN v.serious_fen END) AS amount_fen,
  v.min_fen, v.max_fen, v.start_at, v.end_at, v.limit_minutes, v.paused_minutes, v.detail,
  CASE WHEN v.detect <> 'complaint' AND s.complaints IS NOT NULL
    THEN list_concat(v.evidence, list_transform(s.complaints, lambda k: {kind: 'complaint', key: k, field: 'severity'}))
    ELSE v.evidence END AS evidence
FROM violation AS v
LEFT JOIN severity AS s ON s.violation_key = v.violation_key
WHERE v.occurred_at >= (m || '-01')::TIMESTAMP AND v.occurred_at < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH
  AND v.violation_key NOT IN (SELECT complaint FROM taken)
  -- Under a policy that fines complaints only, a detected event needs one.
  AND (NOT v.on_complaint_only OR v.detect = 'complaint' OR s.complaints IS NOT NULL);
