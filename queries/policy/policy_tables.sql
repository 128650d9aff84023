-- The policies as tables, refilled from their files when those or the models changed.
-- month range is half-open: in force where from_month <= month < to_month.

-- Grain: one row per policy version. Minutes and days in the unit their name says.
CREATE OR REPLACE TABLE policy (
  policy_id VARCHAR, version INTEGER, from_month VARCHAR, to_month VARCHAR,
  answer_minutes DOUBLE, dispatch_minutes DOUBLE, guidance_follow_up_minutes DOUBLE, callback_minutes DOUBLE,
  arrival_urban_minutes DOUBLE, arrival_unknown_minutes DOUBLE, arrival_outside_minutes DOUBLE,
  subtract_pauses BOOLEAN, invalid_after_days INTEGER, missed_after_minutes DOUBLE, repeat_window_days INTEGER,
  satisfied_from INTEGER, dissatisfied_to INTEGER
);

-- Grain: one row per policy version and synonym; both without spaces and punctuation.
CREATE OR REPLACE TABLE policy_fault (policy_id VARCHAR, version INTEGER, synonym VARCHAR, category VARCHAR);

-- Grain: one row per policy version and rule. Amounts in fen; NULL amount_fen: a range, or no money at all.
CREATE OR REPLACE TABLE policy_rule (
  policy_id VARCHAR, version INTEGER, from_month VARCHAR, to_month VARCHAR, rule_no VARCHAR, clause VARCHAR,
  detect VARCHAR, charge VARCHAR, on_complaint_only BOOLEAN, needs_cause BOOLEAN,
  amount_fen BIGINT, min_fen BIGINT, max_fen BIGINT, minor_fen BIGINT, medium_fen BIGINT, serious_fen BIGINT
);
