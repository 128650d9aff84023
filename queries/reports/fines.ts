/**
 * Every fine of a month with its arithmetic and source cells (fines --json).
 */
import { z } from 'zod';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fieldName } from './field-names.ts';
import { arithmeticInWords, briefInWords } from './fine-arithmetic.ts';
import type { Fine, FineEvidence } from './types.ts';

const count = z.number().int();
const text = z.string().nullable();

const fineRow = z.object({
  key: z.string(),
  rule: z.string(),
  clause: z.string(),
  detect: z.string(),
  needs_cause: z.boolean(),
  written_person: text,
  person_name: text,
  employee_no: text,
  subject_kind: z.enum(['ticket', 'receipt', 'complaint', 'expense']),
  subject_id: z.string(),
  ticket_no: text,
  occurred_at: z.string(),
  month: z.string(),
  amount_fen: count.nullable(),
  min_fen: count.nullable(),
  max_fen: count.nullable(),
  start_at: text,
  end_at: text,
  limit_minutes: z.number().nullable(),
  paused_minutes: z.number(),
  detail: text,
});

const evidenceRow = z.object({
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

/** The fines of `month` as of a moment, of one ticket where it is named, sorted by key. Money in fen; texts in `lang`. */
export async function monthFines(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  ticketNo: string | null = null,
): Promise<Fine[]> {
  const params = { month, as_of: asOf, ticket_no: ticketNo };
  const rows = await warehouse.report('reports/fines', fineRow, params);
  const evidence = new Map<string, FineEvidence[]>();
  for (const row of await warehouse.report('reports/fine_evidence', evidenceRow, params)) {
    const list = evidence.get(row.fine_key) ?? [];
    list.push(evidenceOf(row, lang));
    evidence.set(row.fine_key, list);
  }
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
    proposed_fen: row.amount_fen,
    amount_min_fen: row.min_fen,
    amount_max_fen: row.max_fen,
    needs_cause: row.needs_cause,
    measures: [],
    state: 'proposed',
    cause: null,
    verdict: null,
    reason: null,
    decided: null,
    appeal: null,
    complained: false,
    vanished: false,
    late: false,
    settled_fen: 0,
    suggestion: null,
    stamp: '',
    arithmetic: arithmeticInWords({ ...row, as_of: asOf }, lang),
    brief: briefInWords({ ...row, as_of: asOf }, lang),
    evidence: evidence.get(row.key) ?? [],
  }));
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
  /** The arithmetic in words. */
  readonly text: string;
  /** The same with the moment of asking left out: equal where nothing but time has passed. */
  readonly facts: string;
}

/** The fines of `month` as of a moment, sorted by key, without the evidence that `monthFines` gathers. */
export async function finesInWords(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
): Promise<FineInWords[]> {
  const params = { month, as_of: asOf, ticket_no: null };
  const rows = await warehouse.report('reports/fines', fineRow, params);
  return rows.map((row) => ({
    key: row.key,
    rule: row.rule,
    person: row.person_name ?? row.written_person,
    ticket_no: row.ticket_no,
    amount_fen: row.amount_fen,
    amount_min_fen: row.min_fen,
    amount_max_fen: row.max_fen,
    text: arithmeticInWords({ ...row, as_of: asOf }, lang),
    facts: arithmeticInWords({ ...row, as_of: row.occurred_at }, lang),
  }));
}

function evidenceOf(row: z.infer<typeof evidenceRow>, lang: Lang): FineEvidence {
  const blank = lang === 'zh' ? '未填' : 'blank';
  const name = fieldName(row.kind, row.field, lang);
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
