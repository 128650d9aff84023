-- Scored tickets of a month. Grain: one row per ticket_no. Scores 1–5; score is the one that counts.
SELECT t.ticket_no, CASE WHEN t.resolution = 'phone' THEN t.reported_at ELSE t.last_finished_at END AS event_at,
  t.customer_name AS customer, t.product, coalesce(m.name, coalesce(t.last_technician, t.technician)) AS technician, t.score,
  CASE WHEN t.follow_up_score IS NOT NULL THEN 'follow_up' ELSE 'receipt' END AS source,
  t.receipt_score, t.follow_up_score, u.remark
FROM mart_ticket AS t
JOIN list_of($month, $as_of::TIMESTAMP) AS l ON l.ticket_no = t.ticket_no AND l.list = 'scored'
LEFT JOIN person_match AS m ON m.known = 1 AND m.name_key = person_key(coalesce(t.last_technician, t.technician))
LEFT JOIN stg_follow_up AS u ON u.row_key = t.follow_up_score_key
ORDER BY event_at, t.ticket_no
