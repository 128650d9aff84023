-- The fines of judged_fine with what the card needs beside them, sorted by key. Grain: one row per fine.
-- Money integer fen, times naive local, durations in minutes.
-- dispatch_over_minutes: what a late dispatch of the same ticket took of a late arrival's time. contradiction: what is to
-- be looked at first: of a complaint, what the ticket's own records say against it; of what was detected, a time or a part that
-- makes it doubtful. NULL: nothing.
WITH late_dispatch AS (
  SELECT ticket_no, coalesce(working_minutes, minutes_between(start_at, end_at)) - limit_minutes AS over_minutes
  FROM mart_violation AS v
  WHERE detect = 'late_dispatch' AND ticket_no IN (SELECT ticket_no FROM judged_fine WHERE detect = 'late_arrival')
),
-- What complaints accuse of, by the rule they were read as, beside the records of their tickets.
complained AS (
  SELECT f.key, r.detect, t.*, p.dissatisfied_to
  FROM judged_fine AS f
  JOIN policy_rule AS r ON r.policy_id = f.policy_id AND r.version = f.version AND r.rule_no = f.rule_no
  JOIN mart_ticket AS t ON t.ticket_no = f.ticket_no
  JOIN policy AS p ON p.policy_id = f.policy_id AND p.version = f.version
  WHERE f.detect = 'complaint' AND NOT f.vanished
),
kept AS (
  SELECT ticket_no, stage FROM mart_stage
  WHERE ticket_no IN (SELECT ticket_no FROM complained) AND stage IN ('dispatch', 'arrival') AND fixed_state = 'met'
),
visit AS (
  SELECT ticket_no, bool_and(complete) AS complete,
    bool_and(badge_shown IS DISTINCT FROM false AND uniform_worn IS DISTINCT FROM false) AND bool_or(badge_or_uniform_captured) AS shown
  FROM mart_receipt WHERE ticket_no IN (SELECT ticket_no FROM complained) GROUP BY ticket_no
),
contradicted AS (
  SELECT c.key, CASE
    WHEN c.detect = 'late_arrival' AND EXISTS (FROM kept AS k WHERE k.ticket_no = c.ticket_no AND k.stage = 'arrival') THEN 'arrived_in_time'
    WHEN c.detect = 'late_dispatch' AND EXISTS (FROM kept AS k WHERE k.ticket_no = c.ticket_no AND k.stage = 'dispatch')
      THEN 'dispatched_in_time'
    WHEN c.detect IN ('missed_dispatch', 'dispatch_sheet_missing') AND c.dispatched_at IS NOT NULL THEN 'dispatched'
    WHEN c.detect = 'unanswered' AND c.answered_at IS NOT NULL THEN 'answered'
    WHEN c.detect = 'not_relayed' AND c.relayed_at IS NOT NULL THEN 'relayed'
    WHEN c.detect = 'dissatisfied' AND c.worst_score > c.dissatisfied_to THEN 'satisfied'
    WHEN c.detect = 'badge_or_uniform' AND v.shown THEN 'badge_shown'
    WHEN c.detect = 'incomplete_receipt' AND v.complete THEN 'complete'
    WHEN c.detect = 'overcharge' AND c.charged_fen <= c.expected_fen THEN 'charged_as_due'
    WHEN c.detect = 'repeat_repair' AND c.ticket_no NOT IN (SELECT ticket_no FROM mart_repeat_pair) THEN 'no_repeat'
  END AS contradiction
  FROM complained AS c
  LEFT JOIN visit AS v USING (ticket_no)
),
settled AS (SELECT key, sum(fen)::BIGINT AS fen FROM fine_settled GROUP BY key)
SELECT f.key, f.rule_no AS rule, f.clause, f.detect, f.policy_id, f.version, f.charge, f.needs_cause,
  f.written_person, f.person_name, f.employee_no, f.assigned,
  f.subject_kind, f.subject_id, f.subject_key, f.ticket_no, f.occurred_at, f.month,
  f.amount_fen, f.proposed_fen, f.min_fen, f.max_fen, f.state, f.cause, f.verdict, f.reason, f.decided_at, f.decided_by,
  f.appeal, f.vanished, f.stamp, f.complaints IS NOT NULL AS complained,
  f.start_at, f.end_at, f.limit_minutes, f.paused_minutes, f.working_minutes, f.detail,
  -- Conditions on one side alone stand here: in the join they would make it compare every pair of rows.
  CASE WHEN f.needs_cause THEN t.delay_reason END AS delay_reason,
  CASE WHEN f.detect = 'late_arrival' THEN d.over_minutes END AS dispatch_over_minutes,
  CASE
    WHEN f.vanished THEN NULL
    WHEN f.detect = 'complaint' THEN x.contradiction
    WHEN f.detect = 'late_arrival' AND f.detail = 'promised_at' AND t.promised_at <= t.reported_at - INTERVAL 1 MINUTE
      THEN 'promised_before_report'
    WHEN f.detect IN ('late_dispatch', 'missed_dispatch', 'not_relayed')
      AND coalesce(t.relayed_at, t.answered_at) <= t.reported_at - INTERVAL 1 MINUTE THEN 'told_before_report'
    WHEN f.detect = 'repeat_repair' AND e.last_finished_day AND e.last_finished_at::DATE = t.reported_at::DATE THEN 'order_unknown'
    WHEN f.detect = 'overcharge' AND t.lines = 0 AND NOT t.replaced_parts_captured AND t.warranty IS DISTINCT FROM 'in'
      THEN 'parts_not_asked'
  END AS contradiction,
  c.month IS NOT NULL AS late, coalesce(s.fen, 0) AS settled_fen
FROM judged_fine AS f
LEFT JOIN mart_ticket AS t ON t.ticket_no = f.ticket_no
LEFT JOIN mart_ticket AS e ON e.ticket_no = CASE WHEN f.detect = 'repeat_repair' THEN f.detail END
LEFT JOIN late_dispatch AS d ON d.ticket_no = f.ticket_no
LEFT JOIN contradicted AS x ON x.key = f.key
LEFT JOIN closed_month AS c ON c.month = f.month
LEFT JOIN settled AS s ON s.key = f.key
ORDER BY f.key
