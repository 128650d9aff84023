-- The names that mean the same person as a name does, itself included. Grain: one row per name, spaces removed.
CREATE OR REPLACE TEMP MACRO names_of(person) AS TABLE
WITH asked AS (
  SELECT person_key(person) AS name_key
  UNION
  -- Without a roster a person has no other mark than the name others were decided to mean.
  SELECT person_key(name) AS name_key FROM person_match WHERE known = 1 AND name_key = person_key(person)
)
SELECT name_key FROM asked
UNION
SELECT m.name_key
FROM person_match AS m
WHERE m.known = 1 AND (
  person_key(m.name) IN (FROM asked) AND m.employee_no IS NULL
  OR m.employee_no IN (SELECT p.employee_no FROM person_match AS p JOIN asked USING (name_key) WHERE p.known = 1)
);

-- Fines of the months from `first` to `last` at one moment. Grain: one row per fine key. Money integer fen; NULL amount: a range not decided,
-- or a disciplinary measure. A complaint about an event that was detected too adds its severity and evidence to that
-- fine; any other substantiated complaint is a fine of its own.
CREATE OR REPLACE TEMP MACRO fines_between(first, last, as_of) AS TABLE
WITH roster AS (SELECT count(*) > 0 AS loaded FROM stg_staff),
-- Violations that occurred in these months, all complaints, and what was detected on the tickets complained of: a complaint
-- and its event may lie in different months.
near AS (
  SELECT * EXCLUDE (evidence), person_key(person) AS written_key FROM mart_violation
  WHERE occurred_at >= (first || '-01')::TIMESTAMP AND occurred_at < (last || '-01')::TIMESTAMP + INTERVAL 1 MONTH
  UNION ALL
  SELECT v.* EXCLUDE (evidence), person_key(v.person) AS written_key
  FROM mart_violation AS v
  WHERE NOT (v.occurred_at >= (first || '-01')::TIMESTAMP AND v.occurred_at < (last || '-01')::TIMESTAMP + INTERVAL 1 MONTH)
    AND v.ticket_no IN (SELECT ticket_no FROM stg_complaint)
),
-- A detector finds its rule by name, a complaint by the rule number it was read as.
rule AS (
  SELECT *, 'detect ' || detect AS found_by FROM policy_rule WHERE detect <> 'complaint'
  UNION ALL
  SELECT *, 'rule ' || rule_no AS found_by FROM policy_rule
),
violation AS (
  SELECT
    v.*, p.policy_id, p.version, p.rule_no, p.clause, p.charge, p.needs_cause, p.on_complaint_only,
    p.amount_fen, p.min_fen, p.max_fen, p.minor_fen, p.medium_fen, p.serious_fen,
    CASE WHEN v.written_key IS NULL THEN NULL WHEN NOT r.loaded THEN coalesce(n.name, v.person)
      WHEN n.known = 1 THEN n.name END AS person_name,
    CASE WHEN n.known = 1 THEN n.employee_no END AS employee_no,
    v.detect || '|' || v.subject_key || '|' || coalesce(v.written_key, '') AS violation_key
  FROM near AS v
  CROSS JOIN roster AS r
  JOIN rule AS p ON p.found_by = CASE WHEN v.detect = 'complaint' THEN 'rule ' || v.detail ELSE 'detect ' || v.detect END
    AND month_of(v.occurred_at) >= p.from_month AND month_of(v.occurred_at) < p.to_month
  LEFT JOIN person_match AS n ON n.name_key = v.written_key
  WHERE NOT v.suspected AND (v.due_at IS NULL OR as_of > v.due_at)
),
-- One detected event takes up a complaint of its rule, ticket and person: the latest where there are several. A complaint
-- that names nobody is about what was detected, whoever did it; the person the rule would charge without it goes first.
taken AS (
  SELECT c.violation_key AS complaint, c.subject_key AS complaint_key,
    max_by(d.violation_key, (d.mark IS NOT DISTINCT FROM c.mark, d.occurred_at, d.violation_key)) AS detected
  FROM (
    SELECT v.*, coalesce(v.employee_no, person_key(v.person_name), v.written_key) AS mark, s.person IS NULL AS nobody
    FROM violation AS v
    JOIN stg_complaint AS s ON s.row_key = v.subject_key
    WHERE v.detect = 'complaint'
  ) AS c
  JOIN (
    SELECT *, coalesce(employee_no, person_key(person_name), written_key) AS mark FROM violation WHERE detect <> 'complaint'
  ) AS d ON d.rule_no = c.rule_no AND d.ticket_no = c.ticket_no AND (c.nobody OR d.mark IS NOT DISTINCT FROM c.mark)
  GROUP BY ALL
),
-- Complaints behind a fine, whether they add to a detected event or stand for themselves.
carried AS (
  SELECT detected AS violation_key, complaint_key FROM taken
  UNION ALL
  SELECT violation_key, subject_key AS complaint_key FROM violation WHERE detect = 'complaint'
),
severity AS (
  SELECT
    k.violation_key,
    max(CASE c.severity WHEN 'minor' THEN 1 WHEN 'medium' THEN 2 WHEN 'serious' THEN 3 END) AS degree,
    list(c.row_key ORDER BY c.row_key) AS complaints
  FROM carried AS k
  JOIN stg_complaint AS c ON c.row_key = k.complaint_key
  GROUP BY k.violation_key
)
SELECT
  v.rule_no || ':' || v.subject_kind || ':' || v.subject_key || ':' || coalesce(v.written_key, '') AS key,
  v.rule_no, v.clause, v.detect, v.policy_id, v.version, v.charge, v.needs_cause,
  v.person AS written_person, v.person_name, v.employee_no,
  v.subject_kind, v.subject_id, v.subject_key, v.ticket_no, v.occurred_at, month_of(v.occurred_at) AS month,
  coalesce(v.amount_fen, CASE s.degree WHEN 1 THEN v.minor_fen WHEN 2 THEN v.medium_fen WHEN 3 THEN v.serious_fen END) AS amount_fen,
  v.min_fen, v.max_fen, v.start_at, v.end_at, v.limit_minutes, v.paused_minutes, v.working_minutes, v.detail,
  -- Complaints that add to a detected event; their own evidence where the fine is the complaint itself.
  CASE WHEN v.detect <> 'complaint' THEN s.complaints END AS complaints,
  -- What a decision rests on: it is looked at again when this changes. A further complaint about the same event that
  -- leaves the amount as it is changes nothing, and neither does another file with the same values.
  md5(concat_ws('|',
    coalesce(v.occurred_at::VARCHAR, ''), coalesce(v.start_at::VARCHAR, ''), coalesce(v.end_at::VARCHAR, ''),
    coalesce(v.limit_minutes::VARCHAR, ''), v.paused_minutes::VARCHAR, coalesce(v.working_minutes::VARCHAR, ''), coalesce(v.detail, ''),
    coalesce(v.amount_fen, CASE s.degree WHEN 1 THEN v.minor_fen WHEN 2 THEN v.medium_fen WHEN 3 THEN v.serious_fen END, -1)::VARCHAR,
    coalesce(v.min_fen, -1)::VARCHAR, coalesce(v.max_fen, -1)::VARCHAR)) AS facts
FROM violation AS v
LEFT JOIN severity AS s ON s.violation_key = v.violation_key
WHERE v.occurred_at >= (first || '-01')::TIMESTAMP AND v.occurred_at < (last || '-01')::TIMESTAMP + INTERVAL 1 MONTH
  AND v.violation_key NOT IN (SELECT complaint FROM taken)
  -- Under a policy that fines complaints only, a detected event needs one.
  AND (NOT v.on_complaint_only OR v.detect = 'complaint' OR s.complaints IS NOT NULL);

-- Fines of one month at one moment, as above.
CREATE OR REPLACE TEMP MACRO fines_of(m, as_of) AS TABLE FROM fines_between(m, m, as_of);
