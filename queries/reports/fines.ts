/**
 * Every fine of a month with its arithmetic and source cells (fines --json).
 */
import { z } from 'zod';
import { suggestedCause } from '../ledger/causes.ts';
import { CAUSES, VERDICTS } from '../ledger/types.ts';
import { type Policy, policyOf } from '../policy/policy.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fieldName } from './field-names.ts';
import {
  arithmeticInWords,
  briefInWords,
  CONTRADICTIONS,
  contradictionInWords,
  minutesBetween,
} from './fine-arithmetic.ts';
import type { Fine, FineEvidence } from './types.ts';
import { gatherWatermark } from './watermark.ts';

const count = z.number().int();
const text = z.string().nullable();

/** A fine as the reports about judged_fine give it: what closings freeze, and words are made of. */
export const fineRow = z.object({
  key: z.string(),
  rule: z.string(),
  clause: z.string(),
  detect: z.string(),
  policy_id: z.string(),
  version: count,
  charge: z.string(),
  needs_cause: z.boolean(),
  written_person: text,
  person_name: text,
  employee_no: text,
  assigned: z.boolean(),
  subject_kind: z.enum(['ticket', 'receipt', 'complaint', 'expense']),
  subject_id: z.string(),
  subject_key: z.string(),
  ticket_no: text,
  occurred_at: z.string(),
  month: z.string(),
  amount_fen: count.nullable(),
  proposed_fen: count.nullable(),
  min_fen: count.nullable(),
  max_fen: count.nullable(),
  state: z.enum(['proposed', 'confirmed', 'adjusted', 'waived', 'recheck']),
  cause: z.enum(CAUSES).nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  reason: text,
  decided_at: text,
  decided_by: text,
  appeal: z.enum(['open', 'answered']).nullable(),
  vanished: z.boolean(),
  stamp: z.string(),
  complained: z.boolean(),
  start_at: text,
  end_at: text,
  limit_minutes: z.number().nullable(),
  paused_minutes: z.number(),
  working_minutes: z.number().nullable(),
  detail: text,
  delay_reason: text,
  dispatch_over_minutes: z.number().nullable(),
  contradiction: z.enum(CONTRADICTIONS).nullable(),
  late: z.boolean(),
  settled_fen: count,
});
export type FineRow = z.infer<typeof fineRow>;

export const evidenceRow = z.object({
  fine_key: z.string(),
  ordinal: count,
  kind: z.string(),
  record_key: z.string().nullable(),
  field: z.string(),
  file: text,
  sheet: text,
  sheet_id: count.nullable(),
  row: count.nullable(),
  column: text,
  header: text,
  value: text,
  batch: count.nullable(),
});
export type EvidenceRow = z.infer<typeof evidenceRow>;

/** Which of a month's fines are wanted; all where nothing is named. */
export interface FineSelection {
  readonly ticketNo?: string;
  readonly keys?: readonly string[];
}

/** Puts the fines of a month as of a moment into the temporary table month_fine, what was found of them into found_fine. */
export async function gatherMonth(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<void> {
  await gatherWatermark(warehouse);
  const asked = { month, as_of: asOf };
  await warehouse.gatherFacts('found_fine', 'FROM fines_of($month, $as_of::TIMESTAMP)', asked);
  await warehouse.gather('month_fine', warehouse.sql('ledger/month_fine'), asked);
}

/** Puts those of them that are asked for into the temporary table judged_fine. */
export async function judgeFines(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  only: FineSelection = {},
): Promise<void> {
  await gatherMonth(warehouse, month, asOf);
  const selection = {
    ticket_no: only.ticketNo ?? null,
    keys: only.keys === undefined ? null : JSON.stringify(only.keys),
  };
  const of = `${month} ${asOf}`;
  await warehouse.gather('judged_fine', warehouse.sql('ledger/judged_fine'), selection, of);
}

/** The rows of judged_fine, sorted by key. */
export function judgedRows(warehouse: Warehouse): Promise<FineRow[]> {
  return warehouse.report('reports/fines', fineRow);
}

/** The source cells of judged_fine. */
export function judgedEvidence(warehouse: Warehouse): Promise<EvidenceRow[]> {
  return warehouse.report('reports/fine_evidence', evidenceRow);
}

/** The fines of `month` as they stand at a moment, sorted by key, with their source cells. Money in fen; texts in `lang`. */
export async function monthFines(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  only: FineSelection = {},
): Promise<Fine[]> {
  await judgeFines(warehouse, month, asOf, only);
  const rows = await judgedRows(warehouse);
  const cells = await judgedEvidence(warehouse);
  return finesOf(rows, cells, policyOf(warehouse.policies, month), asOf, lang);
}

/** The same without source cells, for lists of many. */
export async function monthFineList(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  only: FineSelection = {},
): Promise<Fine[]> {
  await judgeFines(warehouse, month, asOf, only);
  const rows = await judgedRows(warehouse);
  return finesOf(rows, [], policyOf(warehouse.policies, month), asOf, lang);
}

/** Rows and cells as fines in words. */
export function finesOf(
  rows: readonly FineRow[],
  cells: readonly EvidenceRow[],
  policy: Policy,
  asOf: string,
  lang: Lang,
): Fine[] {
  const evidence = new Map<string, FineEvidence[]>();
  for (const cell of cells) {
    const list = evidence.get(cell.fine_key) ?? [];
    list.push(evidenceOf(cell, lang));
    evidence.set(cell.fine_key, list);
  }
  const measures = new Map(policy.rules.map((rule) => [rule.no, rule.measures ?? []]));
  return rows.map((row) => ({
    key: row.key,
    rule: row.rule,
    clause: row.clause,
    detect: row.detect,
    person: row.person_name ?? row.written_person,
    employee_no: row.employee_no,
    written_person: row.written_person,
    unassigned: row.person_name === null,
    subject: { kind: row.subject_kind, id: row.subject_id, ticket_no: row.ticket_no },
    occurred_at: row.occurred_at,
    month: row.month,
    amount_fen: row.amount_fen,
    proposed_fen: row.proposed_fen,
    amount_min_fen: row.min_fen,
    amount_max_fen: row.max_fen,
    needs_cause: row.needs_cause,
    measures: [...(measures.get(row.rule) ?? [])],
    state: row.state,
    cause: row.cause,
    verdict: row.verdict,
    reason: row.reason,
    decided: row.decided_at === null ? null : { by: row.decided_by, at: row.decided_at },
    appeal: row.appeal,
    complained: row.complained,
    vanished: row.vanished,
    late: row.late,
    settled_fen: row.settled_fen,
    delay_reason: row.delay_reason,
    suggestion: suggestedCause(
      { ...row, over_minutes: overMinutes(row) },
      policy.excusable_delay_reasons,
      lang,
    ),
    stamp: row.stamp,
    arithmetic: arithmeticInWords({ ...row, as_of: asOf }, lang),
    contradiction:
      row.contradiction === null ? null : contradictionInWords(row.contradiction, lang),
    brief: briefInWords({ ...row, as_of: asOf }, lang),
    evidence: evidence.get(row.key) ?? [],
  }));
}

/** Minutes a late arrival was past its deadline; null of anything else. */
function overMinutes(row: FineRow): number | null {
  const { detect, start_at, end_at, limit_minutes, paused_minutes, working_minutes } = row;
  if (detect !== 'late_arrival' || start_at === null || end_at === null || limit_minutes === null)
    return null;
  return (working_minutes ?? minutesBetween(start_at, end_at)) - paused_minutes - limit_minutes;
}

/** A fine as far as two states of the figures are compared by: without its source cells. Money in fen. */
export interface FineInWords {
  readonly key: string;
  readonly rule: string;
  readonly person: string | null;
  readonly ticket_no: string | null;
  readonly amount_fen: number | null;
  readonly amount_min_fen: number | null;
  readonly amount_max_fen: number | null;
  /** The arithmetic in words, made when asked for: of thousands a few are shown. */
  text(): string;
  /** The same with the moment of asking left out: equal where nothing but time has passed. */
  facts(): string;
}

const foundRow = fineRow.pick({
  month: true,
  key: true,
  rule: true,
  detect: true,
  written_person: true,
  person_name: true,
  ticket_no: true,
  occurred_at: true,
  amount_fen: true,
  min_fen: true,
  max_fen: true,
  start_at: true,
  end_at: true,
  limit_minutes: true,
  paused_minutes: true,
  working_minutes: true,
  detail: true,
});

/** What was found in the months as of a moment, whatever was decided about it, by month and sorted by key. */
export async function finesInWords(
  warehouse: Warehouse,
  months: readonly string[],
  asOf: string,
  lang: Lang,
): Promise<Map<string, FineInWords[]>> {
  const found = new Map(months.map((month): [string, FineInWords[]] => [month, []]));
  const sorted = months.toSorted();
  const [from, to] = [sorted[0], sorted.at(-1)];
  if (from === undefined || to === undefined) return found;
  const at = { from, to, months: JSON.stringify(months), as_of: asOf };
  const rows = await warehouse.report('reports/found_fines', foundRow, at);
  for (const row of rows) found.get(row.month)?.push(inWords(row, asOf, lang));
  return found;
}

function inWords(row: z.infer<typeof foundRow>, asOf: string, lang: Lang): FineInWords {
  return {
    key: row.key,
    rule: row.rule,
    person: row.person_name ?? row.written_person,
    ticket_no: row.ticket_no,
    amount_fen: row.amount_fen,
    amount_min_fen: row.min_fen,
    amount_max_fen: row.max_fen,
    text: () => arithmeticInWords({ ...row, as_of: asOf }, lang),
    facts: () => arithmeticInWords({ ...row, as_of: row.occurred_at }, lang),
  };
}

function evidenceOf(row: z.infer<typeof evidenceRow>, lang: Lang): FineEvidence {
  const blank = lang === 'zh' ? '未填' : 'blank';
  // 拒绝派工 and 服从派工 ask opposite questions: what the cell says means something under its own header only.
  const asked = row.field === 'dispatch_refused' ? row.header?.trim() : undefined;
  const name = asked || fieldName(row.kind, row.field, lang);
  if (
    row.file === null ||
    row.sheet === null ||
    row.sheet_id === null ||
    row.row === null ||
    row.column === null ||
    row.batch === null
  ) {
    return { text: `${name} ${lang === 'zh' ? '未采集' : 'not captured'}`, source: null };
  }
  const value = row.value ?? '';
  return {
    text: `${name} ${value === '' ? blank : value}`,
    source: {
      file: row.file,
      sheet: row.sheet,
      sheet_id: row.sheet_id,
      row: row.row,
      column: row.column,
      header: row.header ?? '',
      value,
      batch: row.batch,
    },
  };
}
