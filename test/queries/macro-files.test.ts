/** Macros are made when the first statement asks through them, and again when that was taken back. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { MacroFiles } from '#queries/warehouse/macro-files.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';

const texts = new Map([
  ['low', 'CREATE OR REPLACE TEMP MACRO low_of(m) AS TABLE FROM base;'],
  [
    'high',
    'CREATE TEMP TABLE IF NOT EXISTS kept (n INTEGER);\nCREATE OR REPLACE TEMP VIEW high AS FROM low_of(1); -- not other_of',
  ],
  ['other', 'CREATE OR REPLACE TEMP MACRO other_of(m) AS m + 1;'],
]);

test.each([
  ['SELECT 1 FROM base', []],
  ['FROM low_of(2)', ['low']],
  ['SELECT count(*) FROM kept', ['low', 'high']],
  ['SELECT other_of(n) FROM high', ['other', 'low', 'high']],
  // Part of another name, and in a comment.
  ['SELECT higher, my_kept FROM base -- as other_of says', []],
])('%s', (sql, files) => {
  expect(new MacroFiles(texts).of(sql)).toEqual(files);
});

/** The macros and temporary views of a connection. */
const STANDING = `SELECT function_name AS name FROM duckdb_functions() WHERE function_name = 'fines_of'
  UNION ALL SELECT view_name FROM duckdb_views() WHERE view_name = 'no_repeat'`;
const NAME = z.object({ name: z.string() });

test('a connection makes what it asks through, and once more after a rollback', async () => {
  const warehouse = await openWarehouse({ path: ':memory:' });
  try {
    const standing = async (): Promise<string[]> =>
      (await warehouse.connection.runAndReadAll(STANDING))
        .getRows()
        .map(([name]) => String(name))
        .sort();
    const fines = () =>
      warehouse.read(
        "SELECT key AS name FROM fines_of('2026-10', '2026-11-01'::TIMESTAMP) ANTI JOIN no_repeat ON key = no_repeat.ticket_no",
        NAME,
      );
    expect(await standing()).toEqual([]);
    await warehouse.run('BEGIN TRANSACTION');
    expect(await fines()).toEqual([]);
    expect(await standing()).toEqual(['fines_of', 'no_repeat']);
    await warehouse.run('ROLLBACK');
    expect(await standing()).toEqual([]);
    expect(await fines()).toEqual([]);
    expect(await standing()).toEqual(['fines_of', 'no_repeat']);
  } finally {
    warehouse.close();
  }
});
