import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileResult } from '#etl/load/result.ts';
import { ImportDesk } from './desk.ts';

const LEDGER = ['单号', '客户姓名', '报修时间', '师傅', '到达时间', '完工时间'] as const;
const firstVisit = (no: string): string[] => [
  no,
  '张伟',
  '2026-10-03 10:00',
  '王强',
  '2026-10-03 11:00',
  '2026-10-03 12:00',
];
const secondVisit = (no: string): string[] => [
  ...firstVisit(no).slice(0, 3),
  '李明',
  '2026-10-04 11:00',
  '2026-10-04 12:00',
];
const TICKETS_SHEET = [
  ['单号', '客户姓名', '报修时间', '派工时间'],
  ['L1', '张伟', '2026-10-03 10:00', '2026-10-03 10:10'],
];
const LIST = ['单号', '客户姓名', '电话', '报修日期', '回访时间', '是否解决'];
const CALLS = [
  ['单号', '客户姓名', '报修时间', '接线员'],
  ['H1', '张伟', '2026-10-03 10:00', '赵敏'],
  ['H2', '李娜', '2026-10-03 11:00', '赵敏'],
];
/** Without a number column the reported time stands behind the number; with two ratings a header occurs twice. */
const UNNUMBERED = [
  ['客户姓名', '报修时间', '到达时间', '完工时间', '满意度', '回访时间', '满意度', '内部备注'],
  ['张伟', '2026-10-03 10:00', '11:00', '12:00', '4', '2026-10-05 09:00', '5', 'x'],
];
const WEEKLY = [...LEDGER, '处理结果', '收费金额', '满意度'];
const DISPATCHED = ['单号', '客户姓名', '报修时间', '师傅', '收费金额', '满意度'];
const MONTHLY = ['单号', '客户姓名', '联系电话', '报修时间', '到达时间', '完工时间'];

/** Writes a workbook of text cells and returns its path. */
async function workbook(
  name: string,
  sheets: Readonly<Record<string, readonly (readonly string[])[]>>,
): Promise<string> {
  const book = new ExcelJS.Workbook();
  for (const [sheet, rows] of Object.entries(sheets)) {
    book.addWorksheet(sheet).addRows(rows.map((row) => [...row]));
  }
  const path = join(desk.folder, `${name}.xlsx`);
  await book.xlsx.writeFile(path);
  return path;
}

// One department: each describe has tickets of its own, and what all sheets brought is computed once.
let desk: ImportDesk;
let brought: Readonly<Record<string, FileResult>>;
beforeAll(async () => {
  desk = await ImportDesk.open();
  const { files } = await desk.import([
    await desk.csv('visits.csv', [
      LEDGER,
      firstVisit('V1'),
      ['V1', '', '', '李明', '2026-10-04 11:00', '2026-10-04 12:00'],
    ]),
    await workbook('list', {
      报修: TICKETS_SHEET,
      回访: [
        LIST,
        ['L1', '张伟', '13800138000', '2026-10-03', '2026-10-05 09:00', '否'],
        ['L1', '张伟', '13800138000', '2026-10-03', '2026-10-06 09:00', '是'],
      ],
    }),
    await workbook('halves', {
      来电: CALLS,
      派工: [
        ['单号', '客户姓名', '报修时间', '派工时间', '师傅'],
        ['H1', '张伟', '2026-10-03 10:00', '2026-10-03 10:10', '王强'],
        ['H2', '', '2026-10-03', '2026-10-03 11:05', '李明'],
      ],
    }),
    await desk.csv('unnumbered.csv', UNNUMBERED),
    await desk.csv('w1.csv', [
      WEEKLY,
      ['W1', '张伟', '2026-10-03 10:00', '王强', '', '', '待件', '', ''],
    ]),
    await desk.csv('派工.csv', [
      DISPATCHED,
      ['D1', '张伟', '2026-10-03 10:00', '王强', '80', '4'],
      ['D2', '张伟', '2026-10-03 10:00', '王强', '80', '4'],
    ]),
    await desk.csv('回执.csv', [
      ['回执单号', '单号', '技术人员', '到达时间', '完工时间'],
      ['R1', 'D1', '李明', '2026-10-03 11:00', '2026-10-03 12:00'],
      ['R2', 'D1', '孙伟', '2026-10-04 11:00', '2026-10-04 12:00'],
    ]),
    await desk.csv('回执2.csv', [
      ['回执单号', '单号', '到达时间', '完工时间', '收费金额', '满意度'],
      ['R3', 'D2', '2026-10-03 11:00', '2026-10-03 12:00', '80', '2'],
    ]),
    await desk.csv('9月.csv', [
      MONTHLY,
      ['001', '李娜', '13800138001', '2026-09-03 10:00', '', ''],
    ]),
  ]);
  expect(files.map(({ error }) => error)).toEqual(files.map(() => null));
  brought = Object.fromEntries(files.map((file) => [file.file, file]));
});
afterAll(() => desk.close());

describe('several visits of a ticket in a ledger', () => {
  test('a further visit may leave the cells of the ticket blank', async () => {
    expect(
      await desk.all("SELECT customer_name, reported_at FROM stg_ticket WHERE ticket_no = 'V1'"),
    ).toEqual([{ customer_name: '张伟', reported_at: '2026-10-03T10:00:00' }]);
    expect(
      await desk.all(
        "SELECT technician, arrived_at FROM stg_receipt WHERE ticket_no = 'V1' ORDER BY 2",
      ),
    ).toEqual([
      { technician: '王强', arrived_at: '2026-10-03T11:00:00' },
      { technician: '李明', arrived_at: '2026-10-04T11:00:00' },
    ]);
  });

  test('a row written twice names the row of the same visit', async () => {
    const result = await desk.import(
      [
        await desk.csv('twice.csv', [
          LEDGER,
          firstVisit('V2'),
          secondVisit('V2'),
          secondVisit('V2'),
        ]),
      ],
      { acceptPartial: true, dryRun: true },
    );
    const [sheet] = result.files[0]?.sheets ?? [];
    expect(sheet).toMatchObject({ rows: 3, new: 2, rejected: 1 });
    expect(sheet?.issues).toHaveLength(1);
    expect(sheet?.issues[0]).toMatchObject({ row: 4, column: 'A', code: 'duplicate_key' });
    expect(sheet?.issues[0]?.message).toContain('第 3 行');
  });
});

describe('a list of calls beside the tickets of its workbook', () => {
  test('may repeat the ticket, and its day, and adds what it knows besides', async () => {
    expect(brought['list.xlsx']?.sheets.map(({ rows, rejected }) => [rows, rejected])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(
      await desk.all(
        "SELECT phone, reported_at, dispatched_at, day_only FROM stg_ticket WHERE ticket_no = 'L1'",
      ),
    ).toEqual([
      {
        phone: '13800138000',
        reported_at: '2026-10-03T10:00:00',
        dispatched_at: '2026-10-03T10:10:00',
        day_only: null,
      },
    ]);
    expect(await desk.one("SELECT count(*) FROM stg_follow_up WHERE ticket_no = 'L1'")).toBe(2);
  });

  test('is refused where it contradicts the ticket or says the same call twice', async () => {
    const result = await desk.import([
      await workbook('contradicting', {
        报修: TICKETS_SHEET.map((row) => row.map((cell) => (cell === 'L1' ? 'L2' : cell))),
        回访: [
          LIST,
          ['L2', '张伟', '', '2026-10-04', '2026-10-05 09:00', '否'],
          ['L2', '张伟', '', '2026-10-03', '2026-10-06 09:00', '是'],
          ['L2', '张伟', '', '2026-10-03', '2026-10-06 09:00', '是'],
        ],
      }),
    ]);
    const issues = result.files[0]?.sheets[1]?.issues ?? [];
    expect(issues.map(({ row, code }) => [row, code])).toEqual([
      [2, 'duplicate_key'],
      [4, 'duplicate_key'],
    ]);
  });
});

test('a complaint without its own number is shown as a duplicate of its ticket', async () => {
  const row = ['', 'V1', '2026-10-06 09:00', '迟到'];
  const result = await desk.import([
    await desk.csv('complaints.csv', [['投诉编号', '单号', '投诉时间', '投诉原因'], row, row]),
  ]);
  expect(result.files[0]?.sheets[0]?.issues).toMatchObject([
    { row: 3, column: 'B', header: '单号', value: 'V1', code: 'duplicate_key' },
  ]);
});

test('the same file again shows the mapping of its import', async () => {
  const again = await desk.import([await desk.csv('b.csv', UNNUMBERED)]);
  const [before, after] = [brought['unnumbered.csv'], again.files[0]].map(
    (file) => file?.sheets[0],
  );
  expect(again.files[0]?.known_in_batch).toBe(1);
  expect(before?.mapping).toMatchObject({ 报修时间: 'reported_at', '满意度 (G)': 'satisfaction' });
  expect(after?.mapping).toEqual(before?.mapping);
  expect(after?.unmapped).toEqual(['内部备注']);
});

describe('rows of a ledger that are no visit of their own', () => {
  const mart = (ticket: string) =>
    desk.all(
      `SELECT receipts, last_technician, last_finished_at, charged_fen, charge_captured, score
       FROM mart_ticket WHERE ticket_no = '${ticket}'`,
    );

  test('a ledger sent every week: the row from before the visit gives way to the visit', async () => {
    const done = ['W1', '张伟', '2026-10-03 10:00', '王强', '2026-10-09 10:00', '2026-10-09 11:00'];
    expect(await mart('W1')).toMatchObject([{ receipts: 1, last_finished_at: null }]);
    await desk.import([await desk.csv('w2.csv', [WEEKLY, [...done, '换阀', '60', '5']])]);
    expect(await mart('W1')).toEqual([
      {
        receipts: 1,
        last_technician: '王强',
        last_finished_at: '2026-10-09T11:00:00',
        charged_fen: 6000,
        charge_captured: true,
        score: 5,
      },
    ]);
    expect(
      await desk.all(
        "SELECT receipt_no, visit_no, is_last FROM mart_receipt WHERE ticket_no = 'W1'",
      ),
    ).toEqual([{ receipt_no: 'W1-1', visit_no: 1, is_last: true }]);
  });

  test('score and charge beside the dispatch, visits on receipts: one visit, the score and the charge kept', async () => {
    expect(await mart('D1')).toEqual([
      {
        receipts: 2,
        last_technician: '孙伟',
        last_finished_at: '2026-10-04T12:00:00',
        charged_fen: 8000,
        charge_captured: true,
        score: 4,
      },
    ]);
  });

  test('what a visit was charged and scored goes before the ledger’s', async () => {
    expect(await mart('D2')).toMatchObject([{ receipts: 1, charged_fen: 8000, score: 2 }]);
  });
});

describe('one ticket on two sheets of a workbook', () => {
  test('a register of calls and one of dispatches are two halves of a ticket', async () => {
    expect(
      await desk.all(
        "SELECT ticket_no, customer_name, reported_at, hotline_agent, technician, dispatched_at FROM stg_ticket WHERE ticket_no LIKE 'H%' ORDER BY 1",
      ),
    ).toEqual([
      {
        ticket_no: 'H1',
        customer_name: '张伟',
        reported_at: '2026-10-03T10:00:00',
        hotline_agent: '赵敏',
        technician: '王强',
        dispatched_at: '2026-10-03T10:10:00',
      },
      {
        ticket_no: 'H2',
        customer_name: '李娜',
        reported_at: '2026-10-03T11:00:00',
        hotline_agent: '赵敏',
        technician: '李明',
        dispatched_at: '2026-10-03T11:05:00',
      },
    ]);
  });

  test('where they say different things the second is refused', async () => {
    const dispatches = [
      ['单号', '客户姓名', '报修时间', '派工时间'],
      ['H1', '王五', '2026-10-03 10:00', '2026-10-03 10:10'],
    ];
    const path = await workbook('different', { 来电: CALLS, 派工: dispatches });
    const result = await desk.import([path]);
    expect(result.files[0]?.error?.code).toBe('rows_rejected');
    expect(result.files[0]?.sheets[1]?.issues[0]).toMatchObject({ code: 'duplicate_key', row: 2 });
  });

  test('sheets of one layout: a number in both is a mistake', async () => {
    const path = await workbook('mistake', { 九月: CALLS, 十月: CALLS });
    const result = await desk.import([path]);
    expect(result.files[0]?.error?.code).toBe('rows_rejected');
  });
});

describe('numbers that begin anew each month', () => {
  test('do not overwrite the month before: the row is refused with whose number it is', async () => {
    const result = await desk.import([
      await desk.csv('10月.csv', [
        MONTHLY,
        ['001', '王芳', '13800138002', '2026-10-02 09:00', '2026-10-02 10:00', '2026-10-02 11:00'],
        ['002', '王芳', '13800138002', '2026-10-05 09:00', '', ''],
      ]),
    ]);
    expect(result.files[0]).toMatchObject({ error: { code: 'rows_rejected' } });
    const [sheet] = result.files[0]?.sheets ?? [];
    expect(sheet).toMatchObject({ rows: 2, new: 1, changed: 0, rejected: 1 });
    const [reused] = sheet?.issues.filter(({ row }) => row > 0) ?? [];
    expect(reused).toMatchObject({
      row: 2,
      column: 'A',
      value: '001',
      code: 'number_reused',
      severity: 'reject',
    });
    expect(reused?.message).toContain('2026-09-03「李娜」');
    expect(
      await desk.all("SELECT customer_name FROM stg_ticket WHERE ticket_no IN ('001', '002')"),
    ).toEqual([{ customer_name: '李娜' }]);
  });

  test('a corrected month, a corrected name, a renamed customer with the same phone are corrections', async () => {
    const paths: string[] = [];
    for (const row of [
      ['001', '李娜', '13800138001', '2026-10-03 10:00', '', ''],
      ['001', '李娜娜', '13800138009', '2026-10-03 10:00', '', ''],
      ['001', '滨湖饭店', '13800138009', '2026-09-03 10:00', '', ''],
    ]) {
      paths.push(await desk.csv(`corrected${paths.length}.csv`, [MONTHLY, row]));
    }
    const { files } = await desk.import(paths, { dryRun: true });
    const corrected = { error: null, sheets: [{ changed: 1 }] };
    expect(files).toMatchObject([corrected, corrected, corrected]);
  });
});
