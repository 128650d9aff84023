-- How fines of month_fine stand: what steps about them can change. Grain: one row per fine key. Money integer fen, times naive
-- local. keys: JSON array of fine keys. person: as charged, else as written.
SELECT key, state, amount_fen, coalesce(person_name, written_person) AS person, employee_no, person_name IS NULL AS unassigned,
  cause, verdict, reason, decided_at, decided_by, appeal, vanished, stamp
FROM month_fine
WHERE key IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))
ORDER BY key
