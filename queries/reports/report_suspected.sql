-- Cases of a month that look like a violation but lack evidence. Grain: one row.
SELECT count(*) AS suspected
FROM mart_violation
WHERE suspected AND (due_at IS NULL OR $as_of::TIMESTAMP > due_at)
  -- What no rule of the month's policy names is no case.
  AND detect IN (SELECT detect FROM policy_rule WHERE $month >= from_month AND $month < to_month)
  -- scoped: only those about the tickets of scope_ticket (queries/scope).
  AND (NOT $scoped OR ticket_no IN (FROM scope_ticket))
  AND occurred_at >= ($month || '-01')::TIMESTAMP AND occurred_at < ($month || '-01')::TIMESTAMP + INTERVAL 1 MONTH
