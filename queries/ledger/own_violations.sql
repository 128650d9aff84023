-- What the rules in force find against a person at a moment, under every name that means the person. Grain: one row per
-- detector, subject and month.
SELECT DISTINCT v.detect, v.subject_kind, v.subject_key, v.person AS written_person, v.ticket_no,
  month_of(v.occurred_at) AS month, r.rule_no
FROM mart_violation AS v
JOIN policy_rule AS r
  ON CASE WHEN v.detect = 'complaint' THEN r.rule_no = v.detail ELSE r.detect = v.detect AND NOT r.on_complaint_only END
    AND month_of(v.occurred_at) >= r.from_month AND month_of(v.occurred_at) < r.to_month
WHERE person_key(v.person) IN (FROM names_of($person)) AND NOT v.suspected
  AND (v.due_at IS NULL OR $as_of::TIMESTAMP > v.due_at)
ORDER BY ALL
