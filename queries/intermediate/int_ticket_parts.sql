-- int_ticket_parts: what a ticket's requisition lines cost by the price card on the day the work was finished.
-- Grain: one row per ticket_no with at least one line. Money integer fen; NULL price_fen: a part or quantity unknown.
-- A line is priced by part number, else by part name; of several prices valid that day the newest counts. priced: the lines
-- by their key, each with the key of the price it was priced by.
WITH line AS (
  SELECT l.row_key, l.ticket_no, l.quantity, l.part_no, squeezed(l.part_name) AS part_name,
    r.last_finished_at::DATE AS day
  FROM stg_requisition_line AS l
  JOIN int_ticket AS t ON t.ticket_no = l.ticket_no
  LEFT JOIN int_ticket_receipts AS r ON r.ticket_no = l.ticket_no
),
priced AS (
  SELECT
    l.row_key, l.ticket_no, l.quantity,
    arg_max({fen: p.unit_price_fen, key: p.row_key}, (p.part_no IS NOT DISTINCT FROM l.part_no AND l.part_no IS NOT NULL,
      coalesce(p.valid_from, DATE '1900-01-01'))) FILTER (p.unit_price_fen IS NOT NULL) AS price
  FROM line AS l
  LEFT JOIN stg_price AS p
    ON (p.part_no = l.part_no OR squeezed(p.part_name) = l.part_name)
    AND (p.valid_from IS NULL OR p.valid_from <= l.day)
    AND (p.valid_to IS NULL OR l.day <= p.valid_to)
  GROUP BY ALL
)
SELECT
  ticket_no,
  count(*) AS lines,
  CASE WHEN count(*) = count(round(quantity * price.fen))
    THEN sum(round(quantity * price.fen))::BIGINT END AS price_fen,
  list({line: row_key, price: price.key} ORDER BY row_key) AS priced
FROM priced
GROUP BY ticket_no
