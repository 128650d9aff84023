-- How far the data of a month can be trusted. Grain: one row.
WITH sheet AS (
  SELECT DISTINCT r.sheet_id
  FROM ticket_row AS r
  JOIN mart_ticket AS t ON t.ticket_no = r.row_key
  WHERE t.ticket_month = $month
),
written AS (
  SELECT DISTINCT person_key(unnest([hotline_agent, dispatcher, technician])) AS name_key
  FROM mart_ticket WHERE ticket_month = $month
  UNION
  SELECT DISTINCT person_key(technician) FROM mart_receipt WHERE ticket_month = $month
)
SELECT
  (SELECT count(*) FROM mart_stage WHERE month = $month AND fixed_state = 'not_captured') AS not_captured,
  (SELECT count(*) FROM mart_stage WHERE month = $month AND fixed_state = 'invalid') AS order_violations,
  (SELECT count(*) FROM written AS w LEFT JOIN person_match AS m USING (name_key)
    WHERE w.name_key IS NOT NULL AND EXISTS (FROM stg_staff) AND m.known IS DISTINCT FROM 1) AS unknown_persons,
  (SELECT count(*) FROM src_issue AS i SEMI JOIN sheet USING (sheet_id) WHERE i.severity = 'reject') AS rejected_cells,
  (SELECT count(DISTINCT f.batch_id) FROM sheet JOIN src_sheet USING (sheet_id) JOIN src_file AS f USING (file_id)) AS batches
