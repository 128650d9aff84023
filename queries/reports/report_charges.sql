-- Charges of the tickets finished in a month. Grain: one row. Money integer fen; overcharged counts tickets.
SELECT
  coalesce(sum(charged_fen), 0)::BIGINT AS charged_fen,
  coalesce(sum(expected_fen), 0)::BIGINT AS expected_fen,
  count(*) FILTER (WHERE charged_fen > expected_fen) AS overcharged,
  coalesce(sum(outstanding_fen), 0)::BIGINT AS outstanding_fen
FROM mart_ticket
WHERE finished_month = $month AND NOT cancelled
