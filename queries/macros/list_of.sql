-- The month's tickets and the stages that do not apply to them, as the report counts them: those of a ticket reported in the
-- month that has no such stage, whichever month the stage would fall into. A repair is a receipt's and has none.
-- Grain: one row per stage and ticket_no.
CREATE OR REPLACE TEMP MACRO not_applicable_of(m) AS TABLE
SELECT stages.stage, t.ticket_no
FROM mart_ticket AS t
CROSS JOIN (VALUES ('answer'), ('dispatch'), ('arrival'), ('guidance_follow_up'), ('callback'), ('turnaround')) AS stages (stage)
ANTI JOIN mart_stage AS s ON s.ticket_no = t.ticket_no AND s.stage = stages.stage AND s.ticket_month = m
WHERE t.ticket_month = m AND NOT t.cancelled;

-- The named lists behind the figures of a month. Grain: one row per list and case: a ticket, or where the figure counts those, a
-- receipt or a stage of it.
CREATE OR REPLACE TEMP MACRO list_of(m, as_of) AS TABLE
WITH reported AS (FROM mart_ticket WHERE ticket_month = m AND NOT cancelled),
finished AS (FROM mart_ticket WHERE finished_month = m AND NOT cancelled),
scored AS (
  SELECT t.ticket_no, t.score, p.satisfied_from, p.dissatisfied_to
  FROM mart_ticket AS t
  JOIN policy AS p ON m >= p.from_month AND m < p.to_month
  WHERE NOT t.cancelled AND t.score IS NOT NULL AND (
    t.resolution = 'on_site' AND t.finished_month = m
    OR t.resolution = 'phone' AND t.ticket_month = m AND t.answered_at IS NOT NULL
  )
),
timed AS (
  SELECT ticket_no, stage_state(fixed_state, due_at, as_of) AS state
  FROM mart_stage WHERE month = m AND stage IN ('answer', 'dispatch', 'arrival')
),
-- Where the chain of a ticket's documents breaks.
broken AS (
  SELECT 'dispatched_without_receipt' AS list, ticket_no FROM reported
  WHERE dispatched_at IS NOT NULL AND receipts = 0 AND resolution = 'on_site'
  UNION ALL SELECT 'requisition_without_dispatch', ticket_no FROM reported
  WHERE lines > 0 AND dispatched_captured AND dispatched_at IS NULL
  UNION ALL SELECT 'receipt_without_follow_up', t.ticket_no FROM reported AS t
  JOIN mart_stage AS s ON s.ticket_no = t.ticket_no AND s.stage = 'callback'
  WHERE t.called_captured AND t.callback_at IS NULL AND as_of > s.due_at
  UNION ALL SELECT 'parts_mismatch', ticket_no FROM reported
  WHERE last_finished_at IS NOT NULL AND replaced_parts_captured AND (lines > 0) <> replaced_parts_filled
  UNION ALL SELECT 'charge_mismatch', ticket_no FROM finished WHERE charged_fen <> expected_fen
)
SELECT 'reported' AS list, ticket_no FROM reported
UNION ALL SELECT resolution, ticket_no FROM reported
UNION ALL SELECT 'cancelled', ticket_no FROM mart_ticket WHERE ticket_month = m AND cancelled
UNION ALL SELECT 'finished', ticket_no FROM reported WHERE last_finished_at IS NOT NULL
UNION ALL SELECT 'finished_in_month', ticket_no FROM finished WHERE resolution = 'on_site'
UNION ALL SELECT 'repeats', ticket_no FROM repeat_pair WHERE ticket_month = m
UNION ALL SELECT DISTINCT 'repeated_later', f.ticket_no FROM finished AS f
  SEMI JOIN repeat_pair AS r ON r.earlier_ticket_no = f.ticket_no WHERE f.resolution = 'on_site'
UNION ALL SELECT 'scored', ticket_no FROM scored
UNION ALL SELECT 'satisfied', ticket_no FROM scored WHERE score >= satisfied_from
UNION ALL SELECT 'dissatisfied', ticket_no FROM scored WHERE score <= dissatisfied_to
UNION ALL SELECT 'receipts', ticket_no FROM mart_receipt WHERE month = m AND NOT cancelled
UNION ALL SELECT 'complete_receipts', ticket_no FROM mart_receipt WHERE month = m AND NOT cancelled AND complete
UNION ALL SELECT 'incomplete_receipts', ticket_no FROM mart_receipt WHERE month = m AND NOT cancelled AND NOT complete
UNION ALL SELECT 'overcharged', ticket_no FROM finished WHERE charged_fen > expected_fen
UNION ALL SELECT 'outstanding', ticket_no FROM finished WHERE outstanding_fen > 0
-- The links of the chain of documents, as reports/overview_chain counts them.
UNION ALL SELECT 'dispatched', ticket_no FROM reported WHERE resolution = 'on_site' AND dispatched_at IS NOT NULL
UNION ALL SELECT 'with_requisition', ticket_no FROM reported WHERE lines > 0
UNION ALL SELECT 'with_receipt', ticket_no FROM reported WHERE resolution = 'on_site' AND receipts > 0
-- No break of the chain: where they are many, nobody kept times of dispatch.
UNION ALL SELECT 'receipt_without_dispatch', ticket_no FROM reported
  WHERE resolution = 'on_site' AND receipts > 0 AND dispatched_at IS NULL
UNION ALL SELECT 'followed_up', ticket_no FROM reported
  WHERE first_called_at IS NOT NULL AND (resolution = 'on_site' AND last_finished_at IS NOT NULL OR resolution = 'phone')
UNION ALL FROM broken
UNION ALL SELECT DISTINCT 'chain_broken', ticket_no FROM broken
UNION ALL SELECT 'timeliness', ticket_no FROM timed WHERE state IN ('met', 'breached')
UNION ALL SELECT 'timeliness_breached', ticket_no FROM timed WHERE state = 'breached'
UNION ALL SELECT DISTINCT 'fined', ticket_no FROM mart_violation
  WHERE NOT suspected AND (due_at IS NULL OR as_of > due_at)
    AND detect IN (SELECT detect FROM policy_rule WHERE m >= from_month AND m < to_month)
    AND occurred_at >= (m || '-01')::TIMESTAMP AND occurred_at < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH
UNION ALL SELECT DISTINCT 'suspected', ticket_no FROM mart_violation
  WHERE suspected AND (due_at IS NULL OR as_of > due_at)
    AND detect IN (SELECT detect FROM policy_rule WHERE m >= from_month AND m < to_month)
    AND occurred_at >= (m || '-01')::TIMESTAMP AND occurred_at < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH;
