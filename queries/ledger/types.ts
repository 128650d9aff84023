/**
 * What people decide about fines and what a closed month holds. Money in integer fen, months `YYYY-MM`, times
 * `YYYY-MM-DDTHH:MM:SS` naive local.
 */
import type { WorkRole } from '../metrics/registry.ts';
import type { Fine, FineState, MonthReport, TicketDetail } from '../reports/types.ts';

/** Why an event happened: `personal` is what confirming requires where the rule needs a cause, every other one waives. */
export const CAUSES = [
  'personal',
  'traffic',
  'weather',
  'parts',
  'customer',
  'workload',
  'other',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What a repeat pair was judged to be; every verdict but `repeat` waives the fine and takes the pair out of the figures. */
export const VERDICTS = ['repeat', 'new_fault', 'part_defect', 'misuse'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Who acts. Until there are accounts the person is chosen from the roster; null number: not on one. */
export interface Actor {
  readonly employee_no: string | null;
  readonly name: string;
}

/** A person a fine may be charged to. */
export interface ChargedPerson {
  readonly employee_no: string | null;
  readonly name: string;
}

export type Decision = 'confirm' | 'adjust' | 'waive' | 'assign';

/** What somebody wants to decide about one fine. `assign` names the person and leaves the fine to be decided. */
export interface DecisionRequest {
  readonly key: string;
  readonly decision: Decision;
  readonly amount_fen?: number | null;
  readonly cause?: Cause | null;
  readonly verdict?: Verdict | null;
  readonly reason?: string | null;
  /** Employee number or name as typed; assigns the fine. */
  readonly person?: string | null;
  /** `Fine.stamp` as the reviewer saw it; a fine that has changed since is not decided blindly. */
  readonly seen?: string;
}

/** Asks for the last decision about a fine to be taken back. */
export interface UndoRequest {
  readonly key: string;
  /** `Fine.stamp` as it stood after that decision; what somebody did since is not taken back instead. */
  readonly seen?: string;
}

/** What steps about a fine can change: how it stands after one. */
export type FineStanding = Readonly<
  Pick<
    Fine,
    | 'key'
    | 'state'
    | 'amount_fen'
    | 'person'
    | 'employee_no'
    | 'unassigned'
    | 'cause'
    | 'verdict'
    | 'reason'
    | 'decided'
    | 'appeal'
    | 'vanished'
    | 'stamp'
  >
>;

/** One entry of a fine's log. */
export interface FineStep {
  readonly id: number;
  readonly action: Decision | 'appeal' | 'answer' | 'undo';
  readonly by: string | null;
  readonly at: string;
  readonly from: FineState;
  readonly to: FineState;
  readonly amount_fen: number | null;
  readonly cause: Cause | null;
  readonly verdict: Verdict | null;
  /** The reason, the text of an appeal, or the answer to it. */
  readonly text: string | null;
  /** Whom the step charges. */
  readonly person: string | null;
  /** The step was taken back. */
  readonly undone: boolean;
}

/** Who held a late ticket for how long: the minutes of a breached arrival by leg. */
export interface Leg {
  readonly role: 'hotline_agent' | 'dispatcher' | 'technician';
  readonly person: string | null;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  /** Minutes past the leg's own target; 0 within it, null where it has none. */
  readonly over_minutes: number | null;
}

/** One side of a repeat pair, as the two receipts stand side by side. Null: blank or never asked. */
export interface RepeatSide {
  readonly ticket_no: string;
  readonly customer: string | null;
  readonly product: string | null;
  readonly fault_category: string | null;
  readonly fault: string | null;
  readonly technician: string | null;
  readonly reported_at: string | null;
  readonly arrived_at: string | null;
  readonly finished_at: string | null;
  readonly fault_cause: string | null;
  readonly solution: string | null;
  readonly replaced_parts: string | null;
  readonly customer_signed: string | null;
}

/** Everything the evidence card shows beside the fine itself. */
export interface FineDetail {
  readonly fine: Fine;
  /** Oldest first. */
  readonly log: readonly FineStep[];
  /** Of rule 6 and 2a: the legs up to the breached end; else empty. */
  readonly legs: readonly Leg[];
  /** One sentence about what a late dispatch took of a late arrival; null where nothing did. */
  readonly leg_note: string | null;
  /** Null for a fine without a ticket. */
  readonly ticket: TicketDetail | null;
  /** This person's fines on the ticket, this one included, and their sum. */
  readonly on_ticket: { readonly count: number; readonly fen: number };
  /** Of rule 5: the pair side by side, and what the repeat rate would be without it. */
  readonly pair: {
    readonly earlier: RepeatSide;
    readonly later: RepeatSide;
    readonly rate_now: number | null;
    readonly rate_without: number | null;
  } | null;
}

/** One line of what a close still wants. `todo` blocks it, `note` does not. */
export interface CheckItem {
  readonly id:
    | 'proposed'
    | 'recheck'
    | 'appeals'
    | 'unassigned'
    | 'undecided'
    | 'suspected'
    | 'data_until'
    | 'kinds_missing'
    | 'policy'
    | 'own_gone'
    | 'wages'
    | 'earlier_open';
  readonly status: 'todo' | 'note' | 'done';
  readonly count: number;
  /** What the line names besides its count: a date, kinds, a month. */
  readonly detail: string | null;
  /** The months the line is about, oldest first, where it may be about several. */
  readonly months?: readonly string[];
}

/** A numbered closing of a month. */
export interface ClosingHead {
  readonly version: number;
  readonly closed_at: string;
  readonly closed_by: string | null;
  readonly as_of: string;
  readonly policy: { readonly id: string; readonly version: number };
  readonly checksum: string;
  readonly reopened_at: string | null;
  readonly reopened_by: string | null;
  readonly reopened_second: string | null;
  readonly reopen_reason: string | null;
}

export interface MonthClosing {
  readonly month: string;
  readonly state: 'open' | 'closed';
  /** The closing in force; null while the month is open. */
  readonly head: ClosingHead | null;
  /** All closings of the month, newest first. */
  readonly history: readonly ClosingHead[];
  /** What closing still wants; empty once closed. */
  readonly checklist: readonly CheckItem[];
}

/** A difference between a closed month and the same month computed today. */
export interface ClosedDifference {
  readonly what: 'fine' | 'figure';
  /** Fine key, or path of the figure in the report, e.g. `stages.answer.met`. */
  readonly id: string;
  readonly rule: string | null;
  readonly person: string | null;
  readonly ticket_no: string | null;
  /** As closed and as of today; amounts in fen for fines. Null: absent on that side. */
  readonly closed: number | null;
  readonly today: number | null;
  readonly today_state: FineState | null;
  /** The imports and decisions since the closing that explain it. */
  readonly causes: readonly {
    readonly kind: 'import' | 'undo' | 'decision' | 'policy';
    readonly batch: number | null;
    readonly files: readonly string[];
    readonly at: string;
    readonly by: string | null;
  }[];
}

/** Which limit holds for what may be taken of a month's wage. */
export const PROFILE_IDS = ['share_and_floor', 'floor_only', 'not_allowed', 'none'] as const;
export type ProfileId = (typeof PROFILE_IDS)[number];

/** How a region's law is read by HR; the product never claims that a deduction is lawful. */
export interface PayProfile {
  readonly id: ProfileId;
  /** Share of the month's wage that may be taken, 0–1; null: no share limit. */
  readonly share: number | null;
  /** Local minimum wage in fen; null: not set. */
  readonly floor_fen: number | null;
  /** A written notice is due before deducting. */
  readonly notice: boolean;
  /** HR has said that the profile fits; null: nobody yet. */
  readonly confirmed_by: string | null;
  readonly confirmed_at: string | null;
}

export interface DeductionAdjustment {
  /** The closed month and the fine it corrects. */
  readonly month: string;
  readonly key: string;
  readonly rule: string;
  readonly fen: number;
}

/** A measure of a rule that names no money (rule 11), listed apart. */
export interface DisciplineItem {
  readonly key: string;
  readonly rule: string;
  readonly employee_no: string | null;
  readonly name: string;
  readonly occurred_at: string;
  readonly measure: string;
}

export interface PersonDeduction {
  readonly employee_no: string | null;
  readonly name: string;
  readonly department: string | null;
  /** Rule number → confirmed and adjusted fines. */
  readonly rules: Readonly<Record<string, { readonly count: number; readonly fen: number }>>;
  readonly adjustments: readonly DeductionAdjustment[];
  readonly carried_in_fen: number;
  readonly total_fen: number;
  /** Of the month; null: not loaded. */
  readonly wage_fen: number | null;
  readonly limit_fen: number | null;
  readonly limit_state: 'checked' | 'not_checked' | 'off';
  readonly deduct_fen: number;
  readonly carried_out_fen: number;
  /** When the person was given the written notice; null: not yet or not due. */
  readonly notified_at: string | null;
}

/** HR's sheet of one month. */
export interface DeductionSheet {
  readonly month: string;
  readonly state: 'draft' | 'closed';
  readonly as_of: string;
  /** Number of the content among the exported ones; raised when an export differs from the last. */
  readonly revision: number;
  /** SHA-256 of the content, hex. */
  readonly checksum: string;
  readonly profile: PayProfile;
  readonly people: readonly PersonDeduction[];
  readonly discipline: readonly DisciplineItem[];
  readonly totals: {
    readonly total_fen: number;
    readonly deduct_fen: number;
    readonly carried_out_fen: number;
  };
}

/** One download of a deduction sheet. */
export interface DeductionExport {
  readonly id: number;
  readonly revision: number;
  readonly state: 'draft' | 'closed';
  readonly checksum: string;
  readonly at: string;
  readonly by: string | null;
  readonly template: boolean;
}

/** What differs between a sheet and the last exported revision before it. */
export interface RevisionDifference {
  readonly employee_no: string | null;
  readonly name: string;
  readonly before: { readonly total_fen: number; readonly deduct_fen: number } | null;
  readonly after: { readonly total_fen: number; readonly deduct_fen: number } | null;
}

/** Fines of a department's people; null: of people without a department. */
export interface TeamFairness {
  readonly department: string | null;
  readonly people: number;
  readonly tickets: number;
  readonly fines: number;
  readonly per_100: number | null;
  readonly fen: number;
  readonly waived: number;
}

/** Fines of all who do the same work, those without a fine included. */
export interface RoleFairness {
  readonly role: WorkRole;
  readonly people: number;
  /** Of its people, each counted for each. */
  readonly tickets: number;
  readonly fines: number;
  readonly per_100: number | null;
}

/** Fines per person and reviewer before a month is closed: is anybody treated differently? */
export interface Fairness {
  readonly people: readonly {
    readonly employee_no: string | null;
    readonly name: string;
    readonly department: string | null;
    /** The work the person had most tickets of; null without any. */
    readonly role: WorkRole | null;
    readonly tickets: number;
    readonly fines: number;
    readonly per_100: number | null;
    readonly fen: number;
    readonly waived: number;
  }[];
  /** The same sums per department; empty where all are of one. Tickets are those of its people, each counted for each. */
  readonly teams: readonly TeamFairness[];
  readonly reviewers: readonly {
    readonly name: string;
    readonly rule: string;
    readonly decided: number;
    readonly waived: number;
  }[];
  /** Share of the confirmed sum that falls on the three persons who bear most, 0–1; null without any. */
  readonly top_three_share: number | null;
  /** What each is compared with: all who do the same work. */
  readonly roles: readonly RoleFairness[];
}

/** What a closing froze of the figures. */
export type FrozenReport = MonthReport;

/** A decision, close, reopening or setting that cannot be taken as asked; the message says why and what to do. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';
  constructor(
    message: string,
    /** Lines or keys the refusal speaks of, where there are several. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
