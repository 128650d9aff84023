-- The fines of judged_fine with what the card needs beside them, sorted by key. Grain: one row per fine.
-- Money integer fen, times naive local, durations in minutes.
-- dispatch_over_minutes: what a late dispatch of the same ticket took of a late arrival's time.
WITH late_dispatch AS (
  SELECT ticket_no, minutes_between(start_at, end_at) - limit_minutes AS over_minutes
  FROM mart_violation AS v
  WHERE detect = 'late_dispatch' AND ticket_no IN (SELECT ticket_no FROM judged_fine WHERE detect = 'late_arrival')
),
settled AS (SELECT key, sum(fen)::BIGINT AS fen FROM fine_settled GROUP BY key)
SELECT f.key, f.rule_no AS rule, f.clause, f.detect, f.policy_id, f.version, f.charge, f.needs_cause,
  f.written_person, f.person_name, f.employee_no, f.assigned,
  f.subject_kind, f.subject_id, f.subject_key, f.ticket_no, f.occurred_at, f.month,
  f.amount_fen, f.proposed_fen, f.min_fen, f.max_fen, f.state, f.cause, f.verdict, f.reason, f.decided_at, f.decided_by,
  f.appeal, f.vanished, f.stamp, f.complaints IS NOT NULL AS complained,
  f.start_at, f.end_at, f.limit_minutes, f.paused_minutes, f.detail,
  t.delay_reason, d.over_minutes AS dispatch_over_minutes,
  c.month IS NOT NULL AS late, coalesce(s.fen, 0) AS settled_fen
FROM judged_fine AS f
LEFT JOIN mart_ticket AS t ON t.ticket_no = f.ticket_no AND f.needs_cause
LEFT JOIN late_dispatch AS d ON d.ticket_no = f.ticket_no AND f.detect = 'late_arrival'
LEFT JOIN closed_month AS c ON c.month = f.month
LEFT JOIN settled AS s ON s.key = f.key
ORDER BY f.key
