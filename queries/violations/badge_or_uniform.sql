-- Rule 3: no badge shown or no uniform worn. Grain: one row per receipt.
-- Said by the receipt itself or by a follow-up, which speaks of the ticket's last visit.
WITH told AS (
  SELECT r.receipt_key, {kind: 'receipt', key: r.receipt_key, field: f.field} AS evidence
  FROM mart_receipt AS r
  JOIN touched_month USING (ticket_month)
  CROSS JOIN (VALUES ('badge_shown'), ('uniform_worn')) AS f(field)
  WHERE CASE f.field WHEN 'badge_shown' THEN r.badge_shown ELSE r.uniform_worn END = false
  UNION ALL
  SELECT t.last_receipt_key AS receipt_key, {kind: 'follow_up', key: u.row_key, field: f.field} AS evidence
  FROM stg_follow_up AS u
  JOIN mart_ticket AS t ON t.ticket_no = u.ticket_no
  JOIN touched_month USING (ticket_month)
  CROSS JOIN (VALUES ('badge_shown'), ('uniform_worn')) AS f(field)
  WHERE t.receipts > 0 AND u.connected IS DISTINCT FROM false
    AND CASE f.field WHEN 'badge_shown' THEN u.badge_shown ELSE u.uniform_worn END = false
),
said AS (
  SELECT receipt_key,
    list(evidence ORDER BY evidence.kind DESC, evidence.key, evidence.field) AS evidence,
    string_agg(DISTINCT evidence.field, ',' ORDER BY evidence.field) AS detail
  FROM told
  GROUP BY receipt_key
)
SELECT
  'receipt' AS subject_kind, r.receipt_no AS subject_id, r.receipt_key AS subject_key, r.ticket_no, r.ticket_month,
  r.technician AS person, coalesce(r.arrived_at, r.finished_at) AS occurred_at, NULL::TIMESTAMP AS due_at,
  NULL::TIMESTAMP AS start_at, NULL::TIMESTAMP AS end_at, NULL::DOUBLE AS limit_minutes, 0.0 AS paused_minutes,
  s.detail, false AS suspected,
  list_concat(
    s.evidence,
    [{kind: 'receipt', key: r.receipt_key, field: 'arrived_at'}, {kind: 'receipt', key: r.receipt_key, field: 'technician'}]
  ) AS evidence
FROM said AS s
JOIN mart_receipt AS r USING (receipt_key)
WHERE NOT r.cancelled
