-- Marts: facts that do not depend on the moment one looks (as_of); what is open carries the time it falls due.
-- Rebuilt only for the ticket months an import touches. ticket_month is the month a ticket was reported ('' when unknown);
-- month is the month a fact counts in. Times naive local, durations fractional minutes, money integer fen.

-- Months whose marts are older than the sources; emptied when they are rebuilt.
CREATE TABLE IF NOT EXISTS dirty_month (ticket_month VARCHAR PRIMARY KEY);

-- One row per ticket_no. Texts that hardly repeat are not tried to be packed (sources/source_tables.sql).
CREATE TABLE IF NOT EXISTS mart_ticket (
  ticket_no VARCHAR USING COMPRESSION uncompressed,
  ticket_month VARCHAR, reported_at TIMESTAMP, reported_day BOOLEAN, cancelled BOOLEAN,
  resolution VARCHAR,                   -- 'on_site', 'phone' or 'unknown'
  region VARCHAR, distance_km DOUBLE, warranty VARCHAR,
  customer_name VARCHAR USING COMPRESSION uncompressed,
  customer_key VARCHAR USING COMPRESSION uncompressed,
  product VARCHAR, product_key VARCHAR,
  serial_key VARCHAR USING COMPRESSION uncompressed,
  fault VARCHAR, fault_key VARCHAR,
  answered_at TIMESTAMP, answered_day BOOLEAN, answered_captured BOOLEAN,
  relayed_at TIMESTAMP, relayed_day BOOLEAN, relayed_captured BOOLEAN,
  dispatched_at TIMESTAMP, dispatched_day BOOLEAN, dispatched_captured BOOLEAN,
  promised_at TIMESTAMP, promised_day BOOLEAN, promise_consented BOOLEAN, consent_captured BOOLEAN,
  pause_start_at TIMESTAMP, pause_end_at TIMESTAMP,
  info_corrected_at TIMESTAMP, dispatch_refused BOOLEAN, delay_reason VARCHAR,
  hotline_agent VARCHAR, dispatcher VARCHAR, technician VARCHAR,
  customer_fields_captured BOOLEAN, customer_fields_filled BOOLEAN,
  receipts INTEGER, first_receipt_key VARCHAR, first_arrived_at TIMESTAMP, first_arrived_day BOOLEAN,
  first_technician VARCHAR, last_receipt_key VARCHAR, last_technician VARCHAR,
  last_finished_at TIMESTAMP, last_finished_day BOOLEAN, finished_month VARCHAR,
  arrived_captured BOOLEAN,             -- the ticket's receipts or any of its month were kept with that column
  called_captured BOOLEAN,              -- likewise for follow-ups
  follow_ups INTEGER, first_called_at TIMESTAMP, first_called_day BOOLEAN, first_follow_up_key VARCHAR,
  callback_at TIMESTAMP, callback_day BOOLEAN, callback_key VARCHAR,
  receipt_score INTEGER, receipt_score_key VARCHAR, follow_up_score INTEGER, follow_up_score_key VARCHAR,
  score INTEGER, worst_score INTEGER, worst_score_kind VARCHAR, worst_score_key VARCHAR,
  unresolved_follow_up BOOLEAN, resolved_later BOOLEAN,
  lines INTEGER, replaced_parts_filled BOOLEAN, replaced_parts_captured BOOLEAN,
  charge_captured BOOLEAN, charged_fen BIGINT, expected_fen BIGINT, outstanding_fen BIGINT,
  last_charge_technician VARCHAR, last_charge_receipt_key VARCHAR
);

-- One row per receipt. finished month in month; NULL while open.
CREATE TABLE IF NOT EXISTS mart_receipt (
  receipt_key VARCHAR, receipt_no VARCHAR, ticket_no VARCHAR, ticket_month VARCHAR, month VARCHAR, cancelled BOOLEAN,
  visit_no INTEGER, is_last BOOLEAN, technician VARCHAR,
  arrived_at TIMESTAMP, arrived_day BOOLEAN, arrived_captured BOOLEAN,
  finished_at TIMESTAMP, finished_day BOOLEAN, finished_captured BOOLEAN,
  complete BOOLEAN, missing_fields VARCHAR[], satisfaction INTEGER, satisfaction_captured BOOLEAN,
  customer_signed BOOLEAN, signed_captured BOOLEAN,
  badge_shown BOOLEAN, uniform_worn BOOLEAN, badge_or_uniform_captured BOOLEAN,
  charge_fen BIGINT, collected BOOLEAN, outstanding BOOLEAN,
  submitted_at TIMESTAMP, submitted_day BOOLEAN, submitted_captured BOOLEAN,
  pause_start_at TIMESTAMP, pause_end_at TIMESTAMP -- the ticket's
);

-- One row per ticket and stage it applies to; of a repair, per receipt with a finish. Times and durations without pauses.
-- What has few names known beforehand is no text: millions of rows are written a fifth sooner.
CREATE TABLE IF NOT EXISTS mart_stage (
  stage ENUM ('answer', 'dispatch', 'arrival', 'guidance_follow_up', 'callback', 'turnaround', 'repair'),
  receipt_key VARCHAR,
  ticket_no VARCHAR USING COMPRESSION uncompressed,
  ticket_month VARCHAR, month VARCHAR,
  person VARCHAR,                       -- as written, whose stage it is; NULL when blank
  start_at TIMESTAMP, end_at TIMESTAMP, target_minutes DOUBLE,
  due_at TIMESTAMP,                     -- an open stage is breached once as_of is past it
  minutes DOUBLE, paused_minutes DOUBLE,
  fixed_state ENUM ('not_captured', 'invalid', 'met', 'breached', 'measured'), -- what as_of cannot change; NULL while open
  assumed BOOLEAN,                      -- the target rests on a region or distance nobody wrote down
  working BOOLEAN                       -- only working minutes count
);

-- One row per name as written, or employee number, that means somebody (marts/person_match.sql). Every report asks whom a
-- name means: matching them anew in each would take longer than most answers.
CREATE TABLE IF NOT EXISTS person_match (name_key VARCHAR, known BIGINT, employee_no VARCHAR, name VARCHAR);

-- One row per later ticket of a pair (the nearest earlier one counts).
CREATE TABLE IF NOT EXISTS mart_repeat_pair (
  ticket_no VARCHAR, ticket_month VARCHAR, reported_at TIMESTAMP, earlier_ticket_no VARCHAR,
  earlier_finished_at TIMESTAMP, earlier_technician VARCHAR, earlier_receipt_key VARCHAR,
  product VARCHAR, fault_key VARCHAR, days DOUBLE
);

-- One row per violation a detector found; suspected ones lack evidence and never become a fine.
CREATE TABLE IF NOT EXISTS mart_violation (
  detect VARCHAR, subject_kind VARCHAR,
  subject_id VARCHAR USING COMPRESSION uncompressed,
  subject_key VARCHAR USING COMPRESSION uncompressed,
  ticket_no VARCHAR USING COMPRESSION uncompressed,
  ticket_month VARCHAR,
  person VARCHAR,                       -- as written; NULL when blank
  occurred_at TIMESTAMP, due_at TIMESTAMP, -- a violation from the moment as_of is past due_at (NULL: at once)
  start_at TIMESTAMP, end_at TIMESTAMP, limit_minutes DOUBLE, paused_minutes DOUBLE,
  working_minutes DOUBLE,               -- from start to end where only working minutes count (open: the limit); NULL: all count
  detail VARCHAR,                       -- what the arithmetic in words needs beyond times, e.g. missing fields
  suspected BOOLEAN,
  unread BOOLEAN,                       -- suspected since a cell of the evidence could not be read (marts/unread_evidence); else NULL
  evidence STRUCT(kind VARCHAR, key VARCHAR, field VARCHAR)[] USING COMPRESSION uncompressed
);
