-- The ledger: what people decided about fines, closed months and what HR was given. Written only by queries/ledger; rows are
-- never deleted, a step taken back or a closing reopened says so. Money integer fen, times naive local, months 'YYYY-MM'.

CREATE SEQUENCE IF NOT EXISTS ledger_seq START 1;

-- Every step about a fine. Grain: one row per step; what the fine was found to be stands beside it, so that a decision
-- outlives the facts it rested on.
CREATE TABLE IF NOT EXISTS fine_step (
  step_id BIGINT NOT NULL,
  key VARCHAR NOT NULL,                 -- rule:subject kind:subject:person as written
  month VARCHAR NOT NULL,               -- of the fine when the step was taken
  action VARCHAR NOT NULL,              -- 'confirm', 'adjust', 'waive', 'assign', 'appeal', 'answer'
  from_state VARCHAR NOT NULL, to_state VARCHAR NOT NULL,
  amount_fen BIGINT,                    -- decided; NULL: none, or a disciplinary measure
  cause VARCHAR, verdict VARCHAR,
  text VARCHAR,                         -- reason, appeal or answer
  employee_no VARCHAR, person_name VARCHAR, -- charged by the step
  assigned BOOLEAN NOT NULL,            -- the person was named by somebody, not found in the sheets
  facts VARCHAR NOT NULL,               -- digest of what was found (macros/fines_of.sql); '' where nothing was found any more
  rule_no VARCHAR NOT NULL, clause VARCHAR NOT NULL, detect VARCHAR NOT NULL, charge VARCHAR NOT NULL,
  policy_id VARCHAR NOT NULL, version INTEGER NOT NULL, needs_cause BOOLEAN NOT NULL,
  written_person VARCHAR, subject_kind VARCHAR NOT NULL, subject_id VARCHAR NOT NULL, subject_key VARCHAR NOT NULL,
  ticket_no VARCHAR, occurred_at TIMESTAMP NOT NULL,
  proposed_fen BIGINT, min_fen BIGINT, max_fen BIGINT,
  start_at TIMESTAMP, end_at TIMESTAMP, limit_minutes DOUBLE, paused_minutes DOUBLE, working_minutes DOUBLE, detail VARCHAR,
  evidence STRUCT(kind VARCHAR, key VARCHAR, field VARCHAR)[],
  actor_no VARCHAR, actor VARCHAR,      -- who; NULL: the command line
  taken_at TIMESTAMP NOT NULL,
  undone_at TIMESTAMP, undone_by VARCHAR
);

-- Numbered closings of months. In force while reopened_at is NULL, at most one per month.
CREATE TABLE IF NOT EXISTS closing (
  closing_id BIGINT NOT NULL,
  month VARCHAR NOT NULL,
  version INTEGER NOT NULL,             -- from 1, raised by each closing of the month
  closed_at TIMESTAMP NOT NULL, closed_by VARCHAR, closed_by_no VARCHAR,
  as_of TIMESTAMP NOT NULL,
  policy_id VARCHAR NOT NULL, policy_version INTEGER NOT NULL,
  policy VARCHAR NOT NULL,              -- the policy in force, JSON
  overview VARCHAR NOT NULL,            -- the month's figures and charts, JSON; the report stands in it
  deductions VARCHAR NOT NULL,          -- HR's sheet, JSON
  ground VARCHAR NOT NULL,              -- digest of what the month's fines rested on; equal: nothing was found since
  checksum VARCHAR NOT NULL,            -- SHA-256 over all that was frozen
  reopened_at TIMESTAMP, reopened_by VARCHAR, reopened_second VARCHAR, reopen_reason VARCHAR,
  deducts BOOLEAN                       -- false: the region allows no deductions, so none was made; NULL: made
);
ALTER TABLE closing ADD COLUMN IF NOT EXISTS deducts BOOLEAN;

-- The fines of a closed month as they stood. One row per closing and key.
CREATE TABLE IF NOT EXISTS closing_fine (
  closing_id BIGINT NOT NULL,
  key VARCHAR NOT NULL,
  rule_no VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  fen BIGINT NOT NULL,                  -- charged: 0 where waived or without money
  employee_no VARCHAR, person_name VARCHAR,
  fine VARCHAR NOT NULL,                -- the fine as read, JSON
  evidence VARCHAR NOT NULL             -- its source cells, JSON
);

-- What a closing charged or paid back for fines of months closed before. One row per closing, fine and person.
CREATE TABLE IF NOT EXISTS closing_adjustment (
  closing_id BIGINT NOT NULL,
  month VARCHAR NOT NULL,               -- of the fine
  key VARCHAR NOT NULL,
  rule_no VARCHAR NOT NULL,
  fen BIGINT NOT NULL,
  employee_no VARCHAR, person_name VARCHAR
);

-- What each person still owed when a month was closed. One row per closing and person with something left.
CREATE TABLE IF NOT EXISTS closing_carry (
  closing_id BIGINT NOT NULL,
  fen BIGINT NOT NULL,
  employee_no VARCHAR, person_name VARCHAR
);

-- The closings whose carry a later closing took over. One row per pair.
CREATE TABLE IF NOT EXISTS closing_taken_over (closing_id BIGINT NOT NULL, from_closing_id BIGINT NOT NULL);

-- Which limit holds for deductions. Append only: the latest row counts.
CREATE TABLE IF NOT EXISTS pay_profile (
  profile_id BIGINT NOT NULL,
  id VARCHAR NOT NULL,                  -- 'share_and_floor', 'floor_only', 'not_allowed', 'none'
  share_bp INTEGER,                     -- hundredths of a percent of the month's wage; NULL: no share limit
  floor_fen BIGINT,                     -- local minimum wage; NULL: not set
  notice BOOLEAN NOT NULL,
  confirmed_by VARCHAR, confirmed_at TIMESTAMP NOT NULL
);

-- Written notices given. One row per month and person; the first one counts.
CREATE TABLE IF NOT EXISTS deduction_notice (
  month VARCHAR NOT NULL, employee_no VARCHAR, person_name VARCHAR NOT NULL, notified_at TIMESTAMP NOT NULL, notified_by VARCHAR
);

-- Downloads of HR's sheet. One row per download; revisions of a month count its different contents.
CREATE TABLE IF NOT EXISTS deduction_export (
  export_id BIGINT NOT NULL,
  month VARCHAR NOT NULL, revision INTEGER NOT NULL, state VARCHAR NOT NULL, checksum VARCHAR NOT NULL,
  content VARCHAR NOT NULL,             -- the sheet, JSON
  exported_at TIMESTAMP NOT NULL, exported_by VARCHAR, template BOOLEAN NOT NULL
);

-- HR's own workbook. Append only: the latest row counts; without bytes it was taken out.
CREATE TABLE IF NOT EXISTS deduction_template (
  template_id BIGINT NOT NULL, name VARCHAR, bytes_base64 VARCHAR, uploaded_at TIMESTAMP NOT NULL, uploaded_by VARCHAR
);

-- Fines of a person that were found no more after the same person brought sheets in or took them back: for the manager to
-- look at. Grain: one row per batch, way, rule and subject. Nothing is decided by it.
CREATE TABLE IF NOT EXISTS own_fine_gone (
  batch_id INTEGER NOT NULL,
  how VARCHAR NOT NULL,                 -- 'import' or 'undo'
  actor VARCHAR NOT NULL,               -- who did it, and was charged
  noted_at TIMESTAMP NOT NULL,
  detect VARCHAR NOT NULL, rule_no VARCHAR NOT NULL,
  subject_kind VARCHAR NOT NULL, subject_key VARCHAR NOT NULL, written_person VARCHAR NOT NULL,
  month VARCHAR NOT NULL, ticket_no VARCHAR
);
