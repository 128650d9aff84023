/** The lists behind the figures of a month, row by row, for the manager's workbook. */
import { z } from 'zod';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { complaintRow } from './complaints.ts';
import { qualityRows } from './quality.ts';
import { QUALITY_FINDINGS, type QualityRow } from './quality-types.ts';
import { FINDING_WORDS } from './quality-words.ts';
import { TARGET_STAGES } from './types.ts';

const count = z.number().int();
const text = z.string().nullable();

const breachRow = z.object({
  ticket_no: z.string(),
  stage: z.enum(TARGET_STAGES),
  person: text,
  start_at: z.string(),
  due_at: z.string(),
  end_at: text,
  minutes: z.number().nullable(),
  over_minutes: z.number(),
  delay_reason: text,
});
const repeatRow = z.object({
  ticket_no: z.string(),
  reported_at: z.string(),
  earlier_ticket_no: z.string(),
  earlier_finished_at: z.string(),
  customer: text,
  product: text,
  fault: text,
  technician: text,
});
const scoreRow = z
  .object({
    ticket_no: z.string(),
    event_at: z.string(),
    customer: text,
    product: text,
    technician: text,
    score: count,
    source: z.enum(['follow_up', 'receipt']),
    receipt_score: count.nullable(),
    follow_up_score: count.nullable(),
    remark: text,
  })
  .transform(({ event_at, ...row }) => ({ ...row, at: event_at }));
const chargeRow = z.object({
  ticket_no: z.string(),
  finished_at: z.string(),
  customer: text,
  technician: text,
  warranty: z.enum(['in', 'out', 'agreement']).nullable(),
  charged_fen: count.nullable(),
  expected_fen: count.nullable(),
  outstanding_fen: count,
  age_days: count.nullable(),
});
const CODES = Object.keys(QUALITY_FINDINGS);

/** More rows than a sheet of findings can be worked through. */
const MOST_FINDINGS = 20_000;

/** A finding's cell for the workbook: the sentence says what is wrong and what to do. */
function qualityLine(row: QualityRow, lang: Lang) {
  const { todo } = FINDING_WORDS[row.code];
  const what = row.ticket_no === null ? row.what : `${row.ticket_no} ${row.what}`;
  return {
    // Rows left out became no record of any kind.
    kind: row.kind ?? 'cell',
    file: row.file ?? '',
    sheet: row.sheet ?? '',
    row: row.row ?? 0,
    column: row.column,
    value: row.value,
    code: row.code,
    message: lang === 'zh' ? `${what}。${todo.zh}` : `${what}. ${todo.en}`,
  };
}

/** Breaches, repeats, scores, complaints, charges and what is doubtful in `month`; money in fen, times naive local. */
export async function monthLists(warehouse: Warehouse, month: string, asOf: string, lang: Lang) {
  const at = { month, as_of: asOf };
  return {
    breaches: await warehouse.report('reports/list_breaches', breachRow, at),
    repeats: await warehouse.report('reports/list_repeats', repeatRow, { month }),
    scores: await warehouse.report('reports/list_scores', scoreRow, at),
    complaints: await warehouse.report('reports/list_complaints', complaintRow, { month }),
    charges: await warehouse.report('reports/list_charges', chargeRow, at),
    quality: (await qualityRows(warehouse, month, asOf, lang, MOST_FINDINGS))
      .toSorted((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code))
      .map((row) => qualityLine(row, lang)),
  };
}
