-- How the fines of decided_fine stand: what steps about them can change. Grain: one row per fine key. Money integer fen,
-- times naive local. person: as charged, else as written.
SELECT key, state, amount_fen, coalesce(person_name, written_person) AS person, employee_no, person_name IS NULL AS unassigned,
  cause, verdict, reason, decided_at, decided_by, appeal, vanished, stamp
FROM decided_fine
ORDER BY key
