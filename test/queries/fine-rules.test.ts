/**
 * Each rule of the default policy where it must speak and where it must stay silent; amounts and dates by hand. Cases stand in
 * one department, imported once, each with sheets of its own: what one has no column for nobody asked.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthFineList, monthFines } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import type { Fine } from '#queries/reports/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import {
  emptyDepartment,
  type Kind,
  type Row,
  type Sheets,
  type Upload,
  upload,
  uploadAll,
} from './department.ts';

let warehouse: Warehouse;
const uploads: Upload[] = [];
beforeAll(async () => {
  warehouse = await emptyDepartment();
  await uploadAll(warehouse, uploads);
});
afterAll(() => warehouse.close());

const AS_OF = '2026-10-31T18:00:00';
const call = (no: string, rest: Row = {}): Row => ({
  ticket_no: no,
  customer_name: `客户${no}`,
  product_type: '双头灶',
  fault: '漏气',
  reported_at: '2026-10-05 09:00:00',
  answered_at: '2026-10-05 09:05:00',
  relayed_at: '2026-10-05 09:06:00',
  dispatched_at: '2026-10-05 09:10:00',
  resolution: 'on_site',
  region: 'urban',
  warranty: 'in',
  hotline_agent: '王芳',
  dispatcher: '陈静',
  technician: '李强',
  ...rest,
});
const visit = (no: string, rest: Row = {}): Row => ({
  ticket_no: no,
  technician: '李强',
  arrived_at: '2026-10-05 11:00:00',
  finished_at: '2026-10-05 12:00:00',
  ...rest,
});

/** What numbers and names of a case begin with in the department: two cases have no ticket, document or customer in common. */
const NAMES = ['ticket_no', 'receipt_no', 'requisition_no', 'complaint_no', 'customer_name'];

interface Case {
  readonly list: (asOf?: string, month?: string) => Promise<Fine[]>;
  readonly fines: (asOf?: string, month?: string) => Promise<(string | number | null)[][]>;
  /** Tickets of the case in a list of October, sorted. */
  readonly listed: (list: string) => Promise<string[]>;
  readonly suspected: () => Promise<string[]>;
}

/** A case: its sheets among those of the department, and what is looked at: fines of the case alone. */
function given(
  name: string,
  sheets: Sheets | readonly Upload[],
  check: (own: Case) => Promise<void>,
) {
  const mark = `${String(uploads.length).padStart(3, '0')}~`;
  const marked = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [
        field,
        NAMES.includes(field) && value !== null ? `${mark}${value}` : value,
      ]),
    );
  for (const each of 'map' in sheets ? sheets : [{ sheets }]) {
    const kinds = Object.entries(each.sheets) as [Kind, readonly Row[]][];
    uploads.push({
      ...each,
      sheets: Object.fromEntries(kinds.map(([kind, rows]) => [kind, rows.map(marked)])),
    });
  }
  const ownOf = (ids: readonly string[]): string[] =>
    ids.filter((id) => id.startsWith(mark)).map((id) => id.slice(mark.length));
  const list = async (asOf = AS_OF, month = '2026-10'): Promise<Fine[]> =>
    (await finesAt(month, asOf)).flatMap(({ subject, ...fine }) =>
      ownOf([subject.id]).map((id) => ({ ...fine, subject: { ...subject, id } })),
    );
  const fines = async (asOf?: string, month?: string) =>
    (await list(asOf, month)).map((fine) => [
      fine.rule,
      fine.subject.id,
      fine.person,
      fine.amount_fen,
      fine.occurred_at.slice(5, 16),
    ]);
  const listed = async (of: string) => {
    const rows = await ticketRows(warehouse, { month: '2026-10', list: of }, AS_OF);
    return ownOf(rows.map(({ ticket_no: no }) => no)).sort();
  };
  const suspected = () => listed('suspected');
  test(name, () => check({ list, fines, listed, suspected }));
}

/** Nothing is written after the import: what was asked once is asked no more. */
const asked = new Map<string, Promise<Fine[]>>();
function finesAt(month: string, asOf: string): Promise<Fine[]> {
  const key = `${month} ${asOf}`;
  const known = asked.get(key) ?? monthFineList(warehouse, month, asOf, 'zh');
  asked.set(key, known);
  return known;
}
describe('1a unanswered', () => {
  const unanswered = { answered_at: null, relayed_at: null, dispatched_at: null };
  given(
    'past the target and nothing later',
    { ticket: [call('A', unanswered)] },
    async ({ fines }) => {
      expect(await fines('2026-10-05T09:10:00')).toEqual([]);
      expect(await fines()).toEqual([['1a', 'A', '王芳', 5000, '10-05T09:00']]);
    },
  );
  given(
    'a later step makes it an unfilled cell, a data task',
    { ticket: [call('A', { answered_at: null })], receipt: [visit('A')] },
    async ({ fines, suspected }) => {
      expect(await fines()).toEqual([]);
      expect(await suspected()).toEqual(['A']);
    },
  );
});

describe('1b not relayed and 2b missed dispatch', () => {
  given(
    'answered, relay and dispatch blank for a day: the hotline, not the dispatcher',
    { ticket: [call('A', { relayed_at: null, dispatched_at: null })] },
    async ({ fines }) => {
      expect(await fines('2026-10-06T09:00:00')).toEqual([]);
      expect(await fines('2026-10-06T09:00:01')).toEqual([
        ['1b', 'A', '王芳', 5000, '10-06T09:00'],
      ]);
    },
  );
  given(
    'relayed but never dispatched: the dispatcher, 24 hours after being told',
    { ticket: [call('A', { dispatched_at: null })] },
    async ({ fines }) => {
      expect(await fines('2026-10-06T09:06:00')).toEqual([]);
      expect(await fines()).toEqual([['2b', 'A', '陈静', 5000, '10-06T09:06']]);
    },
  );
  given(
    'a visit answers both: then only the dispatch sheet is missing',
    {
      ticket: [call('A', { dispatched_at: null })],
      receipt: [visit('A')],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([['7b', 'A', '陈静', 2000, '10-05T11:00']]);
    },
  );
  const { dispatched_at: _, ...row } = call('A', { relayed_at: null });
  given('a dispatch column nobody had proves nothing', { ticket: [row] }, async ({ fines }) => {
    expect(await fines()).toEqual([]);
  });
});

describe('2a late dispatch', () => {
  given(
    'one second past ten minutes',
    {
      ticket: [
        call('A', { dispatched_at: '2026-10-05 09:16:00' }),
        call('B', { dispatched_at: '2026-10-05 09:16:01' }),
      ],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([['2a', 'B', '陈静', 3000, '10-05T09:16']]);
    },
  );
  given(
    'relay time asked for and blank: suspected',
    {
      ticket: [call('A', { relayed_at: null, dispatched_at: '2026-10-05 10:00:00' })],
    },
    async ({ fines, suspected }) => {
      expect(await fines()).toEqual([]);
      expect(await suspected()).toEqual(['A']);
    },
  );
});

given(
  '3 badge or uniform: per receipt, a follow-up speaks of the last visit, both are one fine',
  {
    ticket: [call('A'), call('B')],
    receipt: [
      visit('A', { receipt_no: 'A1', badge_shown: false, uniform_worn: true }),
      visit('A', {
        receipt_no: 'A2',
        arrived_at: '2026-10-06 11:00:00',
        finished_at: '2026-10-06 12:00:00',
        technician: '赵刚',
        badge_shown: false,
        uniform_worn: true,
      }),
      visit('B', { receipt_no: 'B1', badge_shown: null, uniform_worn: null }),
    ],
    follow_up: [
      { ticket_no: 'A', called_at: '2026-10-06 15:00:00', badge_shown: null, uniform_worn: false },
    ],
  },
  async ({ fines }) => {
    expect(await fines()).toEqual([
      ['3', 'A1', '李强', 3000, '10-05T11:00'],
      ['3', 'A2', '赵刚', 3000, '10-06T11:00'],
    ]);
  },
);

given(
  '4 dissatisfied: any low score of a visited, finished ticket; once per ticket',
  {
    ticket: [
      call('A'),
      call('B'),
      call('C', { resolution: 'phone', dispatched_at: null, relayed_at: null }),
    ],
    receipt: [visit('A', { satisfaction: 5 }), visit('B', { satisfaction: 2, finished_at: null })],
    follow_up: [
      { ticket_no: 'A', called_at: '2026-10-05 15:00:00', satisfaction: 1 },
      { ticket_no: 'A', called_at: '2026-10-05 16:00:00', satisfaction: 2 },
      { ticket_no: 'C', called_at: '2026-10-05 10:00:00', satisfaction: 1 },
    ],
  },
  async ({ fines }) => {
    expect(await fines()).toEqual([['4', 'A', '李强', 3000, '10-05T12:00']]);
  },
);

describe('5 repeat repair', () => {
  const later = (no: string, at: string, rest: Row = {}) =>
    call(no, {
      customer_name: '客户A',
      reported_at: at,
      answered_at: at,
      relayed_at: at,
      dispatched_at: at,
      ...rest,
    });
  given(
    'within 30 days of the finish, to the minute; charged to the earlier technician',
    {
      ticket: [
        call('A'),
        later('B', '2026-11-04 12:00:00', { technician: '赵刚' }),
        later('C', '2026-11-04 12:01:00', { fault: '打不着火' }),
      ],
      receipt: [visit('A')],
    },
    async ({ fines }) => {
      expect(await fines('2026-11-30T00:00:00', '2026-11')).toEqual([
        ['5', 'B', '李强', 3000, '11-04T12:00'],
      ]);
    },
  );
  given(
    '31 days, another fault, another product or an unknown product is none',
    {
      ticket: [
        call('A'),
        later('B', '2026-11-04 12:00:01'),
        later('C', '2026-10-20 12:00:00', { fault: '漏水' }),
        later('D', '2026-10-21 12:00:00', { product_type: '蒸柜' }),
        later('E', '2026-10-22 12:00:00', { product_type: null }),
      ],
      receipt: [visit('A')],
    },
    async ({ fines }) => {
      expect(await fines('2026-11-30T00:00:00', '2026-11')).toEqual([]);
      expect(await fines('2026-11-30T00:00:00')).toEqual([]);
    },
  );
  given(
    'serial numbers decide where both have one, else the product type',
    {
      ticket: [
        call('A', { product_serial: 'S1' }),
        later('B', '2026-10-20 12:00:00', { product_serial: 'S2' }),
        later('C', '2026-10-21 12:00:00', { product_serial: null }),
        later('D', '2026-10-22 12:00:00', { product_serial: 'S1', product_type: '蒸柜' }),
      ],
      receipt: [visit('A')],
    },
    async ({ fines }) => {
      expect((await fines()).map((f) => f[1])).toEqual(['C', 'D']);
    },
  );
  given(
    'a finish seconds before its own report is rounding: the ticket does not repeat itself',
    {
      ticket: [
        call('A'),
        later('B', '2026-10-20 12:00:00'),
        later('C', '2026-10-25 12:00:00', { technician: '赵刚' }),
      ],
      receipt: [
        visit('A', { arrived_at: '2026-10-05 08:59:01', finished_at: '2026-10-05 08:59:01' }),
        // A full minute early is impossible and proves nothing.
        visit('B', { arrived_at: '2026-10-20 11:59:00', finished_at: '2026-10-20 11:59:00' }),
      ],
    },
    async ({ fines, listed }) => {
      // C repeats A, the nearest with a possible finish, not B.
      expect((await fines()).filter((f) => f[0] === '5')).toEqual([
        ['5', 'B', '李强', 3000, '10-20T12:00'],
        ['5', 'C', '李强', 3000, '10-25T12:00'],
      ]);
      expect(await listed('repeats')).toEqual(['B', 'C']);
      expect(await listed('repeated_later')).toEqual(['A']);
    },
  );
  given(
    'of several earlier ones the nearest counts',
    {
      ticket: [call('A'), later('B', '2026-10-10 09:00:00'), later('C', '2026-10-20 09:00:00')],
      receipt: [
        visit('A'),
        visit('B', {
          technician: '赵刚',
          arrived_at: '2026-10-10 10:00:00',
          finished_at: '2026-10-10 11:00:00',
        }),
      ],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([
        ['5', 'B', '李强', 3000, '10-10T09:00'],
        ['5', 'C', '赵刚', 3000, '10-20T09:00'],
      ]);
    },
  );
});

const late = { arrived_at: '2026-10-05 12:00:01', finished_at: null };
given(
  '6 late arrival: an unknown region without a promise is only suspected',
  {
    ticket: [
      call('A'),
      call('B', { region: null }),
      call('C', { region: null, promised_at: '2026-10-05 11:00:00' }),
    ],
    receipt: [visit('A', late), visit('B', late), visit('C', late)],
  },
  async ({ fines, suspected }) => {
    expect(await fines()).toEqual([
      ['6', 'A', '李强', 5000, '10-05T12:00'],
      ['6', 'C', '李强', 5000, '10-05T12:00'],
    ]);
    expect(await suspected()).toEqual(['B']);
  },
);

given(
  '7b is dated by the first arrival written down, be it a later visit, else by the first finish',
  {
    ticket: [call('A', { dispatched_at: null }), call('B', { dispatched_at: null })],
    receipt: [
      // The first visit's arrival was left blank; the second arrived on the 7th and is not finished.
      visit('A', { receipt_no: 'R1', arrived_at: null, finished_at: '2026-10-05 12:00:00' }),
      visit('A', { receipt_no: 'R2', arrived_at: '2026-10-07 09:00:00', finished_at: null }),
      visit('B', { receipt_no: 'R3', arrived_at: null, finished_at: '2026-10-06 12:00:00' }),
      visit('B', { receipt_no: 'R4', arrived_at: null, finished_at: null }),
    ],
  },
  async ({ fines }) => {
    expect((await fines()).filter((f) => f[0] === '7b')).toEqual([
      ['7b', 'A', '陈静', 2000, '10-07T09:00'],
      ['7b', 'B', '陈静', 2000, '10-06T12:00'],
    ]);
  },
);

given(
  '7a incomplete receipt: captured and blank breaks it, a column nobody had never does',
  {
    ticket: [call('A'), call('B'), call('C')],
    receipt: [
      visit('A', {
        fault_cause: '老化',
        solution: '更换',
        customer_signed: true,
        replaced_parts: null,
      }),
      visit('B', {
        fault_cause: '老化',
        solution: '更换',
        customer_signed: false,
        replaced_parts: null,
      }),
      visit('C', {
        fault_cause: '老化',
        solution: '更换',
        customer_signed: true,
        replaced_parts: null,
      }),
    ],
    requisition_line: [{ ticket_no: 'C', part_name: '点火针', quantity: 1 }],
  },
  async ({ fines }) => {
    // A drew no parts. B is not signed. C drew a part and names none.
    expect(await fines()).toEqual([
      ['7a', 'B-1', '李强', 2000, '10-05T12:00'],
      ['7a', 'C-1', '李强', 2000, '10-05T12:00'],
    ]);
  },
);

given(
  '8 dispatch refused',
  {
    ticket: [call('A', { dispatch_refused: true }), call('B', { dispatch_refused: false })],
  },
  async ({ fines }) => {
    expect(await fines()).toEqual([['8', 'A', '李强', 10_000, '10-05T09:10']]);
  },
);

given(
  'times that cannot be and parts nobody asked for: proposed, with what to look at first',
  [
    {
      sheets: {
        ticket: [
          // An appointment two weeks before the call; the visit came an hour after it.
          call('A', { promised_at: '2026-09-20 15:00:00' }),
          // The dispatcher was told three days before the call.
          call('B', { relayed_at: '2026-10-02 09:06:00' }),
          call('C', {
            reported_at: '2026-10-05 18:00:00',
            answered_at: '2026-10-05 18:01:00',
            relayed_at: '2026-10-05 18:02:00',
            dispatched_at: '2026-10-05 18:03:00',
            customer_name: '客户D',
          }),
          call('E', { warranty: 'out' }),
          call('F', { warranty: 'out' }),
        ],
        receipt: [
          visit('A', { arrived_at: '2026-10-05 10:00:00', finished_at: '2026-10-05 10:30:00' }),
          visit('E', { charge: 8_000 }),
        ],
        // Lines of another ticket: the department kept them.
        requisition_line: [{ ticket_no: 'F', part_name: '点火针', quantity: 1 }],
      },
    },
    // The earlier repair of the same fault of customer D, whose finish was written as a day.
    {
      dayOnly: ['finished_at'],
      sheets: {
        ticket: [
          call('D', {
            reported_at: '2026-10-04 09:00:00',
            dispatched_at: '2026-10-04 09:05:00',
            answered_at: '2026-10-04 09:01:00',
            relayed_at: '2026-10-04 09:02:00',
          }),
        ],
        receipt: [
          visit('D', { arrived_at: '2026-10-04 10:00:00', finished_at: '2026-10-05 00:00:00' }),
        ],
      },
    },
  ],
  async ({ list }) => {
    const said = (await list()).map((fine) => [fine.rule, fine.subject.id, fine.contradiction]);
    expect(said).toEqual([
      ['10', 'E', '没有登记换了什么零件，应收按没有零件算'],
      ['2a', 'B', '答复或传达时间早于报修时间'],
      ['5', 'C', '前一单完工只记到日，当天先后不明'],
      ['6', 'A', '约定时间早于报修时间'],
    ]);
  },
);

given(
  'a visit over the end of a month: of the one month a visit, of the other a finished receipt',
  // Months of its own: figures of people are not told apart by case.
  {
    ticket: [call('A', { reported_at: '2026-06-30 20:00:00' })],
    receipt: [
      visit('A', {
        arrived_at: '2026-06-30 23:00:00',
        finished_at: '2026-07-01 00:30:00',
        fault_cause: '老化',
        solution: '更换',
      }),
    ],
  },
  async () => {
    const roleIn = async (month: string) =>
      (await monthReport(warehouse, month, AS_OF)).people.find(({ name }) => name === '李强')?.roles
        .technician;
    expect(await roleIn('2026-06')).toMatchObject({ tickets: 1, visits: 1, receipts_finished: 0 });
    expect(await roleIn('2026-07')).toMatchObject({
      tickets: 0,
      visits: 0,
      repair_hours: 1.5,
      receipts_finished: 1,
      receipts_complete: 1,
    });
  },
);

given(
  '5 an earlier ticket without a time of report is repeated all the same, and its figures stand on every page',
  {
    ticket: [
      call('A', { reported_at: null, answered_at: null, relayed_at: null, dispatched_at: null }),
      call('B', { customer_name: '客户A', reported_at: '2026-04-20 09:00:00' }),
    ],
    receipt: [
      visit('A', {
        satisfaction: 5,
        arrived_at: '2026-04-05 11:00:00',
        finished_at: '2026-04-05 12:00:00',
      }),
    ],
  },
  async () => {
    const { kpis, report } = await monthOverview(warehouse, '2026-04', AS_OF);
    expect(report.repeat).toMatchObject({ repeats: 1, finished: 1, repeated_later: 1 });
    const rate = (id: string) => kpis.find((kpi) => kpi.id === id);
    expect(rate('first_time_fix_rate')).toMatchObject({ met: 0, measured: 1 });
    expect(rate('satisfied_share')).toMatchObject({ met: 1, measured: 1 });
  },
);

describe('complaints', () => {
  const complaint = (rest: Row): Row => ({
    complaint_no: 'C1',
    ticket_no: 'A',
    received_at: '2026-10-07 10:00:00',
    person: '李强',
    substantiated: true,
    severity: null,
    ...rest,
  });
  // Of a month of its own, for the sum of its fines.
  const received = '2026-08-07 10:00:00';
  given(
    '9 and 10 by severity; without one the amount is open',
    {
      ticket: [call('A')],
      complaint: [
        complaint({ received_at: received, reason: '9', severity: 'medium' }),
        complaint({ received_at: received, complaint_no: 'C2', reason: '10' }),
        complaint({
          received_at: received,
          complaint_no: 'C3',
          reason: '9',
          substantiated: false,
        }),
        complaint({ received_at: received, complaint_no: 'C4', reason: '9', substantiated: null }),
        complaint({ received_at: received, complaint_no: 'C5', reason: null }),
      ],
    },
    async ({ fines }) => {
      expect(await fines(AS_OF, '2026-08')).toEqual([
        ['10', 'C2', '李强', null, '08-07T10:00'],
        ['9', 'C1', '李强', 15_000, '08-07T10:00'],
      ]);
      const { fines: totals } = await monthReport(warehouse, '2026-08', AS_OF);
      expect(totals.proposed).toEqual({ count: 2, fen: 15_000, undecided: 1 });
    },
  );
  given(
    'that the ticket’s own records contradict are proposed with that said',
    {
      ticket: [call('A')],
      receipt: [visit('A', { satisfaction: 5 })],
      complaint: [
        complaint({ reason: '6', person: '李强' }),
        complaint({ complaint_no: 'C2', reason: '2a', person: '陈静' }),
        complaint({ complaint_no: 'C3', reason: '4', person: '李强' }),
        // Nothing is recorded that would speak against a quarrel.
        complaint({ complaint_no: 'C4', reason: '9', person: '李强' }),
      ],
    },
    async ({ list }) => {
      const said = (await list()).map((fine) => [fine.rule, fine.state, fine.contradiction]);
      expect(said).toEqual([
        ['2a', 'proposed', '记录显示按时派工'],
        ['4', 'proposed', '评价里没有不满意'],
        ['6', 'proposed', '记录显示按时到达'],
        ['9', 'proposed', null],
      ]);
    },
  );

  given(
    'about an event that was detected too: one fine with the complaint as evidence',
    {
      ticket: [call('A')],
      receipt: [
        visit('A', { arrived_at: '2026-10-05 13:00:00', finished_at: '2026-10-05 14:00:00' }),
      ],
      complaint: [complaint({ reason: '6', received_at: '2026-11-02 10:00:00' })],
    },
    async ({ fines, list }) => {
      expect(await fines()).toEqual([['6', 'A', '李强', 5000, '10-05T13:00']]);
      // The complaint came a month later; it is not charged again there.
      expect(await fines('2026-11-30T00:00:00', '2026-11')).toEqual([]);
      const keys = (await list()).map(({ key }) => key);
      const [fine] = await monthFines(warehouse, '2026-10', AS_OF, 'zh', { keys });
      expect(fine?.evidence.some((e) => e.source?.file === 'complaint.csv')).toBe(true);
    },
  );
  given(
    'of another person it stands alone',
    {
      ticket: [call('A')],
      receipt: [
        visit('A', { arrived_at: '2026-10-05 13:00:00', finished_at: '2026-10-05 14:00:00' }),
      ],
      complaint: [complaint({ reason: '6', person: '赵刚' })],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([
        ['6', 'C1', '赵刚', 5000, '10-07T10:00'],
        ['6', 'A', '李强', 5000, '10-05T13:00'],
      ]);
    },
  );
  given(
    'naming nobody it goes to whom the rule charges on that ticket, 9 to nobody yet',
    {
      ticket: [call('A')],
      complaint: [
        complaint({ reason: '2a', person: null }),
        complaint({ complaint_no: 'C2', reason: '9', person: null }),
        complaint({ complaint_no: 'C3', reason: '4', person: null }),
      ],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([
        ['2a', 'C1', '陈静', 3000, '10-07T10:00'],
        ['4', 'C3', '李强', 3000, '10-07T10:00'],
        ['9', 'C2', null, null, '10-07T10:00'],
      ]);
    },
  );
  given(
    'about a cancelled ticket it stays; nothing else of that ticket does',
    {
      ticket: [call('A', { status: '已作废', dispatch_refused: true })],
      complaint: [complaint({ reason: '9', severity: 'minor' })],
    },
    async ({ fines }) => {
      expect(await fines()).toEqual([['9', 'C1', '李强', 10_000, '10-07T10:00']]);
    },
  );
});

const expense = (rest: Row): Row => ({
  employee: '李强',
  date: '2026-10-09',
  kind: '差旅',
  amount: 10_000,
  trip_place: '广东省佛山市',
  voucher_place: '广东佛山',
  voucher_valid: null,
  ...rest,
});
given(
  '11 false voucher: a measure, no money; places compared without 省市区县',
  {
    expense: [
      expense({}),
      expense({ date: '2026-10-10', voucher_place: '广州' }),
      expense({ date: '2026-10-11', voucher_valid: false }),
      expense({ date: '2026-10-12', voucher_place: null }),
    ],
  },
  async () => {
    const found = (await finesAt('2026-10', AS_OF)).filter(
      ({ subject }) => subject.kind === 'expense',
    );
    expect(
      found.map((f) => [f.rule, f.person, f.amount_fen, f.amount_min_fen, f.occurred_at]),
    ).toEqual([
      ['11', '李强', null, null, '2026-10-10T00:00:00'],
      ['11', '李强', null, null, '2026-10-11T00:00:00'],
    ]);
  },
);

test('the roster: aliases are one person, strangers and namesakes are to be assigned', async () => {
  const rostered = await emptyDepartment();
  await upload(rostered, {
    ticket: [
      call('A', { dispatch_refused: true, technician: '小 李' }),
      call('B', { dispatch_refused: true, technician: '小张' }),
      call('C', { dispatch_refused: true, technician: '王伟' }),
      call('D', { dispatch_refused: true, technician: 'E007' }),
    ],
    staff: [
      { employee_no: 'E007', name: '李强', aliases: '小李、阿强' },
      { employee_no: 'E008', name: '王伟', aliases: null },
      { employee_no: 'E009', name: '王伟', aliases: null },
    ],
  });
  const found = await monthFineList(rostered, '2026-10', AS_OF, 'zh');
  expect(found.map((f) => [f.subject.id, f.person, f.employee_no, f.unassigned])).toEqual([
    ['A', '李强', 'E007', false],
    ['B', '小张', null, true],
    ['C', '王伟', null, true],
    ['D', '李强', 'E007', false],
  ]);
  const { people } = await monthReport(rostered, '2026-10', AS_OF);
  expect(
    people.filter((p) => p.proposed_fen > 0).map((p) => [p.employee_no, p.name, p.proposed_fen]),
  ).toEqual([['E007', '李强', 20_000]]);
  rostered.close();
});

test('nothing is fined that belongs to no case', async () => {
  const all = await finesAt('2026-10', AS_OF);
  expect(all.length).toBeGreaterThan(20);
  // Vouchers have no number to mark; their case looks at all of them.
  const numbered = all.map(({ subject }) => subject).filter(({ kind }) => kind !== 'expense');
  expect(numbered.map(({ id }) => id).filter((id) => !/^\d{3}~/.test(id))).toEqual([]);
});
