/** The command line as it is called, from arguments to exit code, where no figures are asked for. */
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '#app/cli/main.ts';
import { copyOfSample } from '../sample-warehouse.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-main-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], lang: 'zh' | 'en' = 'zh') {
  let out = '';
  let err = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    const code = await main(args, {
      ...process.env,
      LANG: lang,
      AFTERCARE_DATA: join(folder, 'data'),
    });
    return { code, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

describe('a database that cannot be used is one sentence and exit 1', () => {
  test('no database, a folder, a place that cannot be', async () => {
    const path = join(folder, 'bad.duckdb');
    await writeFile(path, 'garbage\n');
    const month = ['--month', '2026-10'];
    const commands = [
      ['doctor'],
      ['report', ...month],
      ['deductions', ...month],
      ['close', ...month],
      ['imports'],
      ['undo', '3'],
      ['import', 'x.csv'],
    ];
    for (const args of commands) {
      expect(await run([...args, '--db', path]), args[0]).toEqual({
        code: 1,
        out: '',
        err: `数据库 ${path} 不能用：这个文件不是数据库\n`,
      });
    }
    expect(await readFile(path, 'utf8')).toBe('garbage\n');
    expect(await run(['imports', '--db', folder], 'en')).toEqual({
      code: 1,
      out: '',
      err: `database ${folder} cannot be used: it is a folder. Name the database file, such as --db data/aftercare.duckdb\n`,
    });
    const below = join(path, 'a.duckdb');
    expect(await run(['import', 'x.csv', '--db', below])).toEqual({
      code: 1,
      out: '',
      err: `数据库 ${below} 不能用：路径中间有一段不是文件夹\n`,
    });
  });

  test('another program’s database is left as it is', async () => {
    const path = join(folder, 'foreign.duckdb');
    const tables = async (sql: string) => {
      const instance = await DuckDBInstance.create(path);
      const connection = await instance.connect();
      const rows = await connection.runAndReadAll(sql);
      const names = rows.getRows().map(([name]) => name);
      connection.closeSync();
      instance.closeSync();
      return names;
    };
    await tables('CREATE TABLE setting (a INTEGER)');
    expect(await run(['doctor', '--db', path])).toEqual({
      code: 1,
      out: '',
      err: `数据库 ${path} 不能用：这是另一个程序的数据库，没有改动它\n`,
    });
    expect(await tables('SELECT table_name FROM duckdb_tables()')).toEqual(['setting']);
  });

  test('a damaged one, whether it shows on opening or later', async () => {
    const sample = await copyOfSample(folder);
    const cut = join(folder, 'cut.duckdb');
    await copyFile(sample, cut);
    await truncate(cut, 5000);
    const bytes = await readFile(sample);
    bytes.fill(7, Math.floor(bytes.length * 0.15), Math.floor(bytes.length * 0.6));
    const holed = join(folder, 'holed.duckdb');
    await writeFile(holed, bytes);
    for (const path of [cut, holed]) {
      expect(await run(['doctor', '--db', path], 'en')).toEqual({
        code: 1,
        out: '',
        err: `database ${path} cannot be used: the file is damaged. Put a copy back in its place\n`,
      });
    }
  });
});

describe('where no database is', () => {
  const month = ['--month', '2026-10'];
  const left = () => (existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : []);

  test('asking leaves none and is answered as of an empty one', async () => {
    expect(await run(['imports', '--json'])).toEqual({ code: 0, out: '[]\n', err: '' });
    expect(await run(['undo', '3'])).toMatchObject({ code: 1, out: '' });
    expect(await run(['import', join(folder, 'none.xls')])).toMatchObject({ code: 1, out: '' });
    const path = join(folder, 'a.csv');
    await writeFile(path, '单号,客户姓名,报修时间\nA1,张三,9月31日\n');
    expect((await run(['import', path])).code).toBe(1);
    await writeFile(path, '单号,客户姓名,报修时间\nA1,张三,2026-10-05 09:00\n');
    expect((await run(['import', path, '--dry-run'])).code).toBe(0);
    for (const name of ['report', 'fines', 'deductions', 'close'])
      expect(await run([name, ...month], 'en'), name).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('no data yet'),
      });
    expect(left()).toEqual([]);
    expect((await run(['import', path])).code).toBe(0);
    expect(left()).toContain('aftercare.duckdb');
  });

  test('one whose only batch was undone has figures of nothing', async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, '单号,客户姓名,报修时间\nA1,张三,2026-10-05 09:00\n');
    expect((await run(['import', path])).code).toBe(0);
    expect((await run(['undo', '1'])).code).toBe(0);
    const { code, out } = await run(['report', ...month, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ tickets: { reported: 0 } });
    expect(await run(['fines', ...month, '--json'])).toMatchObject({ code: 0, out: '[]\n' });
  });
});

test.each([
  [['report', '--frob'], '没有 --frob 这个选项', 'there is no option --frob'],
  [['imports', 'extra'], '多了“extra”', '"extra" is one too many'],
  [['import', 'a.csv', '--kind'], '--kind 后面缺内容', '--kind needs a value'],
  [['sample', '--out', '--seed'], '--out 后面缺内容', '--out needs a value'],
  [['fines', '--json=yes'], '--json 后面不带内容', '--json takes no value'],
  [['serve', '-x'], '没有 -x 这个选项', 'there is no option -x'],
  [
    ['reopen', '--month', '2026-10', '--why', 'x'],
    '没有 --why 这个选项',
    'there is no option --why',
  ],
])('a wrong option is told in the user’s language: %j', async (args, zh, en) => {
  const told = await run(args);
  expect(told).toMatchObject({ code: 2, out: '', err: expect.stringContaining(zh) });
  expect(told.err).not.toMatch(/Unknown|Unexpected|argument|Option/);
  expect(await run(args, 'en')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(en),
  });
});

test('--help of a command, and of all, is no mistake', async () => {
  for (const name of ['import', 'report', 'doctor', 'serve', 'undo'])
    expect(await run([name, '--help']), name).toEqual({
      code: 0,
      out: expect.stringContaining(`aftercare ${name}`),
      err: '',
    });
  expect(await run(['--help'], 'en')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: aftercare COMMAND'),
    err: '',
  });
});

test('a port that is taken is found before anything is loaded', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await run(['serve', '--port', String(port)])).toEqual({
      code: 1,
      out: '',
      err: `端口 ${port} 已被占用。换一个，例如 --port ${port + 1}\n`,
    });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  } finally {
    other.close();
  }
});

// What made Node's own way of making folders go round for ever; other systems have no such place.
test.skipIf(!existsSync('/proc/self'))('an impossible folder ends at once', async () => {
  expect(await run(['sample', '--out', '/proc/none/sample'])).toEqual({
    code: 1,
    out: '',
    err: '“/proc/none/sample”写不进去（没有这个文件夹或文件），换一个文件夹\n',
  });
  expect((await run(['sample', '--out', '/proc/self'], 'en')).err).toContain('cannot write');
  const path = '/proc/none/a.duckdb';
  expect(await run(['import', 'x.csv', '--db', path])).toMatchObject({
    code: 1,
    err: `数据库 ${path} 不能用：没有这个文件夹或文件\n`,
  });
});
