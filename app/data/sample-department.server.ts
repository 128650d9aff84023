/**
 * The sample department in the database: put in when there is nothing else, taken out before the department's own files
 * come in. Its figures are never mixed with real ones, and real ones are never emptied with it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { importFiles } from '#etl/import-files.ts';
import type { ImportResult } from '#etl/load/result.ts';
import { activatedVersions, bringPolicies, policyDrafts } from '#queries/policy/versions.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { sampleFiles } from '#sample-data/files.ts';

export interface SamplePlace {
  readonly dataDir: string;
  readonly dbPath: string;
}

/** True when the database holds the sample department and nothing else; once its batch is undone nothing of it is left. */
export async function holdsSample(warehouse: Warehouse): Promise<boolean> {
  const [found] = await warehouse.read(
    `SELECT EXISTS (FROM setting WHERE name = 'sample') AND (SELECT count(*) FROM src_batch) <= 1
       AND NOT EXISTS (FROM src_batch WHERE state <> 'live') AS sample`,
    z.object({ sample: z.boolean() }),
  );
  return found?.sample ?? false;
}

/** Puts the sample department in where nothing was ever imported and nobody emptied it before; null elsewhere. */
export async function fillWithSample(
  warehouse: Warehouse,
  place: SamplePlace,
  clock: { nowMicros: number; lang: 'zh' | 'en' },
  announce: () => void,
): Promise<ImportResult | null> {
  const [state] = await warehouse.read(
    `SELECT (SELECT count(*) FROM src_batch) = 0 AND NOT EXISTS (FROM setting WHERE name IN ('sample', 'own_files')) AS fresh`,
    z.object({ fresh: z.boolean() }),
  );
  if (state?.fresh !== true) return null;
  announce();
  const imported = await importFiles(
    warehouse,
    sampleFiles().map((path) => ({ path })),
    { dataDir: place.dataDir, acceptPartial: true },
    clock,
  );
  await warehouse.run("INSERT OR REPLACE INTO setting VALUES ('sample', 'yes')");
  warehouse.changed();
  return imported;
}

/** Takes the sample department out; gives the database to go on with, the same one where it holds no sample. */
export async function emptySample(warehouse: Warehouse, place: SamplePlace): Promise<Warehouse> {
  if (!(await holdsSample(warehouse))) return warehouse;
  // A policy is the department's own, even where it was tried on the sample first.
  const kept = await activatedVersions(warehouse);
  const drafts = await policyDrafts(warehouse);
  warehouse.close();
  rmSync(place.dbPath, { force: true });
  rmSync(`${place.dbPath}.wal`, { force: true });
  rmSync(join(place.dataDir, 'originals'), { recursive: true, force: true });
  const empty = await openWarehouse({ path: place.dbPath });
  await empty.run("INSERT OR REPLACE INTO setting VALUES ('own_files', 'yes')");
  await bringPolicies(empty, kept, drafts);
  return empty;
}
