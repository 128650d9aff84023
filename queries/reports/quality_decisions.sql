-- What people decided about names and did not take back. Grain: one row per decision; decided_at naive local.
SELECT decision_id, name_key, written, same, employee_no, person_name, actor, decided_at
FROM person_alias
WHERE undone_at IS NULL
ORDER BY decided_at, decision_id
