/**
 * The sample department's workbooks, from its spreadsheets on. Sheets are held against the expected figures, which
 * code that shares nothing with the product computed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { monthWorkbook } from '#app/data/month-workbook.server.ts';
import { watermark } from '#queries/reports/watermark.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { sampleWarehouse } from '../../sample-warehouse.ts';
import { below, findCell, readBack, recompute, sheetOf, shown } from './read-back.ts';

const EXPECTED = join(import.meta.dirname, '../../../sample-data/expected');
const STAGES = {
  answer: '答复（热线专员）',
  dispatch: '派工（内勤）',
  arrival: '到达（技术员）',
  guidance_follow_up: '指导回访（内勤）',
  callback: '完工回访（内勤）',
} as const;

const stage = z.object({ measured: z.number(), met: z.number(), breached: z.number() });
const expectedReport = z.object({
  tickets: z.object({ reported: z.number() }),
  stages: z.object({
    answer: stage,
    dispatch: stage,
    arrival: stage,
    guidance_follow_up: stage,
    callback: stage,
  }),
  repeat: z.object({ repeats: z.number() }),
  receipts: z.object({ finished: z.number(), complete: z.number() }),
  satisfaction: z.object({ scored: z.number() }),
  complaints: z.object({ received: z.number() }),
  charges: z.object({ charged_fen: z.number(), outstanding_fen: z.number() }),
  fines: z.object({ proposed: z.object({ count: z.number(), fen: z.number() }) }),
  people: z.array(z.object({ name: z.string(), proposed_fen: z.number() })),
});

let warehouse: Warehouse;
let asOf: string;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-workbook-'));
  warehouse = await sampleWarehouse(folder);
  asOf = (await watermark(warehouse)) ?? '';
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

// The first month and the last, whose repair rates are provisional; the one between has nothing of its own.
describe.each(['2026-08', '2026-10'])('%s', (month) => {
  const expected = expectedReport.parse(
    JSON.parse(readFileSync(join(EXPECTED, `${month}.json`), 'utf8')),
  );
  let book: Awaited<ReturnType<typeof readBack>>;

  beforeAll(async () => {
    book = await readBack(await monthWorkbook(warehouse, month, asOf, 'zh'));
  });

  const rowsBelow = (sheet: string, header: string) => {
    const at = findCell(sheetOf(book, sheet), header);
    let rows = 0;
    while (below(sheetOf(book, sheet), at, rows + 1).value !== null) rows += 1;
    return rows;
  };

  it('has formulas whose values are what their cells add up to', () => {
    for (const { sheet, address, formula, cached, computed } of recompute(book)) {
      expect(cached, `${sheet} ${address} =${formula}`).toBeCloseTo(computed, 9);
    }
  });

  it('counts the stages and lists every late ticket', () => {
    const sheet = sheetOf(book, '时效');
    const measured = Number(findCell(sheet, '应计').col);
    const met = Number(findCell(sheet, '达标').col);
    let late = 0;
    for (const key of [
      'answer',
      'dispatch',
      'arrival',
      'guidance_follow_up',
      'callback',
    ] as const) {
      const { row } = findCell(sheet, STAGES[key]);
      const figures = expected.stages[key];
      expect(shown(sheet.getCell(Number(row), measured)), key).toBe(figures.measured);
      expect(shown(sheet.getCell(Number(row), met)), key).toBe(figures.met);
      late += figures.breached;
    }
    expect(rowsBelow('时效', '单号')).toBe(late);
  });

  it('lists repeats and complaints as many as counted, and scores all of them', () => {
    expect(rowsBelow('返修', '返修单号')).toBe(expected.repeat.repeats);
    expect(rowsBelow('投诉', '收到')).toBe(expected.complaints.received);
    const sheet = sheetOf(book, '满意度');
    const bySource = ['回访', '回执'].map((name) =>
      Number(shown(sheet.getCell(Number(findCell(sheet, name).row), 2))),
    );
    expect(bySource.reduce((sum, cases) => sum + cases, 0)).toBe(expected.satisfaction.scored);
  });

  it('adds charges up to the figures', () => {
    const sheet = sheetOf(book, '收费');
    const { row } = findCell(sheet, '合计（随筛选）');
    const total = (header: string) =>
      shown(sheet.getCell(Number(row), Number(findCell(sheet, header, 2).col)));
    expect(total('实收（元）')).toBe(expected.charges.charged_fen / 100);
    expect(total('未收回（元）')).toBe(expected.charges.outstanding_fen / 100);
  });

  it('adds people up to the month, with what belongs to nobody known', () => {
    const sheet = sheetOf(book, '人员');
    const total = Number(findCell(sheet, '合计（随筛选）').row);
    // Groups share headers: measured and met of answer, dispatch and arrival are the first, second and third of theirs.
    const sums = (header: string) =>
      [1, 2, 3].map((n) => shown(sheet.getCell(total, Number(findCell(sheet, header, n).col))));
    const stages = [expected.stages.answer, expected.stages.dispatch, expected.stages.arrival];
    expect(sums('应计')).toEqual(stages.map(({ measured }) => measured));
    expect(sums('达标')).toEqual(stages.map(({ met }) => met));
    const of = (header: string) => shown(sheet.getCell(total, Number(findCell(sheet, header).col)));
    expect([of('完工\n回执'), of('完整')]).toEqual([
      expected.receipts.finished,
      expected.receipts.complete,
    ]);
    expect(of('返修')).toBe(expected.repeat.repeats);
    expect(of('拟扣减\n元')).toBe(expected.fines.proposed.fen / 100);
    expect(Number(of('条数')) + Number(of('纪律\n处理'))).toBe(expected.fines.proposed.count);
  });

  it('lists every fine, its amounts adding up, and what each person is proposed', () => {
    const sheet = sheetOf(book, '扣减明细');
    expect(rowsBelow('扣减明细', '条款')).toBe(expected.fines.proposed.count);
    const { row } = findCell(sheet, '合计（随筛选）');
    const amount = findCell(sheet, '金额（元）');
    expect(shown(sheet.getCell(Number(row), Number(amount.col)))).toBe(
      expected.fines.proposed.fen / 100,
    );
    const people = sheetOf(book, '人员');
    const proposed = Number(findCell(people, '拟扣减\n元').col);
    for (const person of expected.people) {
      const at = Number(findCell(people, person.name).row);
      expect(people.getCell(at, proposed).value, person.name).toBe(person.proposed_fen / 100);
    }
  });
});
