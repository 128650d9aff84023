/**
 * The sample department from its spreadsheets to its figures. The expected figures were computed from the truth tables
 * by code that shares nothing with etl/ or queries/.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { brokenList } from '#app/routes/overview/clauses.ts';
import { receiptsUndispatched } from '#app/routes/overview/summaries.ts';
import { importFiles } from '#etl/import-files.ts';
import type { ImportResult } from '#etl/load/result.ts';
import { complaintRows } from '#queries/reports/complaints.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { everybody, personMonth } from '#queries/reports/person.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import type { Overview } from '#queries/reports/types.ts';
import { watermark } from '#queries/reports/watermark.ts';
import { findFaults } from '#queries/warehouse/doctor.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { sampleFiles } from '#sample-data/files.ts';
import { importOfSample, sampleWarehouse } from './sample-warehouse.ts';

const EXPECTED = join(import.meta.dirname, '../sample-data/expected');
const MONTHS = ['2026-08', '2026-09', '2026-10'];
const CLOCK = { nowMicros: Date.UTC(2026, 10, 2) * 1000, lang: 'zh' } as const;

let folder: string;
let warehouse: Warehouse;
let imported: ImportResult;
let asOf: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-sample-'));
  warehouse = await sampleWarehouse(folder);
  imported = await importOfSample();
  asOf = (await watermark(warehouse)) ?? '';
});
afterAll(() => {
  warehouse?.close();
  rmSync(folder, { recursive: true, force: true });
});

const figures = z.record(z.string(), z.unknown());
test('every row of every shipped sheet is read', () => {
  const sheets = imported.files.flatMap((file) => file.sheets);
  expect(imported.committed).toBe(true);
  expect(sheets.reduce((sum, sheet) => sum + sheet.rejected, 0)).toBe(0);
  expect(sheets.reduce((sum, sheet) => sum + sheet.rows, 0)).toBe(
    sheets.reduce((sum, sheet) => sum + sheet.new, 0),
  );
  expect(new Set(sheets.flatMap((sheet) => sheet.kind)).size).toBe(9);
});

test('every check is empty', async () => {
  expect(await findFaults(warehouse)).toEqual([]);
});

describe.each(MONTHS)('%s', (month) => {
  let overview: Overview;
  beforeAll(async () => {
    overview = await monthOverview(warehouse, month, asOf);
  });

  test('the figures agree with the independent ones', () => {
    const expected = figures.parse(
      JSON.parse(readFileSync(join(EXPECTED, `${month}.json`), 'utf8')),
    );
    // People are named in the order of their money here, of their numbers there.
    const byNumber = ({ people, ...rest }: Record<string, unknown>) => ({
      ...rest,
      people: z
        .array(z.looseObject({ employee_no: z.string().nullable() }))
        .parse(people)
        .sort((a, b) => (a.employee_no ?? '').localeCompare(b.employee_no ?? '')),
    });
    expect(byNumber(JSON.parse(JSON.stringify(overview.report)))).toEqual(byNumber(expected));
  });

  test('the fines agree one by one', async () => {
    const fines = await monthFines(warehouse, month, asOf, 'zh');
    const rows = Papa.parse<Record<string, string>>(
      readFileSync(join(EXPECTED, `fines-${month}.csv`), 'utf8').replace(/^\uFEFF/, ''),
      { header: true, skipEmptyLines: true },
    ).data;
    const line = (parts: readonly (string | number | null)[]): string =>
      parts.map((part) => part ?? '').join(' ');
    expect(
      fines
        .map((f) => line([f.rule, f.subject.ticket_no, f.employee_no, f.amount_fen, f.occurred_at]))
        .sort(),
    ).toEqual(
      rows
        .map((r) =>
          line([
            r.rule ?? '',
            r.ticket_no ?? '',
            r.employee_no ?? '',
            r.amount_fen ?? '',
            r.occurred_at ?? '',
          ]),
        )
        .sort(),
    );
    // Nobody is charged without a cell to show: each fine names at least one source.
    for (const fine of fines)
      expect(
        fine.evidence.some((e) => e.source !== null),
        fine.key,
      ).toBe(true);
  });

  test('card, report and list behind it agree', async () => {
    const { report } = overview;
    const kpi = (id: string) => overview.kpis.find((item) => item.id === id);
    expect(kpi('arrival_rate')).toMatchObject({
      met: report.stages.arrival.met,
      measured: report.stages.arrival.measured,
      value: report.stages.arrival.rate,
    });
    expect(kpi('callback_rate')?.value).toBe(report.stages.callback.rate);
    expect(kpi('receipt_completeness')?.value).toBe(report.receipts.completeness);
    expect(kpi('satisfied_share')?.value).toBe(report.satisfaction.satisfied);
    expect(kpi('repeat_rate')?.value).toBe(report.repeat.repeat_rate);
    expect(kpi('first_time_fix_rate')?.value).toBe(report.repeat.first_time_fix_rate);
    expect(kpi('blame_rate')?.value).toBe(report.complaints.blame_rate);
    const rows = async (query: object) =>
      (await ticketRows(warehouse, { month, ...query }, asOf)).length;
    expect(await rows({ stage: 'arrival', state: 'measured' })).toBe(
      report.stages.arrival.measured,
    );
    expect(await rows({ stage: 'dispatch', state: 'breached' })).toBe(
      report.stages.dispatch.breached,
    );
    expect(await rows({ list: 'repeats' })).toBe(report.repeat.repeats);
    expect(await rows({ list: 'scored' })).toBe(report.satisfaction.scored);
    expect(await rows({ list: 'reported' })).toBe(report.tickets.reported);
    // Receipts that were due, less the missing ones, and those nobody was dispatched for: all there are.
    const { chain } = overview;
    expect(await rows({ list: 'receipt_without_dispatch' })).toBe(receiptsUndispatched(chain));
    expect(await rows({ list: 'with_receipt' })).toBe(chain.with_receipt);
    expect(await rows({ list: 'overcharged' })).toBe(report.charges.overcharged);
    // Every broken case of a clause stands in the list behind it: a ticket once, however many receipts broke it.
    const broken = await warehouse.read(
      'SELECT requirement, ticket_no FROM broken_of($month, $as_of::TIMESTAMP)',
      z.object({ requirement: z.string(), ticket_no: z.string() }),
      { month, as_of: asOf },
    );
    for (const clause of overview.clauses) {
      const { id, judged, kept } = clause;
      const cases = broken.filter(({ requirement }) => requirement === id);
      const { list, ...stage } = brokenList(clause);
      if (list?.startsWith('broken-') !== true) {
        expect(cases, id).toEqual([]);
        continue;
      }
      expect(cases.length, id).toBe(judged - kept);
      const distinct = new Set(cases.map(({ ticket_no }) => ticket_no));
      expect(await rows({ list, ...stage }), id).toBe(distinct.size);
    }
    // Each complaint a figure counts is a row of the list behind it, those about no ticket among them.
    const complained = truthOf('complaint').filter(
      (row) => row.received_at?.startsWith(month) === true,
    );
    const numbers = (of: typeof complained) => of.map((row) => row.complaint_no).sort();
    const found = complained.filter((row) => row.substantiated === 'true');
    const listed = async (list: 'received' | 'substantiated') =>
      (await complaintRows(warehouse, { month, list })).map((row) => row.complaint_no).sort();
    expect(await listed('received')).toEqual(numbers(complained));
    expect(await listed('substantiated')).toEqual(numbers(found));
    expect([complained.length, found.length]).toEqual([
      report.complaints.received,
      report.complaints.substantiated,
    ]);
  });
});

test('a person’s page and the report’s roles agree', async () => {
  const month = '2026-10';
  const { report, kpis } = await monthOverview(warehouse, month, asOf);
  const all = await everybody(warehouse);
  // Written in one way, in several, as a number; the desk and the hotline.
  for (const id of ['E008', 'E009', 'E003', 'E001']) {
    const person = all.find((each) => each.id === id);
    if (person === undefined) throw new Error(`no ${id}`);
    const own = await personMonth(warehouse, person, report);
    const lines = own.scores.flatMap((group) => group.lines);
    const share = (metric: string) => {
      const line = lines.find((each) => each.metric === metric);
      return line === undefined ? undefined : [line.own.met, line.own.measured];
    };
    const { technician, dispatcher, hotline } =
      report.people.find((each) => each.employee_no === id)?.roles ?? {};
    expect(own.work).toEqual({
      ...(hotline && { hotline }),
      ...(dispatcher && { dispatcher }),
      ...(technician && { technician }),
    });
    expect(share('answer_rate')).toEqual(hotline && [hotline.answer_met, hotline.answer_measured]);
    expect(share('dispatch_rate')).toEqual(
      dispatcher && [dispatcher.dispatch_met, dispatcher.dispatch_measured],
    );
    expect(share('arrival_rate')).toEqual(
      technician && [technician.arrival_met, technician.arrival_measured],
    );
    expect(share('receipt_completeness')).toEqual(
      technician && [technician.receipts_complete, technician.receipts_finished],
    );
    if (technician === undefined) continue;
    expect(share('satisfied_share')?.[1]).toBe(technician.scored);
    expect(own.visits.length).toBe(technician.visits);
    expect(new Set(own.visits.map((visit) => visit.ticket_no)).size).toBe(technician.tickets);
    const days = new Set(own.visits.map((v) => (v.arrived_at ?? v.finished_at)?.slice(0, 10)));
    expect(days.size).toBe(technician.days);
    expect(own.jobs.filter((job) => job.visits > 0).length).toBe(technician.tickets);
    expect(own.expenses.reduce((sum, row) => sum + (row.amount_fen ?? 0), 0)).toBe(
      technician.expenses_fen,
    );
  }
  // The team is the department: the same cases as the overview's.
  const [someone] = all;
  if (someone === undefined) throw new Error('nobody');
  const { scores } = await personMonth(warehouse, { ...someone, id: 'E005', role: null }, report);
  for (const metric of ['arrival_rate', 'first_time_fix_rate', 'receipt_completeness']) {
    const team = scores
      .flatMap((group) => group.lines)
      .find((line) => line.metric === metric)?.team;
    const kpi = kpis.find((each) => each.id === metric);
    expect([team?.met, team?.measured], metric).toEqual([kpi?.met, kpi?.measured]);
  }
});

test('the same files again change nothing', async () => {
  const before = await monthReport(warehouse, '2026-10', '2026-10-31T18:00:00');
  const again = await importFiles(
    warehouse,
    sampleFiles().map((path) => ({ path })),
    { dataDir: null },
    CLOCK,
  );
  const sheets = again.files.flatMap((file) => file.sheets);
  expect(
    sheets.every((sheet) => sheet.new === 0 && sheet.changed === 0 && sheet.rejected === 0),
  ).toBe(true);
  expect(sheets.reduce((sum, sheet) => sum + sheet.unchanged, 0)).toBe(
    imported.files.flatMap((file) => file.sheets).reduce((sum, sheet) => sum + sheet.new, 0),
  );
  expect(await monthReport(warehouse, '2026-10', '2026-10-31T18:00:00')).toEqual(before);
});

/** Rows of a table of the truth that the sample's sheets were written from. */
function truthOf(table: string): Record<string, string>[] {
  const path = join(import.meta.dirname, `../sample-data/department/truth/${table}.csv`);
  return Papa.parse<Record<string, string>>(readFileSync(path, 'utf8').trim(), { header: true })
    .data;
}
