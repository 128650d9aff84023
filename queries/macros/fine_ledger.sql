-- What people decided about fines: views and macros over the ledger, so a decision counts at once and no mart is rebuilt for
-- it. ledger/month_fine.sql joins them with what was found.

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
