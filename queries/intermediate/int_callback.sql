-- int_callback: the follow-up that answers a finished visit: the first connected one at or after the finish.
-- Grain: one row per finished ticket_no that has one. A follow-up known to the day only counts from its day;
-- one with a time goes before it.
SELECT
  r.ticket_no,
  arg_min(u.called_at, (is_day(u.day_only, 'called_at')::INTEGER, u.called_at)) AS callback_at,
  arg_min(is_day(u.day_only, 'called_at'), (is_day(u.day_only, 'called_at')::INTEGER, u.called_at)) AS callback_day,
  arg_min(u.row_key, (is_day(u.day_only, 'called_at')::INTEGER, u.called_at)) AS callback_key
FROM int_ticket_receipts AS r
JOIN stg_follow_up AS u ON u.ticket_no = r.ticket_no
WHERE u.connected IS DISTINCT FROM false
  AND (
    u.called_at >= r.last_finished_at
    OR (is_day(u.day_only, 'called_at') AND u.called_at >= date_trunc('day', r.last_finished_at))
  )
GROUP BY r.ticket_no
