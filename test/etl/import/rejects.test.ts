import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RejectedRows, writeRejects } from '#etl/rejects.ts';
import { ImportDesk, TICKETS } from './desk.ts';

let desk: ImportDesk;
beforeEach(async () => {
  desk = await ImportDesk.open();
});
afterEach(async () => {
  await desk.close();
});

async function rejectsOf(rows: readonly (readonly string[])[]): Promise<ExcelJS.Worksheet> {
  const rejects = new RejectedRows();
  await desk.import([await desk.csv('9月.csv', [['登记表'], TICKETS, ...rows])], { rejects });
  const path = join(desk.folder, 'out.xlsx');
  await writeRejects(path, rejects.sheets, 'zh');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet('9月');
  if (sheet === undefined) throw new Error('no sheet 9月');
  return sheet;
}

test('rejected rows with the error in each cell, others left out', async () => {
  const sheet = await rejectsOf([
    ['BX001', '张伟', '2026-10-01 09:00', ''],
    ['BX002', '=李娜', '2026-09-31 09:00', '25:61'],
    ['BX001', '张伟', '2026-10-01 09:00', ''],
  ]);
  const rows: unknown[][] = [];
  sheet.eachRow((row) => rows.push([1, 2, 3, 4, 6].map((column) => row.getCell(column).value)));
  expect(rows).toEqual([
    [...TICKETS, '原行号'],
    ['BX002', '=李娜', '2026-09-31 09:00', '25:61', 4],
    ['BX001', '张伟', '2026-10-01 09:00', null, 5],
  ]);
  const bad = sheet.getCell('C2');
  expect(bad.fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
  expect(bad.note).toContain('2026-09-31');
  expect(sheet.getCell('B2').fill).toMatchObject({ pattern: 'none' });
  expect(String(sheet.getCell('E2').value)).toMatch(/^C 报修时间: .*\nD 派工时间: /);
  expect(String(sheet.getCell('E3').value)).toContain('第 3 行');
});

test('a cell mended in the preview holds the new text, and the old one in its comment', async () => {
  const path = join(desk.folder, 'out.xlsx');
  const row = {
    row: 4,
    cells: ['BX002', '李娜', '2026-09-30 09:00', '25:61'],
    issues: [],
    mended: [
      { column: 'B', original: '' },
      { column: 'C', original: '2026-09-31 09:00' },
    ],
  };
  const sheets = [{ file: '9月.csv', sheet: '9月', headers: TICKETS, rows: [row], leftOut: 0 }];
  await writeRejects(path, sheets, 'zh');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet('9月');
  expect(sheet?.getCell('C2').value).toBe('2026-09-30 09:00');
  expect(JSON.stringify(sheet?.getCell('C2').note)).toContain('原文「2026-09-31 09:00」');
  expect(JSON.stringify(sheet?.getCell('B2').note)).toContain('原来是空白');
});

test('mended in place, the workbook itself imports', async () => {
  const sheet = await rejectsOf([['BX002', '李娜', '2026-09-31 09:00', '']]);
  sheet.getCell('C2').value = '2026-09-30 09:00';
  const path = join(desk.folder, 'mended.xlsx');
  await sheet.workbook.xlsx.writeFile(path);
  const result = await desk.import([path]);
  expect(result.files[0]).toMatchObject({ committed: true });
  expect(await desk.all('SELECT ticket_no, reported_at FROM stg_ticket')).toEqual([
    { ticket_no: 'BX002', reported_at: '2026-09-30T09:00:00' },
  ]);
});
