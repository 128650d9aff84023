/**
 * A department of four in October 2026, written by hand: fines of two rules, an adjustment of September, an amount
 * carried in, one person above her limit, one without a wage, one who is paid back, and texts that want to be formulas.
 */
import { readFileSync } from 'node:fs';
import { policyView } from '#app/data/policy-view.server.ts';
import type { DeductionInput } from '#app/export/deductions/input.ts';
import type { PersonDeduction } from '#queries/ledger/types.ts';
import { parsePolicy } from '#queries/policy/policy.ts';
import type { Fine } from '#queries/reports/types.ts';

export const policy = policyView(
  parsePolicy(
    readFileSync(new URL('../../../../queries/policy/default.yaml', import.meta.url), 'utf8'),
    'default.yaml',
  ),
);

export function fine(over: Partial<Fine> & Pick<Fine, 'key' | 'rule' | 'amount_fen'>): Fine {
  return {
    clause: `六、${Number.parseInt(over.rule, 10)}`,
    detect: 'late_arrival',
    person: '赵刚',
    employee_no: 'E009',
    written_person: '赵刚',
    unassigned: false,
    subject: { kind: 'ticket', id: 'BX2610-0002', ticket_no: 'BX2610-0002' },
    occurred_at: '2026-10-14T12:47:00',
    month: '2026-10',
    proposed_fen: over.amount_fen,
    amount_min_fen: over.amount_fen,
    amount_max_fen: over.amount_fen,
    needs_cause: false,
    measures: [],
    state: 'confirmed',
    cause: null,
    verdict: null,
    reason: null,
    decided: { by: '林建国', at: '2026-11-01T09:30:00' },
    appeal: null,
    complained: false,
    vanished: false,
    late: false,
    settled_fen: 0,
    contradiction: null,
    delay_reason: null,
    suggestion: null,
    stamp: '1',
    arithmetic: '报修 10-14 09:12 → 到达 10-14 12:47 = 3 时 35 分，时限 3 时，超 35 分',
    evidence: [
      {
        text: '报修 10-14 09:12',
        source: {
          file: '2026-10 售后台账.xlsx',
          sheet: '台账',
          sheet_id: 4,
          row: 12,
          column: 'B',
          header: '报修时间',
          value: '2026-10-14 09:12',
          batch: 4,
        },
      },
      {
        text: '到达 10-14 12:47',
        source: {
          file: '2026-10 售后台账.xlsx',
          sheet: '台账',
          sheet_id: 4,
          row: 12,
          column: 'H',
          header: '到达时间',
          value: '12:47',
          batch: 4,
        },
      },
    ],
    ...over,
  };
}

function person(over: Partial<PersonDeduction> & Pick<PersonDeduction, 'name'>): PersonDeduction {
  return {
    employee_no: null,
    department: '售后服务部',
    rules: {},
    adjustments: [],
    carried_in_fen: 0,
    total_fen: 0,
    wage_fen: null,
    limit_fen: null,
    limit_state: 'not_checked',
    deduct_fen: 0,
    carried_out_fen: 0,
    notified_at: null,
    ...over,
  };
}

/** Names and reasons that a spreadsheet would run if they became formulas. */
export const HOSTILE = {
  name: '=HYPERLINK("http://a.test","陈静")',
  department: '@SUM(1+1)*cmd|calc',
  reason: '\t=1+1',
  ticket: '-2+3',
  arithmetic: '\r+cmd|calc!A0',
} as const;

export const PEOPLE: readonly PersonDeduction[] = [
  // 50.00 + 20.50 + 30.10 carried in; a fifth of 5,000 is far above it.
  person({
    employee_no: 'E009',
    name: '赵刚',
    rules: { '6': { count: 1, fen: 5_000 }, '7a': { count: 1, fen: 2_050 } },
    carried_in_fen: 3_010,
    total_fen: 10_060,
    wage_fen: 500_000,
    limit_fen: 100_000,
    limit_state: 'checked',
    deduct_fen: 10_060,
    notified_at: '2026-11-01T10:00:00',
  }),
  // Two late arrivals; of a wage of 400.00 a fifth is 80.00: the rest is carried.
  person({
    employee_no: 'E007',
    name: '李强',
    rules: { '6': { count: 2, fen: 10_000 } },
    total_fen: 10_000,
    wage_fen: 40_000,
    limit_fen: 8_000,
    limit_state: 'checked',
    deduct_fen: 8_000,
    carried_out_fen: 2_000,
  }),
  // Nobody loaded a wage.
  person({
    name: HOSTILE.name,
    department: HOSTILE.department,
    rules: { '7a': { count: 1, fen: 2_000 } },
    total_fen: 2_000,
    deduct_fen: 2_000,
  }),
  // An appeal about September was granted: paid back.
  person({
    employee_no: 'E001',
    name: '王芳',
    adjustments: [{ month: '2026-09', key: '1a|ticket|BX2609-0150|王芳', rule: '1a', fen: -5_000 }],
    total_fen: -5_000,
    deduct_fen: -5_000,
  }),
];

export const FINES: readonly Fine[] = [
  fine({ key: '6|ticket|BX2610-0002|赵刚', rule: '6', amount_fen: 5_000, cause: 'personal' }),
  fine({
    key: '7a|receipt|HZ2610-0003|赵刚',
    rule: '7a',
    amount_fen: 2_050,
    state: 'adjusted',
    reason: HOSTILE.reason,
    subject: { kind: 'receipt', id: 'HZ2610-0003', ticket_no: HOSTILE.ticket },
    occurred_at: '2026-10-03T18:05:00',
    arithmetic: HOSTILE.arithmetic,
  }),
  fine({
    key: '6|ticket|BX2610-0010|李强',
    rule: '6',
    amount_fen: 5_000,
    person: '李强',
    employee_no: 'E007',
  }),
  fine({
    key: '6|ticket|BX2610-0020|李强',
    rule: '6',
    amount_fen: 5_000,
    person: '李强',
    employee_no: 'E007',
  }),
  fine({
    key: '7a|receipt|HZ2610-0030|陈静',
    rule: '7a',
    amount_fen: 2_000,
    person: HOSTILE.name,
    employee_no: null,
  }),
  // Waived: counts nowhere.
  fine({ key: '4|ticket|BX2610-0040|赵刚', rule: '4', amount_fen: 3_000, state: 'waived' }),
  // Rule 11: a measure, no money.
  fine({
    key: '11|expense|7|何军',
    rule: '11',
    amount_fen: null,
    person: '何军',
    employee_no: 'E012',
    state: 'adjusted',
    reason: '记过',
    subject: { kind: 'expense', id: '7', ticket_no: null },
    arithmetic: '出差地 省城，票据地 邻市',
  }),
];

/** Of a closed month, waived since. */
const CORRECTED: readonly Fine[] = [
  fine({
    key: '1a|ticket|BX2609-0150|王芳',
    rule: '1a',
    amount_fen: 5_000,
    person: '王芳',
    employee_no: 'E001',
    month: '2026-09',
    state: 'waived',
    occurred_at: '2026-09-21T08:00:00',
  }),
];

export const CHECKSUM = '4be1'.padEnd(60, '0').concat('09c7');

export function input(over: Partial<DeductionInput> = {}): DeductionInput {
  return {
    company: '海川厨具售后部',
    lang: 'zh',
    sheet: {
      month: '2026-10',
      state: 'draft',
      as_of: '2026-10-31T18:00:00',
      revision: 2,
      checksum: CHECKSUM,
      profile: {
        id: 'share_and_floor',
        share: 0.2,
        floor_fen: null,
        notice: true,
        confirmed_by: null,
        confirmed_at: null,
      },
      people: PEOPLE,
      discipline: [
        {
          key: '11|expense|7|何军',
          rule: '11',
          employee_no: 'E012',
          name: '何军',
          occurred_at: '2026-10-09T00:00:00',
          measure: '记过',
        },
      ],
      totals: { total_fen: 17_060, deduct_fen: 15_060, carried_out_fen: 2_000 },
    },
    closing: null,
    fines: FINES,
    corrected: CORRECTED,
    differences: [
      {
        employee_no: 'E009',
        name: '赵刚',
        before: { total_fen: 10_010, deduct_fen: 10_010 },
        after: { total_fen: 10_060, deduct_fen: 10_060 },
      },
      {
        employee_no: 'E007',
        name: '李强',
        before: null,
        after: { total_fen: 10_000, deduct_fen: 8_000 },
      },
      {
        employee_no: 'E013',
        name: '吴涛',
        before: { total_fen: 3_000, deduct_fen: 3_000 },
        after: null,
      },
    ],
    previousRevision: 1,
    policy,
    ...over,
  };
}
