-- Facts that put a month's figures in doubt, each at its cell. Grain: one row per finding and cell.
-- time_order: a stage ends before it starts or lasts over the policy's limit; unknown_person: not on the loaded roster or
-- two of that name; suspected: looks like a violation but lacks evidence.
WITH finding AS (
  SELECT 'time_order' AS code, s.ticket_no,
    CASE WHEN s.stage IN ('answer', 'dispatch') THEN 'ticket' WHEN s.stage IN ('arrival', 'turnaround', 'repair') THEN 'receipt'
      ELSE 'follow_up' END AS kind,
    CASE s.stage WHEN 'arrival' THEN t.first_receipt_key WHEN 'turnaround' THEN t.last_receipt_key
      WHEN 'repair' THEN s.receipt_key WHEN 'callback' THEN t.callback_key
      WHEN 'guidance_follow_up' THEN t.first_follow_up_key ELSE s.ticket_no END AS record_key,
    CASE s.stage WHEN 'answer' THEN 'answered_at' WHEN 'dispatch' THEN 'dispatched_at' WHEN 'arrival' THEN 'arrived_at'
      WHEN 'turnaround' THEN 'finished_at' WHEN 'repair' THEN 'finished_at' ELSE 'called_at' END AS field,
    s.stage AS detail
  FROM mart_stage AS s
  JOIN mart_ticket AS t USING (ticket_no)
  WHERE s.month = $month AND s.fixed_state = 'invalid'
  UNION ALL
  SELECT 'suspected', ticket_no, e.kind, e.key, e.field, detect
  FROM (
    -- The second piece of evidence is the cell in question: the blank answer, the dispatch, the region.
    SELECT ticket_no, detect, evidence[2] AS e FROM mart_violation
    WHERE suspected AND (due_at IS NULL OR $as_of::TIMESTAMP > due_at)
      AND occurred_at >= ($month || '-01')::TIMESTAMP AND occurred_at < ($month || '-01')::TIMESTAMP + INTERVAL 1 MONTH
  )
  UNION ALL
  SELECT 'unknown_person', w.ticket_no, w.kind, w.record_key, w.field, w.written
  FROM (
    SELECT ticket_no, 'ticket' AS kind, ticket_no AS record_key, unnest(['hotline_agent', 'dispatcher', 'technician']) AS field,
      unnest([hotline_agent, dispatcher, technician]) AS written
    FROM mart_ticket WHERE ticket_month = $month AND NOT cancelled
    UNION ALL
    SELECT ticket_no, 'receipt', receipt_key, 'technician', technician FROM mart_receipt WHERE ticket_month = $month AND NOT cancelled
  ) AS w
  LEFT JOIN person_match AS m ON m.name_key = person_key(w.written)
  WHERE person_key(w.written) IS NOT NULL AND m.known IS DISTINCT FROM 1 AND EXISTS (FROM stg_staff)
)
SELECT f.code, f.ticket_no, f.kind, f.field, f.detail, c.file, c.sheet, c.row_no AS row, c.column_letter AS column, c.value
FROM finding AS f
JOIN cell_of AS c ON c.kind = f.kind AND c.row_key = f.record_key AND c.field = f.field
ORDER BY f.code, c.file, c.sheet, c.row_no, c.column_letter
