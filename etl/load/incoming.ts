/**
 * The staging area of one file: temp tables that hold its accepted rows until they are compared and stored.
 *
 * - `incoming_cells`: one row per data row, its original texts.
 * - `incoming_<kind>`: one row per record a data row feeds, with the columns any sheet of the file captured.
 *
 * `sheet_ord` is the sheet's position in the file; it becomes a sheet_id when the file is stored.
 */
import type { SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { ChunkAppender, type ChunkColumn, type ColumnValue } from './chunk-appender.ts';
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

/** One record on its way in. */
export interface IncomingRecord {
  readonly kind: SheetKind;
  readonly key: string;
  /** Values by column name of the kind's table; columns left out are blank. */
  readonly values: Readonly<Record<string, ColumnValue>>;
  readonly dayOnly: readonly string[] | null;
}

const CELL_COLUMNS: readonly ChunkColumn[] = [
  { name: 'sheet_ord', type: 'INTEGER' },
  { name: 'row_no', type: 'INTEGER' },
  { name: 'cells', type: 'VARCHAR' },
];

const RECORD_COLUMNS: readonly ChunkColumn[] = [
  { name: 'sheet_ord', type: 'INTEGER' },
  { name: 'row_no', type: 'INTEGER' },
  { name: 'row_key', type: 'VARCHAR' },
  { name: 'day_only', type: 'VARCHAR' },
];

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
  ) {}

  /** Makes the temp tables for the sheets of one file, empty. */
  static async open(
    warehouse: Warehouse,
    sheets: readonly IncomingSheet[],
    tables: KindTables,
  ): Promise<Incoming> {
    const incoming = new Incoming(warehouse, sheets, tables);
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

  /** Opens the tables for writing. Between `startWriting` and `stopWriting` they cannot be queried. */
  async startWriting(): Promise<void> {
    const { connection } = this.warehouse;
    this.#cells = await ChunkAppender.openTemp(connection, 'incoming_cells', CELL_COLUMNS);
    for (const [kind, table] of this.#kinds) {
      table.appender = await ChunkAppender.openTemp(connection, `incoming_${kind}`, [
        ...RECORD_COLUMNS,
        ...table.columns,
      ]);
    }
  }

  /** The original texts of a data row. */
  addCells(sheetOrd: number, rowNo: number, cells: string): void {
    const appender = this.#cells;
    if (appender === null) throw new Error('startWriting was not called');
    appender.set(0, sheetOrd);
    appender.set(1, rowNo);
    appender.set(2, cells);
    appender.endRow();
  }

  /** One record of a data row. */
  addRecord(sheetOrd: number, rowNo: number, record: IncomingRecord): void {
    const table = this.#kinds.get(record.kind);
    if (table === undefined || table.appender === null) {
      throw new Error(`no table is open for ${record.kind}`);
    }
    const { appender, columns } = table;
    appender.set(0, sheetOrd);
    appender.set(1, rowNo);
    appender.set(2, record.key);
    appender.set(
      3,
      record.dayOnly === null || record.dayOnly.length === 0 ? null : record.dayOnly.join(','),
    );
    for (let i = 0; i < columns.length; i += 1) {
      const name = columns[i]?.name ?? '';
      appender.set(RECORD_COLUMNS.length + i, record.values[name] ?? null);
    }
    appender.endRow();
  }

  /** Writes out what is buffered; the tables can be queried afterwards. */
  stopWriting(): void {
    this.#cells?.close();
    this.#cells = null;
    for (const table of this.#kinds.values()) {
      table.appender?.close();
      table.appender = null;
    }
  }

  /** Takes everything out that one sheet brought so far. */
  async clearSheet(sheetOrd: number): Promise<void> {
    for (const table of ['incoming_cells', ...this.kinds.map((kind) => `incoming_${kind}`)]) {
      await this.warehouse.run(`DELETE FROM ${table} WHERE sheet_ord = $sheet_ord`, {
        sheet_ord: sheetOrd,
      });
    }
  }

  /** Drops the temp tables. */
  async drop(): Promise<void> {
    this.stopWriting();
    for (const table of ['incoming_cells', ...this.kinds.map((kind) => `incoming_${kind}`)]) {
      await this.warehouse.run(`DROP TABLE IF EXISTS temp.${table}`);
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
