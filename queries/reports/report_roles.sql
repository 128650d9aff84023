-- What each person did in a month, by role. Grain: one row per written name (spaces removed) and role measure set.
-- Durations in hours, money integer fen. Stage figures at as_of. Merged per roster person by the caller.
WITH stage AS (
  SELECT s.stage, person_key(s.person) AS name_key, s.ticket_no, s.minutes,
    stage_state(s.fixed_state, s.due_at, $as_of::TIMESTAMP) AS state
  FROM mart_stage AS s
  WHERE s.month = $month AND person_key(s.person) IS NOT NULL
),
person_stage AS (
  SELECT name_key,
    count(*) FILTER (WHERE stage = 'answer') AS answer_tickets,
    count(*) FILTER (WHERE stage = 'answer' AND state IN ('met', 'breached')) AS answer_measured,
    count(*) FILTER (WHERE stage = 'answer' AND state = 'met') AS answer_met,
    count(*) FILTER (WHERE stage = 'dispatch') AS dispatch_tickets,
    count(*) FILTER (WHERE stage = 'dispatch' AND state IN ('met', 'breached')) AS dispatch_measured,
    count(*) FILTER (WHERE stage = 'dispatch' AND state = 'met') AS dispatch_met,
    count(*) FILTER (WHERE stage = 'arrival' AND state IN ('met', 'breached')) AS arrival_measured,
    count(*) FILTER (WHERE stage = 'arrival' AND state = 'met') AS arrival_met,
    coalesce(sum(minutes) FILTER (WHERE stage = 'repair'), 0) / 60 AS repair_hours
  FROM stage
  GROUP BY name_key
),
visit AS (
  SELECT person_key(technician) AS name_key,
    count(DISTINCT ticket_no) AS tickets, count(*) AS visits,
    count(DISTINCT coalesce(arrived_at, finished_at)::DATE) AS days,
    count(*) FILTER (WHERE month = $month) AS receipts_finished,
    count(*) FILTER (WHERE month = $month AND complete) AS receipts_complete
  FROM mart_receipt
  WHERE NOT cancelled AND month_of(coalesce(arrived_at, finished_at)) = $month
  GROUP BY ALL
),
repeat AS (
  SELECT person_key(earlier_technician) AS name_key, count(*) AS repeats
  FROM repeat_pair WHERE ticket_month = $month GROUP BY ALL
),
scored AS (
  SELECT person_key(last_technician) AS name_key, count(score) AS scored, sum(score)::BIGINT AS score_sum
  FROM mart_ticket
  WHERE NOT cancelled AND resolution = 'on_site' AND finished_month = $month
  GROUP BY ALL
),
spent AS (
  SELECT person_key(employee) AS name_key, coalesce(sum(hours), 0) AS overtime_hours,
    coalesce(sum(amount_fen), 0)::BIGINT AS expenses_fen
  FROM stg_expense WHERE month_of(date) = $month GROUP BY ALL
),
name AS (
  SELECT name_key FROM person_stage UNION SELECT name_key FROM visit UNION SELECT name_key FROM repeat
  UNION SELECT name_key FROM scored UNION SELECT name_key FROM spent
)
SELECT n.name_key, (SELECT count(*) > 0 FROM stg_staff) AS roster_loaded, m.known, m.employee_no, m.name,
  coalesce(s.answer_tickets, 0) AS answer_tickets, coalesce(s.answer_measured, 0) AS answer_measured,
  coalesce(s.answer_met, 0) AS answer_met,
  coalesce(s.dispatch_tickets, 0) AS dispatch_tickets, coalesce(s.dispatch_measured, 0) AS dispatch_measured,
  coalesce(s.dispatch_met, 0) AS dispatch_met,
  coalesce(s.arrival_measured, 0) AS arrival_measured, coalesce(s.arrival_met, 0) AS arrival_met,
  coalesce(s.repair_hours, 0) AS repair_hours,
  coalesce(v.tickets, 0) AS tickets, coalesce(v.visits, 0) AS visits, coalesce(v.days, 0) AS days,
  coalesce(v.receipts_finished, 0) AS receipts_finished, coalesce(v.receipts_complete, 0) AS receipts_complete,
  coalesce(r.repeats, 0) AS repeats, coalesce(c.scored, 0) AS scored, coalesce(c.score_sum, 0) AS score_sum,
  coalesce(e.overtime_hours, 0) AS overtime_hours, coalesce(e.expenses_fen, 0) AS expenses_fen
FROM name AS n
LEFT JOIN person_match AS m ON m.name_key = n.name_key
LEFT JOIN person_stage AS s ON s.name_key = n.name_key
LEFT JOIN visit AS v ON v.name_key = n.name_key
LEFT JOIN repeat AS r ON r.name_key = n.name_key
LEFT JOIN scored AS c ON c.name_key = n.name_key
LEFT JOIN spent AS e ON e.name_key = n.name_key
WHERE n.name_key IS NOT NULL
ORDER BY n.name_key
