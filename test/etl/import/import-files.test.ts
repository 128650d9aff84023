import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImportResult } from '#etl/load/result.ts';
import { ImportDesk, TICKETS } from './desk.ts';

let desk: ImportDesk;
const opens = async (): Promise<void> => {
  desk = await ImportDesk.open();
};
const closes = (): Promise<void> => desk.close();

const GOOD = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10'];
const BAD = ['BX002', '李娜', '2026-09-31 09:00', ''];

describe('a file is in whole or not at all', () => {
  beforeEach(opens);
  afterEach(closes);

  test('a rejected row keeps its file out and leaves the database as it was', async () => {
    const before = await desk.counts();
    const result = await desk.import([await desk.csv('a.csv', [TICKETS, GOOD, BAD])]);
    expect(result).toMatchObject({ batch: null, committed: false });
    expect(result.files[0]).toMatchObject({ committed: false, error: { code: 'rows_rejected' } });
    expect(result.files[0]?.sheets[0]).toMatchObject({ rows: 2, new: 1, rejected: 1 });
    expect(await desk.counts()).toEqual(before);
  });

  test('a file that is not there is refused like any other', async () => {
    const result = await desk.import([join(desk.folder, 'absent.csv')]);
    expect(result.files[0]).toMatchObject({
      file: 'absent.csv',
      error: { code: 'not_found' },
      sheets: [],
    });
  });

  test('a refused file between two good ones: the others stay, in one batch', async () => {
    const result = await desk.import([
      await desk.csv('a.csv', [TICKETS, GOOD]),
      await desk.csv('b.csv', [TICKETS, BAD]),
      await desk.csv('c.csv', [TICKETS, ['BX003', '赵磊', '2026-10-02 09:00', '']]),
    ]);
    expect(result.files.map((file) => file.committed)).toEqual([true, false, true]);
    expect(result.committed).toBe(true);
    expect(result.batch).toBe(1);
    expect(await desk.all('SELECT row_key FROM ticket_row ORDER BY 1')).toEqual([
      { row_key: 'BX001' },
      { row_key: 'BX003' },
    ]);
    expect(await desk.all('SELECT batch_id, file FROM src_file ORDER BY 2')).toEqual([
      { batch_id: 1, file: 'a.csv' },
      { batch_id: 1, file: 'c.csv' },
    ]);
  });

  test('--accept-partial keeps the rejected row’s texts and issue', async () => {
    await desk.import([await desk.csv('a.csv', [TICKETS, GOOD, BAD])], { acceptPartial: true });
    expect(await desk.one('SELECT count(*) FROM ticket_row')).toBe(1);
    expect(await desk.all('SELECT row_no, cells FROM src_cell_row ORDER BY 1')).toEqual([
      { row_no: 2, cells: GOOD.join('\u001f') },
      { row_no: 3, cells: BAD.slice(0, 3).join('\u001f') },
    ]);
    expect(
      await desk.all('SELECT row_no, column_letter, field, value, code, severity FROM src_issue'),
    ).toEqual([
      {
        row_no: 3,
        column_letter: 'C',
        field: 'reported_at',
        value: '2026-09-31 09:00',
        code: 'impossible_date',
        severity: 'reject',
      },
    ]);
  });
});

describe('versions', () => {
  let result: ImportResult;
  const other = ['BX002', '李娜', '2026-10-01 10:00', ''];
  const captured = ['BX003', '赵磊', '2026-10-01 11:00'];
  const absent = ['BX004', '钱进', '2026-10-01 12:00', '2026-10-01 12:10'];

  beforeAll(async () => {
    await opens();
    await desk.import([
      await desk.csv('a.csv', [TICKETS, GOOD, other, absent]),
      await desk.csv('b.csv', [TICKETS.slice(0, 3), captured]),
    ]);
    result = await desk.import([
      await desk.csv('c.csv', [TICKETS, GOOD, other.with(3, '2026-10-01 10:08')]),
      await desk.csv('d.csv', [TICKETS, [...captured, '']]),
      await desk.csv('e.csv', [TICKETS.slice(0, 3), absent.with(1, '钱大进').slice(0, 3)]),
    ]);
  });
  afterAll(closes);

  test('an unchanged row stores no version; a changed one stores one', async () => {
    expect(result.files[0]?.sheets[0]).toMatchObject({
      new: 0,
      changed: 1,
      unchanged: 1,
      changed_fields: { dispatched_at: 1 },
    });
    expect(
      await desk.all(
        "SELECT row_key, count(*) AS n FROM ticket_row WHERE row_key < 'BX003' GROUP BY 1 ORDER BY 1",
      ),
    ).toEqual([
      { row_key: 'BX001', n: 1 },
      { row_key: 'BX002', n: 2 },
    ]);
  });

  test('a column not captured before is a version even where it is blank', async () => {
    expect(result.files[1]?.sheets[0]).toMatchObject({ changed: 0, unchanged: 1 });
    expect(
      await desk.all(
        `SELECT has_field(captured, 'dispatched_at') AS has, (SELECT count(*) FROM ticket_row AS r WHERE r.row_key = t.row_key) AS n
         FROM stg_ticket AS t WHERE row_key = 'BX003'`,
      ),
    ).toEqual([{ has: true, n: 2 }]);
  });

  test('a column that is absent clears nothing', async () => {
    expect(
      await desk.all("SELECT customer_name, dispatched_at FROM stg_ticket WHERE row_key = 'BX004'"),
    ).toEqual([{ customer_name: '钱大进', dispatched_at: '2026-10-01T12:10:00' }]);
  });
});

describe('tried and known', () => {
  beforeEach(opens);
  afterEach(closes);

  test('a dry run shows the effect of all files together and changes nothing', async () => {
    const before = await desk.counts();
    const result = await desk.import(
      [
        await desk.csv('a.csv', [TICKETS, GOOD]),
        await desk.csv('b.csv', [
          TICKETS,
          ['BX001', '张大伟', '2026-10-01 09:00', '2026-10-01 09:10'],
        ]),
      ],
      { dryRun: true },
    );
    expect(result).toMatchObject({ batch: null, committed: false, dry_run: true });
    expect(result.files.map((file) => file.sheets[0]?.changed_fields)).toEqual([
      {},
      { customer_name: 1 },
    ]);
    expect(await desk.counts()).toEqual(before);
    await expect(
      readFile(join(desk.folder, 'originals', result.files[0]?.sha256 ?? '')),
    ).rejects.toThrow();
  });

  test('the same bytes are in once: twice in one call, and later under another name', async () => {
    const path = await desk.csv('a.csv', [TICKETS, GOOD]);
    const twice = await desk.import([path, path]);
    expect(twice.files.map((file) => file.known_in_batch)).toEqual([null, 1]);
    expect(await desk.one('SELECT count(*) FROM src_file')).toBe(1);
    const before = await desk.counts();
    const result = await desk.import([await desk.csv('copy.csv', [TICKETS, GOOD])]);
    expect(result).toMatchObject({ batch: null, committed: true });
    expect(result.files[0]).toMatchObject({ known_in_batch: 1, error: null });
    expect(result.files[0]?.sheets[0]).toMatchObject({ rows: 1, new: 0, unchanged: 1 });
    expect(await desk.counts()).toEqual(before);
  });
});

describe('one file', () => {
  let path: string;
  let sha256: string;

  beforeAll(async () => {
    await opens();
    path = await desk.csv('9月.csv', [
      ['报修登记'],
      [...TICKETS, '内部备注'],
      [...GOOD, '加急'],
      ['BX002', '张\u001f伟\0', '2026-10-01 09:00', '2026-10-01 09:10', ''],
      ['合计', '1'],
    ]);
    // A dry run uses up no batch number.
    await desk.import([path], { dryRun: true });
    const result = await desk.import([path]);
    expect(result.batch).toBe(1);
    sha256 = result.files[0]?.sha256 ?? '';
  });
  afterAll(closes);

  test('provenance: file, sheet, columns and the original itself', async () => {
    expect(
      await desk.all('SELECT file, sha256, format, encoding, stored_path FROM src_file'),
    ).toEqual([
      {
        file: '9月.csv',
        sha256,
        format: 'csv',
        encoding: 'utf-8',
        stored_path: `originals/${sha256}`,
      },
    ]);
    expect(await readFile(join(desk.folder, 'originals', sha256))).toEqual(await readFile(path));
    expect(
      await desk.all(
        'SELECT sheet, kinds, header_row, rows_read, rows_new, rows_skipped FROM src_sheet',
      ),
    ).toEqual([
      {
        sheet: '9月',
        kinds: ['ticket'],
        header_row: 2,
        rows_read: 2,
        rows_new: 2,
        rows_skipped: 2,
      },
    ]);
    expect(
      await desk.all(
        'SELECT column_letter, header, kind, field FROM src_column ORDER BY column_index',
      ),
    ).toEqual([
      { column_letter: 'A', header: '单号', kind: 'ticket', field: 'ticket_no' },
      { column_letter: 'B', header: '客户姓名', kind: 'ticket', field: 'customer_name' },
      { column_letter: 'C', header: '报修时间', kind: 'ticket', field: 'reported_at' },
      { column_letter: 'D', header: '派工时间', kind: 'ticket', field: 'dispatched_at' },
      { column_letter: 'E', header: '内部备注', kind: null, field: null },
    ]);
    expect(await desk.all('SELECT row_no, cells FROM src_cell_row WHERE row_no = 3')).toEqual([
      { row_no: 3, cells: [...GOOD, '加急'].join('\u001f') },
    ]);
  });

  test('marts are rebuilt for the month that was imported', async () => {
    expect(await desk.all('SELECT ticket_no, ticket_month FROM mart_ticket ORDER BY 1')).toEqual([
      { ticket_no: 'BX001', ticket_month: '2026-10' },
      { ticket_no: 'BX002', ticket_month: '2026-10' },
    ]);
    expect(await desk.one('SELECT count(*) FROM dirty_month')).toBe(0);
  });

  test('unit separators and NULs inside texts do not shift the stored cells', async () => {
    const cells = String(await desk.one('SELECT cells FROM src_cell_row WHERE row_no = 4'));
    expect(cells.split('\u001f')).toHaveLength(4);
    expect(cells.split('\u001f')[2]).toBe('2026-10-01 09:00');
  });
});

describe('a sheet called by the name of a person', () => {
  const RECEIPTS = ['单号', '到达时间', '完工时间'];
  const VISIT = ['BX001', '2026-10-01 10:00', '2026-10-01 11:00'];
  /** What is said of the sheets of files that come one after another. */
  const saidOf = async (files: Readonly<Record<string, string[][]>>) => {
    const paths: string[] = [];
    for (const [name, rows] of Object.entries(files)) paths.push(await desk.csv(name, rows));
    const result = await desk.import(paths);
    return result.files.map((file) =>
      file.sheets[0]?.issues.map(({ code, value }) => [code, value]),
    );
  };
  beforeEach(opens);
  afterEach(closes);

  test('and without a column for it: that nobody knows who did the work is said', async () => {
    const [, own, alias, month, named] = await saidOf({
      '花名册.csv': [
        ['工号', '姓名', '曾用名'],
        ['A01', '王强', '小王'],
      ],
      '王强.csv': [RECEIPTS, VISIT],
      '小王.csv': [RECEIPTS, ['BX002', ...VISIT.slice(1)]],
      '十月.csv': [RECEIPTS, ['BX003', ...VISIT.slice(1)]],
      '王强 .csv': [
        [...RECEIPTS, '技术人员'],
        ['BX004', ...VISIT.slice(1), '王强'],
      ],
    });
    expect(own).toEqual([['person_in_sheet_name', '王强']]);
    expect(alias).toEqual([['person_in_sheet_name', '小王']]);
    expect(month).toEqual([]);
    expect(named).not.toContainEqual(['person_in_sheet_name', '王强 ']);
  });

  test('is told by the tickets where there is no roster, and means nothing where nobody of that name is known', async () => {
    const [unknown, , known] = await saidOf({
      '王强.csv': [RECEIPTS, VISIT],
      '派工.csv': [
        [...TICKETS.slice(0, 3), '技术人员'],
        ['BX009', '张伟', '2026-10-01 09:00', '李 强'],
      ],
      '李强.csv': [RECEIPTS, ['BX002', ...VISIT.slice(1)]],
    });
    expect(unknown).toEqual([]);
    expect(known).toEqual([['person_in_sheet_name', '李强']]);
  });
});
