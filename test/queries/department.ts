/**
 * A department in memory, for tests of figures: sheets are given as records, and a field is captured for a sheet when
 * any of its records names it (undefined = column absent, null = cell blank).
 */

import { columnLetter } from '#queries/values/column-letters.ts';
import { literalOf } from '#queries/warehouse/literals.ts';
import { rebuildMarts, refreshStaging } from '#queries/warehouse/rebuild.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyWarehouse } from '../empty-warehouse.ts';

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;
export type Kind =
  | 'ticket'
  | 'receipt'
  | 'requisition_line'
  | 'follow_up'
  | 'complaint'
  | 'price'
  | 'agreement'
  | 'staff'
  | 'expense';

const COLUMN_OF: Record<string, string> = {
  charge: 'charge_fen',
  unit_price: 'unit_price_fen',
  monthly_wage: 'monthly_wage_fen',
  amount: 'amount_fen',
  discount: 'discount_percent',
};

const KEYS: Record<Kind, (row: Row, index: number) => string> = {
  ticket: (row) => String(row.ticket_no),
  receipt: (row) => String(row.receipt_no ?? `${row.ticket_no}@${row.arrived_at}`),
  requisition_line: (row, index) =>
    `${row.requisition_no ?? row.ticket_no}/${row.part_no ?? row.part_name}#${index}`,
  follow_up: (row) => `${row.ticket_no}@${row.called_at}`,
  complaint: (row) => String(row.complaint_no ?? `${row.ticket_no}@${row.received_at}`),
  price: (row) => `${row.part_no ?? row.part_name}@${row.valid_from}`,
  agreement: (row) => `${row.phone ?? row.customer_name}@${row.valid_from}`,
  staff: (row) => String(row.employee_no),
  expense: (row, index) => `${row.employee}@${row.date}#${index}`,
};

export async function emptyDepartment(path?: string): Promise<Warehouse> {
  return path === undefined ? emptyWarehouse() : openWarehouse({ path });
}

let serial = 0;

/** One sheet per kind. */
export type Sheets = Partial<Record<Kind, readonly Row[]>>;

interface UploadOptions {
  /** Time fields of the sheets without a time of day. */
  readonly dayOnly?: readonly string[];
  readonly ledger?: readonly { kind: Kind; field: string }[];
}

export interface Upload extends UploadOptions {
  readonly sheets: Sheets;
}

/** Stores one sheet per kind and rebuilds what it touches. */
export function upload(
  warehouse: Warehouse,
  sheets: Sheets,
  options: UploadOptions = {},
): Promise<void> {
  return uploadAll(warehouse, [{ ...options, sheets }]);
}

/** The same of several, each with the columns of its own: what they touch is rebuilt once, which takes most of the time. */
export async function uploadAll(warehouse: Warehouse, uploads: readonly Upload[]): Promise<void> {
  await warehouse.transaction(async () => {
    for (const { sheets, ...options } of uploads) await store(warehouse, sheets, options);
    await refreshStaging(warehouse);
    await rebuildMarts(warehouse, { inTransaction: true });
  });
}

async function store(warehouse: Warehouse, sheets: Sheets, options: UploadOptions): Promise<void> {
  // Any number no other batch has will do: files are numbered by the same sequence.
  const batch = await next(warehouse, 'file_id_seq');
  await warehouse.run(
    "INSERT INTO src_batch (batch_id, imported_at, actor, options, state) VALUES ($b, TIMESTAMP '2026-11-01 09:00:00', NULL, '{}', 'live')",
    { b: batch },
  );
  for (const kind of Object.keys(KEYS) as Kind[]) {
    const rows = sheets[kind];
    if (rows === undefined) continue;
    const file = await next(warehouse, 'file_id_seq');
    const sheet = await next(warehouse, 'sheet_id_seq');
    await warehouse.run("INSERT INTO src_file VALUES ($f, $b, $n, 'x', 'csv', 'utf-8', 1, NULL)", {
      f: file,
      b: batch,
      n: `${kind}.csv`,
    });
    await warehouse.run(
      `INSERT INTO src_sheet VALUES ($s, $f, $k, 0, false, [$k], 1, 'h', $n, $n, 0, 0, 0, 0)`,
      { s: sheet, f: file, k: kind, n: rows.length },
    );
    const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const captured = [
      ...fields.map((field, index) => ({ index: index + 1, kind, field })),
      ...(kind === 'ticket' ? (options.ledger ?? []) : []).map((extra) => ({
        index: 99,
        ...extra,
      })),
    ];
    await insert(
      warehouse,
      'src_column',
      captured.map(({ index, kind: of, field }) => [
        sheet,
        index,
        columnLetter(index),
        field,
        of,
        field,
        0,
        'alias',
      ]),
    );
    const keys = rows.map((row, index) => KEYS[kind](row, index));
    const columns = fields.map((field) => COLUMN_OF[field] ?? field);
    await insert(
      warehouse,
      `${kind}_row (row_id, sheet_id, row_no, row_key, day_only, ${columns.join(', ')})`,
      rows.map((row, index) => {
        serial += 1;
        const dayOnly = (options.dayOnly ?? []).filter((field) => field in row);
        const values = fields.map((field) => row[field] ?? null);
        return [serial, sheet, index + 2, keys[index] ?? null, dayOnly, ...values];
      }),
    );
    await insert(
      warehouse,
      'src_cell_row',
      rows.map((row, index) => [
        sheet,
        index + 2,
        fields.map((field) => String(row[field] ?? '')).join('\u001F'),
      ]),
    );
    await insert(
      warehouse,
      'touched_key',
      keys.map((key) => [kind, key]),
    );
  }
}

/** Rows into a table, in one statement: planning one for each takes longer than all they store. */
async function insert(
  warehouse: Warehouse,
  table: string,
  rows: readonly (readonly (Value | readonly string[])[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const tuples = rows.map((row) => `(${row.map(written).join(', ')})`);
  await warehouse.run(`INSERT INTO ${table} VALUES ${tuples.join(', ')}`);
}

function written(value: Value | readonly string[]): string {
  if (typeof value !== 'object' || value === null) return literalOf(value) ?? fail(value);
  return value.length === 0 ? 'NULL' : `[${value.map(written).join(', ')}]`;
}

function fail(value: Value): never {
  throw new Error(`no literal says ${String(value)}`);
}

async function next(warehouse: Warehouse, sequence: string): Promise<number> {
  const reader = await warehouse.connection.runAndReadAll(`SELECT nextval('${sequence}')`);
  return Number(reader.getRows()[0]?.[0]);
}
