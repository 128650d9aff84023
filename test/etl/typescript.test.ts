/** TypeScript run as it stands (etl/typescript.mjs), in a project of its own: put together once, and anew where a file changed. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const exec = promisify(execFile);

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'aftercare-typescript-'));
  await mkdir(join(project, 'etl/words'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'etl/typescript.mjs']) {
    await cp(join(ROOT, file), join(project, file));
  }
  await mkdir(join(project, 'node_modules'));
  for (const name of ['esbuild', 'tsx', 'chinese-days']) {
    await symlink(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  await writeFile(
    join(project, 'etl/start.ts'),
    `import days from 'chinese-days/dist/chinese-days.json';
     import { word } from '#etl/words/word.ts';
     const said: string = word();
     const later = await import('#etl/words/later.ts');
     console.log(said, later.place, import.meta.url, Object.keys(days).length > 0);`,
  );
  await write('one');
  await writeFile(
    join(project, 'etl/words/later.ts'),
    'export const place = import.meta.dirname as string;',
  );
});
afterAll(async () => rm(project, { recursive: true }));

const write = (word: string) =>
  writeFile(join(project, 'etl/words/word.ts'), `export const word = () => '${word}';`);

async function runs(): Promise<string[]> {
  const code = `import { run } from './etl/typescript.mjs';
    await run(new URL('./etl/start.ts', 'file://${project}/').href);`;
  const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', code], {
    cwd: project,
  });
  return stdout.trim().split(' ');
}

/** Folders of what was put together. */
const folder = () => join(project, 'node_modules/.cache/aftercare');
const kept = async () => (await readdir(folder())).filter((name) => !name.endsWith('.json'));

describe('TypeScript is run as it stands', () => {
  test('each file knows its own place, data of packages is read', async () => {
    expect(await runs()).toEqual([
      'one',
      join(project, 'etl/words'),
      `file://${project}/etl/start.ts`,
      'true',
    ]);
    expect(await kept()).toHaveLength(1);
  });

  test('what was put together serves until a file changes', async () => {
    expect((await runs())[0]).toBe('one');
    expect(await kept()).toHaveLength(1);
    await write('two');
    expect((await runs())[0]).toBe('two');
    expect(await kept()).toHaveLength(2);
  });

  test('what was made of older files goes after two days', async () => {
    const long = new Date(Date.now() - 3 * 24 * 3_600_000);
    for (const name of await kept()) {
      await utimes(join(folder(), name), long, long);
    }
    await write('three');
    expect((await runs())[0]).toBe('three');
    expect(await kept()).toHaveLength(1);
  });

  test('a file that cannot be read says which and where', async () => {
    await writeFile(join(project, 'etl/words/word.ts'), 'export const word = () => ;');
    await expect(runs()).rejects.toThrow(/word\.ts:1:26/);
    await write('four');
  });

  test('where nothing can be kept it runs all the same', async () => {
    await rm(folder(), { recursive: true });
    await writeFile(folder(), 'a file in the place of the folder');
    expect((await runs())[0]).toBe('four');
  });
});
