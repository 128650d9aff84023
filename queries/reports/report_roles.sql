-- What each person did in a month, by role. Grain: one row per person, however written; a name that a loaded roster does
-- not know, or knows twice, stands for itself with known NULL. Durations in hours, money integer fen. Stage figures at as_of.
-- Stages are gathered by the name as written first: a few names are looked up, not every row.
WITH written AS (
  SELECT person,
    count(*) FILTER (WHERE stage = 'answer') AS answer_tickets,
    count(*) FILTER (WHERE stage = 'answer' AND state IN ('met', 'breached')) AS answer_measured,
    count(*) FILTER (WHERE stage = 'answer' AND state = 'met') AS answer_met,
    count(*) FILTER (WHERE stage = 'dispatch') AS dispatch_tickets,
    count(*) FILTER (WHERE stage = 'dispatch' AND state IN ('met', 'breached')) AS dispatch_measured,
    count(*) FILTER (WHERE stage = 'dispatch' AND state = 'met') AS dispatch_met,
    count(*) FILTER (WHERE stage = 'arrival' AND state IN ('met', 'breached')) AS arrival_measured,
    count(*) FILTER (WHERE stage = 'arrival' AND state = 'met') AS arrival_met,
    -- In whole microseconds: fractions of minutes would add up to a little less or more.
    coalesce(sum(micros_of(minutes)) FILTER (WHERE stage = 'repair'), 0) AS repair_us
  FROM (
    SELECT stage, person, minutes, stage_state(fixed_state, due_at, $as_of::TIMESTAMP) AS state
    FROM mart_stage
    WHERE month = $month
  )
  GROUP BY person
),
person_stage AS (
  SELECT person_id_of(k.person_id, person, false) AS name_key,
    sum(answer_tickets)::BIGINT AS answer_tickets, sum(answer_measured)::BIGINT AS answer_measured,
    sum(answer_met)::BIGINT AS answer_met,
    sum(dispatch_tickets)::BIGINT AS dispatch_tickets, sum(dispatch_measured)::BIGINT AS dispatch_measured,
    sum(dispatch_met)::BIGINT AS dispatch_met,
    sum(arrival_measured)::BIGINT AS arrival_measured, sum(arrival_met)::BIGINT AS arrival_met,
    sum(repair_us)::DOUBLE / 3600000000 AS repair_hours
  FROM written
  LEFT JOIN person_known AS k ON k.name_key = person_key(person)
  GROUP BY ALL
),
visit AS (
  -- Days and tickets are counted once per person, under whatever names the receipts were written.
  SELECT person_id_of(k.person_id, technician, false) AS name_key,
    count(DISTINCT ticket_no) FILTER (came_in) AS tickets, count(*) FILTER (came_in) AS visits,
    count(DISTINCT coalesce(arrived_at, finished_at)::DATE) FILTER (came_in) AS days,
    count(*) FILTER (WHERE month = $month) AS receipts_finished,
    count(*) FILTER (WHERE month = $month AND complete) AS receipts_complete
  -- A visit over the end of a month is a visit of the one and a finished receipt of the other.
  FROM (SELECT *, month_of(coalesce(arrived_at, finished_at)) = $month AS came_in FROM mart_receipt WHERE NOT cancelled)
  LEFT JOIN person_known AS k ON k.name_key = person_key(technician)
  WHERE came_in OR month = $month
  GROUP BY ALL
),
repeat AS (
  SELECT person_id_of(k.person_id, earlier_technician, false) AS name_key, count(*) AS repeats
  FROM repeat_pair
  LEFT JOIN person_known AS k ON k.name_key = person_key(earlier_technician)
  WHERE ticket_month = $month GROUP BY ALL
),
scored AS (
  SELECT person_id_of(k.person_id, last_technician, false) AS name_key, count(score) AS scored, sum(score)::BIGINT AS score_sum
  FROM mart_ticket
  LEFT JOIN person_known AS k ON k.name_key = person_key(last_technician)
  WHERE NOT cancelled AND resolution = 'on_site' AND finished_month = $month
  GROUP BY ALL
),
spent AS (
  SELECT person_id_of(k.person_id, employee, false) AS name_key, coalesce(sum(hours), 0) AS overtime_hours,
    coalesce(sum(amount_fen), 0)::BIGINT AS expenses_fen
  FROM stg_expense
  LEFT JOIN person_known AS k ON k.name_key = person_key(employee)
  WHERE month_of(date) = $month GROUP BY ALL
),
known AS (
  SELECT person_id, 1 AS known, any_value(employee_no) AS employee_no, any_value(name) AS name FROM person_known GROUP BY person_id
),
name AS (
  SELECT name_key FROM person_stage UNION SELECT name_key FROM visit UNION SELECT name_key FROM repeat
  UNION SELECT name_key FROM scored UNION SELECT name_key FROM spent
)
SELECT ltrim(n.name_key, '~') AS name_key, (SELECT count(*) > 0 FROM stg_staff) AS roster_loaded, m.known, m.employee_no, m.name,
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
LEFT JOIN known AS m ON m.person_id = n.name_key
LEFT JOIN person_stage AS s ON s.name_key = n.name_key
LEFT JOIN visit AS v ON v.name_key = n.name_key
LEFT JOIN repeat AS r ON r.name_key = n.name_key
LEFT JOIN scored AS c ON c.name_key = n.name_key
LEFT JOIN spent AS e ON e.name_key = n.name_key
WHERE n.name_key IS NOT NULL
ORDER BY n.name_key
