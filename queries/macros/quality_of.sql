-- What puts a month's figures in doubt, each finding defined once: page, overview and workbook read it here.

-- True when a time lies in the month 'YYYY-MM'.
CREATE OR REPLACE TEMP MACRO in_month(t, m) AS
  t >= (m || '-01')::TIMESTAMP AND t < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH;

-- The records of a month. Grain: one row per kind and row_key. A record belongs to the month of its own event, where that
-- is blank to the month its ticket was reported in.
CREATE OR REPLACE TEMP MACRO record_in(m) AS TABLE
SELECT 'ticket' AS kind, ticket_no AS row_key, ticket_no FROM mart_ticket WHERE ticket_month = m
UNION ALL
SELECT 'receipt', r.row_key, r.ticket_no FROM stg_receipt AS r LEFT JOIN mart_ticket AS t ON t.ticket_no = r.ticket_no
WHERE in_month(coalesce(r.arrived_at, r.finished_at, t.reported_at), m)
UNION ALL
SELECT 'requisition_line', r.row_key, r.ticket_no FROM stg_requisition_line AS r
LEFT JOIN mart_ticket AS t ON t.ticket_no = r.ticket_no
WHERE in_month(coalesce(r.issued_at, t.reported_at), m)
UNION ALL
SELECT 'follow_up', r.row_key, r.ticket_no FROM stg_follow_up AS r LEFT JOIN mart_ticket AS t ON t.ticket_no = r.ticket_no
WHERE in_month(coalesce(r.called_at, t.reported_at), m)
UNION ALL
SELECT 'complaint', r.row_key, r.ticket_no FROM stg_complaint AS r LEFT JOIN mart_ticket AS t ON t.ticket_no = r.ticket_no
WHERE in_month(coalesce(r.received_at, t.reported_at), m)
UNION ALL
SELECT 'expense', row_key, NULL FROM stg_expense WHERE in_month(date::TIMESTAMP, m);

-- The records of the month at hand, as record_in gives them: reports/month_record.sql puts them here, since what is asked
-- about a month names them ten times, and planning them anew each time would take longer than answering.
CREATE TEMP TABLE IF NOT EXISTS month_record (kind VARCHAR, row_key VARCHAR, ticket_no VARCHAR);

-- Every name of a person written in a month's records, those of month_record. Grain: one row per record and field that is filled. Those of
-- cancelled tickets count for nothing and are left out.
CREATE OR REPLACE TEMP MACRO written_in(m) AS TABLE
SELECT w.*, person_key(written) AS name_key FROM (
  SELECT ticket_no, 'ticket' AS kind, ticket_no AS record_key, unnest(['hotline_agent', 'dispatcher', 'technician']) AS field,
    unnest([hotline_agent, dispatcher, technician]) AS written
  FROM mart_ticket WHERE ticket_month = m AND NOT cancelled
  UNION ALL
  SELECT i.ticket_no, 'receipt', r.row_key, 'technician', r.technician
  FROM month_record AS i JOIN stg_receipt AS r ON i.kind = 'receipt' AND r.row_key = i.row_key
  UNION ALL
  SELECT i.ticket_no, 'requisition_line', r.row_key, 'technician', r.technician
  FROM month_record AS i JOIN stg_requisition_line AS r ON i.kind = 'requisition_line' AND r.row_key = i.row_key
  UNION ALL
  SELECT i.ticket_no, 'follow_up', r.row_key, 'caller', r.caller
  FROM month_record AS i JOIN stg_follow_up AS r ON i.kind = 'follow_up' AND r.row_key = i.row_key
  UNION ALL
  SELECT i.ticket_no, 'complaint', r.row_key, 'person', r.person
  FROM month_record AS i JOIN stg_complaint AS r ON i.kind = 'complaint' AND r.row_key = i.row_key
  UNION ALL
  SELECT NULL, 'expense', r.row_key, 'employee', r.employee FROM stg_expense AS r WHERE in_month(r.date::TIMESTAMP, m)
) AS w
ANTI JOIN (FROM mart_ticket WHERE cancelled) AS c ON c.ticket_no = w.ticket_no
WHERE person_key(written) IS NOT NULL;

-- Issues of reading that stand in a month, that of month_record. Grain: one row per issue of src_issue.
-- A warning stands where its row is stored, for the record's month, until a later sheet captures the field again. A
-- rejected row stands in the month its own dates name; where none can be read, in every month its sheet has records of
-- (in every month when it has none), until the row was mended: its number came in later, or the same row of the same
-- sheet of a later file, or of the workbook that was sent back for mending, was read: taken, or refused there.
CREATE OR REPLACE TEMP MACRO issue_in(m) AS TABLE
WITH sheet AS (
  SELECT s.sheet_id, s.sheet, s.header_fingerprint, f.file, f.batch_id, s.rows_new + s.rows_changed > 0 AS brought
  FROM src_sheet AS s JOIN src_file AS f USING (file_id)
  SEMI JOIN src_issue AS i ON i.sheet_id = s.sheet_id
),
version AS MATERIALIZED (FROM row_version SEMI JOIN sheet USING (sheet_id)),
here AS MATERIALIZED (SELECT v.*, r.ticket_no FROM version AS v JOIN month_record AS r ON r.kind = v.kind AND r.row_key = v.row_key),
-- Sheets whose rows carry no date (roster, prices, agreements) speak of every month.
sheet_here AS (
  SELECT sheet_id FROM here
  UNION
  SELECT sheet_id FROM sheet ANTI JOIN (
    FROM version WHERE kind IN ('ticket', 'receipt', 'requisition_line', 'follow_up', 'complaint', 'expense')
  ) AS dated USING (sheet_id)
  WHERE brought OR EXISTS (FROM src_issue AS i WHERE i.sheet_id = sheet.sheet_id AND i.severity = 'reject')
),
rejected AS MATERIALIZED (
  SELECT DISTINCT i.sheet_id, i.row_no, string_split(t.cells, chr(31)) AS cells
  FROM src_issue AS i
  LEFT JOIN src_cell_row AS t ON t.sheet_id = i.sheet_id AND t.row_no = i.row_no
  WHERE i.severity = 'reject'
),
-- The first date a rejected row names, in the order of the record's life.
dated AS (
  SELECT j.sheet_id, j.row_no, arg_min(d.month, d.place) AS month
  FROM rejected AS j
  JOIN (
    SELECT sheet_id, column_index, list_position(['reported_at', 'arrived_at', 'finished_at', 'received_at', 'called_at',
      'issued_at', 'date', 'dispatched_at', 'answered_at', 'submitted_at'], field) AS place
    FROM src_column
  ) AS c ON c.sheet_id = j.sheet_id AND c.place IS NOT NULL,
  LATERAL (SELECT regexp_extract(j.cells[c.column_index], '((?:19|20)\d\d)\s*[-/.年]?\s*(1[0-2]|0?[1-9])', ['year', 'month']) AS p),
  LATERAL (SELECT CASE WHEN p.year <> '' THEN p.year || '-' || lpad(p.month, 2, '0') END AS month, c.place AS place) AS d
  WHERE d.month IS NOT NULL
  GROUP BY ALL
),
-- The number a rejected row names, as the key of the record it would have become.
numbered AS (
  SELECT DISTINCT j.sheet_id, j.row_no, c.kind, trim(j.cells[c.column_index]) AS row_key
  FROM rejected AS j
  JOIN src_column AS c ON c.sheet_id = j.sheet_id AND (c.kind, c.field) IN
    (('ticket', 'ticket_no'), ('receipt', 'receipt_no'), ('complaint', 'complaint_no'), ('staff', 'employee_no'))
),
mended AS (
  SELECT n.sheet_id, n.row_no
  FROM numbered AS n
  JOIN row_version AS v ON v.kind = n.kind AND v.row_key = n.row_key AND v.sheet_id > n.sheet_id
  ANTI JOIN (FROM src_issue WHERE code IN ('duplicate_key', 'not_mended')) AS d ON d.sheet_id = n.sheet_id AND d.row_no = n.row_no
  UNION
  SELECT j.sheet_id, j.row_no
  FROM rejected AS j
  JOIN sheet AS s USING (sheet_id)
  JOIN (
    SELECT l.sheet_id, l.sheet, l.header_fingerprint, f.file, f.batch_id,
      -- A workbook sent back for mending has a name of its own.
      l.sheet_id IN (SELECT sheet_id FROM src_column WHERE header LIKE '原行号%' OR header LIKE 'Original row%') AS returned
    FROM src_sheet AS l JOIN src_file AS f USING (file_id) JOIN src_batch AS b USING (batch_id) WHERE b.state = 'live'
  ) AS l ON (l.file = s.file OR l.returned) AND l.sheet = s.sheet AND l.header_fingerprint = s.header_fingerprint
    AND l.batch_id > s.batch_id
  -- Taken, or refused again: then it is told of once, there.
  JOIN src_cell_row AS t ON t.sheet_id = l.sheet_id AND t.row_no = j.row_no
  -- The same row, not next month's of the same name: at least half of its filled cells say the same.
  WHERE 2 * len(list_filter(list_zip(j.cells, string_split(t.cells, chr(31))), lambda p: p[1] = p[2] AND p[1] <> ''))
    >= len(list_filter(j.cells, lambda c: c <> ''))
)
SELECT i.sheet_id, i.row_no, i.column_letter, i.header, i.field, i.value, i.code, i.message, i.severity,
  NULL AS ticket_no, NULL AS kind, NULL AS record_key
FROM src_issue AS i
LEFT JOIN dated AS d ON d.sheet_id = i.sheet_id AND d.row_no = i.row_no
ANTI JOIN mended AS k ON k.sheet_id = i.sheet_id AND k.row_no = i.row_no
WHERE i.severity = 'reject' AND CASE WHEN d.month IS NOT NULL THEN d.month = m ELSE i.sheet_id IN (FROM sheet_here) END
UNION ALL
-- A ledger's row feeds several records: its warning is shown once.
SELECT i.sheet_id, i.row_no, i.column_letter, i.header, i.field, i.value, i.code, i.message, i.severity,
  min(h.ticket_no), min(h.kind), min(h.row_key)
FROM src_issue AS i
JOIN here AS h ON h.sheet_id = i.sheet_id AND h.row_no = i.row_no
WHERE i.severity = 'warning'
  AND NOT EXISTS (
    FROM row_version AS later JOIN src_column AS c ON c.sheet_id = later.sheet_id AND c.kind = later.kind
    WHERE later.kind = h.kind AND later.row_key = h.row_key AND later.row_id > h.row_id AND c.field = i.field
  )
GROUP BY ALL
UNION ALL
SELECT i.sheet_id, i.row_no, i.column_letter, i.header, i.field, i.value, i.code, i.message, i.severity, NULL, NULL, NULL
FROM src_issue AS i
WHERE i.severity = 'warning' AND i.sheet_id IN (FROM sheet_here)
  AND (i.row_no = 0 OR i.sheet_id NOT IN (SELECT sheet_id FROM here));

-- Pairs of times of which the later step was written down before the earlier one, where no stage measures the pair (a
-- stage's own are in mart_stage) or one of the two is known to the day only. Grain: one row per record and pair.
-- A minute is the clock's rounding; with a day alone, days are compared.
CREATE OR REPLACE TEMP MACRO steps_out_of_order(m) AS TABLE
WITH ticket AS (FROM mart_ticket WHERE ticket_month = m AND NOT cancelled),
receipt AS (
  SELECT r.*, t.reported_at, t.reported_day, t.dispatched_at, t.dispatched_day
  FROM mart_receipt AS r
  LEFT JOIN mart_ticket AS t USING (ticket_no)
  WHERE NOT r.cancelled AND in_month(coalesce(r.arrived_at, r.finished_at, t.reported_at), m)
),
pair AS (
  SELECT ticket_no, 'ticket' AS kind, ticket_no AS record_key, 'reported_at' AS start_field, 'answered_at' AS end_field,
    reported_at AS start_at, reported_day AS start_day, answered_at AS end_at, answered_day AS end_day, true AS staged
  FROM ticket
  UNION ALL
  SELECT ticket_no, 'ticket', ticket_no, 'reported_at', 'relayed_at', reported_at, reported_day, relayed_at, relayed_day, false
  FROM ticket
  UNION ALL
  SELECT ticket_no, 'ticket', ticket_no, 'reported_at', 'dispatched_at', reported_at, reported_day, dispatched_at,
    dispatched_day, relayed_at IS NULL AND answered_at IS NULL
  FROM ticket
  UNION ALL
  SELECT ticket_no, 'ticket', ticket_no, 'reported_at', 'promised_at', reported_at, reported_day, promised_at, promised_day, false
  FROM ticket
  UNION ALL
  SELECT t.ticket_no, 'ticket', t.ticket_no, 'suspended_at', 'resumed_at', s.suspended_at, is_day(s.day_only, 'suspended_at'),
    s.resumed_at, is_day(s.day_only, 'resumed_at'), false
  FROM ticket AS t JOIN (FROM stg_ticket WHERE resumed_at IS NOT NULL) AS s ON s.row_key = t.ticket_no
  UNION ALL
  SELECT ticket_no, 'receipt', receipt_key, 'reported_at', 'arrived_at', reported_at, reported_day, arrived_at, arrived_day, visit_no = 1
  FROM receipt
  UNION ALL
  SELECT ticket_no, 'receipt', receipt_key, 'dispatched_at', 'arrived_at', dispatched_at, dispatched_day, arrived_at, arrived_day, false
  FROM receipt
  UNION ALL
  SELECT ticket_no, 'receipt', receipt_key, 'arrived_at', 'finished_at', arrived_at, arrived_day, finished_at, finished_day, true
  FROM receipt
  UNION ALL
  SELECT ticket_no, 'receipt', receipt_key, 'finished_at', 'submitted_at', finished_at, finished_day, submitted_at, submitted_day, false
  FROM receipt
)
SELECT p.ticket_no, p.kind, p.record_key, p.start_field, p.end_field, p.start_at, p.end_at
FROM pair AS p
-- A time that puts a stage out of order is said there, once.
ANTI JOIN (FROM mart_stage WHERE fixed_state = 'invalid') AS s ON s.ticket_no = p.ticket_no AND s.end_at = p.end_at
WHERE CASE WHEN coalesce(p.start_day, false) OR coalesce(p.end_day, false) THEN p.end_at::DATE < p.start_at::DATE
  ELSE NOT p.staged AND p.end_at <= p.start_at - INTERVAL 1 MINUTE END;

-- Two tickets of one customer, product and fault under different numbers, reported within half an hour: very likely one
-- report entered twice. Grain: one row per later ticket, with the nearest earlier one. Times known to the day are left out.
CREATE OR REPLACE TEMP MACRO entered_twice(m) AS TABLE
FROM (
  SELECT ticket_no, ticket_month, reported_at,
    lag(ticket_no) OVER same_report AS earlier_ticket_no, lag(reported_at) OVER same_report AS earlier_reported_at, hotline_agent
  FROM mart_ticket
  WHERE reported_at >= (m || '-01')::TIMESTAMP - INTERVAL 1 DAY
    AND reported_at < (m || '-01')::TIMESTAMP + INTERVAL 1 MONTH
    AND NOT cancelled AND NOT reported_day
    AND customer_key IS NOT NULL AND product_key IS NOT NULL AND fault_key IS NOT NULL
  WINDOW same_report AS (PARTITION BY customer_key, product_key, fault_key ORDER BY reported_at, ticket_no)
)
WHERE ticket_month = m AND reported_at - earlier_reported_at <= INTERVAL 30 MINUTE;

-- All findings of a month, that of month_record, as of a moment. Grain: one row per finding and cell (or record) it stands on.
-- code: the finding. person: whose it is, as written. subject: what is counted (a row, a name, a ticket); one subject may stand on several cells.
-- kind, record_key, field: the value in question; sheet_id, row_no, column_letter, value where the cell is known at once
-- (issues of reading). detail: what its sentence needs, by code (queries/reports/quality-words.ts).
CREATE OR REPLACE TEMP MACRO quality_of(m, as_of) AS TABLE
WITH named AS MATERIALIZED (
  SELECT w.*, coalesce(p.known, 0) AS known
  FROM written_in(m) AS w
  LEFT JOIN person_match AS p USING (name_key)
  WHERE p.known IS DISTINCT FROM 1 AND EXISTS (FROM stg_staff)
),
issue AS MATERIALIZED (FROM issue_in(m)),
listed AS MATERIALIZED (
  SELECT l.list AS code, t.*
  FROM list_of(m, as_of) AS l
  JOIN mart_ticket AS t USING (ticket_no)
  WHERE l.list IN ('dispatched_without_receipt', 'requisition_without_dispatch', 'receipt_without_follow_up',
    'charge_mismatch', 'parts_mismatch')
),
-- A document is one of no ticket when its ticket number stands on no loaded ticket. Complaints need not name one.
orphan AS (
  SELECT i.kind, i.row_key, i.ticket_no
  FROM month_record AS i
  ANTI JOIN mart_ticket AS t ON t.ticket_no = i.ticket_no
  WHERE i.kind IN ('receipt', 'requisition_line', 'follow_up', 'complaint') AND i.ticket_no IS NOT NULL
),
finding AS (
  SELECT CASE WHEN known = 0 THEN 'unknown_person' ELSE 'shared_name' END AS code, name_key AS subject, ticket_no,
    written AS person, kind, record_key, field, [written] AS detail
  FROM named
  UNION ALL
  -- The second piece of evidence is the cell in question: the blank answer or relay, the region, what could not be read.
  SELECT 'suspected', detect || ' ' || subject_key, ticket_no, person, evidence[2].kind, evidence[2].key, evidence[2].field,
    [CASE WHEN unread THEN 'unread' ELSE detect END]
  FROM mart_violation
  WHERE suspected AND (due_at IS NULL OR as_of > due_at) AND in_month(occurred_at, m)
    AND detect IN (SELECT detect FROM policy_rule WHERE m >= from_month AND m < to_month)
  UNION ALL
  SELECT CASE WHEN s.end_at < s.start_at THEN 'time_order' ELSE 'long_span' END,
    s.stage || ' ' || coalesce(s.receipt_key, s.ticket_no), s.ticket_no, s.person,
    CASE WHEN s.stage IN ('answer', 'dispatch') THEN 'ticket' WHEN s.stage IN ('arrival', 'turnaround', 'repair') THEN 'receipt'
      ELSE 'follow_up' END,
    CASE s.stage WHEN 'arrival' THEN t.first_receipt_key WHEN 'turnaround' THEN t.last_receipt_key
      WHEN 'repair' THEN s.receipt_key WHEN 'callback' THEN t.callback_key
      WHEN 'guidance_follow_up' THEN t.first_follow_up_key ELSE s.ticket_no END,
    CASE s.stage WHEN 'answer' THEN 'answered_at' WHEN 'dispatch' THEN 'dispatched_at' WHEN 'arrival' THEN 'arrived_at'
      WHEN 'turnaround' THEN 'finished_at' WHEN 'repair' THEN 'finished_at' ELSE 'called_at' END,
    [s.stage, strftime(s.start_at, '%m-%d %H:%M'), strftime(s.end_at, '%m-%d %H:%M'),
      datediff('day', s.start_at, s.end_at)::VARCHAR]
  FROM mart_stage AS s
  LEFT JOIN mart_ticket AS t USING (ticket_no)
  WHERE s.month = m AND s.fixed_state = 'invalid'
  UNION ALL
  SELECT 'step_order', record_key || ' ' || start_field || ' ' || end_field, ticket_no, NULL, kind, record_key, end_field,
    [start_field, strftime(start_at, '%m-%d %H:%M'), strftime(end_at, '%m-%d %H:%M')]
  FROM steps_out_of_order(m)
  UNION ALL
  SELECT 'possible_duplicate', ticket_no, ticket_no, hotline_agent, 'ticket', ticket_no, 'ticket_no',
    [earlier_ticket_no, strftime(earlier_reported_at, '%m-%d %H:%M'), strftime(reported_at, '%m-%d %H:%M')]
  FROM entered_twice(m)
  UNION ALL
  SELECT code, ticket_no, ticket_no,
    CASE WHEN code = 'receipt_without_follow_up' THEN dispatcher ELSE coalesce(last_technician, technician) END,
    CASE WHEN code IN ('dispatched_without_receipt', 'requisition_without_dispatch') THEN 'ticket' ELSE 'receipt' END,
    CASE code WHEN 'dispatched_without_receipt' THEN ticket_no WHEN 'requisition_without_dispatch' THEN ticket_no
      WHEN 'charge_mismatch' THEN coalesce(last_charge_receipt_key, last_receipt_key) ELSE last_receipt_key END,
    CASE code WHEN 'dispatched_without_receipt' THEN 'dispatched_at' WHEN 'requisition_without_dispatch' THEN 'dispatched_at'
      WHEN 'receipt_without_follow_up' THEN 'finished_at' WHEN 'charge_mismatch' THEN 'charge' ELSE 'replaced_parts' END,
    [charged_fen::VARCHAR, expected_fen::VARCHAR, lines::VARCHAR, strftime(last_finished_at, '%m-%d %H:%M'),
      strftime(dispatched_at, '%m-%d %H:%M')]
  FROM listed
  UNION ALL
  SELECT 'requisition_without_receipt', t.ticket_no, t.ticket_no, t.technician, 'requisition_line', min(l.row_key), 'part_name',
    [t.lines::VARCHAR]
  FROM mart_ticket AS t
  JOIN stg_requisition_line AS l USING (ticket_no)
  WHERE t.ticket_month = m AND NOT t.cancelled AND t.lines > 0 AND t.receipts = 0
  GROUP BY t.ticket_no, t.technician, t.lines
  UNION ALL
  SELECT CASE kind WHEN 'receipt' THEN 'receipt_without_ticket' WHEN 'requisition_line' THEN 'requisition_without_ticket'
      WHEN 'follow_up' THEN 'follow_up_without_ticket' ELSE 'complaint_without_ticket' END,
    row_key, NULL, NULL, kind, row_key, 'ticket_no', [ticket_no]
  FROM orphan
  UNION ALL
  -- Columns every such sheet must have (forms.md, marked !), blank on a stored record.
  SELECT 'blank_required', kind || ' ' || row_key || ' ' || field, ticket_no, NULL, kind, row_key, field, NULL
  FROM (
    SELECT 'ticket' AS kind, ticket_no AS row_key, ticket_no, 'customer_name' AS field FROM mart_ticket
    WHERE ticket_month = m AND customer_name IS NULL
    UNION ALL
    -- A ticket without a report time is in no month; it is shown in each, since it may be one of any.
    SELECT 'ticket', ticket_no, ticket_no, 'reported_at' FROM mart_ticket WHERE ticket_month = ''
    UNION ALL
    SELECT i.kind, i.row_key, i.ticket_no, unnest(list_filter([CASE WHEN r.part_name IS NULL THEN 'part_name' END,
      CASE WHEN r.quantity IS NULL THEN 'quantity' END], lambda f: f IS NOT NULL))
    FROM month_record AS i JOIN stg_requisition_line AS r ON i.kind = 'requisition_line' AND r.row_key = i.row_key
    UNION ALL
    SELECT i.kind, i.row_key, i.ticket_no, 'called_at'
    FROM month_record AS i JOIN stg_follow_up AS r ON i.kind = 'follow_up' AND r.row_key = i.row_key WHERE r.called_at IS NULL
    UNION ALL
    SELECT i.kind, i.row_key, i.ticket_no, 'received_at'
    FROM month_record AS i JOIN stg_complaint AS r ON i.kind = 'complaint' AND r.row_key = i.row_key WHERE r.received_at IS NULL
    UNION ALL
    SELECT 'staff', row_key, NULL, 'name' FROM stg_staff WHERE name IS NULL
    UNION ALL
    SELECT 'price', row_key, NULL, 'part_name' FROM stg_price WHERE part_name IS NULL AND part_no IS NULL
    UNION ALL
    SELECT 'price', row_key, NULL, 'unit_price' FROM stg_price WHERE unit_price_fen IS NULL
  )
)
SELECT code, subject, ticket_no, person, kind, record_key, field, detail,
  NULL::INTEGER AS sheet_id, NULL::INTEGER AS row_no, NULL AS column_letter, NULL AS header, NULL AS value, NULL AS message
FROM finding
UNION ALL
SELECT
  CASE WHEN severity = 'warning' THEN 'warned_cell' WHEN code IN ('duplicate_key', 'not_mended') THEN 'duplicate_key' ELSE 'rejected_row' END,
  sheet_id || ' ' || row_no || CASE WHEN severity = 'warning' THEN ' ' || coalesce(column_letter, '') || ' ' || code ELSE '' END,
  ticket_no, NULL, kind, record_key, field, [code], sheet_id, row_no, column_letter, header, value, message
FROM issue;
