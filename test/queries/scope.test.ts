/**
 * The overview of some tickets only. Whatever it is filtered by, the parts make up the whole; who is in which part, and
 * what a part may not hold, is worked out by hand.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopedOverview, standingOverview } from '#queries/ledger/standing.ts';
import { decide } from '#queries/ledger/steps.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import { type Overview, SCOPE_DIMENSIONS, type TicketScope } from '#queries/reports/types.ts';
import { lookAt, scopeChoices, scopedBranch } from '#queries/scope/scope.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

const MONTH = '2026-10';

const ticket = (no: string, day: string, rest: Row): Row => ({
  ticket_no: no,
  customer_name: '老街面馆',
  phone: '13900000001',
  product_type: '双头灶',
  fault: '打不着火',
  region: 'urban',
  warranty: 'out',
  resolution: 'on_site',
  technician: null,
  reported_at: `2026-10-${day} 09:00:00`,
  answered_at: `2026-10-${day} 09:05:00`,
  dispatched_at: `2026-10-${day} 09:10:00`,
  ...rest,
});
const receipt = (no: string, technician: string, day: string, hour: string, rest: Row): Row => ({
  ticket_no: no,
  technician,
  arrived_at: `2026-10-${day} ${hour}:00:00`,
  finished_at: `2026-10-${day} 18:00:00`,
  fault_cause: '积碳',
  solution: '清理',
  customer_signed: true,
  satisfaction: 4,
  ...rest,
});

let warehouse: Warehouse;
let scoped: Warehouse;
let whole: Overview;

beforeAll(async () => {
  warehouse = await emptyDepartment();
  await upload(warehouse, {
    staff: [
      { employee_no: 'E1', name: '李强', aliases: '强子' },
      { employee_no: 'E2', name: '赵刚', aliases: null },
    ],
    ticket: [
      ticket('A1', '05', {}),
      // The same fault of the same customer nine days later: a repeat, repaired by somebody else.
      ticket('A2', '14', {}),
      ticket('B1', '06', { region: 'outside', warranty: 'in', phone: '13900000002' }),
      ticket('B2', '07', { region: null, warranty: null, product_type: null, phone: '139' }),
      ticket('C1', '08', { resolution: 'phone', dispatched_at: null, phone: '13900000003' }),
      ticket('D1', '09', { phone: '13900000004', technician: '赵刚' }),
    ],
    receipt: [
      receipt('A1', '强子', '05', '11', {}),
      receipt('A2', '赵刚', '14', '13', { satisfaction: 2 }),
      receipt('B1', '李 强', '06', '11', { customer_signed: null }),
      receipt('B2', '赵刚', '07', '15', {}),
    ],
    complaint: [
      {
        complaint_no: 'K1',
        ticket_no: 'B1',
        person: '李强',
        received_at: '2026-10-07 10:00:00',
        reason_text: '态度差',
        substantiated: null,
      },
      {
        complaint_no: 'K2',
        ticket_no: null,
        person: '李强',
        received_at: '2026-10-08 10:00:00',
        reason_text: '态度差',
        substantiated: null,
      },
    ],
  });
  whole = await standingOverview(warehouse, MONTH);
  scoped = await scopedBranch(warehouse);
});
afterAll(() => {
  scoped.close();
  warehouse.close();
});

const seen = new Map<string, Overview>();
const of = async (scope: TicketScope): Promise<Overview> => {
  const key = JSON.stringify(scope);
  const known = seen.get(key);
  if (known !== undefined) return known;
  await lookAt(scoped, scope);
  const overview = await scopedOverview(warehouse, scoped, MONTH);
  seen.set(key, overview);
  return overview;
};
const listed = async (list: string, scope: TicketScope): Promise<string[]> =>
  (await ticketRows(warehouse, { month: MONTH, list, ...scope }, whole.report.as_of))
    .map((row) => row.ticket_no)
    .sort();

/** What can be added up over parts. */
function sums({ report, kpis, chain, heat, repeat_by_fault, fines_by_person }: Overview) {
  const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);
  const { tickets, stages, receipts, satisfaction, charges } = report;
  return {
    ...tickets,
    ...chain,
    receipts: receipts.finished,
    complete: receipts.complete,
    scored: satisfaction.scored,
    charged: charges.charged_fen,
    repeats: report.repeat.repeats,
    repeated_later: report.repeat.repeated_later,
    ...Object.fromEntries(
      Object.entries(stages).flatMap(([stage, figures]) => [
        [`${stage} measured`, figures.measured],
        [`${stage} met`, figures.met ?? 0],
        [`${stage} pending`, figures.pending],
        [`${stage} not applicable`, figures.not_applicable],
      ]),
    ),
    // Complaints of no ticket are in the whole only.
    ...Object.fromEntries(
      kpis
        .filter(({ id }) => id !== 'blame_rate')
        .map(({ id, met, measured }) => [`${id} cases`, (met ?? 0) * 1000 + (measured ?? 0)]),
    ),
    heat: total(heat.map(({ reported }) => reported)),
    pareto: total(repeat_by_fault.map(({ this_month }) => this_month)),
    fines: total(fines_by_person.map(({ count }) => count)),
    fen: total(fines_by_person.map(({ fen }) => fen)),
  };
}

describe('some tickets only', () => {
  test.each(SCOPE_DIMENSIONS)('by %s the parts make up the whole', async (dimension) => {
    const choices = (await scopeChoices(warehouse, MONTH))[dimension];
    expect(choices.reduce((sum, { tickets }) => sum + tickets, 0)).toBe(6);
    const parts: ReturnType<typeof sums>[] = [];
    for (const { value } of choices) parts.push(sums(await of({ [dimension]: value })));
    const added = Object.fromEntries(
      Object.keys(sums(whole)).map((key) => [
        key,
        parts.reduce((sum, part) => sum + (part[key as keyof typeof part] ?? 0), 0),
      ]),
    );
    expect(added).toEqual(sums(whole));
  });

  test('a technician’s tickets are those he came to last, else those he was sent to, however he was written', async () => {
    const choices = (await scopeChoices(warehouse, MONTH)).technician;
    expect(choices).toEqual([
      { value: '赵刚', tickets: 3 },
      { value: '李强', tickets: 2 },
      { value: '–', tickets: 1 },
    ]);
    expect(await listed('reported', { technician: '李强' })).toEqual(['A1', 'B1']);
    expect(await listed('reported', { technician: '赵刚' })).toEqual(['A2', 'B2', 'D1']);
  });

  test('filters narrow together; – is what nobody wrote down', async () => {
    expect(await listed('reported', { technician: '赵刚', region: '–' })).toEqual(['B2']);
    const { report } = await of({ technician: '赵刚', region: '–', product: '–', warranty: '–' });
    expect(report.tickets.reported).toBe(1);
    expect((await of({ technician: '赵刚', region: 'outside' })).report.tickets.reported).toBe(0);
  });

  test('of a repeat the repair that did not last and the second one count each with their own technician', async () => {
    const first = await of({ technician: '李强' });
    expect(first.report.repeat).toMatchObject({ repeats: 0, finished: 2, repeated_later: 1 });
    expect(first.repeat_by_fault).toEqual([]);
    const second = await of({ technician: '赵刚' });
    expect(second.report.repeat).toMatchObject({ repeats: 1, finished: 2, repeated_later: 0 });
    expect(second.repeat_by_fault.map(({ this_month }) => this_month)).toEqual([1]);
  });

  test('a complaint counts with its ticket, one of no ticket with none', async () => {
    expect(whole.report.complaints.received).toBe(2);
    expect((await of({ region: 'outside' })).report.complaints.received).toBe(1);
    expect((await of({ region: 'urban' })).report.complaints.received).toBe(0);
  });

  test('each figure’s list holds the same tickets', async () => {
    const scope: TicketScope = { technician: '赵刚' };
    const { report, chain } = await of(scope);
    expect(await listed('repeats', scope)).toHaveLength(report.repeat.repeats);
    expect(await listed('with_receipt', scope)).toHaveLength(chain.with_receipt);
    expect(await listed('dispatched', scope)).toHaveLength(chain.dispatched);
    expect(await listed('dissatisfied', scope)).toEqual(['A2']);
    expect(await listed('fined', scope)).toContain('A2');
  });

  test('fines decided about other tickets are out of sight, not gone', async () => {
    const before = await of({ region: 'outside' });
    const key = '4:ticket:A2:赵刚';
    await decide(
      warehouse,
      [{ key, decision: 'confirm', cause: 'personal' }],
      { by: { employee_no: null, name: '林建国' }, at: '2026-11-02T09:00:00', lang: 'zh' },
      { month: MONTH },
    );
    seen.clear();
    const after = await of({ region: 'outside' });
    expect(after.fines_by_person).toEqual(before.fines_by_person);
    expect(after.report.fines).toEqual(before.report.fines);
    const own = await of({ region: 'urban' });
    expect(own.report.fines.confirmed.count).toBe(1);
  });

  test('how far data can be trusted is asked of all, and people have no figures', async () => {
    const part = await of({ region: 'outside' });
    expect(part.quality).toEqual((await standingOverview(warehouse, MONTH)).quality);
    expect(part.report.people).toEqual([]);
  });

  test('what all tickets give is the same before and after', async () => {
    await of({ region: 'outside' });
    const { report } = await standingOverview(warehouse, MONTH);
    expect(report.tickets).toEqual(whole.report.tickets);
    expect(report.stages).toEqual(whole.report.stages);
  });
});
