/** Printed forms from file to figures: every value, fine and issue names the form's own cell. */
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileChoices } from '#etl/choices.ts';
import { importFiles } from '#etl/import-files.ts';
import { RejectedRows } from '#etl/rejects/index.ts';
import { composeRejects, type RejectsJob } from '#etl/rejects/workbook.ts';
import { openSession } from '#etl/session/thread.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { ticketDetail } from '#queries/reports/tickets.ts';
import { ImportDesk, NOW_MICROS } from './desk.ts';

const imports = join(import.meta.dirname, '../../imports');
const AS_OF = '2026-11-15T09:00:00';

let desk: ImportDesk;
const opens = async (): Promise<void> => {
  desk = await ImportDesk.open();
};
const closes = (): Promise<void> => desk.close();

/** Writes a workbook of one sheet and returns its path. */
async function workbook(
  name: string,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<string> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('表单');
  for (const row of rows) sheet.addRow([...row]);
  const path = join(desk.folder, name);
  await book.xlsx.writeFile(path);
  return path;
}

async function importWith(path: string, choices: FileChoices): Promise<void> {
  const clock = { nowMicros: NOW_MICROS, lang: 'zh' as const };
  const options = { dataDir: desk.folder, actor: '孙丽', acceptPartial: true };
  const result = await importFiles(desk.warehouse, [{ path, choices }], options, clock);
  expect(result.files[0]?.error).toBeNull();
}

describe('forms of several shapes beside each other', () => {
  beforeAll(async () => {
    await opens();
    const forms = [
      'form-merged-cells',
      'form-dispatch-values-below',
      'form-label-and-value-in-one-cell',
      'form-requisition-with-lines',
    ];
    const { files } = await desk.import([
      ...forms.map((name) => join(imports, name, 'input.xlsx')),
    ]);
    expect(files.map(({ error }) => error)).toEqual(files.map(() => null));
  });
  afterAll(closes);

  test("a ticket's values name their cells: merged ones, below their labels, several in one cell", async () => {
    const cellsOf = async (ticketNo: string): Promise<Record<string, string>> => {
      const cells = await desk.all(
        `SELECT c.kind || '.' || c.field AS field, c.column_letter || c.row_no AS address, c.value
       FROM cell_of AS c WHERE c.row_key IN ('${ticketNo}', 'TS01')`,
      );
      return Object.fromEntries(
        cells.map((cell) => [String(cell.field), `${String(cell.address)} ${String(cell.value)}`]),
      );
    };
    expect(await cellsOf('BX007')).toMatchObject({
      'ticket.ticket_no': 'G2 单号：BX007',
      'ticket.customer_name': 'C3 张伟',
      'ticket.phone': 'F3 0371-6601234',
      'ticket.address': 'C4 二七区大学路1号（后门）',
      'ticket.fault': 'C6 蒸柜不上水，\n漏水',
      'ticket.distance_km': 'F9 12',
    });
    expect(await cellsOf('BX001')).toMatchObject({
      'ticket.customer_name': 'B3 张伟',
      'ticket.fault': 'A7 打不着火，电话里教过仍不行',
      'ticket.delay_reason': 'D9 ',
      'complaint.channel': 'A3 投诉时间：2026年10月5日 11：20    投诉方式：□来电 ☑来函 □来人',
      'complaint.person': 'A4 被投诉人：李强   情节：较重   是否属实：属实   经手人：孙丽',
    });
    const ticket = await ticketDetail(desk.warehouse, 'BX001', AS_OF, 'zh');
    expect(JSON.stringify(ticket)).toContain('"column":"A","header":"故障现象"');
  });

  test('lines name their own rows, the head of the form its cells', async () => {
    expect(
      await desk.all(`SELECT row_no, part_no, quantity FROM requisition_line_row ORDER BY row_no`),
    ).toEqual([
      { row_no: 4, part_no: 'P-10', quantity: 2 },
      { row_no: 5, part_no: 'P-11', quantity: 1 },
      { row_no: 6, part_no: 'P-11', quantity: 1 },
      { row_no: 16, part_no: 'P-12', quantity: 4 },
    ]);
    expect(
      await desk.all(
        `SELECT field, column_letter || row_no AS address, value FROM cell_of
       WHERE row_key LIKE 'L001@P-11%#2' AND field IN ('ticket_no', 'part_no', 'quantity', 'technician') ORDER BY field`,
      ),
    ).toEqual([
      { field: 'part_no', address: 'B6', value: '〃' },
      { field: 'quantity', address: 'E6', value: '1' },
      { field: 'technician', address: 'A9', value: '领料人：李强' },
      { field: 'ticket_no', address: 'C2', value: '单号：BX001' },
    ]);
  });
});

describe('refused forms', () => {
  const rejects = new RejectedRows();
  beforeAll(async () => {
    await opens();
    const path = join(imports, 'form-two-ticks/input.xlsx');
    await desk.import([path], { rejects, acceptPartial: true });
  });
  afterAll(closes);

  async function sentBack(sheets: RejectsJob['sheets']): Promise<ExcelJS.Workbook> {
    const lists = { persons: [], rules: [] };
    const bytes = await composeRejects({ sheets, lang: 'zh', lists, whole: true });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    return book;
  }

  test('whose original is gone go back as a table whose bad cells are red, and mended it imports', async () => {
    const book = await sentBack(rejects.sheets.map((one) => ({ ...one, original: null })));
    const sheet = book.getWorksheet('回访');
    if (sheet === undefined) throw new Error('no sheet 回访');
    const texts = (row: number): unknown[] =>
      Array.from({ length: 6 }, (_, i) => sheet.getRow(row).getCell(i + 1).value);
    expect(texts(1)).toEqual(['单号', '回访人', '回访时间', '是否接通', '是否解决', '满意度']);
    expect(texts(2).slice(0, 3)).toEqual(['BX001', '赵敏', '2026-10-02 10:00']);
    expect(sheet.getCell('F2').fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
    expect(sheet.getCell('C3').fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
    sheet.getCell('F2').value = '非常满意';
    sheet.getCell('C3').value = '2026-10-31 10:10';
    sheet.getCell('E3').value = '是';
    const path = join(desk.folder, 'table.xlsx');
    await book.xlsx.writeFile(path);
    // Tried only: the forms themselves come back below.
    expect((await desk.import([path], { dryRun: true })).files[0]).toMatchObject({
      error: null,
      sheets: [{ new: 2, rejected: 0 }],
    });
  });

  test('go back as they are, bad cells red with a comment, and mended they import', async () => {
    const book = await sentBack(rejects.sheets);
    const sheet = book.getWorksheet('回访');
    if (sheet === undefined) throw new Error('no sheet 回访');
    const red: string[] = [];
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (JSON.stringify(cell.fill)?.includes('FFFFC7CE') !== true) return;
        red.push(cell.address);
        expect(cell.note, cell.address).toBeDefined();
      }),
    );
    expect(red).toEqual(['D4', 'B19', 'B20']);
    // Nothing of ours stands where it could be taken for a label or a value.
    expect(sheet.columnCount).toBe(4);
    sheet.getCell('D4').value = '☑非常满意 □满意 □一般';
    sheet.getCell('B19').value = '2026-10-31 10:10';
    sheet.getCell('B20').value = '☑是 □否';
    const path = join(desk.folder, 'forms.xlsx');
    await book.xlsx.writeFile(path);
    const result = await desk.import([path]);
    expect(result.files[0]).toMatchObject({
      error: null,
      sheets: [{ new: 2, unchanged: 1, rejected: 0 }],
    });
    expect(await desk.all('SELECT ticket_no, satisfaction FROM stg_follow_up ORDER BY 1')).toEqual([
      { ticket_no: 'BX001', satisfaction: 5 },
      { ticket_no: 'BX002', satisfaction: 4 },
      { ticket_no: 'BX003', satisfaction: 4 },
    ]);
  });
});

describe('forms by themselves', () => {
  beforeEach(opens);
  afterEach(closes);

  test("a fine's evidence names the cells of the form it came from", async () => {
    const tickets = await desk.csv('报修.csv', [
      ['单号', '客户姓名', '报修时间'],
      ['BX001', '张伟', '2026-10-01 08:00'],
      ['BX002', '李娜', '2026-10-01 11:00'],
      ['BX003', '赵磊', '2026-10-02 08:00'],
    ]);
    await desk.import([tickets, join(imports, 'form-receipts-below-each-other/input.xlsx')]);
    const fines = await monthFines(desk.warehouse, '2026-10', AS_OF, 'zh');
    const incomplete = fines.filter((fine) => fine.rule === '7a');
    // The second form begins twelve rows down and has a row more below its head; solution and signature are blank.
    expect(incomplete.map((fine) => fine.subject.id)).toEqual(['H002']);
    const sources = incomplete[0]?.evidence.map(({ source }) => ({
      at: `${source?.sheet} ${source?.column}${source?.row}`,
      header: source?.header,
      value: source?.value,
    }));
    expect(sources).toEqual([
      { at: '回执单 B19', header: '解决办法', value: '' },
      { at: '回执单 B22', header: '客户签字', value: '' },
      { at: '回执单 D16', header: '完工时间', value: '2026年10月1日 13:20' },
      { at: '回执单 D15', header: '技术人员', value: '陈静' },
    ]);
  });

  test('forms side by side have rows and cells of their own', async () => {
    await desk.import([join(imports, 'form-receipts-side-by-side/input.xlsx')]);
    expect(
      await desk.all(
        `SELECT r.row_key, r.row_no, c.column_letter || c.row_no AS arrived
       FROM receipt_row AS r JOIN cell_of AS c ON c.kind = 'receipt' AND c.row_key = r.row_key AND c.field = 'arrived_at'
       ORDER BY 1`,
      ),
    ).toEqual([
      { row_key: 'H001', row_no: 2, arrived: 'B4' },
      { row_key: 'H002', row_no: 3, arrived: 'H4' },
      { row_key: 'H003', row_no: 14, arrived: 'B16' },
      { row_key: 'H004', row_no: 15, arrived: 'H16' },
    ]);
    expect(
      await desk.all('SELECT * FROM src_form_cell ANTI JOIN src_cell_row USING (sheet_id, row_no)'),
    ).toEqual([]);
  });

  test('a form corrected and imported again changes its record; undoing brings the first back', async () => {
    const form = (satisfaction: string): (string | null)[][] => [
      ['客户回访记录表'],
      ['单号', 'BX001', '回访时间', '2026-10-02 10:00'],
      ['回访人', '赵敏', '满意度', satisfaction],
    ];
    await desk.import([await workbook('10月.xlsx', form('☑满意 □一般'))]);
    const again = await desk.import([await workbook('10月改.xlsx', [[], ...form('□满意 ☑一般')])]);
    expect(again.files[0]?.sheets[0]).toMatchObject({
      changed: 1,
      changed_fields: { satisfaction: 1 },
    });
    const cell = `SELECT column_letter || row_no || ' ' || value AS cell FROM cell_of WHERE field = 'satisfaction'`;
    expect(await desk.one(cell)).toBe('D4 □满意 ☑一般');
    await desk.undo(again.batch ?? 0);
    expect(await desk.one('SELECT satisfaction FROM stg_follow_up')).toBe(4);
    expect(await desk.one(cell)).toBe('D3 ☑满意 □一般');
    expect(await desk.one('SELECT count(*) FROM src_form_cell')).toBe(4);
  });

  test('the second form of a number is refused at its own cell, naming the first', async () => {
    const form = [
      ['单号', 'BX001', '回访时间', '2026-10-02 10:00'],
      ['回访人', '赵敏', '满意度', '满意'],
    ];
    const result = await desk.import([await workbook('重复.xlsx', [...form, [], ...form])]);
    expect(result.files[0]?.sheets[0]?.issues).toMatchObject([
      { code: 'duplicate_key', column: 'B', row: 4, value: 'BX001' },
    ]);
    expect(result.files[0]?.sheets[0]?.issues[0]?.message).toContain('第 1 行');
  });

  test('cells typed over and forms left out on the import page', async () => {
    await importWith(join(imports, 'form-two-ticks/input.xlsx'), {
      0: { edits: { D4: '☑非常满意 □满意 □一般' }, leftOutRows: [19] },
    });
    expect(await desk.all('SELECT ticket_no, satisfaction FROM stg_follow_up ORDER BY 1')).toEqual([
      { ticket_no: 'BX001', satisfaction: 5 },
      { ticket_no: 'BX002', satisfaction: 4 },
    ]);
    expect(
      await desk.all('SELECT row_no, column_letter, original, typed, actor FROM src_cell_edit'),
    ).toEqual([
      {
        row_no: 4,
        column_letter: 'D',
        original: '☑非常满意 ☑满意 □一般',
        typed: '☑非常满意 □满意 □一般',
        actor: '孙丽',
      },
    ]);
  });

  test('a taught layout is remembered by its labels and found again', async () => {
    await importWith(join(imports, 'form-taught-layout/input-1.xlsx'), {
      0: {
        form: {
          kinds: ['receipt'],
          fields: [
            { label: '流水号', field: 'ticket_no', right: 1, down: 0 },
            { label: '进门', field: 'arrived_at', right: 1, down: 0 },
          ],
        },
      },
    });
    expect(await desk.one('SELECT count(*) FROM src_remembered_form')).toBe(1);
    const result = await desk.import([join(imports, 'form-taught-layout/input-2.xlsx')]);
    expect(result.files[0]?.sheets[0]).toMatchObject({
      kind: ['receipt'],
      new: 2,
      mapping: { 流水号: 'ticket_no', 进门: 'arrived_at' },
    });
    expect(
      await desk.all('SELECT DISTINCT why FROM src_column WHERE field IS NOT NULL ORDER BY 1'),
    ).toEqual([{ why: 'chosen' }, { why: 'remembered' }]);
  });

  test('the page sees the sheet itself, and what was read from where', async () => {
    const session = await openSession(join(imports, 'form-tick-boxes/input.xlsx'), { lang: 'zh' });
    try {
      const [plan] = await session.plan({ lang: 'zh' });
      expect(plan?.recognition.form?.labels.slice(0, 2)).toMatchObject([
        { text: '单号', address: 'A2', valueAddress: 'B2', value: 'BX001', form: 0 },
        { text: '回访人', address: 'C2', valueAddress: 'D2', fields: ['follow_up.caller'] },
      ]);
      const rows = await session.rows(plan?.sheetOrd ?? 0, { from: 3, limit: 1 });
      expect(rows[0]?.row.cells).toEqual(['回访时间', '2026-10-02 10:00', '是否接通', '☑是 □否']);
    } finally {
      await session.close();
    }
  });
});
