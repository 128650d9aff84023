-- Sources: what was uploaded, as it was read. Written only by etl/load; rows are never updated.
-- Grain is stated per table. Times are naive local TIMESTAMPs of the company; money is integer fen.

CREATE SEQUENCE IF NOT EXISTS file_id_seq START 1;
CREATE SEQUENCE IF NOT EXISTS sheet_id_seq START 1;

-- One row per import call.
CREATE TABLE IF NOT EXISTS src_batch (
  batch_id INTEGER PRIMARY KEY,
  imported_at TIMESTAMP NOT NULL,
  actor VARCHAR,
  options VARCHAR NOT NULL,             -- JSON of the call's options
  state VARCHAR NOT NULL,               -- 'live' or 'undone'
  undone_at TIMESTAMP, undone_by VARCHAR -- of a batch undone before these were kept, NULL
);
ALTER TABLE src_batch ADD COLUMN IF NOT EXISTS undone_at TIMESTAMP;
ALTER TABLE src_batch ADD COLUMN IF NOT EXISTS undone_by VARCHAR;

-- One row per file of a batch that was committed.
CREATE TABLE IF NOT EXISTS src_file (
  file_id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL,
  file VARCHAR NOT NULL,                -- base name as uploaded
  sha256 VARCHAR NOT NULL,
  format VARCHAR NOT NULL,
  encoding VARCHAR,
  bytes BIGINT NOT NULL,
  stored_path VARCHAR                   -- the original, relative to the data folder
);

-- One row per sheet of such a file that was recognised.
CREATE TABLE IF NOT EXISTS src_sheet (
  sheet_id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL,
  sheet VARCHAR NOT NULL,
  position INTEGER NOT NULL,
  hidden BOOLEAN NOT NULL,
  kinds VARCHAR[] NOT NULL,
  header_row INTEGER NOT NULL,
  header_fingerprint VARCHAR NOT NULL,
  rows_read INTEGER NOT NULL,           -- = new + changed + unchanged + rejected
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_unchanged INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL,
  rows_skipped INTEGER NOT NULL         -- titles, repeated headers, totals, notes
);

-- One row per fact counted of a sheet at its import, as its history shows it: rows skipped by why ('skipped', 'total'),
-- rows of changed records by field ('changed', 'charge'), hidden rows read ('hidden_rows', ''), rows of the header
-- ('header_rows', '') and issues beyond those kept ('issues_left_out', ''). Sheets imported before this table have none.
CREATE TABLE IF NOT EXISTS src_sheet_count (
  sheet_id INTEGER NOT NULL,
  what VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  count INTEGER NOT NULL
);

-- One row per sheet column and field it feeds (kind and field null for an unmapped column).
-- A field is captured for a row when its sheet has a column here for it.
CREATE TABLE IF NOT EXISTS src_column (
  sheet_id INTEGER NOT NULL,
  column_index INTEGER NOT NULL,        -- from 1
  column_letter VARCHAR NOT NULL,
  header VARCHAR NOT NULL,
  kind VARCHAR,
  field VARCHAR,
  rank INTEGER,
  why VARCHAR
);

-- One row per data row of a sheet: its cells' original texts, joined by U+001F in column order.
CREATE TABLE IF NOT EXISTS src_cell_row (
  sheet_id INTEGER NOT NULL,
  row_no INTEGER NOT NULL,              -- from 1, as a person counts in the sheet
  cells VARCHAR NOT NULL USING COMPRESSION uncompressed
);

-- One row per cell of a printed form that a value was read from. Only for sheets of forms: there src_cell_row holds the
-- values as one row per form, and this table where each of them stands in the sheet.
CREATE TABLE IF NOT EXISTS src_form_cell (
  sheet_id INTEGER NOT NULL,
  row_no INTEGER NOT NULL,              -- as in src_cell_row
  column_index INTEGER NOT NULL,        -- as in src_column
  sheet_row INTEGER NOT NULL,           -- the cell's own row, from 1
  column_letter VARCHAR NOT NULL,       -- the cell's own column
  value VARCHAR NOT NULL                -- its whole text, the label included where both share the cell
);

-- One row per issue found while reading (rejected rows and warnings).
CREATE TABLE IF NOT EXISTS src_issue (
  sheet_id INTEGER NOT NULL,
  row_no INTEGER NOT NULL,
  column_letter VARCHAR,
  header VARCHAR,
  field VARCHAR,
  value VARCHAR NOT NULL,
  code VARCHAR NOT NULL,
  message VARCHAR NOT NULL,
  severity VARCHAR NOT NULL             -- 'reject' or 'warning'
);

-- One row per version that a batch took out because it replaced a month; undoing the batch puts it back.
CREATE TABLE IF NOT EXISTS src_removed_version (
  batch_id INTEGER NOT NULL,            -- the batch that took it out
  kind VARCHAR NOT NULL,
  row_id BIGINT NOT NULL,
  sheet_id INTEGER NOT NULL,
  row_key VARCHAR NOT NULL,
  version VARCHAR NOT NULL              -- the row as JSON
);

-- Confirmed mappings remembered by header set, used next month.
CREATE TABLE IF NOT EXISTS src_remembered_mapping (
  header_fingerprint VARCHAR PRIMARY KEY,
  mapping VARCHAR NOT NULL,             -- JSON: header -> [{kind, field}]
  confirmed_at TIMESTAMP NOT NULL
);

-- One row per printed form whose layout a person taught, by the set of its labels.
CREATE TABLE IF NOT EXISTS src_remembered_form (
  label_fingerprint VARCHAR PRIMARY KEY,
  layout VARCHAR NOT NULL,              -- JSON: kinds, and per label its field and where its value stands
  confirmed_at TIMESTAMP NOT NULL,
  actor VARCHAR
);

-- One row per text of a field whose meaning a person confirmed: a nickname's real name, a category's own word.
-- read_as is read in place of the text wherever it is written; '' reads as blank, the text itself as written.
CREATE TABLE IF NOT EXISTS src_remembered_value (
  field VARCHAR NOT NULL,               -- 'kind.field', or 'field' for every kind that has it
  written VARCHAR NOT NULL,             -- as in the cell, spaces folded
  read_as VARCHAR NOT NULL,
  confirmed_at TIMESTAMP NOT NULL,
  actor VARCHAR,
  PRIMARY KEY (field, written)
);

-- One row per cell that a person typed over before its file went in. src_cell_row keeps what the file holds.
CREATE TABLE IF NOT EXISTS src_cell_edit (
  sheet_id INTEGER NOT NULL,
  row_no INTEGER NOT NULL,              -- from 1, as a person counts in the sheet
  column_letter VARCHAR NOT NULL,
  original VARCHAR NOT NULL,            -- '' where the cell was empty
  typed VARCHAR NOT NULL,
  actor VARCHAR,
  edited_at TIMESTAMP NOT NULL
);

-- Kind tables. One row per accepted sheet row and kind: a version of the record row_key.
-- row_id orders versions: sheets as they came in, rows as they stand in them.
-- The current record folds all versions in row_id order, field by field, over the sheets that captured the field.
-- day_only lists the time fields of this row that were given as a date without a time.

-- Texts that hardly repeat are not even tried to be packed: finding that out took a quarter of a large import.
CREATE TABLE IF NOT EXISTS ticket_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
  row_key VARCHAR NOT NULL USING COMPRESSION uncompressed,
  ticket_no VARCHAR USING COMPRESSION uncompressed,
  customer_name VARCHAR USING COMPRESSION uncompressed,
  contact_name VARCHAR, customer_org VARCHAR,
  address VARCHAR USING COMPRESSION uncompressed,
  phone VARCHAR USING COMPRESSION uncompressed,
  product_type VARCHAR, model VARCHAR,
  product_serial VARCHAR USING COMPRESSION uncompressed,
  purchase_date DATE, fault VARCHAR,
  reported_at TIMESTAMP, answered_at TIMESTAMP, hotline_agent VARCHAR, resolution VARCHAR,
  relayed_at TIMESTAMP, dispatched_at TIMESTAMP, dispatcher VARCHAR, technician VARCHAR,
  region VARCHAR, distance_km DOUBLE, promised_at TIMESTAMP, promise_consented BOOLEAN,
  suspended_at TIMESTAMP, resumed_at TIMESTAMP, warranty VARCHAR, service_type VARCHAR,
  dispatch_refused BOOLEAN, delay_reason VARCHAR, status VARCHAR,
  info_corrected_at TIMESTAMP, reported_back_at TIMESTAMP,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS receipt_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  receipt_no VARCHAR, ticket_no VARCHAR, technician VARCHAR, arrived_at TIMESTAMP, finished_at TIMESTAMP,
  fault_cause VARCHAR, solution VARCHAR, replaced_parts VARCHAR, charge_fen BIGINT, collected BOOLEAN,
  customer_signed BOOLEAN, satisfaction INTEGER, badge_shown BOOLEAN, uniform_worn BOOLEAN, submitted_at TIMESTAMP,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS requisition_line_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  requisition_no VARCHAR, ticket_no VARCHAR, technician VARCHAR, part_no VARCHAR, part_name VARCHAR,
  quantity DOUBLE, issued_at TIMESTAMP,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS follow_up_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  ticket_no VARCHAR, caller VARCHAR, called_at TIMESTAMP, connected BOOLEAN, solved BOOLEAN,
  satisfaction INTEGER, badge_shown BOOLEAN, uniform_worn BOOLEAN, remark VARCHAR,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS complaint_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  complaint_no VARCHAR, ticket_no VARCHAR, received_at TIMESTAMP, channel VARCHAR, person VARCHAR,
  reason VARCHAR,                       -- rule number of the policy, null where the text names none
  reason_text VARCHAR, severity VARCHAR, substantiated BOOLEAN, description VARCHAR,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS price_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  part_no VARCHAR, part_name VARCHAR, unit_price_fen BIGINT, valid_from DATE, valid_to DATE,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS agreement_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  customer_name VARCHAR, phone VARCHAR, product_type VARCHAR, valid_from DATE, valid_to DATE,
  parts_free BOOLEAN, discount_percent DOUBLE,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS staff_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  employee_no VARCHAR, name VARCHAR, aliases VARCHAR, role VARCHAR, department VARCHAR,
  hired_on DATE, left_on DATE, grade VARCHAR, monthly_wage_fen BIGINT,
  day_only VARCHAR[]
);

CREATE TABLE IF NOT EXISTS expense_row (
  row_id BIGINT NOT NULL, sheet_id INTEGER NOT NULL, row_no INTEGER NOT NULL, row_key VARCHAR NOT NULL,
  employee VARCHAR, date DATE, kind VARCHAR, hours DOUBLE, amount_fen BIGINT,
  trip_place VARCHAR, voucher_place VARCHAR, voucher_valid BOOLEAN,
  day_only VARCHAR[]
);

-- Single facts about the database: that it holds the sample department, which models its derived tables were made by.
CREATE TABLE IF NOT EXISTS setting (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
