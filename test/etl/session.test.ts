/** The thread that reads: what it may take, what comes after one that failed, and that its owner goes on meanwhile. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importFiles } from '#etl/import-files.ts';
import { readKindTables } from '#etl/load/kind-tables.ts';
import type { StagingSink } from '#etl/session/session.ts';
import type { ValueColumns } from '#etl/session/staged-tables.ts';
import { openSession } from '#etl/session/thread.ts';
import { FileRefused, type ImportClock } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { writeTicketCsv } from '../bench/department-csv.ts';
import { emptyWarehouse } from '../empty-warehouse.ts';
import { HOSTILE_FILES } from '../hostile/generate.ts';
import { writeZip } from '../hostile/zip-writer.ts';

const CLOCK: ImportClock = { nowMicros: Date.UTC(2026, 10, 15, 9) * 1000, lang: 'zh' };
const ROWS = 100_000;

let folder = '';
let tickets = '';
let warehouse: Warehouse;
let columns: ValueColumns = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-session-'));
  tickets = join(folder, 'tickets.csv');
  await writeTicketCsv(tickets, ROWS);
  warehouse = await emptyWarehouse();
  columns = { ticket: (await readKindTables(warehouse)).ticket };
});
afterAll(async () => {
  warehouse.close();
  await rm(folder, { recursive: true });
});

/** A sink that counts the data rows, and may do something at the first of them. */
function counting(atFirst: () => void = () => undefined): StagingSink & { rows: number } {
  const sink = {
    rows: 0,
    chunk(table: string, chunk: { readonly rows: number }) {
      if (table !== 'cells') return;
      if (sink.rows === 0) atFirst();
      sink.rows += chunk.rows;
    },
    progress() {},
    async restart() {
      sink.rows = 0;
    },
  };
  return sink;
}

/** Opens a small file and reads it, as the next user would. */
async function readAnother(): Promise<number> {
  const path = join(folder, 'next.csv');
  await writeFile(path, '单号,客户姓名,报修时间\nBX001,张伟,2026-10-01 09:00\n');
  const session = await openSession(path, { lang: 'zh' });
  try {
    await session.plan({ lang: 'zh' });
    const sink = counting();
    await session.stage(0, columns, CLOCK, sink);
    return sink.rows;
  } finally {
    await session.close();
  }
}

async function refusalOf(opening: Promise<unknown>): Promise<FileRefused> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error('the file was opened');
}

function hostileFile(name: string): string {
  const found = HOSTILE_FILES.find((file) => file.name === name);
  if (found === undefined) throw new Error(`no file ${name}`);
  return found.write(folder);
}

describe('a thread that gets nowhere', () => {
  /** A gibibyte of comments: passing through them takes longer than a second. */
  function endless(): string {
    const path = join(folder, 'endless.xlsx');
    // Letters that deflate finds nothing in keep the ratio below that of a bomb.
    const letters = randomBytes(6_000).toString('base64');
    const blanks = ' '.repeat(1_020_000);
    writeZip(path, [
      {
        name: 'xl/workbook.xml',
        content: '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      },
      {
        name: 'xl/worksheets/sheet1.xml',
        content: {
          before: '<worksheet><sheetData>',
          block: Buffer.from(`<!--${letters}${blanks}-->`),
          times: 1_050,
          after: '</sheetData></worksheet>',
        },
      },
    ]);
    return path;
  }

  test('is ended after the time it may be silent, and the next file is read', async () => {
    const path = endless();
    const started = performance.now();
    const refused = await refusalOf(
      openSession(path, { lang: 'zh', limits: { silenceMs: 1_000 } }),
    );
    expect(refused.code).toBe('takes_too_long');
    expect(refused.message).toContain('「endless.xlsx」读了 1 秒还没有结果');
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await readAnother()).toBe(1);
  });
});

test('a thread that runs out of memory ends with a message, and the next file is read', async () => {
  const path = hostileFile('shared-strings-40-mib');
  const refused = await refusalOf(openSession(path, { lang: 'zh', limits: { objectsMib: 20 } }));
  expect(refused.code).toBe('takes_too_much_memory');
  expect(refused.message).toContain('「shared-strings-40-mib.xlsx」展开后太大，读不下');
  expect(await readAnother()).toBe(1);
});

test('a file that is no spreadsheet leaves the thread fit for the next one', async () => {
  const refused = await refusalOf(openSession(hostileFile('picture'), { lang: 'en' }));
  expect(refused.code).toBe('not_a_spreadsheet');
  expect(await readAnother()).toBe(1);
});

test('closing in the middle of staging ends the thread', async () => {
  const before = threads();
  const session = await openSession(tickets, { lang: 'zh' });
  await session.plan({ lang: 'zh' });
  let closed: Promise<void> = Promise.resolve();
  const sink = counting(() => {
    closed = session.close();
  });
  await expect(session.stage(0, columns, CLOCK, sink)).rejects.toThrow(
    'the file was closed while it was read',
  );
  await closed;
  const { rows } = sink;
  expect(rows).toBeLessThan(ROWS);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // Nothing comes any more, and nothing keeps the program running.
  expect(sink.rows).toBe(rows);
  expect(threads()).toBeLessThanOrEqual(before);
  expect(await readAnother()).toBe(1);
});

/** Threads that keep the program running. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/i.test(name)).length;
}

test('a sink that fails ends the thread and tells its error', async () => {
  const session = await openSession(tickets, { lang: 'zh' });
  try {
    await session.plan({ lang: 'zh' });
    const full = counting(() => {
      throw new Error('the disk is full');
    });
    await expect(session.stage(0, columns, CLOCK, full)).rejects.toThrow('the disk is full');
  } finally {
    await session.close();
  }
  expect(await readAnother()).toBe(1);
});

/**
 * Milliseconds of the processor that this thread has had, so that other programs on the machine make no difference; by the
 * clock where the system does not count them.
 */
function ownTime(): number {
  try {
    const [nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return performance.now();
  }
}

/** Longest stretch in which a timer of five milliseconds had no turn, while the tickets are imported and rolled back. */
async function longestPause(): Promise<number> {
  let longest = 0;
  let beats = 0;
  let last = ownTime();
  const timer = setInterval(() => {
    const now = ownTime();
    longest = Math.max(longest, now - last);
    beats += 1;
    last = now;
  }, 5);
  let staged = 0;
  const result = await importFiles(
    warehouse,
    [{ path: tickets }],
    {
      dataDir: null,
      dryRun: true,
      othersWait: true,
      acceptPartial: true,
      onProgress: (_, rows) => {
        staged = rows;
      },
    },
    CLOCK,
  );
  clearInterval(timer);
  expect(result.files[0]?.sheets[0]?.rows).toBe(ROWS);
  expect(staged).toBeGreaterThan(ROWS / 2);
  expect(beats).toBeGreaterThan(50);
  return longest;
}

test('pages are answered while 100,000 rows come in', { timeout: 120_000 }, async () => {
  // A busy machine may spoil one try, never all of them.
  const pauses: number[] = [];
  do pauses.push(await longestPause());
  while (pauses.length < 3 && Math.min(...pauses) >= 200);
  expect(Math.min(...pauses)).toBeLessThan(200);
  const rows = await warehouse.read(
    'SELECT count(*)::INTEGER AS n FROM ticket_row',
    z.object({ n: z.number() }),
  );
  expect(rows).toEqual([{ n: 0 }]);
});
