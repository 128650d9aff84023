/** The sample department and the department's own files never mix, and own files are never emptied. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run as runImport } from '#app/cli/commands/import.ts';
import { run as runUndo } from '#app/cli/commands/undo.ts';
import { openDesk } from '#app/data/open-desk.server.ts';
import { copyOfFirstStart } from '../sample-warehouse.ts';

let folder: string;
const said: string[] = [];
const ctx = () => ({
  dataDir: folder,
  dbPath: join(folder, 'aftercare.duckdb'),
  dbNamed: false,
  lang: 'zh' as const,
  stdout: (text: string) => void said.push(text),
  stderr: (text: string) => void said.push(text),
  nowMicros: Date.UTC(2026, 10, 2) * 1000,
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-sample-'));
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function status() {
  const { desk, close } = await openDesk(ctx());
  try {
    return await desk.status();
  } finally {
    await close();
  }
}

test('an empty folder shows the sample; a refused file leaves it, own files take its place', async () => {
  await copyOfFirstStart(folder);
  const foreign = join(folder, 'foreign.csv');
  writeFileSync(foreign, 'a,b,c\n1,2,3\n');
  expect(await runImport([foreign], ctx())).toBe(1);
  expect(await status()).toMatchObject({ sample: true, months: ['2026-08', '2026-09', '2026-10'] });

  const own = join(folder, '来电登记.csv');
  writeFileSync(
    own,
    '单号,客户姓名,报修时间,答复时间\nA1,张三,2026-07-05 09:00,2026-07-05 09:05\n',
  );
  expect(await runImport([own], ctx())).toBe(0);
  expect(said.join('')).toContain('示例部门已清空');
  expect(await status()).toMatchObject({ sample: false, months: ['2026-07'] });
});

test('emptying by click removes the sample once; own files stay', async () => {
  await copyOfFirstStart(folder);
  const first = await openDesk(ctx());
  await first.desk.emptySample();
  expect(await first.desk.status()).toMatchObject({ sample: false, months: [] });
  await first.close();
  // It does not come back by itself.
  expect(await status()).toMatchObject({ sample: false, months: [] });

  const own = join(folder, '来电登记.csv');
  writeFileSync(
    own,
    '单号,客户姓名,报修时间,答复时间\nA1,张三,2026-07-05 09:00,2026-07-05 09:05\n',
  );
  expect(await runImport([own], ctx())).toBe(0);
  const second = await openDesk(ctx());
  await second.desk.emptySample();
  expect(await second.desk.status()).toMatchObject({ months: ['2026-07'] });
  await second.close();
});

test('a sample whose batch is undone is no longer said to be there, and does not come back', async () => {
  await copyOfFirstStart(folder);
  expect(await runUndo(['1'], ctx())).toBe(0);
  expect(await status()).toMatchObject({ sample: false, months: [] });
});
