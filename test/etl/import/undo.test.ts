import { afterEach, beforeEach, expect, test } from 'vitest';
import { importHistory } from '#etl/load/history.ts';
import { undoBatch } from '#etl/load/undo.ts';
import { ImportDesk, NOW_MICROS, TICKETS } from './desk.ts';

let desk: ImportDesk;
beforeEach(async () => {
  desk = await ImportDesk.open();
});
afterEach(async () => {
  await desk.close();
});

const FIRST = ['BX001', '张伟', '2026-10-01 09:00', ''];
const CORRECTED = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10'];
const SECOND = ['BX002', '李娜', '2026-10-02 09:00', ''];
const current = 'SELECT row_key, dispatched_at FROM stg_ticket ORDER BY 1';

test('rows a batch added go, rows it changed return to the version before', async () => {
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST])]);
  const before = await desk.counts();
  await desk.import([await desk.csv('b.csv', [TICKETS, CORRECTED, SECOND])]);
  expect(await desk.all(current)).toEqual([
    { row_key: 'BX001', dispatched_at: '2026-10-01T09:10:00' },
    { row_key: 'BX002', dispatched_at: null },
  ]);
  expect(await desk.undo(2)).toEqual({ batch: 2, removed: 1, restored: 1 });
  expect(await desk.all(current)).toEqual([{ row_key: 'BX001', dispatched_at: null }]);
  expect(await desk.all('SELECT ticket_no FROM mart_ticket')).toEqual([{ ticket_no: 'BX001' }]);
  const after = await desk.counts();
  for (const table of ['ticket_row', 'stg_ticket', 'mart_ticket', 'mart_stage', 'src_cell_row']) {
    expect(after[table], table).toBe(before[table]);
  }
  expect((await importHistory(desk.warehouse)).map(({ batch, state }) => [batch, state])).toEqual([
    [2, 'undone'],
    [1, 'live'],
  ]);
});

test('a batch that a later one touched is refused, naming it', async () => {
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST])]);
  await desk.import([await desk.csv('b.csv', [TICKETS, SECOND])]);
  await desk.import([await desk.csv('c.csv', [TICKETS, CORRECTED])]);
  await expect(desk.undo(1)).rejects.toThrow('第 3 批');
  // Batch 2 has other records: it can go.
  await desk.undo(2);
  await desk.undo(3);
  await desk.undo(1);
  expect(await desk.all(current)).toEqual([]);
});

test('unknown and undone batches are refused', async () => {
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST])]);
  await expect(desk.undo(9)).rejects.toMatchObject({ code: 'no_such_batch' });
  await desk.undo(1);
  await expect(
    undoBatch(desk.warehouse, 1, 'en', { actor: null, nowMicros: NOW_MICROS }),
  ).rejects.toThrow('undone already');
});

test('after undo the same file can be imported again', async () => {
  const path = await desk.csv('a.csv', [TICKETS, FIRST]);
  await desk.import([path]);
  await desk.undo(1);
  const again = await desk.import([path]);
  expect(again.files[0]).toMatchObject({ known_in_batch: null, committed: true });
  expect(await desk.all(current)).toHaveLength(1);
});

test('a replaced month comes back with all its versions', async () => {
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST, SECOND])]);
  await desk.import([await desk.csv('b.csv', [TICKETS, CORRECTED])]);
  const versions = await desk.all('FROM ticket_row ORDER BY row_id');
  await desk.import([await desk.csv('c.csv', [TICKETS, SECOND])], { replaceMonth: '2026-10' });
  expect(await desk.all('SELECT row_key FROM stg_ticket')).toEqual([{ row_key: 'BX002' }]);
  // The removal touched what batch 2 had written.
  await expect(desk.undo(2)).rejects.toThrow('第 3 批');
  await desk.undo(3);
  expect(await desk.all('FROM ticket_row ORDER BY row_id')).toEqual(versions);
  expect(await desk.all(current)).toEqual([
    { row_key: 'BX001', dispatched_at: '2026-10-01T09:10:00' },
    { row_key: 'BX002', dispatched_at: null },
  ]);
});

test('a month that comes in two files is replaced by both together', async () => {
  const THIRD = ['BX003', '赵磊', '2026-10-03 09:00', ''];
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST, SECOND, THIRD])]);
  const halves = [
    await desk.csv('b.csv', [TICKETS, FIRST]),
    await desk.csv('c.csv', [TICKETS, CORRECTED.with(0, 'BX004'), SECOND]),
  ];
  const dry = await desk.import(halves, { replaceMonth: '2026-10', dryRun: true });
  const done = await desk.import(halves, { replaceMonth: '2026-10' });
  for (const { files } of [dry, done])
    expect(files.every((file) => file.error === null)).toBe(true);
  const keys = (await desk.all(current)).map((row) => row.row_key);
  expect(keys).toEqual(['BX001', 'BX002', 'BX004']);
  await desk.undo(2);
  expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX001', 'BX002', 'BX003']);
});

test('a month of which the file has no record is not emptied, and that is said', async () => {
  await desk.import([await desk.csv('a.csv', [TICKETS, FIRST, SECOND])]);
  const september = ['BX009', '赵磊', '2026-09-03 09:00', ''];
  const { files } = await desk.import([await desk.csv('9月.csv', [TICKETS, september])], {
    replaceMonth: '2026-10',
  });
  expect(files[0]?.sheets[0]).toMatchObject({ new: 1, removed: 0 });
  expect(files[0]?.sheets[0]?.issues.map(({ message }) => message)).toEqual([
    '文件里没有 2026-10 的记录，没有替换掉什么，只是追加。检查月份和文件是否对得上。',
  ]);
  expect((await desk.all(current)).map((row) => row.row_key)).toEqual(['BX001', 'BX002', 'BX009']);
});
