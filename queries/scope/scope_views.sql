-- The department as if it had only the tickets of scope_ticket: temporary views that stand before the tables of the same
-- names, for a connection that asks nothing else. A report then needs no filter of its own, and none can forget it.
-- Fines are looked at apart (reports/report_fines): a decision whose case is out of sight would count as one whose case is gone.
-- Grain: that of each table. {stored} is replaced by the name of the database, so that a view does not find itself.
CREATE OR REPLACE TEMP VIEW mart_ticket AS FROM {stored}.main.mart_ticket SEMI JOIN scope_ticket USING (ticket_no);

CREATE OR REPLACE TEMP VIEW mart_stage AS FROM {stored}.main.mart_stage SEMI JOIN scope_ticket USING (ticket_no);

CREATE OR REPLACE TEMP VIEW mart_receipt AS FROM {stored}.main.mart_receipt SEMI JOIN scope_ticket USING (ticket_no);

-- Both tickets of a pair count, each in a figure of its own: the repeat, and the repair that did not last.
CREATE OR REPLACE TEMP VIEW mart_repeat_pair AS
FROM {stored}.main.mart_repeat_pair
WHERE ticket_no IN (FROM scope_ticket) OR earlier_ticket_no IN (FROM scope_ticket);

-- Complaints about no ticket belong to none of these.
CREATE OR REPLACE TEMP VIEW stg_complaint AS FROM {stored}.main.stg_complaint SEMI JOIN scope_ticket USING (ticket_no);
