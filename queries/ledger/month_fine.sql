-- All fines of a month at as_of with their states: what was found, which lies in found_fine, joined with what people decided.
-- Gathered into month_fine, since a page asks about a month's fines several times: the list, what closing wants, a card.
-- Grain: one row per fine key. Money integer fen, times naive local. Columns of fines_of, and:
-- state; amount_fen as decided, proposed_fen as found; person_name and employee_no as charged; assigned; vanished: decided
-- once and found no longer; cause, verdict, reason; decided_at, decided_by; appeal: 'open', 'answered' or NULL; stamp:
-- changes with the facts and every step; the facts' part stands before the point.
WITH found AS (FROM found_fine),
-- How far the sheets reach: gathered before fines are asked for (reports/watermark).
reached AS (SELECT max(watermark) AS watermark FROM latest_event),
-- A decision whose violation is found neither in the month nor, the date corrected, as a fine of another one. One that was
-- not due yet at an earlier moment than the sheets reach has not vanished; one that is not due any more has.
gone AS (
  SELECT d.*
  FROM fine_decision AS d, reached
  WHERE d.month = $month AND d.action <> 'assign'
    AND d.key NOT IN (SELECT key FROM found)
    AND NOT EXISTS (
      FROM mart_violation AS v
      WHERE v.detect = d.detect AND v.subject_key = d.subject_key AND NOT v.suspected
        AND person_key(v.person) IS NOT DISTINCT FROM person_key(d.written_person)
        AND (
          month_of(v.occurred_at) <> $month AND (v.due_at IS NULL OR v.due_at < reached.watermark) AND EXISTS (
            FROM policy_rule AS p
            WHERE p.rule_no = d.rule_no AND NOT p.on_complaint_only AND (v.detect = 'complaint' OR p.detect = v.detect)
              AND month_of(v.occurred_at) >= p.from_month AND month_of(v.occurred_at) < p.to_month
          )
          OR month_of(v.occurred_at) = $month AND v.due_at >= $as_of::TIMESTAMP AND v.due_at < reached.watermark
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
    subject_kind, subject_id, subject_key, ticket_no, occurred_at, $month AS month, amount_fen, min_fen, max_fen,
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
  left(f.facts, 16) || '.' || hash(f.state, s.step_id, s.undone, coalesce(f.employee_no, f.person_name)) AS stamp
FROM fine AS f
LEFT JOIN fine_appeal AS a USING (key)
LEFT JOIN fine_last_step AS s USING (key)
