/**
 * The staging area of one file: temp tables that hold its accepted rows until they are compared and stored.
 *
 * - `incoming_cells`: one row per data row, its original texts.
 * - `incoming_<kind>`: one row per record a data row feeds, with the columns any sheet of the file captured.
 *
 * `sheet_ord` is the sheet's position in the file; it becomes a sheet_id when the file is stored.
 */

import type { ChunkColumn, PackedChunk } from '#etl/session/packed-chunk.ts';
import {
  CELL_COLUMNS,
  RECORD_COLUMNS,
  type StagedTable,
  type ValueColumns,
} from '#etl/session/staged-tables.ts';
import type { SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { type AppendOptions, ChunkAppender } from './chunk-appender.ts';
import { columnsOfField, type KindTables, quoted } from './kind-tables.ts';

/** One sheet of the file as the staging area needs to know it. */
export interface IncomingSheet {
  readonly sheetOrd: number;
  /** Kinds each row feeds, the leading one first. */
  readonly kinds: readonly SheetKind[];
  /** Fields with a column in the sheet, by kind. */
  readonly captured: ReadonlyMap<SheetKind, readonly string[]>;
  /**
   * Fields that must agree where a wide ledger repeats a record, by kind: those whose column feeds no other kind.
   * A visit's technician counts as well: two technicians make two visits.
   */
  readonly own: ReadonlyMap<SheetKind, readonly string[]>;
}

/** Key columns that a row may get without a column of the sheet: a ticket's number derived from its customer. */
const DERIVED_COLUMNS: Partial<Record<SheetKind, readonly string[]>> = { ticket: ['ticket_no'] };

/** Value columns of one incoming kind. */
interface IncomingKind {
  readonly columns: readonly ChunkColumn[];
  appender: ChunkAppender | null;
}

export class Incoming {
  readonly #kinds = new Map<SheetKind, IncomingKind>();
  #cells: ChunkAppender | null = null;

  private constructor(
    readonly warehouse: Warehouse,
    readonly sheets: readonly IncomingSheet[],
    readonly tables: KindTables,
    readonly options: AppendOptions,
  ) {}

  /** Makes the temp tables for the sheets of one file, empty. */
  static async open(
    warehouse: Warehouse,
    sheets: readonly IncomingSheet[],
    tables: KindTables,
    options: AppendOptions = {},
  ): Promise<Incoming> {
    const incoming = new Incoming(warehouse, sheets, tables, options);
    await createTemp(warehouse, 'incoming_cells', CELL_COLUMNS);
    for (const kind of new Set(sheets.flatMap((sheet) => sheet.kinds))) {
      const wanted = new Set(DERIVED_COLUMNS[kind] ?? []);
      for (const sheet of sheets) {
        for (const field of sheet.captured.get(kind) ?? []) {
          for (const column of columnsOfField(kind, field)) wanted.add(column);
        }
      }
      const columns = tables[kind].filter((column) => wanted.has(column.name));
      await createTemp(warehouse, `incoming_${kind}`, [...RECORD_COLUMNS, ...columns]);
      incoming.#kinds.set(kind, { columns, appender: null });
    }
    return incoming;
  }

  /** Kinds with a table, in the order of SHEET_KINDS as far as the sheets name them. */
  get kinds(): readonly SheetKind[] {
    return [...this.#kinds.keys()];
  }

  /** Value columns of a kind's incoming table. */
  columns(kind: SheetKind): readonly ChunkColumn[] {
    return this.#kinds.get(kind)?.columns ?? [];
  }

  /** Value columns of all kinds. */
  get valueColumns(): ValueColumns {
    return Object.fromEntries([...this.#kinds].map(([kind, { columns }]) => [kind, columns]));
  }

  /** Opens the tables for writing. Between `startWriting` and `stopWriting` they cannot be queried. */
  async startWriting(): Promise<void> {
    const { connection } = this.warehouse;
    const open = (table: string, columns: readonly ChunkColumn[]) =>
      ChunkAppender.openTemp(connection, table, columns, this.options);
    this.#cells = await open('incoming_cells', CELL_COLUMNS);
    for (const [kind, table] of this.#kinds) {
      table.appender = await open(`incoming_${kind}`, [...RECORD_COLUMNS, ...table.columns]);
    }
  }

  /** Rows of one of the tables, packed with its columns. */
  addChunk(table: StagedTable, chunk: PackedChunk): void {
    const appender = table === 'cells' ? this.#cells : this.#kinds.get(table)?.appender;
    if (appender === null || appender === undefined)
      throw new Error(`no table is open for ${table}`);
    appender.addChunk(chunk);
  }

  /** Closes the tables; they can be queried afterwards. */
  stopWriting(): void {
    this.#cells?.close();
    this.#cells = null;
    for (const table of this.#kinds.values()) {
      table.appender?.close();
      table.appender = null;
    }
  }

  /** Takes everything out that one sheet brought so far, and goes on writing. */
  async restartSheet(sheetOrd: number): Promise<void> {
    this.stopWriting();
    for (const table of ['incoming_cells', ...this.kinds.map((kind) => `incoming_${kind}`)]) {
      await this.warehouse.run(`DELETE FROM ${table} WHERE sheet_ord = $sheet_ord`, {
        sheet_ord: sheetOrd,
      });
    }
    await this.startWriting();
  }

  /** Drops the temp tables, as far as the database still takes statements. */
  async drop(): Promise<void> {
    try {
      this.stopWriting();
      for (const table of ['incoming_cells', ...this.kinds.map((kind) => `incoming_${kind}`)]) {
        await this.warehouse.run(`DROP TABLE IF EXISTS temp.${table}`);
      }
    } catch {
      // A failed statement has ended the transaction: its error is the one to tell, and a rollback takes the tables.
    }
  }
}

async function createTemp(
  warehouse: Warehouse,
  table: string,
  columns: readonly ChunkColumn[],
): Promise<void> {
  const list = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  await warehouse.run(`CREATE OR REPLACE TEMP TABLE ${table} (${list})`);
}
