/** `aftercare serve` as installed, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface ServeCommand {
  readonly server: ChildProcess;
  readonly url: string;
  /** What it said so far. */
  readonly output: () => string;
}

/**
 * Starts it on a free port and waits until it is ready.
 *
 * @throws Error with what it said where it ends before
 */
export async function serveCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServeCommand> {
  const server = spawn(
    process.execPath,
    ['app/cli/aftercare.mjs', 'serve', '--port', '0', ...args],
    {
      cwd: resolve(import.meta.dirname, '..'),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const url = await new Promise<string>((found, fail) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = output.match(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m)?.[1];
      if (ready) found(ready);
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.once('exit', (code) => fail(new Error(`serve ended with ${code}: ${output}`)));
  });
  return { server, url, output: () => output };
}
