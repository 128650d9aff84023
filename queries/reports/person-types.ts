/**
 * One person's month as pages read it. Rates 0–1 exact as met ÷ measured, durations in minutes with 2 decimals, money in
 * integer fen, times `YYYY-MM-DDTHH:MM:SS` naive local, months `YYYY-MM`; null where nothing was measured or recorded.
 */
import type { MetricId, WorkRole } from '../metrics/registry.ts';
import type { PersonRoles, StageState } from './types.ts';

export interface PersonIdentity {
  /** What addresses carry: the employee number, else `~` and the name without spaces. */
  readonly id: string;
  readonly employee_no: string | null;
  readonly name: string;
  /** As the roster has it: technician, dispatcher, hotline, manager or another text; null without one. */
  readonly role: string | null;
  readonly department: string | null;
  readonly grade: string | null;
  /** `YYYY-MM-DD`. */
  readonly hired_on: string | null;
  readonly left_on: string | null;
  /** How else the person is written: aliases of the roster, names people decided about. */
  readonly names: readonly string[];
}

/** A person in the list of a month. */
export interface PersonLine extends PersonIdentity {
  /** Roles by work done in the month; the roster's role stands first where it is one of them. */
  readonly roles: readonly WorkRole[];
  readonly work: PersonRoles;
  /** Of the first role: its first metric of the registry; null where the person has no role. */
  readonly main: {
    readonly metric: MetricId;
    readonly met: number;
    readonly measured: number;
  } | null;
}

export interface MetricPoint {
  readonly month: string;
  /** The rate, or the median in minutes; null where nothing was measured. */
  readonly value: number | null;
  /** Null for durations. */
  readonly met: number | null;
  readonly measured: number;
}

/** One metric of a person beside the team. */
export interface ScoreLine {
  readonly metric: MetricId;
  readonly own: MetricPoint;
  /** Left out of the denominator: nobody recorded it or the record is impossible. */
  readonly unknown: number;
  /** Some cases may still change, the last of them until then. */
  readonly provisional_until: string | null;
  /** All cases of the month, whoever's they are. */
  readonly team: MetricPoint;
  /** Others with a case, by value, without names. */
  readonly others: readonly { readonly value: number; readonly measured: number }[];
  /** Twelve months ending with this one, own and team; a month without data has the value null. */
  readonly series: readonly { readonly own: MetricPoint; readonly team: MetricPoint }[];
}

export interface RoleScores {
  readonly role: WorkRole;
  readonly lines: readonly ScoreLine[];
}

export interface PersonVisit {
  readonly receipt_key: string;
  readonly receipt_no: string;
  readonly ticket_no: string | null;
  readonly visit_no: number;
  readonly customer: string | null;
  readonly product: string | null;
  readonly fault: string | null;
  readonly reported_at: string | null;
  readonly reported_day: boolean;
  /** Deadline of the arrival; null on later visits and where there is none. */
  readonly due_at: string | null;
  /** Null on later visits and where the stage does not apply. */
  readonly arrival_state: StageState | null;
  readonly arrived_at: string | null;
  /** Known to the day only. */
  readonly arrived_day: boolean;
  readonly finished_at: string | null;
  readonly finished_day: boolean;
  readonly repair_minutes: number | null;
  readonly complete: boolean;
  readonly missing_fields: readonly string[];
}

export interface PersonJob {
  readonly ticket_no: string;
  /** Reported in the month and dispatched to the person; else only visited in it. */
  readonly dispatched: boolean;
  readonly reported_at: string | null;
  readonly customer: string | null;
  readonly product: string | null;
  readonly fault: string | null;
  readonly region: 'urban' | 'outside' | null;
  /** Receipts of the ticket, whoever's. */
  readonly receipts: number;
  /** The person's own in the month. */
  readonly visits: number;
  /** The arrival's deadline was promised to the customer. */
  readonly promised: boolean;
  readonly dispatch_state: StageState | null;
  readonly dispatch_minutes: number | null;
  readonly arrival_state: StageState | null;
  readonly arrival_minutes: number | null;
  readonly arrival_due_at: string | null;
  readonly arrived_at: string | null;
  /** Past the deadline; null in time, open or without one. */
  readonly arrival_over_minutes: number | null;
  /** Over the person's own receipts of the month. */
  readonly repair_minutes: number | null;
  readonly callback_state: StageState | null;
  readonly callback_minutes: number | null;
  readonly score: number | null;
  /** All own receipts of the month are complete; null without one. */
  readonly complete: boolean | null;
  readonly open_visit: boolean | null;
  /** Fields of the own receipts that are blank though asked for. */
  readonly missing: readonly string[];
  /** Only receipts name the ticket: it has no page. */
  readonly unknown_ticket: boolean;
}

/** A stage of the desk's work past its limit. */
export interface DeskBreach {
  readonly ticket_no: string;
  readonly stage: 'answer' | 'dispatch' | 'callback' | 'guidance_follow_up';
  readonly start_at: string;
  readonly due_at: string;
  /** Null: still open. */
  readonly end_at: string | null;
  readonly minutes: number | null;
  readonly over_minutes: number;
  readonly customer: string | null;
}

export interface PersonExpense {
  readonly row_key: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly kind: string | null;
  readonly hours: number | null;
  readonly amount_fen: number | null;
  readonly trip_place: string | null;
  readonly voucher_place: string | null;
  readonly voucher_valid: boolean | null;
}

/** Everything of one person in one month but the fines, which the ledger keeps. */
export interface PersonFiguresOfMonth {
  readonly person: PersonIdentity;
  readonly month: string;
  readonly as_of: string;
  readonly policy: { readonly id: string; readonly version: number };
  readonly work: PersonRoles;
  /** Tickets reported in the month and dispatched to the person. */
  readonly jobs_dispatched: number;
  readonly scores: readonly RoleScores[];
  readonly visits: readonly PersonVisit[];
  readonly jobs: readonly PersonJob[];
  readonly breaches: readonly DeskBreach[];
  readonly expenses: readonly PersonExpense[];
}
