/** The stored tables as the loader sees them: which columns a kind has, of which type, and which fields fill them. */
import type { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { type ChunkColumn, COLUMN_TYPES } from '#etl/session/packed-chunk.ts';
import { COMPANIONS, fieldOf, KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** Columns every kind table has beside the fields of its kind. */
const VERSION_COLUMNS = new Set(['row_id', 'sheet_id', 'row_no', 'row_key', 'day_only']);

/** The value columns of each kind's table, in table order. */
export type KindTables = Readonly<Record<SheetKind, readonly ChunkColumn[]>>;

const COLUMN = z.object({
  table_name: z.string(),
  column_name: z.string(),
  data_type: z.enum(COLUMN_TYPES),
});

/** What was read of each database: its tables stay as they were made when it was opened. */
const known = new WeakMap<DuckDBInstance, KindTables>();

/** Reads the value columns of all kinds from the database, so that the table definition stays the one source of types. */
export async function readKindTables(warehouse: Warehouse): Promise<KindTables> {
  const tables = known.get(warehouse.instance) ?? (await askKindTables(warehouse));
  known.set(warehouse.instance, tables);
  return tables;
}

async function askKindTables(warehouse: Warehouse): Promise<KindTables> {
  const columns = await warehouse.read(
    `SELECT table_name, column_name, data_type
     FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main' AND ends_with(table_name, '_row')
       AND column_name NOT IN (${[...VERSION_COLUMNS].map((name) => `'${name}'`).join(', ')})
       AND table_name IN (${SHEET_KINDS.map((kind) => `'${KINDS[kind].spec.table}'`).join(', ')})
     ORDER BY table_name, column_index`,
    COLUMN,
  );
  const of = (kind: SheetKind): readonly ChunkColumn[] =>
    columns
      .filter((column) => column.table_name === KINDS[kind].spec.table)
      .map((column) => ({ name: column.column_name, type: column.data_type }));
  return {
    ticket: of('ticket'),
    receipt: of('receipt'),
    requisition_line: of('requisition_line'),
    follow_up: of('follow_up'),
    complaint: of('complaint'),
    price: of('price'),
    agreement: of('agreement'),
    staff: of('staff'),
    expense: of('expense'),
  };
}

/** The columns that a field fills: its own and its companions, such as a complaint's reason as it was written. */
export function columnsOfField(kind: SheetKind, field: string): readonly string[] {
  const column = fieldOf(kind, field)?.column;
  if (column === undefined) throw new RangeError(`${kind} has no field ${field}`);
  const companions = Object.entries(COMPANIONS[kind] ?? {}).filter(
    ([, leader]) => leader === field,
  );
  return [column, ...companions.map(([name]) => name)];
}

/** A name as SQL writes it, for columns such as `date` or `kind`. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL writes it. For names of our own; outside values go in as parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
