-- The findings of a month at as_of, in a temporary table that counts and rows read: finding them is what takes the time.
-- Reads month_record. Grain: one row per finding, subject and cell (macros/quality_of.sql).
FROM quality_of($month, $as_of::TIMESTAMP)
