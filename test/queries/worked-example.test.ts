/**
 * The worked example of the metrics and of the fines, figure by figure. All expected values are the document's own
 * or follow from it by hand; none was taken from a run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthFines } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import type { Fine, MonthReport } from '#queries/reports/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { AS_OF, workedExample } from './worked-example.ts';

let warehouse: Warehouse;
let report: MonthReport;
let fines: Fine[];

beforeAll(async () => {
  warehouse = await workedExample();
  report = await monthReport(warehouse, '2026-10', AS_OF);
  fines = await monthFines(warehouse, '2026-10', AS_OF, 'zh');
});
afterAll(() => warehouse.close());

describe('metrics, section 7', () => {
  test('tickets', () => {
    expect(report.tickets).toEqual({
      reported: 5,
      on_site: 5,
      phone: 0,
      unknown: 0,
      cancelled: 0,
      finished: 3,
    });
  });

  test('answer: 3 of 5, the target is inclusive, an unanswered call is an open breach', () => {
    expect(report.stages.answer).toEqual({
      measured: 5,
      met: 3,
      breached: 2,
      open_breaches: 1,
      pending: 0,
      invalid: 0,
      not_captured: 0,
      not_applicable: 0,
      rate: 0.6,
      mean: 7.75,
      median: 7.5,
      p90: 11.4,
      max: 12,
    });
  });

  test('dispatch: 2 of 5, both blanks overdue', () => {
    expect(report.stages.dispatch).toMatchObject({
      measured: 5,
      met: 2,
      breached: 3,
      open_breaches: 2,
      pending: 0,
      rate: 0.4,
    });
  });

  test('arrival: 2 of 3, T4 pending, T5 has no deadline', () => {
    expect(report.stages.arrival).toMatchObject({
      measured: 3,
      met: 2,
      breached: 1,
      open_breaches: 0,
      pending: 1,
      not_applicable: 1,
      rate: 0.6667,
    });
  });

  test('follow-ups were never kept: not captured, in no denominator', () => {
    expect(report.stages.callback).toMatchObject({
      measured: 0,
      not_captured: 3,
      rate: null,
      mean: null,
    });
  });

  test('repair and turnaround carry no target', () => {
    // 70, 30 and 61 minutes; 240, 240 and 480 minutes from report to finish.
    expect(report.stages.repair).toMatchObject({
      measured: 3,
      met: null,
      breached: null,
      rate: null,
      mean: 53.67,
      median: 61,
      max: 70,
    });
    expect(report.stages.turnaround).toMatchObject({
      measured: 3,
      met: null,
      rate: null,
      mean: 320,
      median: 240,
      max: 480,
    });
  });

  test('repeat: T3 repeats T1', () => {
    expect(report.repeat).toEqual({
      repeats: 1,
      on_site: 5,
      repeat_rate: 0.2,
      finished: 3,
      repeated_later: 1,
      first_time_fix_rate: 0.6667,
      provisional: true,
      visits_per_ticket: 1,
    });
  });

  test('satisfaction, complaints, receipts, charges', () => {
    expect(report.satisfaction).toEqual({
      scored: 2,
      finished: 3,
      response_rate: 0.6667,
      mean: 3,
      satisfied: 0.5,
      dissatisfied: 0.5,
      distribution: { '1': 0, '2': 1, '3': 0, '4': 1, '5': 0 },
    });
    expect(report.complaints).toEqual({ received: 0, substantiated: 0, rate: 0, blame_rate: 0 });
    expect(report.receipts).toEqual({ finished: 3, complete: 2, completeness: 0.6667 });
    expect(report.charges).toEqual({
      charged_fen: 0,
      expected_fen: 0,
      overcharged: 0,
      outstanding_fen: 0,
    });
  });
});

describe('fines, section 5', () => {
  test('six fines, 210 yuan', () => {
    expect(
      fines.map((f) => [f.rule, f.subject.ticket_no, f.person, f.amount_fen, f.needs_cause]),
    ).toEqual([
      ['1a', 'T5', '王芳', 5000, false],
      ['2a', 'T3', '陈静', 3000, false],
      ['4', 'T2', '赵刚', 3000, false],
      ['5', 'T3', '李强', 3000, true],
      ['6', 'T2', '赵刚', 5000, true],
      ['7a', 'T1', '李强', 2000, false],
    ]);
    expect(report.fines).toEqual({
      proposed: { count: 6, fen: 21_000, undecided: 0 },
      confirmed: { count: 0, fen: 0 },
      waived: { count: 0, fen: 0 },
      suspected: 0,
    });
  });

  test('per person', () => {
    expect(
      Object.fromEntries(report.people.map((p) => [p.name, [p.proposed_fen, p.rules]])),
    ).toEqual({
      王芳: [5000, { '1a': 1 }],
      陈静: [3000, { '2a': 1 }],
      赵刚: [8000, { '4': 1, '6': 1 }],
      李强: [5000, { '5': 1, '7a': 1 }],
    });
  });

  test('the arithmetic in words, each figure with its cell', () => {
    const late = fines.find((f) => f.rule === '6');
    expect(late?.arithmetic).toBe(
      '报修 10-05 10:00 → 到达 10-05 13:30 = 3 时 30 分，时限 3 时，超 30 分',
    );
    expect(late?.evidence.map((e) => [e.source?.file, e.source?.row, e.source?.header])).toEqual([
      ['ticket.csv', 3, 'reported_at'],
      ['ticket.csv', 3, 'region'],
      ['receipt.csv', 3, 'arrived_at'],
      ['receipt.csv', 3, 'technician'],
    ]);
    expect(fines.find((f) => f.rule === '2a')?.arithmetic).toBe(
      '传达 10-20 08:10 → 派工 10-20 08:31 = 21 分，时限 10 分，超 11 分',
    );
    expect(fines.find((f) => f.rule === '1a')?.evidence[1]).toMatchObject({
      text: '答复 未填',
      source: { file: 'ticket.csv', row: 6, header: 'answered_at', value: '' },
    });
  });

  test('dates of occurrence', () => {
    expect(Object.fromEntries(fines.map((f) => [f.rule, f.occurred_at]))).toEqual({
      '1a': '2026-10-30T09:00:00',
      '2a': '2026-10-20T08:31:00',
      '4': '2026-10-05T14:00:00',
      '5': '2026-10-20T08:00:00',
      '6': '2026-10-05T13:30:00',
      '7a': '2026-10-05T13:00:00',
    });
  });

  test('as of later, T4 is a missed dispatch and T5 is not: nobody was told of it', async () => {
    const later = await monthFines(warehouse, '2026-11', '2026-11-02T00:00:00', 'zh');
    expect(later.map((f) => [f.rule, f.subject.ticket_no, f.person, f.occurred_at])).toEqual([
      ['2b', 'T4', '陈静', '2026-11-01T16:36:00'],
    ]);
  });
});
