import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { ChunkAppender } from '#etl/load/chunk-appender.ts';
import type { ColumnValue } from '#etl/session/packed-chunk.ts';

const COLUMNS = [
  { name: 's', type: 'VARCHAR' },
  { name: 'i', type: 'INTEGER' },
  { name: 'b', type: 'BIGINT' },
  { name: 'd', type: 'DOUBLE' },
  { name: 'f', type: 'BOOLEAN' },
  { name: 't', type: 'TIMESTAMP' },
  { name: 'y', type: 'DATE' },
] as const;

async function written(rows: readonly (readonly ColumnValue[])[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `CREATE TEMP TABLE x (${COLUMNS.map((column) => `${column.name} ${column.type}`).join(', ')})`,
    );
    const appender = await ChunkAppender.openTemp(connection, 'x', COLUMNS);
    for (const row of rows) appender.addRow(row);
    appender.close();
    const reader = await connection.runAndReadAll(
      'SELECT s, i, b::VARCHAR, d, f, t::VARCHAR, y::VARCHAR, length(s) FROM x',
    );
    return reader.getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('every type arrives as it was, at its ends and when null', async () => {
  const rows = await written([
    ['打不着火', 2_147_483_647, Number.MAX_SAFE_INTEGER, 0.1, true, 1_790_000_000_000_001, 20_000],
    ['', -2_147_483_648, Number.MIN_SAFE_INTEGER, -1e300, false, -1, -1],
    [null, null, null, null, null, null, null],
    ['a', 0, -1, 0, true, 0, 0],
  ]);
  expect(rows.map((row) => row.slice(0, 7))).toEqual([
    [
      '打不着火',
      2147483647,
      '9007199254740991',
      0.1,
      true,
      '2026-09-21 14:13:20.000001',
      '2024-10-04',
    ],
    [
      '',
      -2147483648,
      '-9007199254740991',
      -1e300,
      false,
      '1969-12-31 23:59:59.999999',
      '1969-12-31',
    ],
    [null, null, null, null, null, null, null],
    ['a', 0, '-1', 0, true, '1970-01-01 00:00:00', '1970-01-01'],
  ]);
});

test('texts on both sides of the 12 bytes that lie inline, with surrogates and NUL', async () => {
  const texts = [
    '123456789012',
    '1234567890123',
    '打不着火',
    '打不着火a',
    'é'.repeat(6),
    'é'.repeat(7),
    '𠮷𠮷',
    '一\0二',
    `${'长'.repeat(20)}\0尾`,
  ];
  const rows = await written(texts.map((text) => [text, null, null, null, null, null, null]));
  expect(rows.map((row) => row[0])).toEqual([
    ...texts.slice(0, 8),
    // A long text loses its NUL, never what follows it.
    `${'长'.repeat(20)}尾`,
  ]);
});

test('nulls and long texts stay in their rows over several chunks', async () => {
  const rows: ColumnValue[][] = [];
  for (let n = 0; n < 5000; n += 1) {
    rows.push([
      n % 3 === 0 ? null : `text number ${n} ${n % 2 === 0 ? 'x'.repeat(40) : ''}`,
      n,
      null,
      n / 4,
      n % 5 === 0 ? null : n % 2 === 0,
      n % 7 === 0 ? null : n,
      n,
    ]);
  }
  const back = await written(rows);
  expect(back).toHaveLength(5000);
  for (const row of back) {
    const n = Number(row[1]);
    expect(row[0]).toBe(rows[n]?.[0]);
    expect(row[3]).toBe(n / 4);
    expect(row[4]).toBe(rows[n]?.[4]);
    expect(row[5] === null).toBe(n % 7 === 0);
  }
});

test('a value of the wrong type is an error, not a silent zero', async () => {
  const wrong: [number, ColumnValue][] = [
    [0, 5],
    [1, 2_147_483_648],
    [1, 1.5],
    [2, Number.MAX_SAFE_INTEGER + 1],
    [2, 0.5],
    [3, Number.NaN],
    [4, 1],
    [5, 'x'],
  ];
  for (const [column, value] of wrong) {
    const row: ColumnValue[] = COLUMNS.map(() => null);
    row[column] = value;
    await expect(written([row]), `${COLUMNS[column]?.name} = ${value}`).rejects.toThrow(TypeError);
  }
});
