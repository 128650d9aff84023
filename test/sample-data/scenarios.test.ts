import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCases, type Case } from '#sample-data/figures/cases.ts';
import { type ExpectedFines, expectedFines } from '#sample-data/figures/fines.ts';
import { watermarkOf } from '#sample-data/figures/report.ts';
import {
  answer,
  arrival,
  callback,
  dispatch,
  guidanceFollowUp,
  type KeptMonths,
  keptMonths,
} from '#sample-data/figures/stages.ts';
import { readTruth } from '#sample-data/figures/truth-tables.ts';
import { LAST_UPLOAD, SHIPPED, simulateDepartment } from '#sample-data/simulate/department.ts';
import { SCENARIOS } from '#sample-data/simulate/plan.ts';
import { isoTime, monthOf } from '#sample-data/times.ts';

const TRUTH = join(import.meta.dirname, '..', '..', 'sample-data', 'department', 'truth');

/**
 * What each scenario is for, said by hand: `rule` a fine, `?rule` a suspected case, `rule→complaint` a fine whose
 * subject is the complaint, `rule=…` with its amount in yuan. A scenario that proposes nothing has an empty list.
 */
const MEANT: Record<string, string[]> = {
  '1a nobody answered': ['1a'],
  '1a suspected: dispatched, so somebody answered': ['?1a'],
  '1b answered and never relayed': ['1b'],
  '1b that falls into the next month': ['1b'],
  '2a late dispatch': ['2a'],
  '2a suspected: nobody wrote when the dispatcher was told': ['?2a'],
  '2b never dispatched': ['2b'],
  '2b never dispatched, no dispatcher written': ['2b'],
  '3 badge not shown': ['3'],
  '3 customer says on the phone: no uniform': ['3'],
  '3 complaint, the form had no such column': ['3→complaint'],
  '4 dissatisfied on the receipt': ['4'],
  '4 dissatisfied at the follow-up, put right later': ['4'],
  '4 detected and complained about: one fine': ['4'],
  '5 the same problem again after nine days, the later one': ['5'],
  '5 exactly at the end of the window, the later one': ['5'],
  'not 5: a minute after the window, the later one': [],
  'not 5: another machine of the same kind, the later one': [],
  '6 late in town': ['6'],
  '6 later than promised, outside': ['6'],
  '6 the customer refused the appointment': ['6'],
  '6 suspected: late, region unknown, nothing promised': ['?6'],
  '6 detected and complained about: one fine': ['6'],
  '6 complaint that the times contradict': ['6→complaint'],
  '6 by somebody on no roster': ['6'],
  '6 by somebody written under a nickname': ['6'],
  '6 nobody written': ['6'],
  'not 6: waiting for a part is subtracted': [],
  '7a no cause': ['7a'],
  '7a not signed': ['7a'],
  '7a parts drawn, none written': ['7a'],
  '7b went without a dispatch sheet': ['7b'],
  '8 refused the dispatch': ['8'],
  '9 quarrel, severity given': ['9→complaint=150'],
  '9 quarrel, severity still open': ['9→complaint=?'],
  '9 quarrel, nobody named': ['9→complaint=100'],
  '10 charged more than the card': ['10=?'],
  '10 charged in warranty': ['10=?'],
  '10 detected and complained about: one fine, severity of the complaint': ['10=150'],
  '10 complaint alone': ['10→complaint=200'],
  'complaint found to be unfounded': [],
  'complaint not yet judged': [],
  'complaint about a cancelled ticket': ['2a→complaint'],
  'cancelled, so nothing is proposed': [],
  'every stage exactly on target': [],
  'guidance followed up exactly on target': [],
  'dispatch typed before the relay': [],
  'dispatch half a minute before the relay': [],
  'part on no card: expectation unknown': [],
  'parts written, no requisition: expectation unknown': [],
  'says agreement, none on file: expectation unknown': [],
  'report known to the day only': [],
  'arrival typed before the report': [],
};

describe('the scenarios of the shipped sample', () => {
  const tickets = new Map<string, string[]>();
  let cases: Case[];
  let byNumber: Map<string, Case>;
  let fines: ExpectedFines;
  let as_of: number;
  let kept: KeptMonths;

  beforeAll(async () => {
    for (const { dossiers } of simulateDepartment(SHIPPED).months) {
      for (const { scenario, ticket } of dossiers) {
        if (scenario === null) continue;
        tickets.set(scenario, [...(tickets.get(scenario) ?? []), ticket.ticket_no]);
      }
    }
    const truth = await readTruth(TRUTH);
    as_of = watermarkOf(truth);
    cases = buildCases(truth);
    byNumber = new Map(cases.map((of) => [of.ticket_no, of]));
    fines = expectedFines(cases, truth, as_of);
    kept = keptMonths(cases);
  });

  const only = (scenario: string, index = 0): Case => {
    const of = byNumber.get(tickets.get(scenario)?.[index] ?? '');
    if (of === undefined) throw new Error(`no ticket for ${scenario}`);
    return of;
  };

  it('stands as of the last upload', () => {
    expect(isoTime(as_of)).toBe('2026-10-31T18:00:00');
    expect(as_of).toBe(LAST_UPLOAD);
  });

  it('plays every scenario', () => {
    expect(SCENARIOS.map(({ name }) => name).filter((name) => !tickets.has(name))).toEqual([]);
  });

  it.each(Object.entries(MEANT))('%s', (scenario, meant) => {
    const numbers = tickets.get(scenario) ?? [];
    expect(numbers.length).toBeGreaterThan(0);
    for (const ticket_no of numbers) {
      const proposed = fines.fines
        .filter((fine) => fine.ticket_no === ticket_no)
        .map((fine) => {
          const subject = fine.subject_kind === 'complaint' ? '→complaint' : '';
          const range = fine.rule === '9' || fine.rule === '10';
          const yuan = fine.amount_fen === null ? '?' : String(fine.amount_fen / 100);
          return `${fine.rule}${subject}${range ? `=${yuan}` : ''}`;
        });
      const suspected = fines.suspected
        .filter((entry) => entry.ticket_no === ticket_no)
        .map(({ rule }) => `?${rule}`);
      expect([...proposed, ...suspected], ticket_no).toEqual(meant);
    }
  });

  it('proposes every rule of the policy, in each month where its columns are kept', () => {
    const rules = ['1a', '1b', '2a', '2b', '3', '4', '5', '6', '7a', '7b', '8', '9', '10', '11'];
    for (const month of ['2026-08', '2026-09', '2026-10']) {
      const found = new Set(
        fines.fines.filter((fine) => monthOf(fine.occurred_at) === month).map(({ rule }) => rule),
      );
      // Nobody noted the relay in August, so 1b had no evidence there.
      const missing = rules.filter((rule) => !found.has(rule));
      expect(missing, month).toEqual(month === '2026-08' ? ['1b'] : []);
    }
  });

  it('charges somebody to be assigned where the name is unknown or blank', () => {
    const [unknown] = fines.fines.filter((fine) => fine.person === '小张');
    expect(unknown?.employee_no).toBeNull();
    expect(fines.fines.some((fine) => fine.person === null)).toBe(true);
  });

  it('reads nicknames, spaced names and employee numbers as roster people', () => {
    const nickname = only('6 by somebody written under a nickname');
    const written = nickname.receipts[0]?.text('technician') ?? '';
    const fine = fines.fines.find((entry) => entry.ticket_no === nickname.ticket_no);
    expect(fine?.employee_no).toMatch(/^E0\d\d$/);
    expect(fine?.person).not.toBe(written);
    const spellings = cases.map(({ row }) => row.text('technician') ?? '');
    expect(spellings.some((name) => /^E0\d\d$/.test(name))).toBe(true);
    expect(spellings.some((name) => name.includes(' '))).toBe(true);
  });

  it('lets a missed relay of the last September day fall into October', () => {
    const of = only('1b that falls into the next month');
    const fine = fines.fines.find((entry) => entry.ticket_no === of.ticket_no);
    expect(of.month).toBe('2026-09');
    expect(monthOf(fine?.occurred_at ?? 0)).toBe('2026-10');
  });

  it('meets every target to the minute', () => {
    const of = only('every stage exactly on target');
    expect(answer(of, as_of)).toEqual({ state: 'met', open: false, seconds: 600 });
    expect(dispatch(of, as_of)).toEqual({ state: 'met', open: false, seconds: 600 });
    expect(arrival(of, as_of, kept)).toEqual({ state: 'met', open: false, seconds: 10_800 });
    expect(callback(of, as_of, kept)).toEqual({ state: 'met', open: false, seconds: 86_400 });
    const phone = only('guidance followed up exactly on target');
    expect(guidanceFollowUp(phone, as_of, kept)).toEqual({
      state: 'met',
      open: false,
      seconds: 10_800,
    });
  });

  it('calls half a minute backwards a rounding, three minutes invalid', () => {
    expect(dispatch(only('dispatch half a minute before the relay'), as_of)).toMatchObject({
      state: 'met',
      seconds: 0,
    });
    expect(dispatch(only('dispatch typed before the relay'), as_of).state).toBe('invalid');
    expect(arrival(only('arrival typed before the report'), as_of, kept).state).toBe('invalid');
  });

  it('measures nothing from a date without a time', () => {
    expect(answer(only('report known to the day only'), as_of).state).toBe('not_captured');
    for (const scenario of [
      'callback known to the day only',
      'callback known to the day of the work only',
    ]) {
      expect(callback(only(scenario), as_of, kept).state, scenario).toBe('not_captured');
    }
  });

  it('keeps the last calls open', () => {
    const pending = cases.filter((of) => answer(of, as_of).state === 'pending');
    expect(pending.map(({ reported_at }) => isoTime(reported_at))).toEqual(['2026-10-31T17:56:00']);
    const open = only('second visit still open at the last upload');
    expect(open.receipts).toHaveLength(2);
    expect(open.last_finished_at).toBeNull();
    expect(callback(open, as_of, kept).state).toBe('not_applicable');
  });
});
