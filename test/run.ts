/**
 * The one test command: types, lint and format, the web build, then every test. Ends with `N passed, N failed`.
 * Tests that need a tool the machine lacks are counted as skipped, with the reason printed by vitest.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const bin = (pkg: string, file: string): string =>
  join(dirname(require.resolve(`${pkg}/package.json`)), file);

const folder = mkdtempSync(join(tmpdir(), 'aftercare-run-'));
const results = join(folder, 'results.json');
const only = process.argv.slice(2);

const steps: { title: string; args: string[] }[] = [
  { title: 'types', args: [bin('typescript', 'bin/tsc'), '-p', '.'] },
  {
    title: 'lint and format',
    args: [bin('@biomejs/biome', 'bin/biome'), 'check', '--config-path=test/lint.json', '.'],
  },
  {
    title: 'web build',
    args: [bin('@remix-run/dev', 'dist/cli.js'), 'vite:build', '-c', 'app/vite.config.ts'],
  },
];

let passed = 0;
let failed = 0;
let skipped = 0;

if (only.length === 0) await Promise.all(steps.map(check));

/** Runs one step beside the others: together they take as long as the longest, on two cores too. */
async function check(step: { title: string; args: string[] }): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, step.args, { cwd: root });
  const output: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => output.push(data));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    passed += 1;
    console.log(`✓ ${step.title} (${seconds} s)`);
  } else {
    failed += 1;
    console.log(`✗ ${step.title} (${seconds} s)\n${Buffer.concat(output).toString('utf8')}`);
  }
}

const counts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
});
const vitest = spawnSync(
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
  { cwd: root, stdio: 'inherit' },
);
try {
  const outcome = counts.parse(JSON.parse(readFileSync(results, 'utf8')));
  passed += outcome.numPassedTests;
  failed += outcome.numFailedTests;
  skipped += outcome.numPendingTests;
  // A file that does not even load has no failed test of its own.
  if (vitest.status !== 0 && outcome.numFailedTests === 0)
    failed += Math.max(1, outcome.numFailedTestSuites);
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
