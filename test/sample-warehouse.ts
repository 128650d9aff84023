/**
 * The sample department in a database, imported once for all test files as a first start does it: most of them ask about
 * it, and importing its sheets takes longer than what they ask.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fillWithSample } from '#app/data/sample-department.server.ts';
import type { ImportResult } from '#etl/load/result.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { sharedFolder } from './shared-folder.ts';

/** 2026-11-02 00:00, when the sample is imported. */
const NOW_MICROS = Date.UTC(2026, 10, 2) * 1000;

const shared = sharedFolder(process.ppid);
const made = join(shared, 'sample');
const making = join(shared, 'making-sample');

/** A copy of the sample department in `place`, as files of a department's own; the path of the database. */
export async function copyOfSample(place: string): Promise<string> {
  const path = join(place, 'sample.duckdb');
  copyFileSync(join(await sample(), 'department.duckdb'), path);
  return path;
}

/** The same, open. */
export async function sampleWarehouse(place: string): Promise<Warehouse> {
  return openWarehouse({ path: await copyOfSample(place) });
}

/** What the import of the sample's files said. */
export async function importOfSample(): Promise<ImportResult> {
  return JSON.parse(readFileSync(join(await sample(), 'import.json'), 'utf8'));
}

/** Makes `place` a data folder as the first start leaves it: the sample department with the originals of its files. */
export async function copyOfFirstStart(place: string): Promise<void> {
  cpSync(join(await sample(), 'first-start'), place, { recursive: true });
}

/** The folder with all of them. Of processes that ask at once the first makes it, the others wait. */
async function sample(): Promise<string> {
  mkdirSync(shared, { recursive: true });
  while (!existsSync(made)) {
    if (beginMaking()) await finishMaking();
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return made;
}

/** False where somebody else is at it. */
function beginMaking(): boolean {
  try {
    mkdirSync(making);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function finishMaking(): Promise<void> {
  try {
    // Somebody may have been done since it was looked for.
    if (existsSync(made)) return;
    await makeSample();
    renameSync(making, made);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

async function makeSample(): Promise<void> {
  const dataDir = join(making, 'first-start');
  mkdirSync(dataDir);
  const dbPath = join(dataDir, 'aftercare.duckdb');
  const warehouse = await openWarehouse({ path: dbPath });
  const clock = { nowMicros: NOW_MICROS, lang: 'zh' } as const;
  const imported = await fillWithSample(warehouse, { dataDir, dbPath }, clock, () => {});
  writeFileSync(join(making, 'import.json'), JSON.stringify(imported));
  await warehouse.run('CHECKPOINT');
  warehouse.close();

  const own = join(making, 'department.duckdb');
  copyFileSync(dbPath, own);
  const department = await openWarehouse({ path: own });
  await department.run("DELETE FROM setting WHERE name = 'sample'");
  await department.run('CHECKPOINT');
  department.close();
}
