/**
 * A first start as after `npm ci`: no pages are built, so `aftercare serve` builds them, goes on and answers. The tests in a
 * browser run on what it built. Ends with an error and what the server said where it does not come to be ready.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serveCommand } from './serve-command.ts';

rmSync(resolve(import.meta.dirname, '../build'), { recursive: true, force: true });
const folder = mkdtempSync(join(tmpdir(), 'aftercare-first-'));
try {
  const { server, url, output } = await serveCommand(['--db', join(folder, 'empty.duckdb')], {
    AFTERCARE_DATA: folder,
  });
  const health = await fetch(`${url}/health`)
    .then((response) => response.text())
    .catch(String);
  server.kill('SIGTERM');
  const code = await new Promise<number | null>((ended) => server.once('close', ended));
  if (code !== 0 || !health.includes('"ok"'))
    throw new Error(`${output()}\nended with ${code}, /health: ${health}`);
} finally {
  rmSync(folder, { recursive: true });
}
