import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as importCommand from '#app/cli/commands/import.ts';
import * as importsCommand from '#app/cli/commands/imports.ts';
import * as undoCommand from '#app/cli/commands/undo.ts';
import { NOW_MICROS } from './desk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-cli-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function run(
  command: Pick<typeof importCommand, 'run'>,
  args: string[],
  lang: 'zh' | 'en' = 'zh',
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await command.run(args, {
    dataDir: folder,
    dbPath: join(folder, 'a.duckdb'),
    dbNamed: true,
    lang,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    nowMicros: NOW_MICROS,
  });
  return { code, out, err };
}

async function csv(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const HEADER = '单号,客户姓名,报修时间';

describe('import', () => {
  test('a rejected row: exit 1, the cell on stdout, the refusal on stderr, the rows in --rejects, which must be writable', async () => {
    const path = await csv('a.csv', HEADER, 'BX001,张伟,9月31日', 'BX002,李娜,2026-10-01 09:00');
    const rejects = join(folder, 'out.xlsx');
    const { code, out, err } = await run(importCommand, [path, '--rejects', rejects]);
    expect(code).toBe(1);
    expect(out).toContain('C2 报修时间 「9月31日」');
    expect(err).toContain('有 1 行无法读取');
    expect((await readFile(rejects)).subarray(0, 2).toString()).toBe('PK');

    // Where it cannot be written, that is said before anything goes in.
    const partial = [path, '--accept-partial', '--rejects'];
    const nowhere = join(folder, 'none', 'out.xlsx');
    expect(await run(importCommand, [...partial, nowhere])).toEqual({
      code: 1,
      out: '',
      err: `写不了 ${nowhere}：没有这个文件夹或文件\n`,
    });
    expect(await run(importCommand, [...partial, folder], 'en')).toEqual({
      code: 1,
      out: '',
      err: `cannot write ${folder}: it is a folder\n`,
    });
    expect(JSON.parse((await run(importsCommand, ['--json'])).out)).toEqual([]);
  });

  test('a refused file has its sha256 where it can be read', async () => {
    const junk = join(folder, 'j.xls');
    const bytes = Buffer.from([0, 1, 2, 3, 0, 255]);
    await writeFile(junk, bytes);
    const empty = await csv('empty.csv');
    const files = [junk, empty, folder, join(folder, 'none.xls')];
    const { code, out } = await run(importCommand, [...files, '--json']);
    expect(code).toBe(1);
    const told: { files: { sha256: string | null; error: unknown }[] } = JSON.parse(out);
    expect(told.files.every((file) => file.error !== null)).toBe(true);
    const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');
    expect(told.files.map((file) => file.sha256)).toEqual([
      hash(bytes),
      hash(Buffer.from('\n')),
      null,
      null,
    ]);
  });

  test('a missing column names the mapping file, and the mapping file helps', async () => {
    const path = await csv(
      'a.csv',
      '单号,客户姓名,登记,派工时间,接线员,故障现象',
      'BX001,张伟,2026-10-01 09:00,,,漏气',
    );
    const refused = await run(importCommand, [path]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('{"登记":"reported_at"}');
    const mapping = join(folder, 'mapping.json');
    await writeFile(mapping, '{"登记":"reported_at"}');
    const told = await run(importCommand, [path, '--mapping', mapping, '--dry-run']);
    expect(told.code).toBe(0);
  });

  test('wrong usage is exit 2 and opens no database', async () => {
    const path = await csv('a.csv', HEADER);
    for (const args of [
      [],
      [path, '--kind', 'nonsense'],
      [path, '--nonsense'],
      [path, '--replace-month', '2026-13'],
    ]) {
      const { code, err } = await run(importCommand, args);
      expect(code, args.join(' ')).toBe(2);
      expect(err).not.toBe('');
    }
    await expect(readFile(join(folder, 'a.duckdb'))).rejects.toThrow();
  });

  test('a mapping file that is no JSON object of texts is refused', async () => {
    const path = await csv('a.csv', HEADER, 'BX001,张伟,2026-10-01 09:00');
    const mapping = await csv('m.json', '{"单号": 5}');
    const { code, err } = await run(importCommand, [path, '--mapping', mapping]);
    expect(code).toBe(1);
    expect(err).toContain('应是 JSON 对象');
    const missing = join(folder, 'none.json');
    const { err: none } = await run(importCommand, [path, '--mapping', missing]);
    expect(none).toBe(`映射文件「${missing}」打不开：没有这个文件夹或文件。\n`);
  });
});

test('a changed layout is announced, with the batch it differs from, in English when asked for', async () => {
  const first = await csv('9月.csv', `${HEADER},派工时间`, 'BX001,张伟,2026-09-01 09:00,');
  await run(importCommand, [first]);
  const next = await csv('10月.csv', `${HEADER},到访区域`, 'BX002,李娜,2026-10-01 09:00,城东');
  const { code, out } = await run(importCommand, [next]);
  expect(code).toBe(0);
  expect(out).toContain('表头与第 1 批不同：多了「到访区域」，少了「派工时间」');
  // The workbook of rejected rows has two columns of ours.
  const alike = [
    await csv('11月.csv', `${HEADER},到访区域`, 'BX003,赵磊,2026-11-01 09:00,城东'),
    await csv(
      '改好.csv',
      `${HEADER},到访区域,错误说明,原行号`,
      'BX006,张伟,2026-11-03 09:00,城东,没有这个日期,3',
    ),
  ];
  expect((await run(importCommand, alike)).out).not.toContain('表头与第');
  // Files of one call do not announce each other.
  const both = [
    await csv('a.csv', `${HEADER},到访区域`, 'BX004,周强,2026-11-02 09:00,城东'),
    await csv('b.csv', `${HEADER},派工时间,答复时间`, 'BX005,吴敏,2026-11-02 09:00,,'),
  ];
  const told = (await run(importCommand, both, 'en')).out;
  expect(told.match(/The header differs from batch \d/g)).toEqual([
    'The header differs from batch 3',
  ]);
  expect(told.match(/1 rows: 1 new, 0 changed, 0 unchanged, 0 rejected/g)).toHaveLength(2);
  expect(told).toContain('Imported as batch 4.');
});

describe('import, imports and undo', () => {
  test('the result as JSON; history newest first; undo and its refusals', async () => {
    expect((await run(importsCommand, [])).out).toContain('还没有导入过文件');
    // The result as JSON is one document with the fields of the interface.
    const unused = join(folder, 'unused.xlsx');
    const path = await csv(
      '9月.csv',
      '报修登记',
      `${HEADER},内部备注`,
      'BX001,张伟,2026-10-01 09:00,',
    );
    const { code, out, err } = await run(importCommand, [path, '--json', '--rejects', unused]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      batch: 1,
      committed: true,
      files: [
        {
          file: '9月.csv',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          format: 'csv',
          encoding: 'utf-8',
          sheets: [
            {
              sheet: '9月',
              kind: ['ticket'],
              header_row: 2,
              rows: 1,
              new: 1,
              changed: 0,
              unchanged: 0,
              rejected: 0,
              skipped: 1,
              mapping: { 单号: 'ticket_no', 客户姓名: 'customer_name', 报修时间: 'reported_at' },
              unmapped: ['内部备注'],
              issues: [],
            },
          ],
        },
      ],
    });
    // Asking whether it can be written leaves no file where there turn out to be no rejected rows.
    await expect(readFile(unused)).rejects.toThrow('ENOENT');
    // What stands there already is kept until it is written over.
    await writeFile(unused, 'mine');
    expect((await run(importCommand, [path, '--rejects', unused])).code).toBe(0);
    expect(await readFile(unused, 'utf8')).toBe('mine');

    await run(importCommand, [await csv('b.csv', HEADER, 'BX001,张大伟,2026-10-01 09:00')]);

    const refused = await run(undoCommand, ['1']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('第 2 批');

    expect(await run(undoCommand, ['2'])).toMatchObject({ code: 0 });
    const history: unknown = JSON.parse((await run(importsCommand, ['--json'])).out);
    expect(history).toMatchObject([
      { batch: 2, state: 'undone', files: [{ file: 'b.csv' }], sheets: [{ changed: 1 }] },
      { batch: 1, state: 'live', imported_at: '2026-11-15T09:00:00', sheets: [{ new: 1 }] },
    ]);
    expect((await run(undoCommand, ['x'])).code).toBe(2);
    expect((await run(undoCommand, [])).code).toBe(2);
  });
});
