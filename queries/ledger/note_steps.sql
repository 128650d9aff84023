-- Notes steps about fines of decided_fine with what each was found to be. steps: JSON array of the steps. Grain: one row per step.
-- A fine that is found no longer has no facts: a decision about it stands until it is found again.
INSERT INTO fine_step
SELECT nextval('ledger_seq'), f.key, f.month, s.action, f.state, s.to_state, s.amount_fen, s.cause, s.verdict, s.text,
  s.employee_no, s.person_name, s.assigned, CASE WHEN f.vanished THEN '' ELSE f.facts END,
  f.rule_no, f.clause, f.detect, f.charge, f.policy_id, f.version, f.needs_cause,
  f.written_person, f.subject_kind, f.subject_id, f.subject_key, f.ticket_no, f.occurred_at,
  f.proposed_fen, f.min_fen, f.max_fen, f.start_at, f.end_at, f.limit_minutes, f.paused_minutes, f.detail,
  coalesce(v.evidence, d.evidence), $actor_no, $actor, $at::TIMESTAMP, NULL, NULL
FROM (
  SELECT unnest(from_json($steps, '[{
    "key": "VARCHAR", "action": "VARCHAR", "to_state": "VARCHAR", "amount_fen": "BIGINT", "cause": "VARCHAR",
    "verdict": "VARCHAR", "text": "VARCHAR", "employee_no": "VARCHAR", "person_name": "VARCHAR", "assigned": "BOOLEAN"
  }]'), recursive := true)
) AS s
JOIN decided_fine AS f USING (key)
LEFT JOIN mart_violation AS v ON NOT f.vanished AND v.detect = f.detect AND v.subject_key = f.subject_key
  AND person_key(v.person) IS NOT DISTINCT FROM person_key(f.written_person)
LEFT JOIN fine_decision AS d ON f.vanished AND d.key = f.key
ORDER BY f.key
