-- Fines as they stand: what was found joined with what people decided. Views and macros over the ledger, so a decision
-- counts at once and no mart is rebuilt for it.

-- Filled by whoever asks for fines; a table of each connection.
CREATE TEMP TABLE IF NOT EXISTS latest_event (watermark TIMESTAMP);

-- The decision in force about a fine. Grain: one row per key that has one.
CREATE OR REPLACE TEMP VIEW fine_decision AS
FROM fine_step
WHERE action IN ('confirm', 'adjust', 'waive', 'assign') AND undone_at IS NULL
QUALIFY row_number() OVER (PARTITION BY key ORDER BY step_id DESC) = 1;

-- Whether a fine was appealed. Grain: one row per key with an appeal; open until it is answered.
CREATE OR REPLACE TEMP VIEW fine_appeal AS
SELECT key, max(step_id) FILTER (action = 'appeal') > coalesce(max(step_id) FILTER (action = 'answer'), 0) AS open
FROM fine_step
WHERE action IN ('appeal', 'answer') AND undone_at IS NULL
GROUP BY key;

-- The last step about a fine. Grain: one row per key that has any.
CREATE OR REPLACE TEMP VIEW fine_last_step AS
SELECT key, max(step_id) AS step_id, count(undone_at) AS undone FROM fine_step GROUP BY key;

-- Pairs that a person judged to be no repeat: they leave the repeat figures. Grain: one row per repeat ticket.
CREATE OR REPLACE TEMP VIEW no_repeat AS
SELECT DISTINCT subject_key AS ticket_no
FROM fine_decision
WHERE detect = 'repeat_repair' AND action = 'waive' AND verdict IN ('new_fault', 'part_defect', 'misuse');

-- Repeat pairs that count. Grain: one row per repeat ticket, as in mart_repeat_pair.
CREATE OR REPLACE TEMP VIEW repeat_pair AS FROM mart_repeat_pair ANTI JOIN no_repeat USING (ticket_no);

-- The closings in force. Grain: one row per closed month.
CREATE OR REPLACE TEMP VIEW closed_month AS FROM closing WHERE reopened_at IS NULL;

-- One mark per person, whichever way a row names him or her: the employee number, else that of the name on the roster,
-- else the name.
CREATE OR REPLACE TEMP MACRO person_mark(number, called) AS
  coalesce(
    number,
    (SELECT any_value(m.employee_no) FROM person_match AS m WHERE m.known = 1 AND m.name_key = person_key(called)),
    '~' || person_key(called)
  );

-- What closed months have charged for a fine so far. Grain: one row per key and person; fen may be 0. home: the month that
-- answers for the fine, one per key: the first that held it. taken: what of it was taken or will be; where deductions are not
-- allowed nothing is, and nothing of it can be paid back.
CREATE OR REPLACE TEMP VIEW fine_settled AS
SELECT key, person, any_value(employee_no) AS employee_no, any_value(person_name) AS person_name,
  any_value(rule_no) AS rule_no, sum(fen)::BIGINT AS fen,
  (sum(fen) FILTER (deducts OR fen < 0))::BIGINT AS taken, min(min(home)) OVER (PARTITION BY key) AS home
FROM (
  SELECT f.key, person_mark(f.employee_no, f.person_name) AS person, f.employee_no, f.person_name, f.rule_no, f.fen,
    c.month AS home, coalesce(c.deducts, true) AS deducts
  FROM closing_fine AS f JOIN closed_month AS c USING (closing_id)
  UNION ALL
  SELECT a.key, person_mark(a.employee_no, a.person_name) AS person, a.employee_no, a.person_name, a.rule_no, a.fen,
    a.month AS home, coalesce(c.deducts, true) AS deducts
  FROM closing_adjustment AS a JOIN closed_month AS c USING (closing_id)
)
GROUP BY key, person;

-- Fines of one month at one moment, with their state. Grain: one row per fine key. Columns of fines_of, and:
-- state; amount_fen as decided, proposed_fen as found; person_name and employee_no as charged; assigned; vanished: decided
-- once and found no longer; cause, verdict, reason; decided_at, decided_by; appeal: 'open', 'answered' or NULL; stamp:
-- changes with the facts and every step; the facts' part stands before the point.
CREATE OR REPLACE TEMP MACRO fine_now(m, as_of) AS TABLE
WITH found AS (FROM fines_of(m, as_of)),
-- How far the sheets reach: gathered before fines are asked for (reports/watermark).
reached AS (SELECT max(watermark) AS watermark FROM latest_event),
-- A decision whose violation is found neither in the month nor, the date corrected, as a fine of another one. One that was
-- not due yet at an earlier moment than the sheets reach has not vanished; one that is not due any more has.
gone AS (
  SELECT d.*
  FROM fine_decision AS d, reached
  WHERE d.month = m AND d.action <> 'assign'
    AND d.key NOT IN (SELECT key FROM found)
    AND NOT EXISTS (
      FROM mart_violation AS v
      WHERE v.detect = d.detect AND v.subject_key = d.subject_key AND NOT v.suspected
        AND person_key(v.person) IS NOT DISTINCT FROM person_key(d.written_person)
        AND (
          month_of(v.occurred_at) <> m AND (v.due_at IS NULL OR v.due_at < reached.watermark) AND EXISTS (
            FROM policy_rule AS p
            WHERE p.rule_no = d.rule_no AND NOT p.on_complaint_only AND (v.detect = 'complaint' OR p.detect = v.detect)
              AND month_of(v.occurred_at) >= p.from_month AND month_of(v.occurred_at) < p.to_month
          )
          OR month_of(v.occurred_at) = m AND v.due_at >= as_of AND v.due_at < reached.watermark
        )
    )
),
fine AS (
  SELECT f.* REPLACE (
      CASE WHEN d.assigned THEN d.person_name ELSE f.person_name END AS person_name,
      CASE WHEN d.assigned THEN d.employee_no ELSE f.employee_no END AS employee_no
    ),
    f.amount_fen AS proposed_fen, coalesce(d.assigned, false) AS assigned, false AS vanished,
    CASE
      WHEN d.action IS NULL OR d.action = 'assign' THEN 'proposed'
      -- The ground moved: other facts, or another person where nobody assigned one. Waived while nobody was known, it
      -- stays so until somebody is.
      WHEN d.facts <> f.facts OR NOT d.assigned AND (
        f.person_name IS NULL AND d.person_name IS NOT NULL
        OR d.employee_no IS NOT NULL AND f.employee_no IS DISTINCT FROM d.employee_no
        OR d.employee_no IS NULL AND person_key(f.person_name) IS DISTINCT FROM person_key(d.person_name)
          AND person_key(f.written_person) IS DISTINCT FROM person_key(d.person_name)
      ) THEN 'recheck'
      ELSE d.to_state
    END AS state,
    d.amount_fen AS decided_fen, d.cause, d.verdict, d.text AS reason, d.taken_at AS decided_at, d.actor AS decided_by
  FROM found AS f
  LEFT JOIN fine_decision AS d USING (key)
  UNION ALL BY NAME
  SELECT key, rule_no, clause, detect, policy_id, version, charge, needs_cause, written_person, person_name, employee_no,
    subject_kind, subject_id, subject_key, ticket_no, occurred_at, m AS month, amount_fen, min_fen, max_fen,
    start_at, end_at, limit_minutes, paused_minutes, working_minutes, detail, NULL::VARCHAR[] AS complaints, facts,
    proposed_fen, assigned, true AS vanished,
    CASE WHEN facts = '' THEN to_state ELSE 'recheck' END AS state,
    amount_fen AS decided_fen, cause, verdict, text AS reason, taken_at AS decided_at, actor AS decided_by
  FROM gone
)
SELECT f.* EXCLUDE (decided_fen) REPLACE (
    CASE WHEN f.state IN ('confirmed', 'adjusted') OR f.vanished THEN f.decided_fen ELSE f.proposed_fen END AS amount_fen
  ),
  CASE a.open WHEN true THEN 'open' WHEN false THEN 'answered' END AS appeal,
  left(f.facts, 16) || '.' || left(md5(f.state || ' ' || coalesce(s.step_id, 0) || ' ' || coalesce(s.undone, 0)
    || ' ' || coalesce(f.employee_no, f.person_name, '')), 16) AS stamp
FROM fine AS f
LEFT JOIN fine_appeal AS a USING (key)
LEFT JOIN fine_last_step AS s USING (key);
