-- How often each finding of found_quality occurs. Grain: one row per finding that occurs (part NULL), and
-- one per finding and part where it has parts: the issue, the detector, the stage. subjects: what is counted (rows, names,
-- tickets); cells: the cells they stand on.
WITH finding AS (
  SELECT *, CASE WHEN code IN ('rejected_row', 'warned_cell', 'suspected', 'time_order', 'long_span') THEN detail[1] END AS part
  FROM found_quality
)
SELECT code, part, count(DISTINCT subject) AS subjects, count(*) AS cells, min(message) AS example
FROM finding
GROUP BY GROUPING SETS ((code), (code, part))
HAVING grouping(part) = 1 OR part IS NOT NULL
ORDER BY code, subjects DESC, part
