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
  const plain = await seconds(plainLoad);
  line('DuckDB read_csv as text', `${plain.toFixed(2)} s`);

  const db = join(folder, 'aftercare.duckdb');
  const started = performance.now();
  const run = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'import-once.mjs'), csv, db, folder],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const whole = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(`the import failed: ${run.stdout}`);
  const { imported_s, peak_mib, rejected } = JSON.parse(run.stdout) as {
    imported_s: number;
    peak_mib: number;
    rejected: number;
  };
  line(
    'import with marts rebuilt',
    `${imported_s.toFixed(2)} s = ${(imported_s / plain).toFixed(2)} × read_csv (limit 5)`,
  );
  line(
    '  whole process',
    `${whole.toFixed(2)} s, peak memory ${peak_mib.toFixed(0)} MiB, rejected ${rejected}`,
  );

  const warehouse = await openWarehouse({ path: db });
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
