/**
 * The sample department in a database, imported once for all test files: most of them ask about it, and importing its
 * sheets takes longer than what they ask. Files whose subject is that import do it themselves.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDesk } from '#app/data/open-desk.server.ts';
import { importFiles } from '#etl/import-files.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { sampleFiles } from '#sample-data/files.ts';

/** 2026-11-02 00:00, when the sample is imported. */
const NOW_MICROS = Date.UTC(2026, 10, 2) * 1000;

/** What the processes of one run of the tests share: they have one parent. */
export function sharedFolder(parent: number): string {
  return join(tmpdir(), `aftercare-test-${parent}`);
}

const folder = sharedFolder(process.ppid);
const made = join(folder, 'sample.duckdb');

/** A copy of the sample department in `place`; the path of the database. It has no originals of its files. */
export async function copyOfSample(place: string): Promise<string> {
  if (!existsSync(made)) await makeSample();
  const path = join(place, 'sample.duckdb');
  copyFileSync(made, path);
  return path;
}

/** The same, open. */
export async function sampleWarehouse(place: string): Promise<Warehouse> {
  return openWarehouse({ path: await copyOfSample(place) });
}

/** Two processes may make it at once: the last one to be done wins, and both are the same. */
async function makeSample(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${process.pid}.duckdb`);
  const warehouse = await openWarehouse({ path });
  const inputs = sampleFiles().map((file) => ({ path: file }));
  await importFiles(
    warehouse,
    inputs,
    { dataDir: null, acceptPartial: true },
    { nowMicros: NOW_MICROS, lang: 'zh' },
  );
  await warehouse.run('CHECKPOINT');
  warehouse.close();
  renameSync(path, made);
}

const started = join(folder, 'started');

/** Makes `place` a data folder as the first start leaves it: the sample department with the originals of its files. */
export async function copyOfFirstStart(place: string): Promise<void> {
  if (!existsSync(started)) await startFirst();
  cpSync(started, place, { recursive: true });
}

async function startFirst(): Promise<void> {
  const path = join(folder, `started-${process.pid}`);
  mkdirSync(path, { recursive: true });
  const { close } = await openDesk({
    dataDir: path,
    dbPath: join(path, 'aftercare.duckdb'),
    dbNamed: false,
    lang: 'zh',
    stderr: () => {},
    nowMicros: NOW_MICROS,
  });
  await close();
  // Another process may have been first.
  if (existsSync(started)) rmSync(path, { recursive: true });
  else renameSync(path, started);
}
