-- Set up once per connection: macros the models share and the working tables that say what changed.
-- A person in the DuckDB shell runs this file first, fills touched_key or touched_month, then any model.

-- True when the comma-framed list of captured fields holds the field.
CREATE OR REPLACE TEMP MACRO has_field(captured, field) AS contains(captured, ',' || field || ',');

-- True when a time is known to the day only, so minutes cannot be measured with it.
CREATE OR REPLACE TEMP MACRO is_day(day_only, field) AS day_only IS NOT NULL AND list_contains(day_only, field);

-- Calendar month of a time, 'YYYY-MM'.
CREATE OR REPLACE TEMP MACRO month_of(t) AS strftime(t, '%Y-%m');

-- Fractional minutes between two times.
CREATE OR REPLACE TEMP MACRO minutes_between(a, b) AS (epoch_us(b) - epoch_us(a)) / 60000000.0;

-- A moment's place on a working clock: the working time since 1990 before it, in microseconds, from the span of work_span it
-- lies in or after (its three columns NULL: no work before it). NULL for no moment.
CREATE OR REPLACE TEMP MACRO worked_us(t, before_us, open_at, close_at) AS
  CASE WHEN t IS NOT NULL THEN coalesce(before_us + epoch_us(least(t, close_at)) - epoch_us(open_at), 0) END;

-- A person's name as matched: spaces removed, NULL when blank.
CREATE OR REPLACE TEMP MACRO person_key(name) AS nullif(regexp_replace(name, '[\s　]', '', 'g'), '');

CREATE TEMP TABLE IF NOT EXISTS touched_key (kind VARCHAR NOT NULL, row_key VARCHAR NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS touched_month (ticket_month VARCHAR NOT NULL);
-- The tickets that a connection looks at, where it looks at some only (queries/scope).
CREATE TEMP TABLE IF NOT EXISTS scope_ticket (ticket_no VARCHAR NOT NULL);


-- Fields a sheet captured, one row per sheet and kind.
CREATE OR REPLACE TEMP VIEW src_capture AS
SELECT sheet_id, kind, ',' || string_agg(DISTINCT field, ',' ORDER BY field) || ',' AS captured
FROM src_column
WHERE kind IS NOT NULL
GROUP BY sheet_id, kind;

-- Text without spaces and punctuation: what is left of a fault description.
CREATE OR REPLACE TEMP MACRO fault_text(t) AS nullif(regexp_replace(t, '[\s　\p{P}\p{S}]', '', 'g'), '');

-- Text without spaces. Most texts hold none, and looking costs a tenth of replacing.
CREATE OR REPLACE TEMP MACRO squeezed(t) AS
  CASE WHEN regexp_matches(t, '[\s　]') THEN nullif(regexp_replace(t, '[\s　]', '', 'g'), '') ELSE nullif(t, '') END;

-- Customer key: the phone's digits when there are at least 7 (the last 11 of them), else name and organisation.
-- Nearly all phones are 7 to 11 digits and nothing else.
CREATE OR REPLACE TEMP MACRO customer_key(phone, name, org) AS
  CASE
    WHEN regexp_full_match(phone, '[0-9]{7,11}') THEN phone
    WHEN length(regexp_replace(phone, '[^0-9]', '', 'g')) >= 7
      THEN right(regexp_replace(phone, '[^0-9]', '', 'g'), 11)
    ELSE squeezed(coalesce(name, '') || coalesce(org, ''))
  END;

-- State of a stage at as_of: fixed where the end is known or cannot be, else open against its due time.
CREATE OR REPLACE TEMP MACRO stage_state(fixed_state, due_at, as_of) AS
  coalesce(fixed_state, CASE WHEN as_of > due_at THEN 'breached' ELSE 'pending' END);

-- Minutes as whole microseconds, which add up exactly.
CREATE OR REPLACE TEMP MACRO micros_of(minutes) AS round(minutes * 60000000)::BIGINT;

-- Microseconds ÷ n as minutes with two decimals, rounded half up on the exact value: the median of 5:19 and 5:20 is 5.325,
-- for which fractions of minutes have 5.32499….
CREATE OR REPLACE TEMP MACRO as_minutes(us, n) AS ((2 * us::HUGEINT + 600000 * n) // (1200000 * n))::BIGINT / 100;
