import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHistory } from '#etl/load/history.ts';
import { undoBatch } from '#etl/load/undo.ts';
import { ImportDesk, NOW_MICROS, TICKETS } from './desk.ts';

let desk: ImportDesk;
/** Opens the desk of a describe, whose tests are one story. */
function opensDesk(first: () => Promise<void>): void {
  beforeAll(async () => {
    desk = await ImportDesk.open();
    await first();
  });
  afterAll(() => desk.close());
}

const FIRST = ['BX001', '张伟', '2026-10-01 09:00', ''];
const CORRECTED = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:10'];
const SECOND = ['BX002', '李娜', '2026-10-02 09:00', ''];
const THIRD = ['BX003', '赵磊', '2026-10-03 09:00', ''];
const current = 'SELECT row_key, dispatched_at FROM stg_ticket ORDER BY 1';

describe('undoing', () => {
  opensDesk(async () => {
    await desk.import([await desk.csv('a.csv', [TICKETS, FIRST])]);
  });

  test('rows a batch added go, rows it changed return to the version before; the batch below is refused till then', async () => {
    const before = await desk.counts();
    await desk.import([await desk.csv('b.csv', [TICKETS, CORRECTED, SECOND])]);
    expect(await desk.all(current)).toEqual([
      { row_key: 'BX001', dispatched_at: '2026-10-01T09:10:00' },
      { row_key: 'BX002', dispatched_at: null },
    ]);
    await expect(desk.undo(1)).rejects.toThrow('第 2 批');
    expect(await desk.undo(2)).toEqual({ batch: 2, removed: 1, restored: 1 });
    expect(await desk.all(current)).toEqual([{ row_key: 'BX001', dispatched_at: null }]);
    expect(await desk.all('SELECT ticket_no FROM mart_ticket')).toEqual([{ ticket_no: 'BX001' }]);
    const after = await desk.counts();
    for (const table of ['ticket_row', 'stg_ticket', 'mart_ticket', 'mart_stage', 'src_cell_row']) {
      expect(after[table], table).toBe(before[table]);
    }
    expect((await importHistory(desk.warehouse)).map(({ batch, state }) => [batch, state])).toEqual(
      [
        [2, 'undone'],
        [1, 'live'],
      ],
    );
  });

  test('unknown and undone batches are refused', async () => {
    await expect(desk.undo(9)).rejects.toMatchObject({ code: 'no_such_batch' });
    await expect(
      undoBatch(desk.warehouse, 2, 'en', { actor: null, nowMicros: NOW_MICROS }),
    ).rejects.toThrow('undone already');
  });

  test('after undo the same file can be imported again, and later ones of other records do not hold it', async () => {
    const again = await desk.import([await desk.csv('b.csv', [TICKETS, CORRECTED, SECOND])]);
    expect(again.files[0]).toMatchObject({ known_in_batch: null, committed: true });
    expect(await desk.all(current)).toHaveLength(2);
    await desk.import([await desk.csv('d.csv', [TICKETS, THIRD])]);
    // Batch 4 has other records: 3 can go, and then 1.
    await desk.undo(3);
    await desk.undo(1);
    expect(await desk.all(current)).toEqual([{ row_key: 'BX003', dispatched_at: null }]);
    await desk.undo(4);
    expect(await desk.all(current)).toEqual([]);
  });
});

describe('a month that is replaced', () => {
  opensDesk(async () => {
    await desk.import([await desk.csv('a.csv', [TICKETS, FIRST, SECOND, THIRD])]);
    await desk.import([await desk.csv('b.csv', [TICKETS, CORRECTED])]);
  });

  test('is not emptied by a file that has no record of it, and that is said', async () => {
    const september = ['BX009', '赵磊', '2026-09-03 09:00', ''];
    const { files } = await desk.import([await desk.csv('9月.csv', [TICKETS, september])], {
      replaceMonth: '2026-10',
    });
    expect(files[0]?.sheets[0]).toMatchObject({ new: 1, removed: 0 });
    expect(files[0]?.sheets[0]?.issues.map(({ message }) => message)).toEqual([
      '文件里没有 2026-10 的记录，没有替换掉什么，只是追加。检查月份和文件是否对得上。',
    ]);
    const keys = (await desk.all(current)).map((row) => row.row_key);
    expect(keys).toEqual(['BX001', 'BX002', 'BX003', 'BX009']);
  });

  test('comes back with all its versions', async () => {
    const versions = await desk.all('FROM ticket_row ORDER BY row_id');
    await desk.import([await desk.csv('c.csv', [TICKETS, SECOND])], { replaceMonth: '2026-10' });
    const keys = (await desk.all(current)).map((row) => row.row_key);
    expect(keys).toEqual(['BX002', 'BX009']);
    // The removal touched what batch 2 had written.
    await expect(desk.undo(2)).rejects.toThrow('第 4 批');
    await desk.undo(4);
    expect(await desk.all('FROM ticket_row ORDER BY row_id')).toEqual(versions);
    expect(await desk.all(current)).toMatchObject([
      { row_key: 'BX001', dispatched_at: '2026-10-01T09:10:00' },
      { row_key: 'BX002', dispatched_at: null },
      { row_key: 'BX003' },
      { row_key: 'BX009' },
    ]);
  });

  test('is replaced by both files together where it comes in two', async () => {
    const halves = [
      await desk.csv('e.csv', [TICKETS, FIRST]),
      await desk.csv('f.csv', [TICKETS, CORRECTED.with(0, 'BX004'), SECOND]),
    ];
    const dry = await desk.import(halves, { replaceMonth: '2026-10', dryRun: true });
    const done = await desk.import(halves, { replaceMonth: '2026-10' });
    for (const { files } of [dry, done])
      expect(files.every((file) => file.error === null)).toBe(true);
    const keys = async () => (await desk.all(current)).map((row) => row.row_key);
    expect(await keys()).toEqual(['BX001', 'BX002', 'BX004', 'BX009']);
    await desk.undo(5);
    expect(await keys()).toEqual(['BX001', 'BX002', 'BX003', 'BX009']);
  });
});
