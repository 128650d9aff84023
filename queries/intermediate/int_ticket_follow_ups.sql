-- int_ticket_follow_ups: what a ticket's follow-ups say together.
-- Grain: one row per ticket_no with at least one follow-up. An unconnected call is an attempt: it ends no stage
-- and gives no score.
SELECT
  u.ticket_no,
  count(*) AS follow_ups,
  min(u.called_at) FILTER (WHERE reached) AS first_called_at,
  arg_min(is_day(u.day_only, 'called_at'), u.called_at) FILTER (WHERE reached) AS first_called_day,
  arg_min(u.row_key, u.called_at) FILTER (WHERE reached) AS first_follow_up_key,
  arg_max(u.satisfaction, coalesce(u.called_at, TIMESTAMP '1900-01-01')) FILTER (WHERE reached) AS follow_up_score,
  arg_max(u.row_key, coalesce(u.called_at, TIMESTAMP '1900-01-01'))
    FILTER (WHERE reached AND u.satisfaction IS NOT NULL) AS follow_up_score_key,
  min(u.satisfaction) FILTER (WHERE reached) AS worst_follow_up_score,
  arg_min(u.row_key, u.satisfaction) FILTER (WHERE reached) AS worst_follow_up_key,
  bool_or(has_field(u.captured, 'called_at')) AS called_captured,
  bool_or(reached AND (u.satisfaction <= p.dissatisfied_to OR u.solved = false)) AS unresolved_follow_up,
  max(u.called_at) FILTER (WHERE reached AND u.solved AND u.satisfaction >= 3)
    > min(u.called_at) FILTER (WHERE reached AND (u.satisfaction <= p.dissatisfied_to OR u.solved = false)) AS resolved_later
FROM (SELECT *, connected IS DISTINCT FROM false AS reached FROM stg_follow_up) AS u
JOIN int_ticket AS t USING (ticket_no)
JOIN policy AS p ON p.policy_id = t.policy_id AND p.version = t.version
GROUP BY u.ticket_no
