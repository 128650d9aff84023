/** decide, close, reopen and deductions as a script calls them, on the worked example (fines §5). */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as close from '#app/cli/commands/close.ts';
import * as decide from '#app/cli/commands/decide.ts';
import * as deductions from '#app/cli/commands/deductions.ts';
import * as fines from '#app/cli/commands/fines.ts';
import * as reopen from '#app/cli/commands/reopen.ts';
import * as report from '#app/cli/commands/report.ts';
import type { Command } from '#app/cli/context.ts';
import { workedExample } from '../queries/worked-example.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-ledger-'));
  (await workedExample(join(folder, 'a.duckdb'))).close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(command: Pick<Command, 'run'>, ...args: string[]) {
  let out = '';
  let err = '';
  const code = await command.run(args, {
    dataDir: folder,
    dbPath: join(folder, 'a.duckdb'),
    dbNamed: true,
    lang: 'zh',
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    nowMicros: Date.UTC(2026, 10, 2, 9) * 1000,
  });
  return { code, out, err };
}

const MONTH = ['--month', '2026-10'];
const HEAD = 'key,decision,amount_fen,cause,reason';
async function decisions(...lines: string[]): Promise<string> {
  const path = join(folder, 'decisions.csv');
  await writeFile(path, [HEAD, ...lines].join('\n'));
  return path;
}

const LINES = [
  '1a:ticket:T5:王芳,confirm,5000,,',
  '2a:ticket:T3:陈静,confirm,,,',
  '4:ticket:T2:赵刚,confirm,,,',
  '5:ticket:T3:李强,waive,,new_fault,另一个点火器',
  '6:ticket:T2:赵刚,confirm,,personal,',
  '7a:receipt:T1@2026-10-05 11:50:00:李强,waive,,,补填了',
];

test('one bad line refuses the whole file, naming it', async () => {
  const file = await decisions(LINES[0] ?? '', '6:ticket:T2:赵刚,confirm,,,');
  const { code, out, err } = await run(decide, ...MONTH, '--file', file);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('decisions.csv 第 3 行：确认要写原因“个人原因”');
  const { out: json } = await run(fines, ...MONTH, '--json');
  expect(JSON.parse(json).every((fine: { state: string }) => fine.state === 'proposed')).toBe(true);
});

test('wrong usage is 2', async () => {
  expect((await run(decide, ...MONTH)).code).toBe(2);
  expect((await run(reopen, ...MONTH)).code).toBe(2);
  expect((await run(close, '--month', '10')).code).toBe(2);
  expect((await run(deductions, ...MONTH, '--as-of', '2026-10-31T18:00')).code).toBe(2);
});

test('from decisions to a closed month, and open again', { timeout: 60_000 }, async () => {
  expect((await run(close, ...MONTH)).code).toBe(1);
  const file = await decisions(...LINES);
  expect(await run(decide, ...MONTH, '--file', file)).toMatchObject({ code: 0, err: '' });

  const draft = JSON.parse((await run(deductions, ...MONTH, '--json')).out);
  expect(draft).toEqual({
    month: '2026-10',
    state: 'draft',
    revision: 1,
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    profile: { id: 'share_and_floor', share: 0.2, floor_fen: null },
    people: ['王芳', '赵刚', '陈静'].map((name) => ({
      employee_no: null,
      name,
      rules: {
        王芳: { '1a': { count: 1, fen: 5000 } },
        赵刚: { '4': { count: 1, fen: 3000 }, '6': { count: 1, fen: 5000 } },
        陈静: { '2a': { count: 1, fen: 3000 } },
      }[name],
      adjustments: [],
      carried_in_fen: 0,
      total_fen: { 王芳: 5000, 赵刚: 8000, 陈静: 3000 }[name],
      limit_fen: null,
      limit_state: 'not_checked',
      deduct_fen: { 王芳: 5000, 赵刚: 8000, 陈静: 3000 }[name],
      carried_out_fen: 0,
    })),
    totals: { total_fen: 16000, deduct_fen: 16000 },
  });

  expect((await run(close, ...MONTH)).code).toBe(0);
  expect(await run(close, ...MONTH)).toMatchObject({ code: 1, out: '' });
  const closed = JSON.parse((await run(deductions, ...MONTH, '--json')).out);
  expect(closed).toEqual({ ...draft, state: 'closed' });
  const figures = JSON.parse((await run(report, ...MONTH, '--json')).out);
  expect(figures.fines).toEqual({
    proposed: { count: 0, fen: 0, undecided: 0 },
    confirmed: { count: 4, fen: 16000 },
    waived: { count: 2, fen: 5000 },
    suspected: 0,
  });
  expect(figures.repeat).toMatchObject({ repeats: 0, repeat_rate: 0 });

  const book = join(folder, '扣款.xlsx');
  expect(await run(deductions, ...MONTH, '--xlsx', book)).toMatchObject({ code: 0, err: '' });
  expect((await readFile(book)).subarray(0, 2).toString()).toBe('PK');

  expect((await run(reopen, ...MONTH, '--reason', ' ')).code).toBe(1);
  expect((await run(reopen, ...MONTH, '--reason', '漏了回执')).code).toBe(0);
  expect(JSON.parse((await run(deductions, ...MONTH, '--json')).out)).toMatchObject({
    state: 'draft',
    // A draft after a closed sheet was handed out is another revision of it.
    revision: 2,
  });
});
