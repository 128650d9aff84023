/** Finds the built web app, building it first where it is missing. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';

/** Folder of the project, found from this file so that the command works from anywhere. */
export const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url));

export const CLIENT_DIR = join(PROJECT_DIR, 'build/client');
const SERVER_FILE = join(PROJECT_DIR, 'build/server/index.js');

export function isBuilt(): boolean {
  return existsSync(SERVER_FILE) && existsSync(CLIENT_DIR);
}

/** What the bundle is made of; the command line, the workbook and the server itself run from source. */
const SOURCES = [
  'app',
  'etl/cells',
  'etl/readers',
  'etl/recognise',
  'etl/sheets',
  'queries/metrics',
  'queries/reports',
  'queries/values',
];
const NOT_BUNDLED = /^app\/(cli|export|server)\//;

/** Whether a source of the pages was changed after they were built, as after an update of the program. */
export function isOutdated(): boolean {
  const built = statSync(SERVER_FILE).mtimeMs;
  return SOURCES.some((folder) =>
    readdirSync(join(PROJECT_DIR, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.(tsx?|css|svg)$/.test(file) && !NOT_BUNDLED.test(file))
      .some((file) => statSync(join(PROJECT_DIR, file)).mtimeMs > built),
  );
}

/**
 * Builds the web app into `build/`. Its own output goes to stderr: stdout belongs to the ready line.
 * @throws Error with the last lines of the build when it fails
 */
export async function buildWeb(onOutput: (text: string) => void): Promise<void> {
  const require = createRequire(import.meta.url);
  const remixDir = dirname(require.resolve('@remix-run/dev/package.json'));
  const args = [join(remixDir, 'dist/cli.js'), 'vite:build', '-c', 'app/vite.config.ts'];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_DIR,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let tail = '';
  const take = (chunk: Buffer) => {
    const text = chunk.toString();
    tail = (tail + text).slice(-4000);
    onOutput(text);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(tail);
}

/** The server part of the build. React takes the form meant for programmers, twice as slow, where nobody says otherwise. */
export async function loadBuild(): Promise<ServerBuild> {
  process.env.NODE_ENV ??= 'production';
  return await import(pathToFileURL(SERVER_FILE).href);
}
