-- Tickets with the state of their stages at as_of. Grain: one row per ticket_no in the temp table asked_ticket.
-- cases: how often the list it was asked for counts the ticket.
SELECT t.ticket_no, t.reported_at, t.customer_name AS customer, t.product, t.fault, t.resolution, t.region,
  coalesce(t.last_technician, t.technician) AS technician, t.hotline_agent, t.dispatcher, t.cancelled,
  t.last_finished_at AS finished_at, t.score, s.stages, coalesce(v.fines, 0) AS fines, a.cases
FROM mart_ticket AS t
JOIN asked_ticket AS a ON a.ticket_no = t.ticket_no
LEFT JOIN (
  SELECT ticket_no, list({
    stage: stage, state: stage_state(fixed_state, due_at, $as_of::TIMESTAMP), open: end_at IS NULL, minutes: round(minutes, 2)
  } ORDER BY stage) AS stages
  FROM mart_stage SEMI JOIN asked_ticket USING (ticket_no)
  WHERE stage <> 'repair'
  GROUP BY ticket_no
) AS s ON s.ticket_no = t.ticket_no
LEFT JOIN (
  SELECT ticket_no, count(*) AS fines FROM mart_violation
  WHERE NOT suspected AND (due_at IS NULL OR $as_of::TIMESTAMP > due_at)
  GROUP BY ticket_no
) AS v ON v.ticket_no = t.ticket_no
ORDER BY t.reported_at, t.ticket_no
