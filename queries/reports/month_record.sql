-- The records of a month, in a temporary table that the macros and reports about its quality read (macros/quality_of.sql).
-- Grain: one row per kind and row_key.
FROM record_in($month)
