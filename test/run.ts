/**
 * The one test command: types, lint and format, a first start, which builds the web app, and every test beside them; those in
 * a browser wait for it. Ends with `N passed, N failed`.
 * Tests that need a tool the machine lacks are counted as skipped, with the reason printed by vitest.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const bin = (pkg: string, file: string): string =>
  join(dirname(require.resolve(`${pkg}/package.json`)), file);

const folder = mkdtempSync(join(tmpdir(), 'aftercare-run-'));
const results = join(folder, 'results.json');
/** Made when the first start has ended, well or not (test/e2e/server.ts). */
const built = join(folder, 'web-built');
const only = process.argv.slice(2);

interface Step {
  readonly title: string;
  readonly args: string[];
  /** Nothing waits for it: it takes what the tests leave of the cores. */
  readonly patient?: boolean;
  readonly ended?: () => void;
}
const steps: Step[] = [
  // Several threads each find out much of the same: beside the tests they take twice as long in all.
  {
    title: 'types',
    args: [bin('typescript', 'bin/tsc'), '-p', '.', '--singleThreaded'],
    patient: true,
  },
  {
    title: 'lint and format',
    args: [bin('@biomejs/biome', 'bin/biome'), 'check', '--config-path=test/lint.json', '.'],
    patient: true,
  },
  {
    title: 'first start',
    args: [bin('tsx', 'dist/cli.mjs'), 'test/first-start.ts'],
    ended: () => writeFileSync(built, ''),
  },
];

let passed = 0;
let failed = 0;
let skipped = 0;

/** What failing steps said, told at the end: among the tests' lines nobody would find it. */
const complaints: string[] = [];

/** Runs one step beside the others and the tests: what one leaves of the cores another takes. */
async function check(step: Step): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, step.args, { cwd: root });
  if (step.patient === true && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const output: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => output.push(data));
  const status = await ended(child);
  step.ended?.();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${step.title} (${seconds} s)`);
  if (status === 0) passed += 1;
  else {
    failed += 1;
    complaints.push(`✗ ${step.title}\n${Buffer.concat(output).toString('utf8')}`);
  }
}

const counts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
});

/** Runs the tests; the exit code of vitest. */
async function runTests(): Promise<number | null> {
  const child = spawn(
    process.execPath,
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...only,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: only.length === 0 ? { ...process.env, AFTERCARE_WEB_BUILT: built } : process.env,
    },
  );
  return await ended(child);
}

/** The exit code of a process when it has ended; null where a signal ended it. */
function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.on('close', done));
}

const checks = Promise.all(only.length === 0 ? steps.map(check) : []);
const status = await runTests();
await checks;
for (const complaint of complaints) console.log(complaint);
try {
  const outcome = counts.parse(JSON.parse(readFileSync(results, 'utf8')));
  passed += outcome.numPassedTests;
  failed += outcome.numFailedTests;
  skipped += outcome.numPendingTests;
  // A file that does not even load has no failed test of its own.
  if (status !== 0 && outcome.numFailedTests === 0)
    failed += Math.max(1, outcome.numFailedTestSuites);
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
