/**
 * A process that imports files one after another, each into a database of its own, and says of each what came of it,
 * how long it took and how much memory the process had. A parent (judge.ts) starts it, and outlives it if it dies.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { importFiles } from '#etl/import-files.ts';
import type { FileResult } from '#etl/load/result.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { type ChildAnswer, type ChildFile, END } from './judge.ts';

/** 2026-11-15 09:00, the moment of every import. */
const NOW_MICROS = Date.UTC(2026, 10, 15, 9) * 1000;
const MIB = 1024 * 1024;

/** A file to import, or that there is none any more. */
const FILE = z.union([
  z.object({ path: z.string(), databaseMb: z.number().nullable() }),
  z.literal(END),
]);

process.on('message', (message: unknown) => {
  const file = FILE.parse(message);
  if (file === END) {
    fresh?.warehouse.close();
    folder.then((place) => rm(place, { recursive: true })).finally(() => process.exit(0));
    return;
  }
  answer(file).then(
    (result) => process.send?.(result),
    // A database that cannot be opened is no answer about the file.
    (error: unknown) => {
      console.error(error);
      process.exit(70);
    },
  );
});

/** On a disk, as the real one: what does not fit into memory goes there. */
const folder = mkdtemp(join(tmpdir(), 'aftercare-hostile-'));

/** A database nobody has imported into, and what it holds. Used again for as long as it holds nothing else. */
interface Fresh {
  readonly warehouse: Warehouse;
  readonly before: string;
}
let fresh: Fresh | null = null;
let made = 0;

async function freshDatabase(databaseMb: number | null): Promise<Fresh> {
  made += 1;
  const warehouse = await openWarehouse({
    path: join(await folder, `${made}.duckdb`),
    ...(databaseMb === null ? {} : { memoryLimit: `${databaseMb}MB` }),
  });
  return { warehouse, before: await contents(warehouse) };
}

/** The database that is used again, or a small one, which is nobody else's. */
async function databaseFor(databaseMb: number | null): Promise<Fresh> {
  if (databaseMb !== null) return await freshDatabase(databaseMb);
  fresh ??= await freshDatabase(null);
  return fresh;
}

async function answer({ path, databaseMb }: ChildFile): Promise<ChildAnswer> {
  const used = await databaseFor(databaseMb);
  const { warehouse, before } = used;
  try {
    const peak = watchMemory();
    const started = performance.now();
    const { user, system } = process.cpuUsage();
    let file: FileResult | null = null;
    let thrown: string | null = null;
    try {
      const result = await importFiles(
        warehouse,
        [{ path }],
        // Somebody looks at the figures: they are made of what such a file holds, too.
        {
          dataDir: null,
          dryRun: true,
          acceptPartial: true,
          observer: { async beforeRollback() {} },
        },
        { nowMicros: NOW_MICROS, lang: 'zh' },
      );
      file = result.files[0] ?? null;
    } catch (error) {
      thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const seconds = (performance.now() - started) / 1000;
    const cpu = process.cpuUsage({ user, system });
    const peakMib = peak();
    const changed = (await contents(warehouse)) !== before;
    if (changed || thrown !== null) fresh = null;
    return {
      file: basename(path),
      thrown,
      code: file?.error?.code ?? null,
      message: file?.error?.message ?? null,
      format: file?.format ?? null,
      rows: sum(file, (sheet) => sheet.rows),
      rejected: sum(file, (sheet) => sheet.rejected),
      texts: (file?.sheets ?? []).flatMap(({ issues }) =>
        issues.flatMap(({ message }) => (message.trim() === '' ? ['an issue without words'] : [])),
      ),
      seconds,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      peakMib,
      restMib: process.memoryUsage.rss() / MIB,
      changed,
    };
  } finally {
    if (fresh?.warehouse !== warehouse) warehouse.close();
  }
}

function sum(file: FileResult | null, of: (sheet: FileResult['sheets'][number]) => number): number {
  return (file?.sheets ?? []).reduce((total, sheet) => total + of(sheet), 0);
}

/** Every table of the database with its number of rows and a sum over their contents; of an empty one there is none to ask for. */
async function contents(warehouse: Warehouse): Promise<string> {
  const tables = await warehouse.read(
    "SELECT schema_name || '.' || table_name AS name, estimated_size = 0 AS empty FROM duckdb_tables()",
    z.object({ name: z.string(), empty: z.boolean() }),
  );
  const each = tables.map(({ name, empty }) =>
    empty
      ? `SELECT '${name} 0 0' AS line`
      : `SELECT '${name} ' || count(*) || ' ' || coalesce(bit_xor(hash(t)), 0) AS line FROM ${name} AS t`,
  );
  const lines = await warehouse.read(each.join(' UNION ALL '), z.object({ line: z.string() }));
  return lines
    .map(({ line }) => line)
    .sort()
    .join('\n');
}

/**
 * Peak of resident memory from now on, MiB. Linux counts it for each process and lets the process begin anew; elsewhere
 * it is looked at forty times a second.
 */
function watchMemory(): () => number {
  let peak = process.memoryUsage.rss() / MIB;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() / MIB);
  }, 25);
  timer.unref();
  let counts = false;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    counts = true;
  } catch {
    // No such file, or no leave to write it: the timer has to do.
  }
  return () => {
    clearInterval(timer);
    if (!counts) return peak;
    const [, kib] = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Math.max(peak, Number(kib ?? 0) / 1024);
  };
}
