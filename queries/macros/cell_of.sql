-- Where the current value of a field of a record stands. Grain: one row per kind, row_key, field and column that feeds
-- the field (several where two columns make one value). The latest version whose sheet captured the field counts.
CREATE OR REPLACE TEMP VIEW row_version AS
SELECT 'ticket' AS kind, row_key, row_id, sheet_id, row_no FROM ticket_row
UNION ALL SELECT 'receipt', row_key, row_id, sheet_id, row_no FROM receipt_row
UNION ALL SELECT 'requisition_line', row_key, row_id, sheet_id, row_no FROM requisition_line_row
UNION ALL SELECT 'follow_up', row_key, row_id, sheet_id, row_no FROM follow_up_row
UNION ALL SELECT 'complaint', row_key, row_id, sheet_id, row_no FROM complaint_row
UNION ALL SELECT 'price', row_key, row_id, sheet_id, row_no FROM price_row
UNION ALL SELECT 'agreement', row_key, row_id, sheet_id, row_no FROM agreement_row
UNION ALL SELECT 'staff', row_key, row_id, sheet_id, row_no FROM staff_row
UNION ALL SELECT 'expense', row_key, row_id, sheet_id, row_no FROM expense_row;

-- cells_in('relation'): the cells of the records whose versions (rows of row_version, all of a record's) the named relation
-- holds. A report narrows the versions first: cell_of places every cell ever stored.
CREATE OR REPLACE TEMP MACRO cells_in(versions) AS TABLE
WITH placed AS (
  SELECT v.kind, v.row_key, v.row_id, v.sheet_id, v.row_no, c.field, c.column_index, c.column_letter, c.header, c.rank,
    max(v.row_id) OVER (PARTITION BY v.kind, v.row_key, c.field) AS latest
  FROM query_table(versions) AS v
  JOIN src_column AS c ON c.sheet_id = v.sheet_id AND c.kind = v.kind
)
SELECT p.kind, p.row_key, p.field, p.rank, p.column_index, coalesce(o.column_letter, p.column_letter) AS column_letter,
  p.header, coalesce(o.sheet_row, p.row_no) AS row_no,
  f.file, f.file_id, s.sheet_id, s.sheet, f.batch_id,
  coalesce(o.value, string_split(t.cells, chr(31))[p.column_index], '') AS value
FROM placed AS p
JOIN src_sheet AS s ON s.sheet_id = p.sheet_id
JOIN src_file AS f ON f.file_id = s.file_id
LEFT JOIN src_cell_row AS t ON t.sheet_id = p.sheet_id AND t.row_no = p.row_no
-- A value of a printed form stands in a cell of its own.
LEFT JOIN src_form_cell AS o ON o.sheet_id = p.sheet_id AND o.row_no = p.row_no AND o.column_index = p.column_index
WHERE p.row_id = p.latest;

CREATE OR REPLACE TEMP VIEW cell_of AS FROM cells_in('row_version');
