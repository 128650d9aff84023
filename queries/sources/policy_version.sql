-- policy_version: the policy versions a manager activated. Written only by queries/policy/versions.ts and never changed
-- afterwards; what is in force follows from all of them and the default policy (fines.md section 1).
-- Grain: one row per activation.
CREATE SEQUENCE IF NOT EXISTS policy_version_seq START 1;
CREATE TABLE IF NOT EXISTS policy_version (
  version_id INTEGER PRIMARY KEY,       -- in order of activation
  policy_id VARCHAR NOT NULL,
  version INTEGER NOT NULL,             -- of that policy_id; as in the text
  effective_from VARCHAR NOT NULL,      -- month 'YYYY-MM'; as in the text
  text VARCHAR NOT NULL,                -- the policy's YAML
  activated_at TIMESTAMP NOT NULL,      -- naive local
  actor VARCHAR,
  note VARCHAR
);

-- policy_draft: policies being written; nothing reads them for figures. Grain: one row per draft.
CREATE SEQUENCE IF NOT EXISTS policy_draft_seq START 1;
CREATE TABLE IF NOT EXISTS policy_draft (
  draft_id INTEGER PRIMARY KEY,
  base VARCHAR NOT NULL,                -- what it was copied from: 'shipped:<id>' or 'version:<version_id>'
  text VARCHAR NOT NULL,                -- YAML, perhaps not yet valid
  saved_at TIMESTAMP NOT NULL,          -- naive local
  actor VARCHAR
);
