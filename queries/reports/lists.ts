/** The lists behind the figures of a month, row by row, for the manager's workbook. */
import { z } from 'zod';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fieldName } from './field-names.ts';
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
const complaintRow = z.object({
  complaint_no: text,
  ticket_no: text,
  received_at: z.string(),
  channel: z.enum(['call', 'letter', 'visit']).nullable(),
  person: text,
  reason: text,
  reason_text: text,
  severity: z.enum(['minor', 'medium', 'serious']).nullable(),
  substantiated: z.boolean().nullable(),
  description: text,
});
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
const issueRow = z.object({
  kind: z.string(),
  file: z.string(),
  sheet: z.string(),
  row: count,
  column: text,
  value: z.string(),
  code: z.string(),
  message: z.string(),
});

const findingRow = z.object({
  code: z.enum(['time_order', 'suspected', 'unknown_person']),
  ticket_no: text,
  kind: z.string(),
  field: z.string(),
  detail: text,
  file: z.string(),
  sheet: z.string(),
  row: count,
  column: text,
  value: z.string(),
});

/** What is doubtful about a cell, and what to do, in words. */
function findingInWords(finding: z.infer<typeof findingRow>, lang: Lang): string {
  const ticket = finding.ticket_no ?? '';
  const field = fieldName(finding.kind, finding.field, lang);
  const zh = lang === 'zh';
  switch (finding.code) {
    case 'time_order':
      return zh
        ? `${ticket} ${field}时间早于上一步或相隔过久，不计入及时率。核对后改正`
        : `${ticket}: ${field} lies before the step before it, or too long after; left out of the rates. Check and correct it`;
    case 'suspected':
      return zh
        ? `${ticket} 疑似，证据不足，不计扣减。补填${field}后重新导入`
        : `${ticket}: suspected, evidence missing, no deduction. Fill in ${field} and import again`;
    case 'unknown_person':
      return zh
        ? `“${finding.detail ?? ''}”不在花名册上，或有两人同名。补花名册或别名`
        : `"${finding.detail ?? ''}" is not on the roster, or two persons have that name. Add the person or the alias`;
  }
}

/** Breaches, repeats, scores, complaints, charges and what is doubtful in `month`; money in fen, times naive local. */
export async function monthLists(warehouse: Warehouse, month: string, asOf: string, lang: Lang) {
  const at = { month, as_of: asOf };
  const findings = await warehouse.report('reports/quality_findings', findingRow, at);
  return {
    breaches: await warehouse.report('reports/list_breaches', breachRow, at),
    repeats: await warehouse.report('reports/list_repeats', repeatRow, { month }),
    scores: await warehouse.report('reports/list_scores', scoreRow, at),
    complaints: await warehouse.report('reports/list_complaints', complaintRow, { month }),
    charges: await warehouse.report('reports/list_charges', chargeRow, at),
    quality: [
      ...(await warehouse.report('reports/quality_issues', issueRow, { month })),
      ...findings.map((finding) => ({
        kind: finding.kind,
        file: finding.file,
        sheet: finding.sheet,
        row: finding.row,
        column: finding.column,
        value: finding.value,
        code: finding.code,
        message: findingInWords(finding, lang),
      })),
    ],
  };
}
