/** Rejected rows go back to the clerk: the file as a workbook to mend, and what becomes of it when it comes back. */
import { copyFile, readdir, unlink, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ImportOptions, importFiles } from '#etl/import-files.ts';
import type { FileResult } from '#etl/load/result.ts';
import { type PickLists, RejectedRows } from '#etl/rejects/index.ts';
import { composeRejects, type RejectsJob } from '#etl/rejects/workbook.ts';
import { ImportDesk, NOW_MICROS, TICKETS } from './desk.ts';

let desk: ImportDesk;
beforeEach(async () => {
  desk = await ImportDesk.open();
});
afterEach(async () => {
  await desk.close();
});

const NO_LISTS: PickLists = { persons: [], rules: [] };
const RED = { fgColor: { argb: 'FFFFC7CE' } };
const GOOD = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10'];
const BAD = ['BX002', '=李娜', '2026-09-31 09:00', '25:61'];
const LATER = ['BX003', '赵磊', '2026-10-03 09:00', '2026-10-03 09:10'];

/** Imports a file and opens what goes back. */
async function sentBack(
  path: string,
  { lists = NO_LISTS, ...options }: Partial<ImportOptions> & { lists?: PickLists } = {},
): Promise<ExcelJS.Workbook> {
  const rejects = new RejectedRows();
  await desk.import([path], { rejects, ...options });
  return opened({ sheets: rejects.sheets, lang: 'zh', lists, whole: true });
}

async function opened(job: RejectsJob): Promise<ExcelJS.Workbook> {
  const bytes = await composeRejects(job);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes.buffer as ArrayBuffer);
  return workbook;
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  return sheet;
}

/** Imports the workbook as the clerk saved it. */
async function again(
  workbook: ExcelJS.Workbook,
  options: Partial<ImportOptions> = {},
): Promise<FileResult> {
  const path = join(desk.folder, `mended${Math.random()}.xlsx`);
  await workbook.xlsx.writeFile(path);
  const result = await desk.import([path], options);
  const file = result.files[0];
  if (file === undefined) throw new Error('no result');
  return file;
}

/** The same where nothing that is stored is looked at: it stops before the figures. */
const tried = (workbook: ExcelJS.Workbook) => again(workbook, { dryRun: true });

const tickets = () =>
  desk.all(
    "SELECT ticket_no, customer_name, strftime(reported_at, '%m-%d %H:%M') AS at FROM stg_ticket ORDER BY 1",
  );

describe('what goes back', () => {
  test('a csv with all its rows: bad cells red, a comment in each, what is wrong in a column to filter', async () => {
    const path = await desk.csv('9月.csv', [['登记表'], [...TICKETS], GOOD, BAD, GOOD]);
    const sheet = sheetOf(await sentBack(path), '9月');
    const texts: unknown[][] = [];
    sheet.eachRow((row) => texts.push([1, 2, 3, 4].map((column) => row.getCell(column).value)));
    expect(texts).toEqual([['登记表', null, null, null], [...TICKETS], GOOD, BAD, GOOD]);
    // Texts of a csv stay texts: neither a formula nor a number is made of them.
    expect(sheet.getCell('B4').type).toBe(ExcelJS.ValueType.String);
    expect(sheet.getCell('C4').fill).toMatchObject(RED);
    expect(JSON.stringify(sheet.getCell('C4').note)).toContain('2026-09-31');
    expect(sheet.getCell('D4').fill).toMatchObject(RED);
    expect(sheet.getCell('B4').fill).toMatchObject({ pattern: 'none' });
    expect(sheet.getCell('C3').fill).toMatchObject({ pattern: 'none' });
    expect(sheet.getCell('E2').value).toBe('错误说明');
    expect(JSON.stringify(sheet.getCell('E2').note)).toContain('由 9月.csv 转成 xlsx');
    expect(sheet.getCell('E3').value).toBeNull();
    expect(String(sheet.getCell('E4').value)).toMatch(/^C 报修时间: .*\nD 派工时间: /);
    expect(String(sheet.getCell('E5').value)).toContain('第 3 行');
    expect(sheet.autoFilter).toBe('A2:F5');
    expect(sheet.getColumn(6).hidden).toBe(true);
    expect(String(sheet.getCell('F2').value)).toMatch(/^原行号 [0-9a-f]{12}$/);
    expect([3, 4, 5].map((row) => String(sheet.getCell(row, 6).value))).toEqual([
      expect.stringMatching(/^3 =[0-9a-f]{8}$/),
      '4',
      expect.stringMatching(/^5 \*[0-9a-f]{8}$/),
    ]);
  });

  test('a workbook is itself: formats, widths and other sheets stay, only the bad cell turns red', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('十月');
    sheet.mergeCells('A1:D1');
    sheet.getCell('A1').value = '报修登记';
    sheet.getColumn(2).width = 31;
    sheet.addRow([...TICKETS]);
    const blue = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDDEEFF' } } as const;
    for (const row of [GOOD, ['BX002', '李娜', '十月三十二日', ''], LATER]) {
      sheet.addRow(row).eachCell((cell) => {
        cell.fill = blue;
      });
    }
    book.addWorksheet('说明').addRow(['本表由前台填']);
    const path = join(desk.folder, '十月.xlsx');
    await book.xlsx.writeFile(path);

    const out = await sentBack(path);
    expect(out.worksheets.map(({ name }) => name)).toEqual(['十月', '说明']);
    const back = sheetOf(out, '十月');
    expect(back.getCell('A1').value).toBe('报修登记');
    expect(back.getCell('B1').isMerged).toBe(true);
    expect(back.getColumn(2).width).toBe(31);
    expect(back.getCell('C4').fill).toMatchObject(RED);
    expect(back.getCell('C3').fill).toMatchObject(blue);
    expect(back.getCell('B4').fill).toMatchObject(blue);
    expect(sheetOf(out, '说明').getCell('A1').value).toBe('本表由前台填');
    expect(JSON.stringify(back.getCell('E2').note)).not.toContain('转成');
  });

  test('a table of Excel’s own gives way to a filter over all columns; a hidden row to be mended is shown', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('十月');
    sheet.addTable({
      name: '登记',
      ref: 'A1',
      columns: TICKETS.map((name) => ({ name, filterButton: true })),
      rows: [GOOD, BAD.map((text) => text.replace('=', '')), LATER],
    });
    sheet.getCell('B2').note = '老客户';
    sheet.getRow(3).hidden = true;
    sheet.getRow(4).hidden = true;
    const path = join(desk.folder, '十月.xlsx');
    await book.xlsx.writeFile(path);
    const back = sheetOf(await sentBack(path), '十月');
    expect(back.autoFilter).toBe('A1:F4');
    expect(back.getTables()).toEqual([]);
    expect(JSON.stringify(back.getCell('B2').note)).toContain('老客户');
    expect([2, 3, 4].map((row) => back.getRow(row).hidden)).toEqual([false, false, true]);
    expect(JSON.stringify(back.getCell('E1').note)).not.toContain('重写');
  });

  test('an old xls with a header of two rows and times as numbers comes back as it was read', async () => {
    const serial = (day: number, hour: number) => ({
      t: 'n' as const,
      v: 46_296 + day + hour / 24,
      z: 'yyyy-mm-dd hh:mm',
    });
    const sheet = XLSX.utils.aoa_to_sheet([
      ['十月登记'],
      ['单号', '客户姓名', '时间', ''],
      ['', '', '报修', '派工'],
      ['BX001', '张伟', serial(0, 9), serial(0, 9.5)],
      ['BX002', '李娜', '十月三十二日', ''],
      ['合计', '2', '', ''],
    ]);
    sheet['!merges'] = [
      { s: { r: 1, c: 2 }, e: { r: 1, c: 3 } },
      { s: { r: 1, c: 0 }, e: { r: 2, c: 0 } },
      { s: { r: 1, c: 1 }, e: { r: 2, c: 1 } },
    ];
    const path = join(desk.folder, '十月.xls');
    const xls = XLSX.write(
      { SheetNames: ['登记'], Sheets: { 登记: sheet } },
      { type: 'buffer', bookType: 'biff8' },
    );
    await writeFile(path, xls);
    const out = await sentBack(path, { acceptPartial: true });
    const back = sheetOf(out, '登记');
    expect(back.getCell('D2').isMerged).toBe(true);
    expect(back.getCell('C5').fill).toMatchObject(RED);
    expect(back.getCell('E3').value).toBe('错误说明');
    expect(JSON.stringify(back.getCell('E3').note)).toContain('由 十月.xls 转成 xlsx');
    back.getCell('C5').value = '2026-10-05 09:00';
    expect(await again(out)).toMatchObject({
      error: null,
      sheets: [{ new: 1, skipped_by: { title: 1, total: 1, untouched: 1 } }],
    });
    // 46296 is 2026-10-01 in Excel's days.
    expect(await tickets()).toEqual([
      { ticket_no: 'BX001', customer_name: '张伟', at: '10-01 09:00' },
      { ticket_no: 'BX002', customer_name: '李娜', at: '10-05 09:00' },
    ]);
  });

  test('cells of names and categories offer what can be read', async () => {
    const path = await desk.csv('回执.csv', [
      ['单号', '到达时间', '维修人员', '满意度'],
      ['BX001', '2026-10-01 10:00', '王强', '马马虎虎'],
    ]);
    const lists = { persons: ['王强', '李伟'], rules: [] };
    const out = await sentBack(path, { lists });
    const sheet = sheetOf(out, '回执');
    const offered = (address: string): unknown[] => {
      const [range = ''] = sheet.getCell(address).dataValidation.formulae as string[];
      const [, from = '', to = ''] = /^'下拉名单'!\$A\$(\d+):\$A\$(\d+)$/.exec(range) ?? [];
      const words: unknown[] = [];
      for (let row = Number(from); row <= Number(to); row += 1) {
        words.push(sheetOf(out, '下拉名单').getCell(row, 1).value);
      }
      return words;
    };
    expect(offered('C2')).toEqual(['王强', '李伟']);
    expect(offered('D2')).toEqual(['非常满意', '满意', '一般', '不满意', '非常不满意']);
    expect(sheet.getCell('B2').dataValidation).toBeUndefined();
    expect(sheetOf(out, '下拉名单').state).toBe('hidden');
    expect(out.worksheets.at(-1)?.name).toBe('下拉名单');
    // The list is no sheet of the department's when the workbook comes back.
    sheet.getCell('D2').value = '一般';
    expect(await tried(out)).toMatchObject({ error: null, sheets: [{ sheet: '回执', new: 1 }] });
  });

  test('an original too large to be given back, or not kept, sends its rejected rows alone', async () => {
    const rejects = new RejectedRows();
    const path = await desk.csv('9月.csv', [[...TICKETS], GOOD, BAD]);
    await desk.import([path], { rejects });
    const job = { sheets: rejects.sheets, lang: 'zh', lists: NO_LISTS } as const;
    const sheet = sheetOf(await opened({ ...job, whole: false }), '9月');
    expect(sheet.rowCount).toBe(2);
    expect([1, 2, 3, 4].map((column) => sheet.getCell(2, column).value)).toEqual(BAD);
    expect(sheet.getCell('C2').fill).toMatchObject(RED);
    expect(sheet.getCell('F2').value).toBe('3');
    expect(JSON.stringify(sheet.getCell('E1').note)).toContain('其他行不在这里');
    await unlink(path);
    expect(sheetOf(await opened({ ...job, whole: true }), '9月').rowCount).toBe(2);
  });
});

describe('what comes back', () => {
  test('of a refused file: mended, all of it goes in', async () => {
    const out = await sentBack(await desk.csv('9月.csv', [[...TICKETS], GOOD, BAD, LATER]));
    expect(await tickets()).toEqual([]);
    const sheet = sheetOf(out, '9月');
    sheet.getCell('C3').value = '2026-09-30 09:00';
    sheet.getCell('D3').value = null;
    expect(await tried(out)).toMatchObject({
      error: null,
      sheets: [{ new: 3, rejected: 0, skipped: 0 }],
    });
  });

  test('of a file whose other rows are in: those stay as they are now, whatever became of them', async () => {
    const path = await desk.csv('9月.csv', [['登记表'], [...TICKETS], GOOD, BAD, LATER]);
    const out = await sentBack(path, { acceptPartial: true });
    // Meanwhile a correction came in.
    await desk.import([
      await desk.csv('更正.csv', [[...TICKETS], ['BX003', '赵雷', ...LATER.slice(2)]]),
    ]);
    const sheet = sheetOf(out, '9月');
    sheet.getCell('B4').value = '李娜';
    sheet.getCell('C4').value = '2026-09-30 09:00';
    sheet.getCell('D4').value = null;
    expect(await again(out)).toMatchObject({
      error: null,
      sheets: [{ new: 1, changed: 0, unchanged: 0, skipped_by: { title: 1, untouched: 2 } }],
    });
    expect(await tickets()).toEqual([
      { ticket_no: 'BX001', customer_name: '张伟', at: '10-01 09:00' },
      { ticket_no: 'BX002', customer_name: '李娜', at: '09-30 09:00' },
      { ticket_no: 'BX003', customer_name: '赵雷', at: '10-03 09:00' },
    ]);
  });

  test('a row that was changed beside the red ones, and one that was added, are read', async () => {
    const path = await desk.csv('9月.csv', [[...TICKETS], GOOD, BAD, LATER]);
    const out = await sentBack(path, { acceptPartial: true });
    const sheet = sheetOf(out, '9月');
    sheet.getCell('C3').value = '2026-09-30 09:00';
    sheet.getCell('D3').value = '';
    sheet.getCell('B2').value = '张玮';
    sheet.getRow(5).values = ['BX004', '钱进', '2026-10-04 09:00'];
    expect(await tried(out)).toMatchObject({
      error: null,
      sheets: [{ new: 2, changed: 1, changed_fields: { customer_name: 1 }, skipped: 1 }],
    });
  });

  test('a row that repeats another’s number does so until it is changed', async () => {
    const path = await desk.csv('9月.csv', [
      [...TICKETS],
      GOOD,
      ['BX001', '别人', ...GOOD.slice(2)],
    ]);
    const out = await sentBack(path, { acceptPartial: true });
    expect(await again(out)).toMatchObject({
      error: { code: 'rows_rejected' },
      sheets: [{ rejected: 1, issues: [{ row: 3, code: 'not_mended' }] }],
    });
    sheetOf(out, '9月').getCell('A3').value = 'BX009';
    expect(await again(out)).toMatchObject({ error: null, sheets: [{ new: 1 }] });
    expect((await tickets()).map((row) => row.customer_name)).toEqual(['张伟', '别人']);
  });

  test.each([
    ['rejected-cells', 'footers-beside-dates', 'header-in-another-order'],
    // These speak of the same tickets: the later ones correct the earlier.
    ['duplicate-ticket', 'clock-times-beside-a-date', 'wide-ledger-row-per-part'],
  ])(
    'of %s and others: unmended it brings nothing, and into an empty department what the files themselves bring',
    async (...folders) => {
      const paths: string[] = [];
      for (const folder of folders) {
        const at = join(import.meta.dirname, '../../imports', folder);
        const [name = ''] = (await readdir(at)).filter((file) => file.startsWith('input.'));
        const path = join(desk.folder, `${folder}${extname(name)}`);
        await copyFile(join(at, name), path);
        paths.push(path);
      }
      const sums = (file: FileResult) => ({
        new: file.sheets.reduce((sum, sheet) => sum + sheet.new, 0),
        changed: file.sheets.reduce((sum, sheet) => sum + sheet.changed, 0),
        rejected: file.sheets.reduce((sum, sheet) => sum + sheet.rejected, 0),
      });
      const rejects = new RejectedRows();
      const { files } = await desk.import(paths, { rejects, acceptPartial: true });
      const brought = files.map(sums);
      const back: string[] = [];
      for (const [index, path] of paths.entries()) {
        const sheets = rejects.sheets.filter(({ original }) => original?.path === path);
        const out = await opened({ sheets, lang: 'zh', lists: NO_LISTS, whole: true });
        back.push(join(desk.folder, `back${index}.xlsx`));
        await out.xlsx.writeFile(join(desk.folder, `back${index}.xlsx`));
      }
      const before = await tickets();
      const unmended = await desk.import(back, { acceptPartial: true });
      expect(unmended.files.map(sums)).toEqual(
        brought.map(({ rejected }) => ({ new: 0, changed: 0, rejected })),
      );
      expect(await tickets()).toEqual(before);
      await desk.undo(2);
      await desk.undo(1);
      const anew = await desk.import(back, { acceptPartial: true, dryRun: true });
      expect(anew.files.map(sums)).toEqual(brought);
    },
  );

  test('a row that is not mended is told of once: where it was refused last', async () => {
    const again2 = ['BX004', '钱进', '2026-09-04 09:00', '26:00'];
    const twice = ['BX001', '别人', '2026-09-05 09:00', ''];
    const path = await desk.csv('9月.csv', [[...TICKETS], GOOD, BAD, again2, twice]);
    const out = await sentBack(path, { acceptPartial: true });
    const told = () =>
      desk.all(
        "SELECT DISTINCT f.file <> '9月.csv' AS returned, i.row_no FROM issue_in('2026-09') AS i JOIN src_sheet USING (sheet_id) JOIN src_file AS f USING (file_id) WHERE i.severity = 'reject' ORDER BY row_no",
      );
    expect(await told()).toEqual([3, 4, 5].map((row_no) => ({ returned: false, row_no })));
    const sheet = sheetOf(out, '9月');
    sheet.getCell('C3').value = '2026-09-30 09:00';
    sheet.getCell('D3').value = null;
    await again(out, { acceptPartial: true });
    expect(await told()).toEqual([4, 5].map((row_no) => ({ returned: true, row_no })));
    sheet.getCell('D4').value = '2026-09-04 09:10';
    sheet.getCell('A5').value = 'BX005';
    await again(out, { acceptPartial: true });
    expect(await told()).toEqual([]);
  });

  test('while the batch is undone every row is read again', async () => {
    const path = await desk.csv('9月.csv', [[...TICKETS], GOOD, BAD]);
    const out = await sentBack(path, { acceptPartial: true });
    await desk.undo(1);
    const sheet = sheetOf(out, '9月');
    sheet.getCell('C3').value = '2026-09-30 09:00';
    sheet.getCell('D3').value = null;
    expect(await tried(out)).toMatchObject({ error: null, sheets: [{ new: 2, skipped: 0 }] });
  });

  test('a row whose text was given a meaning meanwhile is in all the same', async () => {
    const header = [...TICKETS, '质保'];
    const path = await desk.csv('9月.csv', [header, [...GOOD, '厂家管'], [...BAD, '保内']]);
    const choices = { 0: { values: { warranty: { 厂家管: '保内' } } } };
    const rejects = new RejectedRows();
    await importFiles(
      desk.warehouse,
      [{ path, choices }],
      { dataDir: desk.folder, acceptPartial: true, rejects },
      { nowMicros: NOW_MICROS, lang: 'zh' },
    );
    const out = await opened({
      sheets: rejects.sheets,
      lang: 'zh',
      lists: { persons: ['王强'], rules: [] },
      whole: true,
    });
    sheetOf(out, '9月').getCell('C3').value = '2026-09-30 09:00';
    sheetOf(out, '9月').getCell('D3').value = null;
    expect(await tried(out)).toMatchObject({
      error: null,
      sheets: [{ new: 1, unchanged: 0, skipped_by: { untouched: 1 } }],
    });
  });

  test('under the headers that a person mapped, nothing is asked again', async () => {
    const header = ['单号', '客户姓名', '进线', '派工时间'];
    const path = await desk.csv('9月.csv', [header, GOOD, BAD]);
    const out = await sentBack(path, { acceptPartial: true, mapping: { 进线: 'reported_at' } });
    const sheet = sheetOf(out, '9月');
    sheet.getCell('C3').value = '2026-09-30 09:00';
    sheet.getCell('D3').value = null;
    expect(await tried(out)).toMatchObject({ error: null, sheets: [{ new: 1, issues: [] }] });
  });
});
