-- The source cells of the complaints received in a month. Grain: one row per complaint, field and column that fed it.
WITH version AS (
  SELECT v.*
  FROM row_version AS v
  JOIN stg_complaint AS c ON v.kind = 'complaint' AND v.row_key = c.row_key
  WHERE month_of(c.received_at) = $month
)
SELECT row_key, file, sheet, sheet_id, row_no AS row, column_letter AS column, header, value, batch_id AS batch
FROM cells_in('version')
ORDER BY row_key, rank, column_index
