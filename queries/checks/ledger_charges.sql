-- What closings in force took of people and carried on is what they charged: Σ deducted + Σ still carried =
-- Σ fines + Σ adjustments, where nothing is forgone by a profile that allows no fines. Grain: one row per fault. Money integer fen.
WITH sheet AS (
  SELECT c.month, c.closing_id,
    from_json(c.deductions, '{"profile": {"id": "VARCHAR"}, "totals": {"total_fen": "BIGINT", "deduct_fen": "BIGINT", "carried_out_fen": "BIGINT"}}') AS s
  FROM closed_month AS c
),
charged AS (
  SELECT closing_id, sum(fen) AS fen FROM (
    SELECT closing_id, fen FROM closing_fine
    UNION ALL SELECT closing_id, fen FROM closing_adjustment
    -- What earlier closings carried into it.
    UNION ALL SELECT t.closing_id, k.fen FROM closing_taken_over AS t JOIN closing_carry AS k ON k.closing_id = t.from_closing_id
  )
  GROUP BY closing_id
)
SELECT 'closing' AS place, s.month AS subject,
  'charges ' || coalesce(c.fen, 0) || ' fen, its sheet says ' || s.s.totals.total_fen AS fault
FROM sheet AS s LEFT JOIN charged AS c USING (closing_id)
WHERE coalesce(c.fen, 0) <> s.s.totals.total_fen
UNION ALL
SELECT 'closing', s.month,
  'total ' || s.s.totals.total_fen || ' fen is not deducted ' || s.s.totals.deduct_fen || ' plus carried ' || s.s.totals.carried_out_fen
FROM sheet AS s
WHERE s.s.profile.id <> 'not_allowed' AND s.s.totals.total_fen <> s.s.totals.deduct_fen + s.s.totals.carried_out_fen
