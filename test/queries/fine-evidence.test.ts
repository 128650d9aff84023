/** The source cells a fine shows: who can check them needs no other paper (spec fines.md §3, metrics.md §6). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { importFiles } from '#etl/import-files.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { monthReport } from '#queries/reports/month-report.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment, type Row, upload } from './department.ts';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(() => warehouse.close());

const TICKET: Row = {
  ticket_no: 'A',
  customer_name: '客户',
  phone: '13800138000',
  product_type: '双头灶',
  fault: '漏气',
  reported_at: '2026-10-05 09:00:00',
  dispatched_at: '2026-10-05 09:05:00',
  technician: '李强',
  resolution: 'on_site',
  region: 'urban',
};
const RECEIPT: Row = {
  receipt_no: 'A-1',
  ticket_no: 'A',
  arrived_at: '2026-10-05 10:00:00',
  finished_at: '2026-10-05 11:00:00',
};

/** `文字 ← 表 行列` of each cell of the one fine of a rule; what has no cell stands alone. */
async function cells(rule: string): Promise<string[]> {
  const fines = await monthFines(warehouse, '2026-10', '2026-10-31T18:00:00', 'zh');
  const found = fines.filter((fine) => fine.rule === rule);
  expect(found).toHaveLength(1);
  return (found[0]?.evidence ?? []).map(({ text, source }) =>
    source === null ? text : `${text} ← ${source.file} ${source.column}${source.row}`,
  );
}

test('a charge beyond the price card: each part with its quantity and the price it was priced by', async () => {
  await upload(warehouse, {
    ticket: [{ ...TICKET, warranty: 'out' }],
    receipt: [{ ...RECEIPT, technician: '李强', charge: 20_000 }],
    requisition_line: [
      { requisition_no: 'L1', ticket_no: 'A', part_no: null, part_name: '点火针', quantity: 2 },
      { requisition_no: 'L1', ticket_no: 'A', part_no: 'F7', part_name: '阀', quantity: 1 },
    ],
    price: [
      { part_no: null, part_name: '点火针', unit_price: 2_000, valid_from: '2026-01-01' },
      // The newer price counts; the one of next month does not yet.
      { part_no: null, part_name: '点火针', unit_price: 2_500, valid_from: '2026-09-01' },
      { part_no: null, part_name: '点火针', unit_price: 9_000, valid_from: '2026-11-01' },
      { part_no: 'F7', part_name: '电磁阀', unit_price: 8_000, valid_from: '2026-01-01' },
    ],
  });
  // 2 × 25 + 80 = 130 yuan due, 200 charged.
  const fines = await monthFines(warehouse, '2026-10', '2026-10-31T18:00:00', 'zh');
  expect(fines.map(({ rule, arithmetic }) => [rule, arithmetic])).toEqual([
    ['10', '实收 ¥200，应收 ¥130，多收 ¥70'],
  ]);
  expect(await cells('10')).toEqual([
    '收费金额 20000 ← receipt.csv F2',
    '质保 out ← ticket.csv K2',
    '完工 2026-10-05 11:00:00 ← receipt.csv D2',
    '技术人员 李强 ← receipt.csv E2',
    '零件名称 阀 ← requisition_line.csv D3',
    '数量 1 ← requisition_line.csv E3',
    '单价 8000 ← price.csv C5',
    '零件名称 点火针 ← requisition_line.csv D2',
    '数量 2 ← requisition_line.csv E2',
    '单价 2500 ← price.csv C3',
  ]);
});

test('a charge under an agreement: its days and its terms', async () => {
  await upload(warehouse, {
    ticket: [{ ...TICKET, warranty: 'agreement' }],
    receipt: [{ ...RECEIPT, technician: '李强', charge: 20_000 }],
    requisition_line: [{ requisition_no: 'L1', ticket_no: 'A', part_name: '点火针', quantity: 1 }],
    price: [{ part_name: '点火针', unit_price: 10_000, valid_from: '2026-01-01' }],
    agreement: [
      {
        customer_name: '客户',
        phone: '13800138000',
        valid_from: '2026-01-01',
        valid_to: '2026-12-31',
        parts_free: false,
        discount: 10,
      },
    ],
  });
  expect((await cells('10')).slice(3)).toEqual([
    '技术人员 李强 ← receipt.csv E2',
    '生效日期 2026-01-01 ← agreement.csv C2',
    '到期日期 2026-12-31 ← agreement.csv D2',
    '折扣 10 ← agreement.csv F2',
    '零件名称 点火针 ← requisition_line.csv C2',
    '数量 1 ← requisition_line.csv D2',
    '单价 10000 ← price.csv B2',
  ]);
});

test('a charge where nothing was due: the warranty is enough in warranty, out of it that no part is named', async () => {
  await upload(warehouse, {
    ticket: [
      { ...TICKET, warranty: 'out' },
      { ...TICKET, ticket_no: 'B', warranty: 'in' },
    ],
    receipt: [{ ...RECEIPT, technician: '李强', charge: 20_000, replaced_parts: null }],
    requisition_line: [{ requisition_no: 'L1', ticket_no: 'B', part_name: '点火针', quantity: 1 }],
  });
  expect((await cells('10')).slice(3)).toEqual([
    '技术人员 李强 ← receipt.csv E2',
    '更换零件 未填 ← receipt.csv G2',
  ]);
});

test('receipts without a column for the technician: the cell of the ticket that names the person charged', async () => {
  await upload(warehouse, {
    ticket: [TICKET],
    receipt: [{ ...RECEIPT, satisfaction: 1 }],
  });
  expect(await cells('4')).toContain('技术人员 李强 ← ticket.csv H2');
  expect(await cells('4')).not.toContain('技术人员 未采集');
});

test('a receipt that leaves the technician blank where the ticket’s counts: both cells', async () => {
  await upload(warehouse, {
    ticket: [
      TICKET,
      {
        ...TICKET,
        ticket_no: 'B',
        reported_at: '2026-10-12 09:00:00',
        dispatched_at: '2026-10-12 09:05:00',
        technician: '赵刚',
      },
    ],
    receipt: [{ ...RECEIPT, technician: null }],
  });
  const fines = await monthFines(warehouse, '2026-10', '2026-10-31T18:00:00', 'zh');
  expect(fines.map(({ rule, person }) => [rule, person])).toEqual([['5', '李强']]);
  const shown = await cells('5');
  expect(shown).toContain('技术人员 未填 ← receipt.csv E2');
  expect(shown).toContain('技术人员 李强 ← ticket.csv H2');
});

test('a column that asks whether the dispatch was obeyed is shown under its own header: 服从派工 否, not 拒绝派工 否', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-evidence-'));
  const path = join(folder, '派工.csv');
  writeFileSync(
    path,
    '派工单号,客户姓名,报修时间,派工时间,技术人员,服从派工\nA,客户,2026-10-05 09:00,2026-10-05 09:05,李强,否\n',
  );
  const clock = { nowMicros: Date.UTC(2026, 10, 1) * 1000, lang: 'zh' as const };
  await importFiles(warehouse, [{ path }], { dataDir: null }, clock);
  rmSync(folder, { recursive: true });
  expect((await cells('8'))[0]).toBe('服从派工 否 ← 派工.csv F2');
});

test('a formula without a result is no blank: whoever it would charge is left alone, and the cell is a data task', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-evidence-'));
  const path = join(folder, '来电.xlsx');
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('来电');
  sheet.addRow(['单号', '客户姓名', '报修时间', '答复时间', '接线员']);
  sheet.addRow(['A', '甲', '2026-10-05 09:00', { formula: 'C2+5/1440' }, '王芳']);
  sheet.addRow(['B', '乙', '2026-10-05 09:00', { error: '#N/A' }, '王芳']);
  sheet.addRow(['C', '丙', '2026-10-05 09:00', null, '王芳']);
  await book.xlsx.writeFile(path);
  const clock = { nowMicros: Date.UTC(2026, 10, 1) * 1000, lang: 'zh' as const };
  await importFiles(warehouse, [{ path }], { dataDir: null }, clock);

  const at = '2026-10-31T18:00:00';
  const fines = await monthFines(warehouse, '2026-10', at, 'zh');
  expect(fines.map(({ rule, subject }) => [rule, subject.id])).toEqual([['1a', 'C']]);
  const { fines: counts, stages } = await monthReport(warehouse, '2026-10', at);
  expect(counts.suspected).toBe(2);
  // As a figure it is blank, as forms.md has it.
  expect(stages.answer).toMatchObject({ measured: 3, open_breaches: 3 });
  const rows = await warehouse.read(
    "SELECT ticket_no, field, detail FROM quality_of('2026-10', '2026-10-31 18:00:00'::TIMESTAMP) WHERE code = 'suspected' ORDER BY ALL",
    z.unknown(),
  );
  expect(rows).toEqual([
    { ticket_no: 'A', field: 'answered_at', detail: ['unread'] },
    { ticket_no: 'B', field: 'answered_at', detail: ['unread'] },
  ]);

  // Saved with its results the sheet says when both were answered.
  const mended = join(folder, '来电-2.csv');
  writeFileSync(
    mended,
    '单号,客户姓名,报修时间,答复时间,接线员\nA,甲,2026-10-05 09:00,2026-10-05 09:05,王芳\nB,乙,2026-10-05 09:00,2026-10-05 09:30,王芳\n',
  );
  await importFiles(warehouse, [{ path: mended }], { dataDir: null }, clock);
  rmSync(folder, { recursive: true });
  const later = await monthReport(warehouse, '2026-10', at);
  expect(later.stages.answer).toMatchObject({ measured: 3, met: 1, breached: 2, open_breaches: 1 });
  expect(later.fines).toMatchObject({ proposed: { count: 1, fen: 5_000 }, suspected: 0 });
});
