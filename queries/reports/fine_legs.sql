-- The times at which a ticket went from hand to hand, and the minutes the legs had. Grain: one row. Times naive local.
-- worked_us: of each time, the working time before it, in microseconds, where the stage of $stage counts working minutes; else
-- NULL: between two times lie all minutes.
WITH clock AS (
  SELECT CASE WHEN s.working THEN CASE $stage WHEN 'arrival' THEN p.arrival_clock ELSE p.dispatch_clock END END AS calendar_key
  FROM mart_stage AS s
  JOIN mart_month AS p USING (ticket_month)
  WHERE s.ticket_no = $ticket_no AND s.stage = $stage
),
moment AS (
  SELECT unnest(['reported', 'answered', 'relayed', 'dispatched', 'arrived']) AS step,
    unnest([reported_at, answered_at, relayed_at, dispatched_at, first_arrived_at]) AS at
  FROM mart_ticket WHERE ticket_no = $ticket_no
),
worked AS (
  SELECT m.step, worked_us(m.at, w.before_us, w.open_at, w.close_at) AS us
  FROM (FROM moment CROSS JOIN clock WHERE calendar_key IS NOT NULL) AS m
  ASOF LEFT JOIN work_span AS w ON w.calendar_key = m.calendar_key AND m.at >= w.open_at
)
SELECT t.reported_at, t.answered_at, t.relayed_at, t.dispatched_at, t.first_arrived_at AS arrived_at,
  (SELECT us FROM worked WHERE step = 'reported') AS reported_worked_us,
  (SELECT us FROM worked WHERE step = 'answered') AS answered_worked_us,
  (SELECT us FROM worked WHERE step = 'relayed') AS relayed_worked_us,
  (SELECT us FROM worked WHERE step = 'dispatched') AS dispatched_worked_us,
  (SELECT us FROM worked WHERE step = 'arrived') AS arrived_worked_us,
  t.hotline_agent, t.dispatcher, coalesce(t.first_technician, t.technician) AS technician,
  (SELECT minutes FROM mart_stage WHERE ticket_no = $ticket_no AND stage = 'answer') AS answer_minutes, p.answer_minutes AS answer_target,
  (SELECT minutes FROM mart_stage WHERE ticket_no = $ticket_no AND stage = 'dispatch') AS dispatch_minutes,
  p.dispatch_minutes AS dispatch_target
FROM mart_ticket AS t
JOIN mart_month AS p USING (ticket_month)
WHERE t.ticket_no = $ticket_no
