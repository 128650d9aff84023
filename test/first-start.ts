/**
 * A first start as after `npm ci`: no pages are built, so `aftercare serve` builds them, goes on and answers. The tests in a
 * browser run on what it built. Ends with 1 and what the server said where it does not come to be ready.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

rmSync(join(ROOT, 'build'), { recursive: true, force: true });
const folder = mkdtempSync(join(tmpdir(), 'aftercare-first-'));
const server = spawn(
  process.execPath,
  ['app/cli/aftercare.mjs', 'serve', '--port', '0', '--db', join(folder, 'empty.duckdb')],
  { cwd: ROOT, env: { ...process.env, AFTERCARE_DATA: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
);
const seen: { output: string; asked: boolean; health: string } = {
  output: '',
  asked: false,
  health: '',
};
const take = async (chunk: Buffer): Promise<void> => {
  seen.output += chunk.toString();
  const url = seen.output.match(/^ready (http:\/\/\S+)$/m)?.[1];
  if (url === undefined || seen.asked) return;
  seen.asked = true;
  seen.health = await fetch(`${url}/health`)
    .then((response) => response.text())
    .catch(String);
  server.kill('SIGTERM');
};
server.stdout.on('data', (chunk: Buffer) => void take(chunk));
server.stderr.on('data', (chunk: Buffer) => void take(chunk));
const code = await new Promise<number | null>((ended) => server.once('close', ended));
rmSync(folder, { recursive: true });
if (code !== 0 || !seen.health.includes('"ok"')) {
  console.log(`${seen.output}\nended with ${code}, /health: ${seen.health}`);
  process.exitCode = 1;
}
