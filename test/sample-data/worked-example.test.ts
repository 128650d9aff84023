/** The specification's worked example through the second opinion: it must itself be right before it judges. */
import { describe, expect, it } from 'vitest';
import { buildCases } from '#sample-data/figures/cases.ts';
import { expectedFines } from '#sample-data/figures/fines.ts';
import { expectedReport } from '#sample-data/figures/report.ts';
import { TruthRow, type TruthTables } from '#sample-data/figures/truth-tables.ts';
import { isoTime, parseIso } from '#sample-data/times.ts';

const TICKET_FIELDS =
  'reported_at answered_at relayed_at dispatched_at hotline_agent dispatcher technician region promised_at resolution customer_name product_type fault warranty delay_reason'.split(
    ' ',
  );
const RECEIPT_FIELDS =
  'arrived_at finished_at technician fault_cause solution customer_signed satisfaction'.split(' ');
const TICKET_COLUMNS = [
  ...TICKET_FIELDS,
  'ticket_no customer_org phone product_serial status promise_consented suspended_at resumed_at dispatch_refused'.split(
    ' ',
  ),
].flat();
const RECEIPT_COLUMNS = [
  ...RECEIPT_FIELDS,
  'receipt_no ticket_no charge_fen collected badge_shown uniform_worn replaced_parts submitted_at'.split(
    ' ',
  ),
].flat();

const october = (time: string): string =>
  time === '' ? '' : `2026-10-${time.replace(' ', 'T')}:00`;
const blankRow = (columns: string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column, '']));

function ticket(line: string): TruthRow {
  const [
    ticket_no = '',
    reported = '',
    answered = '',
    relayed = '',
    dispatched = '',
    region = '',
    promised = '',
    technician = '',
    customer_name = '',
    product_type = '',
    fault = '',
  ] = line.split('|').map((cell) => cell.trim());
  return new TruthRow(
    {
      ...blankRow(TICKET_COLUMNS),
      ticket_no,
      reported_at: october(reported),
      answered_at: october(answered),
      relayed_at: october(relayed),
      dispatched_at: october(dispatched),
      region,
      promised_at: october(promised),
      technician,
      customer_name,
      product_type,
      fault,
      resolution: 'on_site',
      warranty: 'in',
      hotline_agent: '王芳',
      dispatcher: '陈静',
    },
    new Set(TICKET_FIELDS),
  );
}

function receipt(line: string): TruthRow {
  const [
    ticket_no = '',
    arrived = '',
    finished = '',
    technician = '',
    fault_cause = '',
    satisfaction = '',
  ] = line.split('|').map((cell) => cell.trim());
  return new TruthRow(
    {
      ...blankRow(RECEIPT_COLUMNS),
      receipt_no: `${ticket_no}/1`,
      ticket_no,
      arrived_at: october(arrived),
      finished_at: october(finished),
      technician,
      fault_cause,
      solution: '调整',
      customer_signed: 'true',
      satisfaction,
    },
    new Set(RECEIPT_FIELDS),
  );
}

const TRUTH: TruthTables = {
  tickets: [
    ticket(
      'T1 | 05 09:00 | 05 09:04 | 05 09:05 | 05 09:15 | urban   |          | 李强 | A | 双头灶 | 打不着火',
    ),
    ticket(
      'T2 | 05 10:00 | 05 10:12 | 05 10:13 | 05 10:20 | urban   |          | 赵刚 | B | 蒸柜   | 漏水',
    ),
    ticket(
      'T3 | 20 08:00 | 20 08:10 | 20 08:10 | 20 08:31 | urban   | 20 15:00 | 李强 | A | 双头灶 | 点不着火',
    ),
    ticket(
      'T4 | 31 16:30 | 31 16:35 | 31 16:36 |          | urban   |          |      | C | 大锅灶 | 火小',
    ),
    ticket(
      'T5 | 30 09:00 |          |          |          | outside |          |      | D | 双头灶 | 漏气',
    ),
  ],
  receipts: [
    receipt('T1 | 05 11:50 | 05 13:00 | 李强 |        | '),
    receipt('T2 | 05 13:30 | 05 14:00 | 赵刚 | 阀老化 | 2'),
    receipt('T3 | 20 14:59 | 20 16:00 | 李强 | 积碳   | 4'),
  ],
  lines: [],
  followUps: [],
  complaints: [],
  prices: [],
  agreements: [],
  staff: [],
  expenses: [],
};

describe('the worked example', () => {
  const as_of = parseIso('2026-10-31T18:00:00');
  const cases = buildCases(TRUTH);
  const fines = expectedFines(cases, TRUTH, as_of);
  const report = expectedReport('2026-10', cases, TRUTH, fines, as_of);

  it('gives the stages to the last figure', () => {
    expect(report).toMatchObject({
      tickets: { reported: 5, on_site: 5, phone: 0, unknown: 0, cancelled: 0, finished: 3 },
      stages: {
        answer: {
          measured: 5,
          met: 3,
          breached: 2,
          open_breaches: 1,
          rate: 0.6,
          mean: 7.75,
          median: 7.5,
          p90: 11.4,
          max: 12,
        },
        // T1 10, T2 7, T3 21 minutes; T4 and T5 open.
        dispatch: {
          measured: 5,
          met: 2,
          breached: 3,
          open_breaches: 2,
          rate: 0.4,
          mean: 12.67,
          median: 10,
          p90: 18.8,
          max: 21,
        },
        arrival: { measured: 3, met: 2, breached: 1, pending: 1, not_applicable: 1, rate: 0.6667 },
        // No follow-up was ever loaded.
        callback: { measured: 0, not_captured: 3, rate: null },
        repair: { measured: 3, mean: 53.67, max: 70, met: null },
      },
    });
  });

  it('gives repeats, satisfaction and receipts', () => {
    expect(report).toMatchObject({
      repeat: {
        repeats: 1,
        on_site: 5,
        repeat_rate: 0.2,
        finished: 3,
        repeated_later: 1,
        first_time_fix_rate: 0.6667,
        provisional: true,
        visits_per_ticket: 1,
      },
      satisfaction: {
        scored: 2,
        finished: 3,
        response_rate: 0.6667,
        mean: 3,
        satisfied: 0.5,
        dissatisfied: 0.5,
        distribution: { '1': 0, '2': 1, '3': 0, '4': 1, '5': 0 },
      },
      complaints: { received: 0, substantiated: 0, rate: 0, blame_rate: 0 },
      receipts: { finished: 3, complete: 2, completeness: 0.6667 },
      charges: { charged_fen: 0, expected_fen: 0, overcharged: 0, outstanding_fen: 0 },
    });
  });

  it('proposes six fines of 210 yuan together', () => {
    expect(
      fines.fines.map((fine) => [
        fine.subject,
        fine.rule,
        fine.person,
        fine.amount_fen,
        isoTime(fine.occurred_at),
      ]),
    ).toEqual(
      [
        ['T2', '6', '赵刚', 5000, '2026-10-05T13:30:00'],
        ['T1/1', '7a', '李强', 2000, '2026-10-05T13:00:00'],
        ['T2', '4', '赵刚', 3000, '2026-10-05T14:00:00'],
        ['T3', '5', '李强', 3000, '2026-10-20T08:00:00'],
        ['T3', '2a', '陈静', 3000, '2026-10-20T08:31:00'],
        ['T5', '1a', '王芳', 5000, '2026-10-30T09:00:00'],
      ].sort((a, b) => (String(a[4]) < String(b[4]) ? -1 : 1)),
    );
    expect(report).toMatchObject({
      fines: { proposed: { count: 6, fen: 21_000, undecided: 0 }, suspected: 0 },
    });
  });
});
