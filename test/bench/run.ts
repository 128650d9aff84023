/**
 * `npm run bench`: what the import and the report cost at a million rows, what reading a workbook and a preview cost, as
 * ratios measured in this one run, and how long a decision about thousands of fines takes.
 *
 *   BENCH_ROWS=200000 npm run bench    for a smaller size
 *   npm run bench workbook preview     for some of the parts: csv, workbook, preview, review
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { monthReport } from '#queries/reports/month-report.ts';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';
import { writeTicketCsv } from './department-csv.ts';
import { median } from './median.ts';
import { benchPreview } from './preview.ts';
import { benchReview } from './review.ts';
import { benchWorkbook } from './workbook.ts';

const WORKBOOK_ROWS = 200_000;

const rows = Number(process.env.BENCH_ROWS ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'));
const csv = join(folder, 'tickets.csv');
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
const line = (title: string, text: string): void => console.log(`${title.padEnd(44)} ${text}`);

const chosen = process.argv.slice(2);
const part = (name: 'csv' | 'workbook' | 'preview' | 'review'): boolean =>
  chosen.length === 0 || chosen.includes(name);

try {
  if (part('csv')) await benchCsv();
  if (part('workbook')) await benchWorkbook(folder, WORKBOOK_ROWS, line);
  if (part('preview')) await benchPreview(folder, line);
  if (part('review')) await benchReview(folder, line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Import and report of a long csv. */
async function benchCsv(): Promise<void> {
  await writeTicketCsv(csv, rows);
  line(
    'file',
    `${rows.toLocaleString('en')} rows × 16 columns, ${(statSync(csv).size / 2 ** 20).toFixed(0)} MiB`,
  );

  const plainLoad = async (): Promise<void> => {
    const instance = await DuckDBInstance.create(join(folder, `plain-${Math.random()}.duckdb`));
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE t AS FROM read_csv('${csv}', all_varchar = true)`);
    await connection.run('CHECKPOINT');
    connection.closeSync();
    instance.closeSync();
  };
  await plainLoad();
  // Each in turn, thrice: one load differs from the next by a third on a shared machine, and so would their ratio.
  const loads: number[] = [];
  const imports: ImportMeasured[] = [];
  const dbOf = (run: number): string => join(folder, `aftercare-${run}.duckdb`);
  for (let run = 0; run < 3; run += 1) {
    loads.push(await seconds(plainLoad), await seconds(plainLoad));
    imports.push(importOnce(dbOf(run)));
  }
  const plain = median(loads);
  const ours = median(imports.map(({ imported_s }) => imported_s));
  line('DuckDB read_csv as text', `median ${plain.toFixed(2)} s, ${among(loads)}`);
  line(
    'import with marts rebuilt',
    `median ${ours.toFixed(2)} s = ${(ours / plain).toFixed(2)} × read_csv (limit 5), ${among(imports.map(({ imported_s }) => imported_s))}`,
  );
  const peak = Math.max(...imports.map(({ peak_mib }) => peak_mib));
  line(
    '  whole process',
    `peak memory ${peak.toFixed(0)} MiB (limit 1,024), rejected ${imports[0]?.rejected}`,
  );

  const warehouse = await openWarehouse({ path: dbOf(0) });
  const asOf = '2026-10-31T18:00:00';
  await monthReport(warehouse, '2026-10', asOf);
  const times: number[] = [];
  for (const month of ['2026-10', '2026-09', '2026-08', '2025-12', '2026-10']) {
    times.push((await seconds(() => monthReport(warehouse, month, asOf))) * 1000);
  }
  times.sort((a, b) => a - b);
  line(
    'report, warm, not cached',
    `median ${times[2]?.toFixed(0)} ms, max ${times[4]?.toFixed(0)} ms (limit 300)`,
  );
  warehouse.close();
}

interface ImportMeasured {
  readonly imported_s: number;
  readonly peak_mib: number;
  readonly rejected: number;
}

/** One import into a new database, in a process of its own (import-once.mjs). */
function importOnce(db: string): ImportMeasured {
  const run = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'import-once.mjs'), csv, db, folder],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (run.status !== 0) throw new Error(`the import failed: ${run.stdout}`);
  return JSON.parse(run.stdout) as ImportMeasured;
}

/** `4.34 to 5.83 s`: how far measurements of the same lie apart. */
function among(times: readonly number[]): string {
  return `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)} s`;
}
