/** A database and a folder for one test, and short ways to import csv texts into it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ImportOptions, importFiles } from '#etl/import-files.ts';
import type { ImportResult } from '#etl/load/result.ts';
import { type UndoResult, undoBatch } from '#etl/load/undo.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyWarehouse, filledWarehouse } from '../../empty-warehouse.ts';

/** 2026-11-15 09:00. */
export const NOW_MICROS = Date.UTC(2026, 10, 15, 9) * 1000;

export class ImportDesk {
  private constructor(
    readonly warehouse: Warehouse,
    readonly folder: string,
  ) {}

  static async open(): Promise<ImportDesk> {
    return new ImportDesk(await emptyWarehouse(), await mkdtemp(join(tmpdir(), 'aftercare-desk-')));
  }

  /** Over a department called `name`, which `fill` imports. Later desks have no originals of its files. */
  static async over(name: string, fill: (desk: ImportDesk) => Promise<void>): Promise<ImportDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'aftercare-desk-'));
    const filled = await filledWarehouse(name, (warehouse) =>
      fill(new ImportDesk(warehouse, folder)),
    );
    return new ImportDesk(filled, folder);
  }

  /** Writes a csv file and returns its path. */
  async csv(name: string, rows: readonly (readonly string[])[]): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, `${rows.map((row) => row.join(',')).join('\n')}\n`);
    return path;
  }

  async import(
    paths: readonly string[],
    options: Partial<ImportOptions> = {},
  ): Promise<ImportResult> {
    return importFiles(
      this.warehouse,
      paths.map((path) => ({ path })),
      { dataDir: this.folder, ...options },
      { nowMicros: NOW_MICROS, lang: 'zh' },
    );
  }

  async undo(batch: number, actor: string | null = null): Promise<UndoResult> {
    return undoBatch(this.warehouse, batch, 'zh', { actor, nowMicros: NOW_MICROS });
  }

  /** One value of a query of one row. */
  async one(sql: string): Promise<unknown> {
    const rows = await this.warehouse.read(sql, z.record(z.string(), z.unknown()));
    return Object.values(rows[0] ?? {})[0];
  }

  async all(sql: string): Promise<Record<string, unknown>[]> {
    return this.warehouse.read(sql, z.record(z.string(), z.unknown()));
  }

  /** Row counts of every stored table, to see that nothing changed. */
  async counts(): Promise<Record<string, unknown>> {
    const tables = await this.warehouse.read(
      "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' ORDER BY 1",
      z.object({ table_name: z.string() }),
    );
    const counts = tables.map(({ table_name: t }) => `(SELECT count(*) FROM main.${t}) AS ${t}`);
    return (await this.all(`SELECT ${counts.join(', ')}`))[0] ?? {};
  }

  async close(): Promise<void> {
    this.warehouse.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A ticket sheet of number, name, report and dispatch. */
export const TICKETS = ['单号', '客户姓名', '报修时间', '派工时间'] as const;
