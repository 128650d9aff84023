-- The source cells of every fine of judged_fine. Grain: one row per fine, evidence field and column that fed it.
-- The latest upload that captured the field counts. value is the cell's text as uploaded, '' when blank. A fine that is found
-- no longer shows the cells it was decided by, as they stand now.
WITH fine AS (
  SELECT f.key, list_concat(
    CASE WHEN f.vanished THEN d.evidence ELSE v.evidence END,
    coalesce(list_transform(f.complaints, lambda k: {kind: 'complaint', key: k, field: 'severity'}), [])
  ) AS evidence
  FROM judged_fine AS f
  LEFT JOIN mart_violation AS v ON v.detect = f.detect AND v.subject_key = f.subject_key
    AND person_key(v.person) IS NOT DISTINCT FROM person_key(f.written_person)
  LEFT JOIN fine_decision AS d ON d.key = f.key
),
named AS (
  SELECT key AS fine_key, unnest(evidence) AS e, unnest(range(len(evidence))) AS ordinal FROM fine
),
-- Who made a visit: where the receipt names nobody, its ticket does, in place of a column the receipts did not have.
visit AS (
  SELECT n.fine_key, n.e, n.ordinal, r.ticket_no, r.technician IS NULL AS silent, has_field(r.captured, 'technician') AS asked
  FROM (FROM named WHERE e.kind = 'receipt' AND e.field = 'technician') AS n
  LEFT JOIN stg_receipt AS r ON r.row_key = n.e.key
),
wanted AS (
  FROM named WHERE NOT (e.kind = 'receipt' AND e.field = 'technician')
  UNION ALL
  SELECT fine_key, e, ordinal FROM visit WHERE ticket_no IS NULL OR asked OR NOT silent
  UNION ALL
  SELECT fine_key, {kind: 'ticket', key: ticket_no, field: 'technician'}, ordinal FROM visit WHERE silent AND ticket_no IS NOT NULL
),
version AS (SELECT v.* FROM row_version AS v SEMI JOIN wanted AS w ON w.e.kind = v.kind AND w.e.key = v.row_key)
SELECT w.fine_key, w.ordinal, w.e.kind AS kind, w.e.key AS record_key, w.e.field AS field,
  c.file, c.sheet, c.sheet_id, c.row_no AS row, c.column_letter AS column, c.header, c.value, c.batch_id AS batch
FROM wanted AS w
LEFT JOIN cells_in('version') AS c ON c.kind = w.e.kind AND c.row_key = w.e.key AND c.field = w.e.field
ORDER BY w.fine_key, w.ordinal, w.e.kind, c.rank, c.column_index
