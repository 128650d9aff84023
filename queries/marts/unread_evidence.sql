-- unread_evidence: a violation that rests on a cell nobody could read, a formula that failed or was saved without its result,
-- becomes a suspected one: what stands there is not known, which is no blank. Run after the detectors, where any cell is such.
-- Grain: updates one row of mart_violation per violation; unread marks it, and its second piece of evidence is that cell.
UPDATE mart_violation AS v
SET suspected = true, unread = true,
  evidence = list_concat(
    list_filter(v.evidence, lambda e: e <> unread_cell.cell)[:1],
    [unread_cell.cell],
    list_filter(v.evidence, lambda e: e <> unread_cell.cell)[2:]
  )
FROM (
  SELECT w.id, arg_min(w.cell, w.ordinal) AS cell
  FROM (
    SELECT rowid AS id, unnest(evidence) AS cell, unnest(range(len(evidence))) AS ordinal FROM mart_violation WHERE NOT suspected
  ) AS w
  JOIN (
    -- The newest version whose sheet had the column counts.
    SELECT n.kind, n.row_key, n.field
    FROM (
      SELECT r.kind, r.row_key, c.field, arg_max((r.sheet_id, r.row_no, c.column_letter), r.row_id) AS place
      FROM row_version AS r
      SEMI JOIN (
        SELECT v.kind, v.row_key
        FROM src_issue AS i JOIN row_version AS v ON v.sheet_id = i.sheet_id AND v.row_no = i.row_no
        WHERE i.code = 'formula_error'
      ) AS k ON k.kind = r.kind AND k.row_key = r.row_key
      JOIN src_column AS c ON c.sheet_id = r.sheet_id AND c.kind = r.kind
      GROUP BY r.kind, r.row_key, c.field
    ) AS n
    JOIN src_issue AS i ON (i.sheet_id, i.row_no, i.column_letter) = n.place
    WHERE i.code = 'formula_error'
  ) AS u ON u.kind = w.cell.kind AND u.row_key = w.cell.key AND u.field = w.cell.field
  GROUP BY w.id
) AS unread_cell
WHERE v.rowid = unread_cell.id
