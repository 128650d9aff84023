-- The decision in force about each fine asked for, and the closing that holds its month. Grain: one row per key that has one.
-- keys: JSON array of fine keys. closing_id: NULL while the month is open.
SELECT d.key, d.step_id, d.month, (SELECT max(c.closing_id) FROM closed_month AS c WHERE c.month = d.month) AS closing_id
FROM fine_decision AS d
WHERE d.key IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))
ORDER BY d.key
