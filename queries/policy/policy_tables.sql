-- The policies in force as tables, refilled from their texts when those or the models changed.
-- month range is half-open: in force where from_month <= month < to_month; empty where another version of the same month
-- took its place.

-- Grain: one row per policy version. Minutes and days in the unit their name says; NULL: no limit.
CREATE OR REPLACE TABLE policy (
  policy_id VARCHAR, version INTEGER, from_month VARCHAR, to_month VARCHAR,
  answer_minutes DOUBLE, dispatch_minutes DOUBLE, guidance_follow_up_minutes DOUBLE, callback_minutes DOUBLE,
  arrival_urban_minutes DOUBLE, arrival_unknown_minutes DOUBLE, arrival_outside_minutes DOUBLE,
  by_distance BOOLEAN,                  -- deadlines go by distance bands, not by region
  band_km DOUBLE[],                     -- upper ends, rising
  band_minutes DOUBLE[],                -- one more than band_km: the last is beyond all of them
  band_reply_minutes DOUBLE[],          -- likewise, of the answer
  no_distance_minutes DOUBLE, no_distance_reply_minutes DOUBLE,
  subtract_pauses BOOLEAN, invalid_after_days INTEGER, missed_after_minutes DOUBLE, repeat_window_days INTEGER,
  satisfied_from INTEGER, dissatisfied_to INTEGER,
  calendar_key VARCHAR,                 -- of work_span; NULL: every minute counts
  clocked_stages VARCHAR[],             -- stages that count working minutes
  phone_free BOOLEAN,
  own_reasons BOOLEAN                   -- complaints are read by the policy's own words (policy_reason)
);

-- Grain: one row per policy version and synonym; both without spaces and punctuation.
CREATE OR REPLACE TABLE policy_fault (policy_id VARCHAR, version INTEGER, synonym VARCHAR, category VARCHAR);

-- Grain: one row per policy version and rule. Amounts in fen; NULL amount_fen: a range, or no money at all.
CREATE OR REPLACE TABLE policy_rule (
  policy_id VARCHAR, version INTEGER, from_month VARCHAR, to_month VARCHAR, rule_no VARCHAR, clause VARCHAR,
  detect VARCHAR, charge VARCHAR, on_complaint_only BOOLEAN, needs_cause BOOLEAN,
  amount_fen BIGINT, min_fen BIGINT, max_fen BIGINT, minor_fen BIGINT, medium_fen BIGINT, serious_fen BIGINT
);

-- Grain: one row per calendar, weekday and span of hours. weekday as ISO, Monday 1; 0: a make-up workday.
CREATE OR REPLACE TABLE work_hours (calendar_key VARCHAR, weekday INTEGER, open_minute INTEGER, close_minute INTEGER);

-- Grain: one row per calendar and day that is not worked as its weekday is.
CREATE OR REPLACE TABLE work_day (calendar_key VARCHAR, day DATE, works BOOLEAN);

-- Grain: one row per calendar and span of working time, half-open. before_us: working microseconds since 1990 before it.
CREATE OR REPLACE TABLE work_span (calendar_key VARCHAR, open_at TIMESTAMP, close_at TIMESTAMP, before_us BIGINT);

-- Grain: one row per policy version with reasons of its own and text of a complaint; NULL rule: none, or several.
CREATE OR REPLACE TABLE policy_reason (policy_id VARCHAR, version INTEGER, reason_text VARCHAR, rule_no VARCHAR);
