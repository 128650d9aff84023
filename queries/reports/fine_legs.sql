-- The times at which a ticket went from hand to hand, and the minutes the legs had. Grain: one row. Times naive local.
SELECT t.reported_at, t.answered_at, t.relayed_at, t.dispatched_at, t.first_arrived_at AS arrived_at,
  t.hotline_agent, t.dispatcher, coalesce(t.first_technician, t.technician) AS technician,
  (SELECT minutes FROM mart_stage WHERE ticket_no = $ticket_no AND stage = 'answer') AS answer_minutes, p.answer_minutes AS answer_target,
  (SELECT minutes FROM mart_stage WHERE ticket_no = $ticket_no AND stage = 'dispatch') AS dispatch_minutes,
  p.dispatch_minutes AS dispatch_target
FROM mart_ticket AS t
JOIN mart_month AS p USING (ticket_month)
WHERE t.ticket_no = $ticket_no
