/** A long text is read in two halves by two threads: together they must bring what one reading brings. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileReading } from '#etl/session/file-reading.ts';
import type { PackedChunk } from '#etl/session/packed-chunk.ts';
import type { StagedSheet } from '#etl/session/session.ts';
import { bothHalves } from '#etl/session/stage-rows.ts';
import type { ValueColumns } from '#etl/session/staged-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'aftercare-halves-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = 6_000;
const COLUMNS: ValueColumns = {
  ticket: [
    { name: 'ticket_no', type: 'VARCHAR' },
    { name: 'customer_name', type: 'VARCHAR' },
    { name: 'fault', type: 'VARCHAR' },
    { name: 'reported_at', type: 'TIMESTAMP' },
  ],
  receipt: [
    { name: 'ticket_no', type: 'VARCHAR' },
    { name: 'technician', type: 'VARCHAR' },
    { name: 'satisfaction', type: 'INTEGER' },
  ],
};
const CLOCK = { nowMicros: Date.UTC(2026, 10, 2) * 1000, lang: 'zh' } as const;

/** Padding brings the file over the size from which two threads are worth it; few long rows are read sooner than many. */
const PADDING = '维修说明'.repeat(250);

/** What one row says where it differs from the others. */
interface Row {
  fault?: string;
  reported?: string;
  score?: string;
}

/** A csv of ROWS data rows below a title and a header. Row 0 stands in line 3. */
function csv(name: string, differing: (row: number) => Row): string {
  const lines = [
    '2026年10月台账',
    '单号,客户姓名,故障现象,报修时间,到达时间,维修员,满意度,内部说明',
  ];
  for (let i = 0; i < ROWS; i += 1) {
    const day = `2026-10-${String((i % 28) + 1).padStart(2, '0')}`;
    const { fault = '漏水', reported = `${day} 08:00`, score = '4' } = differing(i);
    lines.push(`T${i},客户${i % 1000},${fault},${reported},${day} 20:00,李强,${score},${PADDING}`);
  }
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

interface Outcome {
  staged: StagedSheet;
  /** Rows by table. */
  rows: Record<string, number>;
}

function sinkOf(rows: Record<string, number>) {
  return {
    chunk: (table: string, chunk: PackedChunk) => {
      rows[table] = (rows[table] ?? 0) + chunk.rows;
    },
    progress: () => undefined,
    restart: async () => {
      for (const table of Object.keys(rows)) delete rows[table];
    },
  };
}

async function opened(path: string): Promise<FileReading> {
  const reading = await FileReading.open(path, { lang: 'zh' });
  await reading.plan({ lang: 'zh' });
  return reading;
}

async function whole(path: string): Promise<Outcome> {
  const reading = await opened(path);
  const rows = {};
  const staged = await reading.stage(0, COLUMNS, CLOCK, sinkOf(rows));
  await reading.close();
  return { staged, rows };
}

/** Null where the file says that it has to be read whole. */
async function halves(path: string): Promise<Outcome | null> {
  const reading = await opened(path);
  try {
    const cut = await reading.middle(0);
    if (cut === null) throw new Error('the file is too short to be cut');
    const rows = {};
    const found: StagedSheet[] = [];
    for (const which of ['first', 'second'] as const) {
      const half = await reading.stageHalf(
        0,
        COLUMNS,
        CLOCK,
        sinkOf(rows),
        { cut, which },
        () => undefined,
      );
      if (half === null) return null;
      found.push(half);
    }
    const [first, second] = found;
    return first && second ? { staged: bothHalves(first, second), rows } : null;
  } finally {
    await reading.close();
  }
}

test('both halves bring the same rows, rejections and issues as one reading', async () => {
  const bad = new Set([7, 2_007, 5_007]);
  const path = csv('rejections', (row) => (bad.has(row) ? { reported: '10月32日' } : {}));
  const expected = await whole(path);
  expect(expected.staged.rejected.map((row) => row.row)).toEqual([10, 2_010, 5_010]);
  expect(expected.rows).toEqual({ cells: ROWS, ticket: ROWS - 3, receipt: ROWS - 3 });
  expect(await halves(path)).toEqual(expected);
});

test('line ends within quotes are no row ends', async () => {
  const path = csv('quoted', (row) => ({ fault: `"漏水\n""厨房""\n${row}"` }));
  const expected = await whole(path);
  expect(expected.rows.ticket).toBe(ROWS);
  expect(await halves(path)).toEqual(expected);
});

test('stray quotes that mislead the search for the middle are noticed', async () => {
  // Two inch marks: by their count, all line ends between them stand within quotes.
  const path = csv('stray', (row) => (row === 100 || row === 4_000 ? { fault: '19" 屏' } : {}));
  expect(await halves(path)).toBeNull();
  expect((await whole(path)).rows.ticket).toBe(ROWS);
});

test('同上 in the first row of the second half asks for the whole', async () => {
  const path = csv('ditto', (row) => (row === 0 ? {} : { fault: '同上' }));
  expect(await halves(path)).toBeNull();
  expect((await whole(path)).rows.ticket).toBe(ROWS);
});

test('a date without a year in the first row of the second half asks for the whole', async () => {
  const path = csv('years', (row) => (row === 0 ? {} : { reported: '10月3日 8:00' }));
  const named = path.replace('years', 'named-otherwise');
  // Without a title that names the year, the rows above do.
  writeFileSync(named, readFileSync(path, 'utf8').replace('2026年10月台账', '台账'));
  expect(await halves(named)).toBeNull();
});

test('a satisfaction column that turns out to count to 100 asks for the whole', async () => {
  const path = csv('hundred', (row) => (row === ROWS - 1 ? { score: '95' } : {}));
  expect(await halves(path)).toBeNull();
});
