/** What the person page makes of figures and fines: judgements, changes, which visit a fine speaks of, money. */
import { describe, expect, test } from 'vitest';
import type { MetricView } from '#app/data/desk.ts';
import { markOf, moneyOf } from '#app/data/person.server.ts';
import { costsOfJobs, rulesOfVisits, scoreView, shareOfWage } from '#app/routes/person/view.ts';
import type { DeductionSheet, PersonDeduction } from '#queries/ledger/types.ts';
import type { MetricPoint, PersonVisit, ScoreLine } from '#queries/reports/person-types.ts';
import type { Fine } from '#queries/reports/types.ts';
import { fixtureDesk, MONTH } from './fixture-desk.ts';

const [SOME] = await fixtureDesk().fines(MONTH);
if (SOME === undefined) throw new Error('the fixture has no fines');
const fine = (rest: Partial<Fine>): Fine => ({ ...SOME, ...rest });

describe('a figure judged', () => {
  const rate = (met: number, measured: number): MetricPoint => ({
    month: MONTH,
    value: measured === 0 ? null : met / measured,
    met,
    measured,
  });
  const line = (own: MetricPoint, before: MetricPoint): ScoreLine => ({
    metric: 'arrival_rate',
    own,
    unknown: 0,
    provisional_until: null,
    team: rate(90, 100),
    others: [],
    series: [
      { own: before, team: rate(90, 100) },
      { own, team: rate(90, 100) },
    ],
  });
  const metric = async (id: string, target: number | null): Promise<MetricView> => {
    const found = (await fixtureDesk().policy(MONTH)).metrics.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return { ...found, target };
  };

  test('against the target by its counts, against the month before by its value', async () => {
    const arrival = await metric('arrival_rate', 0.9);
    const view = scoreView(line(rate(9, 10), rate(8, 10)), arrival);
    expect(view.verdict).toBe('met');
    expect(view.change?.difference).toBeCloseTo(0.1, 10);
    expect(view.change?.trend).toBe('better');
    expect(scoreView(line(rate(89, 99), rate(0, 0)), arrival)).toMatchObject({
      verdict: 'breached',
      change: null,
    });
  });

  test('fewer than five cases are neither judged nor compared, on either side', async () => {
    const arrival = await metric('arrival_rate', 0.9);
    expect(scoreView(line(rate(0, 4), rate(9, 10)), arrival)).toMatchObject({
      few: true,
      verdict: 'few',
      change: null,
    });
    expect(scoreView(line(rate(9, 10), rate(4, 4)), arrival).change).toBeNull();
  });

  test('quicker arrivals are better, quicker repairs are not called so', async () => {
    const minutes = (value: number): MetricPoint => ({
      month: MONTH,
      value,
      met: null,
      measured: 9,
    });
    const of = async (id: string) =>
      scoreView(line(minutes(100), minutes(120)), await metric(id, null));
    expect((await of('urban_arrival_minutes')).change).toEqual({
      difference: -20,
      trend: 'better',
    });
    expect((await of('repair_minutes')).change).toEqual({ difference: -20, trend: 'flat' });
    expect((await of('repair_minutes')).verdict).toBe('none');
  });
});

describe('fines on visits and jobs', () => {
  const visit = (receipt_no: string, ticket_no: string): PersonVisit => ({
    receipt_key: `key ${receipt_no}`,
    receipt_no,
    ticket_no,
    visit_no: 1,
    customer: null,
    product: null,
    fault: null,
    reported_at: null,
    reported_day: false,
    due_at: null,
    arrival_state: null,
    arrived_at: null,
    arrived_day: false,
    finished_at: null,
    finished_day: false,
    repair_minutes: null,
    complete: true,
    missing_fields: [],
  });
  const on = (
    rule: string,
    detect: string,
    kind: 'ticket' | 'receipt',
    id: string,
    ticket: string,
  ) => fine({ rule, detect, subject: { kind, id, ticket_no: ticket } });
  const fines = [
    on('6', 'late_arrival', 'ticket', 'T1', 'T1'),
    on('4', 'dissatisfied', 'ticket', 'T1', 'T1'),
    on('7a', 'incomplete_receipt', 'receipt', 'R1', 'T1'),
    on('8', 'dispatch_refused', 'ticket', 'T9', 'T9'),
    { ...on('3', 'badge_or_uniform', 'receipt', 'R2', 'T1'), state: 'waived' as const },
  ];

  test('a late arrival stands at the first visit, a receipt’s fine at its own, the rest at the last', () => {
    const rules = rulesOfVisits(fines, [visit('R1', 'T1'), visit('R2', 'T1'), visit('R3', 'T2')]);
    expect(Object.fromEntries(rules)).toEqual({ 'key R1': ['6', '7a'], 'key R2': ['4'] });
  });

  test('the sum of a ticket, waived ones left out', () => {
    const costs = costsOfJobs([
      fine({
        rule: '6',
        subject: { kind: 'ticket', id: 'T1', ticket_no: 'T1' },
        amount_fen: 5000,
        state: 'proposed',
      }),
      fine({
        rule: '10',
        subject: { kind: 'ticket', id: 'T1', ticket_no: 'T1' },
        amount_fen: null,
        state: 'proposed',
      }),
      fine({
        rule: '3',
        subject: { kind: 'ticket', id: 'T1', ticket_no: 'T1' },
        amount_fen: 3000,
        state: 'waived',
      }),
      fine({
        rule: '11',
        subject: { kind: 'expense', id: 'x', ticket_no: null },
        amount_fen: null,
      }),
    ]);
    expect(Object.fromEntries(costs)).toEqual({
      T1: { rules: ['6', '10'], fen: 5000, undecided: true },
    });
  });
});

describe('what the month may cost', () => {
  const sheet = (people: PersonDeduction[]): DeductionSheet => ({
    month: MONTH,
    state: 'draft',
    as_of: `${MONTH}-31T18:00:00`,
    revision: 1,
    checksum: '',
    profile: {
      id: 'share_and_floor',
      share: 0.2,
      floor_fen: null,
      notice: false,
      confirmed_by: null,
      confirmed_at: null,
    },
    people,
    discipline: [],
    totals: { total_fen: 0, deduct_fen: 0, carried_out_fen: 0 },
  });
  const deduction: PersonDeduction = {
    employee_no: 'E1',
    name: '李强',
    department: null,
    rules: {},
    adjustments: [{ month: '2026-09', key: 'k', rule: '6', fen: -2000 }],
    carried_in_fen: 1500,
    total_fen: 0,
    wage_fen: null,
    limit_fen: null,
    limit_state: 'not_checked',
    deduct_fen: 0,
    carried_out_fen: 0,
    notified_at: null,
  };
  const fines = [
    fine({ state: 'confirmed', amount_fen: 3000 }),
    fine({ state: 'adjusted', amount_fen: 12000 }),
    fine({ state: 'proposed', amount_fen: 5000 }),
    fine({ state: 'recheck', amount_fen: null }),
    fine({ state: 'waived', amount_fen: 2000 }),
  ];

  test('confirmed, open, adjusted and carried in; waived ones cost nothing', () => {
    const person = { employee_no: 'E1', name: '李强' };
    expect(moneyOf(person, fines, sheet([deduction]))).toMatchObject({
      confirmed: { count: 2, fen: 15000 },
      open: { count: 2, fen: 5000, undecided: 1 },
      carried_in_fen: 1500,
      // 150 + 50 − 20 + 15 yuan.
      most_fen: 19500,
      deduction,
    });
    expect(moneyOf({ employee_no: 'E2', name: '李强' }, [], sheet([deduction]))).toMatchObject({
      most_fen: 0,
      deduction: null,
    });
  });

  test('a share of the wage is rounded down to the fen, without binary fractions', () => {
    expect(shareOfWage(652_000, 0.2)).toBe(130_400);
    expect(shareOfWage(100_003, 0.2)).toBe(20_000);
    expect(shareOfWage(100_000, 0.29)).toBe(29_000);
  });

  test('whom a fine charges', () => {
    expect(markOf({ unassigned: false, person: '李强', employee_no: 'E1' })).toBe('E1');
    expect(markOf({ unassigned: false, person: '李 强', employee_no: null })).toBe('~李强');
    expect(markOf({ unassigned: true, person: '李强', employee_no: null })).toBeNull();
  });
});
