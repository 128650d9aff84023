/**
 * What the centre hands to page, workbook, API and command line. Names follow ../shared spec's interface:
 * rates 0–1 and other ratios with 4 decimals, durations in minutes with 2 decimals, money in integer fen,
 * times `YYYY-MM-DDTHH:MM:SS` naive local, months `YYYY-MM`; null where nothing was measured.
 */

import type { Cause, Verdict } from '../ledger/types.ts';

export const STAGES = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'callback',
  'turnaround',
  'repair',
] as const;
export type Stage = (typeof STAGES)[number];

/** Stages with a target (turnaround and repair have none). */
export const TARGET_STAGES = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'callback',
] as const;
export type TargetStage = (typeof TARGET_STAGES)[number];

export const STAGE_STATES = [
  'met',
  'breached',
  'pending',
  'invalid',
  'not_captured',
  'not_applicable',
] as const;
export type StageState = (typeof STAGE_STATES)[number];

export interface StageFigures {
  measured: number;
  met: number | null;
  breached: number | null;
  open_breaches: number;
  pending: number;
  invalid: number;
  not_captured: number;
  not_applicable: number;
  rate: number | null;
  mean: number | null;
  median: number | null;
  p90: number | null;
  max: number | null;
}

/** Per-person figures by role; only the roles a person had in the month are present. */
export interface PersonRoles {
  hotline?: {
    tickets: number;
    answer_measured: number;
    answer_met: number;
    answer_rate: number | null;
  };
  dispatcher?: {
    tickets: number;
    dispatch_measured: number;
    dispatch_met: number;
    dispatch_rate: number | null;
  };
  technician?: {
    tickets: number;
    visits: number;
    arrival_measured: number;
    arrival_met: number;
    arrival_rate: number | null;
    repair_hours: number;
    days: number;
    repeats: number;
    scored: number;
    satisfaction_mean: number | null;
    receipts_finished: number;
    receipts_complete: number;
    overtime_hours: number;
    expenses_fen: number;
  };
}

export interface PersonFigures {
  employee_no: string | null;
  name: string;
  proposed_fen: number;
  confirmed_fen: number;
  deduct_fen: number;
  /** Rule number → number of fines. */
  rules: Record<string, number>;
  roles: PersonRoles;
}

export interface MonthReport {
  month: string;
  as_of: string;
  policy: { id: string; version: number };
  tickets: {
    reported: number;
    on_site: number;
    phone: number;
    unknown: number;
    cancelled: number;
    finished: number;
  };
  stages: Record<Stage, StageFigures>;
  repeat: {
    repeats: number;
    on_site: number;
    repeat_rate: number | null;
    finished: number;
    repeated_later: number;
    first_time_fix_rate: number | null;
    provisional: boolean;
    visits_per_ticket: number | null;
  };
  satisfaction: {
    scored: number;
    finished: number;
    response_rate: number | null;
    mean: number | null;
    satisfied: number | null;
    dissatisfied: number | null;
    distribution: Record<'1' | '2' | '3' | '4' | '5', number>;
  };
  complaints: {
    received: number;
    substantiated: number;
    rate: number | null;
    blame_rate: number | null;
  };
  receipts: { finished: number; complete: number; completeness: number | null };
  charges: {
    charged_fen: number;
    expected_fen: number;
    overcharged: number;
    outstanding_fen: number;
  };
  fines: {
    proposed: { count: number; fen: number; undecided: number };
    confirmed: { count: number; fen: number };
    waived: { count: number; fen: number };
    suspected: number;
  };
  people: PersonFigures[];
}

/** Where a value came from. */
export interface CellSource {
  file: string;
  sheet: string;
  /** Id of the stored sheet: its page is /source/:sheetId. */
  sheet_id: number;
  row: number;
  /** Column letter. */
  column: string;
  /** Header text of the column. */
  header: string;
  /** Original text of the cell, '' when blank. */
  value: string;
  batch: number;
}

export interface FineEvidence {
  text: string;
  source: CellSource | null;
}

export type FineState = 'proposed' | 'confirmed' | 'adjusted' | 'waived' | 'recheck';

export interface Fine {
  key: string;
  rule: string;
  clause: string;
  detect: string;
  /** Charged: as assigned, else as found in the sheets. */
  person: string | null;
  employee_no: string | null;
  /** As written in the sheet; null when blank. */
  written_person: string | null;
  /** The person is blank, not on the loaded roster, or one of two with that name (待认定). */
  unassigned: boolean;
  subject: {
    kind: 'ticket' | 'receipt' | 'complaint' | 'expense';
    id: string;
    ticket_no: string | null;
  };
  occurred_at: string;
  month: string;
  /** What counts or would count: as decided, else as the rule and the severity give it; null: undecided or no money. */
  amount_fen: number | null;
  /** What the rule and the severity give, whatever was decided. */
  proposed_fen: number | null;
  amount_min_fen: number | null;
  amount_max_fen: number | null;
  needs_cause: boolean;
  /** Disciplinary measures to choose from, of a rule without money. */
  measures: string[];
  state: FineState;
  cause: Cause | null;
  verdict: Verdict | null;
  reason: string | null;
  decided: { by: string | null; at: string } | null;
  appeal: 'open' | 'answered' | null;
  /** A complaint adds to what was detected. */
  complained: boolean;
  /** Found when it was decided, and no longer: the sheets were corrected. */
  vanished: boolean;
  /** Its month is closed: what is decided now becomes an adjustment of an open month. */
  late: boolean;
  /** What closed months have charged for it already. */
  settled_fen: number;
  /** Why it was late, as written on the ticket, where the rule needs a cause; null: nothing was. */
  delay_reason: string | null;
  /** A cause the sheets speak for, e.g. a delay reason the policy excuses. */
  suggestion: { cause: Cause; why: string } | null;
  /** Changes with the facts and with every decision. */
  stamp: string;
  /** The arithmetic in words, e.g. `报修 10-05 10:00 → 到达 10-05 13:30 = 3 时 30 分，时限 3 时，超 30 分`. */
  arithmetic: string;
  /**
   * What is to be looked at first, in words: what the ticket's records say against a complaint, or a time or part that makes
   * what was detected doubtful. Null: nothing.
   */
  contradiction: string | null;
  /** The number that decides, as a row of a list shows it, e.g. `超 30 分，限 3 时`. */
  brief?: string;
  evidence: FineEvidence[];
}

/** A metric of the registry (queries/metrics/registry.ts) as the page and the workbook show it. */
export interface MetricValue {
  /** Registry id, e.g. `timeliness`. */
  id: string;
  /** The value in the metric's unit; null where n (measured) is 0. */
  value: number | null;
  /** Numerator and denominator (met / measured); both null for plain counts. */
  met: number | null;
  measured: number | null;
  /** Target of the policy in force, in the metric's unit; null where it names none. */
  target: number | null;
  /** Left out of the denominator because nobody recorded it or the record is impossible. */
  unknown: number;
  provisional: boolean;
}

export interface SeriesPoint {
  month: string;
  value: number | null;
  met: number | null;
  measured: number | null;
}

export interface ClauseCompliance {
  clause: string;
  /** Key of the requirement in the registry, e.g. `4.9.1-callback`. */
  id: string;
  title: { zh: string; en: string };
  judged: number;
  kept: number;
  broken: number;
  share: number | null;
  previous_share: number | null;
  unknown: number;
}

/** Everything the overview page shows for one month. */
export interface Overview {
  report: MonthReport;
  previous: MonthReport | null;
  /** The registry's KPIs in display order, with value of the month. */
  kpis: MetricValue[];
  /** Metric id → up to 12 months ending with this one; months without data are present with value null. */
  series: Record<string, SeriesPoint[]>;
  /** Weekday 1 (Monday) – 7, hour 0–23: tickets reported and late arrivals among them. */
  heat: { weekday: number; hour: number; reported: number; late: number }[];
  /** Per technician: number of scored tickets by score 1–5; name null is all technicians together. */
  satisfaction_by_technician: {
    name: string | null;
    scores: [number, number, number, number, number];
  }[];
  /** Product × fault with repeats in this month and in the two months before. */
  repeat_by_fault: { product: string; fault: string; this_month: number; before: number }[];
  /** Proposed, confirmed and adjusted fines per person and rule; name null is 待认定. */
  fines_by_person: {
    name: string | null;
    rule: string;
    count: number;
    fen: number;
    undecided: number;
  }[];
  chain: {
    called: number;
    dispatch_due: number;
    dispatched: number;
    with_requisition: number;
    with_receipt: number;
    receipt_due: number;
    follow_up_due: number;
    followed_up: number;
    dispatched_without_receipt: number;
    requisition_without_dispatch: number;
    receipt_without_follow_up: number;
    charge_mismatch: number;
    parts_mismatch: number;
  };
  quality: {
    not_captured: number;
    order_violations: number;
    unknown_persons: number;
    rejected_cells: number;
    suspected: number;
    /** Tickets perhaps entered twice. */
    duplicates: number;
    /** Cells read with a doubt, required ones left blank. */
    warned_cells: number;
    batches: number;
  };
  clauses: ClauseCompliance[];
}

/** What the overview is filtered by. */
export const SCOPE_DIMENSIONS = [
  'region',
  'technician',
  'product',
  'warranty',
  'resolution',
] as const;
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number];

/** Which tickets are looked at: those that are all of it. `–`: without that fact. */
export interface TicketScope {
  region?: 'urban' | 'outside' | '–';
  /** Who came last, else who was sent; the name of the roster where it knows the one written. */
  technician?: string;
  product?: string;
  warranty?: 'in' | 'out' | 'agreement' | '–';
  resolution?: 'on_site' | 'phone' | 'unknown';
}

/** True of the scope that leaves nothing out. */
export function isWhole(scope: TicketScope): boolean {
  return SCOPE_DIMENSIONS.every((dimension) => scope[dimension] === undefined);
}

/** The values a month has of each, with the tickets reported or finished in it, the most frequent first. */
export type ScopeChoices = Record<ScopeDimension, { value: string; tickets: number }[]>;

/** What the list behind a figure may be filtered by; every field optional, all from the URL. */
export interface TicketQuery extends TicketScope {
  month: string;
  asOf?: string;
  /** Stage and state, e.g. late arrivals. */
  stage?: Stage;
  state?: StageState | 'late' | 'open_breach' | 'measured';
  /**
   * Named lists: repeats, repeated_later, scored, satisfied, dissatisfied, incomplete_receipts, complete_receipts,
   * overcharged, outstanding, receipts, finished_in_month, on_site, phone, unknown, cancelled, finished, dispatched_without_receipt,
   * requisition_without_dispatch, receipt_without_follow_up, charge_mismatch, parts_mismatch,
   * fined, dispatched, with_requisition, with_receipt, receipt_without_dispatch, followed_up, chain_broken (any of its breaks), timeliness (answer, dispatch and arrival measured), timeliness_breached, suspected; `broken-` and the id of a requirement
   * (metrics/clauses.ts): the tickets that did not keep it
   */
  list?: string;
  person?: string;
  fault?: string;
  weekday?: number;
  hour?: number;
}

/** Which of a month's complaints: all received, or those found to be true. */
export const COMPLAINT_LISTS = ['received', 'substantiated'] as const;
export type ComplaintList = (typeof COMPLAINT_LISTS)[number];

/** What the list of complaints behind a figure may be filtered by. A scope leaves out complaints about no ticket. */
export interface ComplaintQuery extends TicketScope {
  month: string;
  list: ComplaintList;
}

export interface Complaint {
  row_key: string;
  complaint_no: string | null;
  /** As written; null: it names none. */
  ticket_no: string | null;
  /** The ticket it names is among those uploaded. */
  known_ticket: boolean;
  received_at: string;
  channel: 'call' | 'letter' | 'visit' | null;
  /** Complained of, as written. */
  person: string | null;
  /** Rule number it was read as; null where its words name no rule, or several. */
  reason: string | null;
  reason_text: string | null;
  severity: 'minor' | 'medium' | 'serious' | null;
  /** Null: not decided yet. */
  substantiated: boolean | null;
  description: string | null;
  sources: CellSource[];
}

/** The list behind a figure: of tickets, or of complaints. */
export type FigureList =
  | Pick<TicketQuery, 'stage' | 'state' | 'list'>
  | { readonly complaints: ComplaintList };

export interface TicketRow {
  ticket_no: string;
  reported_at: string | null;
  customer: string | null;
  product: string | null;
  fault: string | null;
  resolution: 'on_site' | 'phone' | 'unknown';
  region: 'urban' | 'outside' | null;
  technician: string | null;
  hotline_agent: string | null;
  dispatcher: string | null;
  cancelled: boolean;
  finished_at: string | null;
  score: number | null;
  stages: Partial<Record<Stage, { state: StageState; open: boolean; minutes: number | null }>>;
  fines: number;
  /** How often the list that was asked for counts it: once, or once for each receipt or stage. */
  cases: number;
  /** In a list of what did not keep a requirement: for each case, what it was judged by. */
  why?: BrokenFact[][];
}

/** What a case was judged by: a field and its value; null where the cell is blank. */
export interface BrokenFact {
  /** `kind.field`; `charged` and `expected` are the ticket's sums. */
  field: string;
  /** A day, a time, yes or no as `true` and `false`, a score, money in fen. */
  value: string | null;
}

/** One event on a ticket's timeline. */
export interface TimelineEvent {
  at: string | null;
  /** Field and kind it was read from; label is keyed in app/i18n by `field.<kind>.<field>`. */
  kind: string;
  field: string;
  value: string;
  day_only: boolean;
  person: string | null;
  source: CellSource | null;
}

export interface TicketDetail {
  ticket: TicketRow;
  /** Every captured field of the ticket and its documents: the value as read, in words, and its source cell. */
  values: {
    kind: string;
    key: string;
    field: string;
    value: string | null;
    source: CellSource | null;
  }[];
  timeline: TimelineEvent[];
  stages: {
    stage: Stage;
    state: StageState;
    open: boolean;
    start_at: string | null;
    end_at: string | null;
    due_at: string | null;
    minutes: number | null;
    target_minutes: number | null;
    paused_minutes: number;
    person: string | null;
  }[];
  fines: Fine[];
  repeats: { earlier: string | null; later: string | null };
}

/** State of the database, for the frame of every page. */
export interface DeskStatus {
  watermark: string | null;
  /** Months with tickets, oldest first. */
  months: string[];
  last_import_at: string | null;
  sample: boolean;
  policy: { id: string; version: number; name: { zh: string; en: string } };
  /** Months that are closed, with the closing in force. */
  closed: ClosedMonthHead[];
}

/** What every page of a closed month says about its closing. */
export interface ClosedMonthHead {
  month: string;
  version: number;
  closed_at: string;
  closed_by: string | null;
  checksum: string;
}
