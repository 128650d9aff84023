/**
 * The door from the web to the figures: everything a page, an API answer or a download may ask for.
 * The process that serves opens one desk over the database and hands it to every loader; nothing in
 * the web bundle knows DuckDB. All methods reject with an `Error` whose message is fit for people.
 */
import type { Metric, MetricId } from '#queries/metrics/registry.ts';
import type { Policy } from '#queries/policy/policy.ts';
import type {
  Complaint,
  ComplaintQuery,
  DeskStatus,
  Fine,
  MonthReport,
  Overview,
  ScopeChoices,
  TargetStage,
  TicketDetail,
  TicketQuery,
  TicketRow,
  TicketScope,
} from '#queries/reports/types.ts';
import type { ImportDesk } from './import-desk.ts';
import type { PersonDesk } from './person-desk.ts';
import type { PolicyDesk } from './policy-desk.ts';
import type { QualityDesk } from './quality-desk.ts';
import type { ReviewDesk } from './review-desk.ts';

/** A text in both languages of the product. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** How a page shows one rule of the policy. */
export interface PolicyRule {
  /** Rule number as a fine cites it, e.g. `7a`. */
  no: string;
  title: Bilingual;
  /** The detector behind it; charts group rules by it. */
  detect: string;
  /** Fixed amount, or null for a range and for rules that name a measure instead of money. */
  amount_fen: number | null;
  amount_min_fen: number | null;
  amount_max_fen: number | null;
  needs_cause: boolean;
  /** Clause of the policy, e.g. `六、6`. */
  clause: string;
  /** Whom it charges. */
  charge: 'hotline_agent' | 'dispatcher' | 'technician' | 'employee';
  /** Disciplinary measures to choose from; empty where the rule names money. */
  measures: readonly string[];
  /** `complaint`: only with a substantiated complaint of the same rule. */
  trigger: 'violation' | 'complaint';
  /** On what the company rests the deduction. */
  basis: 'company_rule' | 'loss_compensation' | 'other';
}

/** How a page shows one metric: the registry's words with the targets of the policy in force. */
export interface MetricView {
  id: MetricId;
  name: Bilingual;
  formula: Bilingual;
  unit: Metric['unit'];
  /** `up`: higher is better, met at or above the target. `down`: lower is better. */
  direction: 'up' | 'down';
  /** Target in the metric's unit, null where the policy names none. */
  target: number | null;
  /** A target such as `< 3 %`: reaching it exactly is a miss. */
  target_exclusive: boolean;
  /** Clause number, '' where no clause speaks of the metric. */
  clause: string;
  /** The list behind it, of tickets or of complaints. */
  list: Metric['list'];
}

/** The policy in force in a month, as far as pages show it. */
export interface PolicyView {
  id: string;
  version: number;
  name: Bilingual;
  /** First month it applies to, `YYYY-MM`, null when it always did. */
  effective_from: string | null;
  /** Target of each stage in minutes; null where the policy sets none. Arrival: the general deadline. */
  stage_minutes: Record<TargetStage, number | null>;
  repeat_window_days: number;
  rules: PolicyRule[];
  /** What no clause states and the product assumes, in words; `key` is the path of the entry. */
  assumptions: (Bilingual & { key: string })[];
  /** The policy as written, for what has no words of its own here. */
  source: Policy;
  /** Every metric a page may name, KPIs first in display order. */
  metrics: MetricView[];
}

export interface Desk extends QualityDesk, PersonDesk {
  status(): Promise<DeskStatus>;
  /** The policy in force in that month. */
  policy(month: string): Promise<PolicyView>;
  report(month: string, asOf?: string): Promise<MonthReport>;
  /** Of all tickets, or of those a scope means: then without figures of people, and how far data can be trusted as of all. */
  overview(month: string, scope?: TicketScope): Promise<Overview>;
  /** What the overview of a month can be filtered by. */
  scopeChoices(month: string): Promise<ScopeChoices>;
  tickets(query: TicketQuery): Promise<TicketRow[]>;
  complaints(query: ComplaintQuery): Promise<Complaint[]>;
  /** Null when no ticket has that number. `lang` is that of the words inside, such as a fine's arithmetic. */
  ticket(ticketNo: string, lang?: 'zh' | 'en'): Promise<TicketDetail | null>;
  /** Sorted by key. */
  fines(month: string, asOf?: string, lang?: 'zh' | 'en'): Promise<Fine[]>;
  /** The manager's workbook of the month, as an xlsx file's bytes. */
  workbook(month: string, lang: 'zh' | 'en'): Promise<Uint8Array>;
  /** An Arrow IPC stream of the month's tickets with their stage states. */
  ticketsArrow(month: string): Promise<Uint8Array>;
  /** Takes the sample department out, so that the department's own files can come in. */
  emptySample(): Promise<void>;
  /** Uploads in progress and the history of imports. */
  readonly imports: ImportDesk;
  /** Policies: in force, shipped, being written. */
  readonly policies: PolicyDesk;
  /** Decisions, month close and deductions. */
  readonly review: ReviewDesk;
}
