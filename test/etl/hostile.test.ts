/**
 * Files made to do harm (test/hostile/generate.ts), each imported in a process that is watched: it must end in the answer
 * that was worked out for it, within 20 s and 1 GB, and leave the database as it was.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importFiles } from '#etl/import-files.ts';
import type { FileResult } from '#etl/load/result.ts';
import { openFile } from '#etl/readers/index.ts';
import { FileRefused } from '#etl/types.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { canary, HOSTILE_FILES } from '../hostile/generate.ts';
import { Judge } from '../hostile/judge.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-hostile-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('made to do harm', () => {
  const judge = new Judge();
  const visitors: string[] = [];
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      visitors.push(request.url ?? '');
      response.end('<!ENTITY x "fetched">');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    canary.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await judge.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test('there are names for all of them', () => {
    expect(new Set(HOSTILE_FILES.map(({ name }) => name)).size).toBe(HOSTILE_FILES.length);
    expect(HOSTILE_FILES.length).toBeGreaterThanOrEqual(60);
  });

  test.each(HOSTILE_FILES)(
    '$name',
    { timeout: 180_000 },
    async ({ write, expected, databaseMb }) => {
      const verdict = await judge.judge(write(folder), databaseMb ?? null);
      expect(verdict.faults).toEqual([]);
      if ('refused' in expected) {
        expect([expected.refused].flat()).toContain(verdict.code);
        // Whoever reads the message must know which of his files it speaks of.
        expect(verdict.message).toContain(verdict.file);
      } else {
        const { code, message, rows, rejected } = verdict;
        expect({ code, message, rows, rejected }).toEqual({
          code: null,
          message: null,
          rows: expected.rows,
          rejected: expected.rejected ?? 0,
        });
      }
    },
  );

  test('nothing was fetched and nothing written outside', () => {
    expect(visitors).toEqual([]);
    expect(existsSync('/tmp/aftercare-hostile')).toBe(false);
    expect(existsSync('/etc/aftercare-hostile')).toBe(false);
  });
});

describe('a file that does not stay the same', () => {
  const ROWS = Array.from(
    { length: 30_000 },
    (_, index) => `BX${index},张伟,2026-10-01 09:00,${'故障'.repeat(10)}\n`,
  ).join('');
  const TEXT = `单号,客户姓名,报修时间,故障现象\n${ROWS}`;
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse({ path: ':memory:' });
  });
  afterAll(() => warehouse.close());

  /** Imports the file and does something to it when it has been opened and recognised, before its rows are read. */
  async function importWhile(path: string, happens: () => Promise<void>): Promise<FileResult> {
    let happening: Promise<void> | null = null;
    const result = await importFiles(
      warehouse,
      [{ path }],
      {
        dataDir: null,
        dryRun: true,
        observer: {
          planned() {
            happening = happens();
          },
        },
      },
      { nowMicros: Date.UTC(2026, 10, 15, 9) * 1000, lang: 'zh' },
    );
    await happening;
    const [file] = result.files;
    if (file === undefined) throw new Error('no result');
    return file;
  }

  test('removed while it is read: what was opened is read to its end', async () => {
    const path = join(folder, '台账.csv');
    await writeFile(path, TEXT);
    const { error, sheets } = await importWhile(path, () => unlink(path));
    expect(error).toBe(null);
    expect(sheets[0]?.rows).toBe(30_000);
  });

  test('replaced while it is read: the same', async () => {
    const path = join(folder, '台账.csv');
    await writeFile(path, TEXT);
    await writeFile(`${path}.new`, 'x');
    const { error, sheets } = await importWhile(path, () => rename(`${path}.new`, path));
    expect(error).toBe(null);
    expect(sheets[0]?.rows).toBe(30_000);
  });

  test.each([
    ['growing', (path: string) => appendFile(path, 'BX30001,李娜,2026-10-01 10:00,漏气\n')],
    ['shrinking', (path: string) => truncate(path, 100_000)],
    ['rewritten in place', (path: string) => writeFile(path, TEXT.replaceAll('张伟', '李娜'))],
  ])('%s while it is read', async (_, change) => {
    const path = join(folder, '台账.csv');
    await writeFile(path, TEXT);
    const source = await openFile(path, { lang: 'zh' });
    try {
      const [sheet] = source.sheets;
      let rows = 0;
      const reading = (async () => {
        for await (const batch of sheet?.rows() ?? []) {
          if (rows === 0) await change(path);
          rows += batch.length;
        }
      })();
      await expect(reading).rejects.toThrow('「台账.csv」在读取过程中被改动');
      await expect(reading).rejects.toBeInstanceOf(FileRefused);
    } finally {
      await source.close();
    }
  });

  test('growing while it is imported', async () => {
    const path = join(folder, '台账.csv');
    await writeFile(path, TEXT);
    const { error } = await importWhile(path, () => appendFile(path, 'BX30001'));
    expect(error?.code).toBe('changed_while_read');
  });
});
