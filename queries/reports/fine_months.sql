-- What the proposed fines of each month rest on at as_of, as one digest per month: where two digests of a month agree, its
-- fines agree. Grain: one row per month of occurrence, and one with month '' for what every month's fines depend on
-- (whom a name means, what was complained of).
SELECT month_of(occurred_at) AS month,
  sum((hash(detect, subject_key, subject_kind, subject_id, ticket_no, person, occurred_at, start_at, end_at,
    limit_minutes, paused_minutes, working_minutes, detail) >> 16)::HUGEINT)::VARCHAR AS digest
FROM mart_violation
WHERE NOT suspected AND (due_at IS NULL OR $as_of::TIMESTAMP > due_at)
GROUP BY ALL
UNION ALL
SELECT '', concat_ws(' ',
  (SELECT sum((hash(name_key, known, employee_no, name) >> 16)::HUGEINT) FROM person_match),
  (SELECT sum((hash(row_key, ticket_no, received_at, person, reason, severity, substantiated) >> 16)::HUGEINT) FROM stg_complaint))
ORDER BY month
