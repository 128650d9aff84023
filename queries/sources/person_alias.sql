-- person_alias: what people decided about names as written. Written only by queries/persons/decisions.ts; a decision taken
-- back keeps its row, so that the log stays whole. Read by person_match (marts/person_match.sql) and nowhere else for figures.
-- Grain: one row per decision; in force while undone_at is NULL, at most one "same" per name_key.
CREATE SEQUENCE IF NOT EXISTS person_alias_seq START 1;
CREATE TABLE IF NOT EXISTS person_alias (
  decision_id INTEGER PRIMARY KEY,
  name_key VARCHAR NOT NULL,            -- the name as written, spaces removed
  written VARCHAR NOT NULL,
  same BOOLEAN NOT NULL,                -- true: the name means that person; false: different persons, not proposed again
  employee_no VARCHAR,                  -- of the roster; NULL where no roster was loaded
  person_name VARCHAR NOT NULL,         -- the person meant
  actor VARCHAR,
  decided_at TIMESTAMP NOT NULL,        -- naive local
  undone_by VARCHAR,
  undone_at TIMESTAMP
);
