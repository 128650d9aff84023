/** What the overview says about a month: each sentence follows from the figures by a rule. */
import { describe, expect, test } from 'vitest';
import { reportText } from '#app/cli/commands/report.ts';
import { formatRate } from '#app/format/index.ts';
import { conclusions, tally } from '#app/routes/overview/conclusions.ts';
import {
  exact,
  figureOf,
  kpiFigures,
  stageFigures,
  unknownBand,
  worstSince,
} from '#app/routes/overview/figures.ts';
import {
  finesSummary,
  heatSummary,
  receiptsUndispatched,
  repeatSummary,
  todos,
} from '#app/routes/overview/summaries.ts';
import { fixtureDesk, MONTH } from './fixture-desk.ts';

const desk = fixtureDesk();
const overview = await desk.overview(MONTH);
const policy = await desk.policy(MONTH);
const kpis = kpiFigures(overview, policy);
const stages = stageFigures(overview, policy);
const figure = (id: string) => {
  const found = kpis.find(({ metric }) => metric.id === id);
  if (!found) throw new Error(id);
  return found;
};
const metric = (id: string) => {
  const found = policy.metrics.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('figures', () => {
  test('are judged exactly and compared with the month before', () => {
    const timeliness = figure('timeliness');
    expect(timeliness.value).toBeCloseTo(693 / 730, 12);
    expect(timeliness.state).toBe('breached');
    expect(timeliness.change?.trend).toBe('worse');
    expect(timeliness.change?.difference).toBeCloseTo(693 / 730 - 0.955, 12);
    // Higher is worse for repeats: the sign alone says nothing.
    expect(figure('repeat_rate').change).toMatchObject({ trend: 'worse' });
    expect(figure('repeat_rate').change?.difference).toBeGreaterThan(0);
  });

  test('with fewer than five cases have no state and no comparison', () => {
    const few = figureOf(
      metric('satisfied_share'),
      { value: 0.5, met: 2, measured: 4, unknown: 0, provisional: false },
      [],
      { month: '2026-09', value: 0.9, met: 180, measured: 200 },
    );
    expect(few).toMatchObject({ few: true, state: null, change: null, value: 0.5 });
  });

  test('are not compared with a month of too few cases or without a value', () => {
    const source = { value: 0.9, met: 90, measured: 100, unknown: 0, provisional: false };
    const changeSince = (measured: number | null) =>
      figureOf(metric('satisfied_share'), source, [], {
        month: '2026-09',
        value: measured === null ? null : 1,
        met: measured,
        measured,
      }).change;
    expect(changeSince(4)).toBeNull();
    expect(changeSince(null)).toBeNull();
    expect(changeSince(5)?.difference).toBeCloseTo(-0.1, 12);
  });

  test('are rounded once, from the counts: 60 of 67 is 89.55 %, told as 89.6 and never as 89.5', () => {
    const counts = { met: 60, measured: 67 };
    // As a report carries it: four decimals.
    const rounded = 0.8955;
    const shown = exact({ value: rounded, ...counts });
    expect(shown === null ? null : formatRate(shown)).toBe('89.6%');
    const { report } = overview;
    const dispatch = { ...report.stages.dispatch, ...counts, rate: rounded };
    const text = reportText({ ...report, stages: { ...report.stages, dispatch } }, 'zh');
    expect(text).toContain('派工  89.6%  60/67\n');
    // 218 of 227 both times, and what nobody measured.
    expect(text).toContain('一次修复率  96.0%（暂定）\n');
    const none = { ...report, receipts: { finished: 0, complete: 0, completeness: null } };
    expect(reportText(none, 'zh')).toContain('回执完整率  没有  0/0\n');
  });

  test('on the command line a stage without a rate says why it has none', () => {
    const { report } = overview;
    const of = (state: object) => {
      const answer = { ...report.stages.answer, ...NOTHING, ...state };
      return reportText({ ...report, stages: { ...report.stages, answer } }, 'zh').match(
        /^答复 {2}(\S+)/m,
      )?.[1];
    };
    const NOTHING = {
      measured: 0,
      met: 0,
      pending: 0,
      invalid: 0,
      not_captured: 0,
      not_applicable: 0,
    };
    expect(of({ not_captured: 3, pending: 1 })).toBe('未采集');
    expect(of({ pending: 2 })).toBe('未到时限');
    expect(of({ invalid: 1 })).toBe('时间不对');
    expect(of({ not_applicable: 5 })).toBe('不适用');
  });

  test('receipts add up: 230 due less 4 missing, and one of a ticket never dispatched, are the 227 there are', () => {
    expect(receiptsUndispatched(overview.chain)).toBe(1);
  });

  test('trust the value where the counts are those of its complement', () => {
    const fixed = figureOf(
      metric('first_time_fix_rate'),
      { value: 0.9604, met: 9, measured: 227, unknown: 0, provisional: true },
      [],
      undefined,
    );
    expect(fixed.value).toBe(0.9604);
    expect(fixed.state).toBe('met');
  });

  test('nothing measured is no value, never zero', () => {
    const none = figureOf(
      metric('satisfied_share'),
      { value: null, met: 0, measured: 0, unknown: 3, provisional: false },
      [],
      undefined,
    );
    expect(none).toMatchObject({ value: null, state: null });
  });

  test('with unknowns lie in a band from all missed to all met', () => {
    // 261 met of 269 measured, 15 unknown: 261/284 and 276/284.
    const band = stages.answer && unknownBand(stages.answer);
    expect(band?.low).toBeCloseTo(261 / 284, 12);
    expect(band?.high).toBeCloseTo(276 / 284, 12);
    expect(stages.dispatch && unknownBand(stages.dispatch)).toBeNull();
  });

  test('a new low names the last month as bad', () => {
    // 94.04 % in October; March had 93.5 %, every month between was better.
    expect(stages.dispatch && worstSince(stages.dispatch, MONTH)).toBe('2026-03');
    // 93.36 % in October after 93.3 % in September.
    expect(stages.arrival && worstSince(stages.arrival, MONTH)).toBeNull();
    const points = [96, 97, 95, 90].map((percent, index) => ({
      month: `2026-0${index + 6}`,
      value: percent / 100,
      met: percent,
      measured: 100,
    }));
    const lowest = figureOf(
      metric('dispatch_rate'),
      { value: 0.8, met: 80, measured: 100, unknown: 0, provisional: false },
      [...points, { month: MONTH, value: 0.8, met: 80, measured: 100 }],
      points.at(-1),
    );
    expect(worstSince(lowest, MONTH)).toBe('all');
  });
});

describe('conclusions', () => {
  const list = conclusions(
    kpis,
    Object.values(stages).filter((stage) => stage !== null),
    overview,
  );

  test('count where the KPIs stand, all of them', () => {
    expect(tally(kpis)).toEqual({
      total: 8,
      met: 4,
      breached: 4,
      no_target: 0,
      few: 0,
      not_captured: 0,
    });
  });

  test('name missed KPIs in order, then the stage farthest off', () => {
    expect(list.map((each) => each.figure.metric.id)).toEqual([
      'timeliness',
      'arrival_rate',
      'satisfied_share',
      'repeat_rate',
      'guidance_follow_up_rate',
    ]);
  });

  test('add what the misses are made of', () => {
    const remarks = Object.fromEntries(list.map((each) => [each.figure.metric.id, each.remark]));
    expect(remarks.timeliness).toEqual({ kind: 'cases_missing', count: 1, fewer: false });
    expect(remarks.arrival_rate).toEqual({
      kind: 'open_breaches',
      stage: 'arrival',
      count: 6,
      rate: 217 / 226,
    });
    expect(remarks.repeat_rate).toEqual({
      kind: 'top_fault',
      product: '双头灶',
      fault: '点火故障',
      count: 4,
      of: 9,
    });
    expect(remarks.satisfied_share).toEqual({
      kind: 'dissatisfied',
      count: 6,
      person: '吴涛',
      personCount: 2,
    });
    expect(list[1]?.gap).toBeCloseTo(0.95 - 211 / 226, 12);
  });

  test('a month on target speaks of what changed, worse first', () => {
    const lenient = {
      ...policy,
      metrics: policy.metrics.map((each) => ({
        ...each,
        target: each.direction === 'up' ? 0.5 : 0.5,
      })),
    };
    const good = kpiFigures(overview, lenient);
    const said = conclusions(good, [], overview);
    expect(tally(good).met).toBe(8);
    expect(said[0]?.figure.metric.id).toBe('satisfied_share');
    expect(said.map((each) => each.figure.change?.trend)).toEqual([
      'worse',
      'worse',
      'worse',
      'worse',
      'worse',
    ]);
  });
});

describe('summaries', () => {
  test('the densest hours, half-open', () => {
    // By hand from the fixture: 15 o'clock 33, 16 o'clock 37.
    const { busy, lateAt, reported, late } = heatSummary(overview.heat);
    expect(busy).toEqual({ from: 15, to: 17, reported: 70 });
    expect(lateAt).toEqual({ from: 13, to: 17, late: 9 });
    expect([reported, late]).toEqual([282, 15]);
    expect(heatSummary([])).toMatchObject({ reported: 0, lateAt: null });
  });

  test('the fewest kinds that make up half of the repeats', () => {
    // 10 + 6 of 26 are 62 %.
    const summary = repeatSummary(overview.repeat_by_fault);
    expect(summary).toMatchObject({ kinds: 2, thisMonth: 9, before: 17 });
    expect(summary?.share).toBeCloseTo(16 / 26, 12);
    expect(repeatSummary([])).toBeNull();
    // Ten problems of one repeat each: five make up half of them, of which the chart shows no more than four apart.
    const alike = Array.from({ length: 10 }, (_, n) => ({
      product: `P${n}`,
      fault: '漏水',
      this_month: 1,
      before: 0,
    }));
    expect(repeatSummary(alike)).toMatchObject({ kinds: 5, share: 0.5 });
    expect(repeatSummary(alike, 4)).toMatchObject({ kinds: 4, share: 0.4 });
  });

  test('fines: sum, undecided, and the rule with the highest sum', () => {
    expect(finesSummary(overview.fines_by_person)).toEqual({
      count: 52,
      fen: 186_000,
      undecided: 1,
      top: { rule: '6', fen: 40_000 },
    });
    expect(finesSummary([])).toEqual({ count: 0, fen: 0, undecided: 0, top: null });
  });

  test('what is left to do, and only that', () => {
    expect(todos(overview)).toEqual([
      { kind: 'proposed', count: 52 },
      { kind: 'unassigned', count: 1 },
      { kind: 'dispatched_without_receipt', count: 4 },
      { kind: 'suspected', count: 5 },
      { kind: 'unknown_persons', count: 1 },
      { kind: 'rejected_cells', count: 7 },
    ]);
  });
});
