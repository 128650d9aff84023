-- The kinds of sheet a month should have. Grain: one row per kind. records: of the month (price cards and agreements: valid in
-- it; the roster as a whole); due: whether the month's tickets give reason to expect any.
WITH ticket AS MATERIALIZED (
  SELECT count(*) AS tickets, count(*) FILTER (WHERE resolution = 'on_site') AS on_site,
    count(*) FILTER (WHERE last_finished_at IS NOT NULL OR resolution = 'phone') AS to_call,
    count(*) FILTER (WHERE lines > 0 OR replaced_parts_filled) AS with_parts,
    count(*) FILTER (WHERE lines > 0 AND warranty IS DISTINCT FROM 'in') AS to_price,
    count(*) FILTER (WHERE warranty = 'agreement') AS under_agreement
  FROM mart_ticket WHERE ticket_month = $month AND NOT cancelled
),
stored AS MATERIALIZED (SELECT kind, count(*) AS records FROM record_in($month) GROUP BY kind),
month AS (SELECT ($month || '-01')::DATE AS first_day, (($month || '-01')::DATE + INTERVAL 1 MONTH)::DATE AS next_day)
SELECT k.kind, coalesce(s.records, k.records, 0) AS records, k.due
FROM (
  SELECT 1 AS place, 'ticket' AS kind, NULL::BIGINT AS records, true AS due
  UNION ALL SELECT 2, 'receipt', NULL, (SELECT on_site > 0 FROM ticket)
  UNION ALL SELECT 3, 'requisition_line', NULL, (SELECT with_parts > 0 FROM ticket)
  UNION ALL SELECT 4, 'follow_up', NULL, (SELECT to_call > 0 FROM ticket)
  UNION ALL SELECT 5, 'complaint', NULL, true
  UNION ALL SELECT 6, 'expense', NULL, true
  UNION ALL SELECT 7, 'price', (SELECT count(*) FROM stg_price, month
      WHERE (valid_from IS NULL OR valid_from < next_day) AND (valid_to IS NULL OR valid_to >= first_day)),
    (SELECT to_price > 0 FROM ticket)
  UNION ALL SELECT 8, 'agreement', (SELECT count(*) FROM stg_agreement, month
      WHERE valid_from < next_day AND (valid_to IS NULL OR valid_to >= first_day)),
    (SELECT under_agreement > 0 FROM ticket)
  UNION ALL SELECT 9, 'staff', (SELECT count(*) FROM stg_staff), true
) AS k
LEFT JOIN stored AS s USING (kind)
ORDER BY k.place
