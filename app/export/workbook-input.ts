/**
 * What the manager's workbook is made from. Figures come as queries/reports hands them out (units there:
 * rates 0–1, minutes, fen, naive local times `YYYY-MM-DDTHH:MM:SS`); the rows below are the lists behind them.
 * Lists are written in the order given, breaches by stage and fines by rule first. The workbook computes no figure of its own but sums of what it lists.
 */
import type { Policy } from '#queries/policy/policy.ts';
import type { QualityCode } from '#queries/reports/quality-types.ts';
import type { Complaint, Fine, Overview, TargetStage, TicketRow } from '#queries/reports/types.ts';

export type Lang = 'zh' | 'en';

/** One ticket that missed one stage, in the month that stage belongs to. */
export interface BreachRow {
  ticket_no: string;
  stage: TargetStage;
  /** Whose stage it is; null when nobody is named. */
  person: string | null;
  start_at: string;
  due_at: string;
  /** Null while the end is still blank: an open breach. */
  end_at: string | null;
  /** Start to end, pauses subtracted; null while open. */
  minutes: number | null;
  /** Minutes past the limit, up to the end or, while open, up to as_of. */
  over_minutes: number;
  delay_reason: string | null;
}

/** One pair of tickets of the same problem: the later one repeats the earlier one. */
export interface RepeatRow {
  ticket_no: string;
  reported_at: string;
  earlier_ticket_no: string;
  earlier_finished_at: string;
  customer: string | null;
  product: string | null;
  /** Fault category, else the fault text. */
  fault: string | null;
  /** Technician of the earlier ticket's last receipt, else of that ticket. */
  technician: string | null;
}

/** One scored ticket of the month. */
export interface ScoreRow {
  ticket_no: string;
  /** Last finished_at; of a phone ticket reported_at. */
  at: string;
  customer: string | null;
  product: string | null;
  technician: string | null;
  /** The score that counts, 1–5. */
  score: number;
  source: 'follow_up' | 'receipt';
  receipt_score: number | null;
  follow_up_score: number | null;
  remark: string | null;
}

/** One complaint received in the month. */
export type ComplaintRow = Omit<Complaint, 'row_key' | 'known_ticket' | 'sources'>;

/** Charges of one ticket, in the month of its last finished_at. */
export interface ChargeRow {
  ticket_no: string;
  finished_at: string;
  customer: string | null;
  technician: string | null;
  warranty: 'in' | 'out' | 'agreement' | null;
  /** Null: the charge was not captured. */
  charged_fen: number | null;
  /** Null: unknown what was due. */
  expected_fen: number | null;
  outstanding_fen: number;
  /** Age of the outstanding charge at as_of in whole days; null when nothing is outstanding. */
  age_days: number | null;
}

/** One cell that could not be read, or one fact that puts figures in doubt. */
export interface QualityRow {
  /** Kind of sheet, or kind of finding where no sheet is at fault. */
  kind: string;
  file: string;
  sheet: string;
  row: number;
  /** Column letter; null when the whole row is meant. */
  column: string | null;
  value: string;
  /** What kind of finding it is. */
  code: QualityCode;
  /** For people, in the workbook's language. */
  message: string;
}

export interface WorkbookInput {
  company: string;
  lang: Lang;
  /** The month is not closed: every sheet says 草稿. */
  draft: boolean;
  /** The policy version in force in the month. */
  policy: Policy;
  overview: Overview;
  /** The same month of the year before; an Overview fits. Null when no data reach back. */
  yearBefore: Pick<Overview, 'report' | 'kpis'> | null;
  fines: readonly Fine[];
  /** The month's tickets, reported or finished in it: lists look up customer, product and region here. */
  tickets: readonly TicketRow[];
  breaches: readonly BreachRow[];
  repeats: readonly RepeatRow[];
  scores: readonly ScoreRow[];
  complaints: readonly ComplaintRow[];
  charges: readonly ChargeRow[];
  quality: readonly QualityRow[];
}
