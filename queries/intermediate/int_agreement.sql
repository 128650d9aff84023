-- int_agreement: the agreement of a ticket's customer on the day the work was finished; the newest where several run.
-- Grain: one row per ticket_no that has one. discount in percent.
SELECT
  t.ticket_no,
  arg_max(coalesce(a.parts_free, false), a.valid_from) AS parts_free,
  arg_max(coalesce(a.discount_percent, 0), a.valid_from) AS discount_percent,
  arg_max(a.row_key, a.valid_from) AS agreement_key
FROM int_ticket AS t
JOIN int_ticket_receipts AS r USING (ticket_no)
JOIN stg_agreement AS a
  ON customer_key(a.phone, a.customer_name, NULL) = t.customer_key
  OR squeezed(a.customer_name) = squeezed(t.customer_name)
    AND (t.customer_key = squeezed(t.customer_name) OR a.phone IS NULL)
WHERE t.warranty = 'agreement'
  AND r.last_finished_at::DATE >= a.valid_from
  AND (a.valid_to IS NULL OR r.last_finished_at::DATE <= a.valid_to)
GROUP BY t.ticket_no
