-- What a month's figures stand on. Grain: one row.
-- not_captured: stage times nobody asked for; batches: live imports that brought the month's tickets.
SELECT
  (SELECT count(*) FROM mart_stage WHERE month = $month AND fixed_state = 'not_captured') AS not_captured,
  (SELECT count(DISTINCT f.batch_id)
    FROM ticket_row AS r
    JOIN mart_ticket AS t ON t.ticket_no = r.row_key
    JOIN src_sheet AS s USING (sheet_id)
    JOIN src_file AS f USING (file_id)
    WHERE t.ticket_month = $month) AS batches,
  EXISTS (FROM stg_staff) AS roster_loaded
