/**
 * Stores a compared file: its provenance (`src_*`), the versions it brings (`<kind>_row`), and the current records
 * folded anew. To be called inside one transaction.
 */

import { z } from 'zod';
import type { FormFacts } from '#etl/recognise/form/types.ts';
import { KINDS } from '#etl/sheets/index.ts';
import { type CellIssue, SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { refreshStaging } from '#queries/warehouse/rebuild.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { ChunkAppender } from './chunk-appender.ts';
import type { Incoming } from './incoming.ts';
import { literal, quoted } from './kind-tables.ts';

/** What src_file says. */
export interface FileRecord {
  readonly file: string;
  readonly sha256: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly bytes: number;
  /** The original, relative to the data folder. */
  readonly storedPath: string | null;
}

/** What src_sheet, src_column and src_issue say about one sheet. */
export interface SheetRecord {
  readonly sheetOrd: number;
  readonly sheet: string;
  readonly position: number;
  readonly hidden: boolean;
  readonly kinds: readonly SheetKind[];
  readonly headerRow: number;
  readonly headerFingerprint: string;
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly counts: readonly SheetCount[];
  readonly columns: readonly ColumnRecord[];
  readonly issues: readonly CellIssue[];
  /** Where the values of printed forms stand; null for a table. */
  readonly form: FormFacts | null;
}

/** A row of src_sheet_count. */
export interface SheetCount {
  readonly what: 'skipped' | 'changed' | 'hidden_rows' | 'header_rows' | 'issues_left_out';
  readonly name: string;
  readonly count: number;
}

export interface ColumnRecord {
  /** From 1. */
  readonly index: number;
  readonly letter: string;
  readonly header: string;
  readonly kind: SheetKind | null;
  readonly field: string | null;
  readonly rank: number | null;
  readonly why: string | null;
}

/** Opens a batch and returns its number. */
export async function startBatch(
  warehouse: Warehouse,
  batch: { readonly nowMicros: number; readonly actor: string | null; readonly options: object },
): Promise<number> {
  // Not a sequence: a dry run or a rollback must not leave a gap in the numbers people read.
  const last = await warehouse.read(
    'SELECT coalesce(max(batch_id), 0) AS id FROM src_batch',
    z.object({ id: z.number() }),
  );
  const id = (last[0]?.id ?? 0) + 1;
  await warehouse.run(
    `INSERT INTO src_batch (batch_id, imported_at, actor, options, state)
     VALUES ($id, make_timestamp($now::BIGINT), $actor, $options, 'live')`,
    { id, now: batch.nowMicros, actor: batch.actor, options: JSON.stringify(batch.options) },
  );
  return id;
}

/** Writes everything a compared file brings under the batch, and refolds the records it touches. */
export async function storeFile(
  warehouse: Warehouse,
  batchId: number,
  file: FileRecord,
  sheets: readonly SheetRecord[],
  incoming: Incoming,
): Promise<void> {
  const fileId = await nextId(warehouse, 'file_id_seq');
  await warehouse.run(
    'INSERT INTO src_file VALUES ($id, $batch, $file, $sha256, $format, $encoding, $bytes, $path)',
    {
      id: fileId,
      batch: batchId,
      file: file.file,
      sha256: file.sha256,
      format: file.format,
      encoding: file.encoding,
      bytes: file.bytes,
      path: file.storedPath,
    },
  );
  await warehouse.run(
    'CREATE OR REPLACE TEMP TABLE sheet_number (sheet_ord INTEGER, sheet_id INTEGER)',
  );
  for (const sheet of sheets) await storeSheet(warehouse, fileId, sheet);
  await warehouse.run(
    `INSERT INTO src_cell_row
     SELECT m.sheet_id, i.row_no, i.cells FROM incoming_cells AS i JOIN sheet_number AS m USING (sheet_ord)`,
  );
  await warehouse.run('DELETE FROM touched_key');
  for (const kind of SHEET_KINDS.filter((name) => incoming.kinds.includes(name))) {
    await storeVersions(warehouse, incoming, kind);
  }
  await removeKeys(warehouse, batchId);
  await refreshStaging(warehouse);
}

async function storeSheet(warehouse: Warehouse, fileId: number, sheet: SheetRecord): Promise<void> {
  const sheetId = await nextId(warehouse, 'sheet_id_seq');
  await warehouse.run(
    `INSERT INTO src_sheet VALUES ($id, $file, $sheet, $position, $hidden, string_split($kinds, ','), $header_row,
       $fingerprint, $rows, $new, $changed, $unchanged, $rejected, $skipped)`,
    {
      id: sheetId,
      file: fileId,
      sheet: sheet.sheet,
      position: sheet.position,
      hidden: sheet.hidden,
      kinds: sheet.kinds.join(','),
      header_row: sheet.headerRow,
      fingerprint: sheet.headerFingerprint,
      rows: sheet.rows,
      new: sheet.new,
      changed: sheet.changed,
      unchanged: sheet.unchanged,
      rejected: sheet.rejected,
      skipped: sheet.skipped,
    },
  );
  await warehouse.run('INSERT INTO sheet_number VALUES ($ord, $id)', {
    ord: sheet.sheetOrd,
    id: sheetId,
  });
  const columns = await ChunkAppender.open(warehouse.connection, 'src_column', [
    { name: 'sheet_id', type: 'INTEGER' },
    { name: 'column_index', type: 'INTEGER' },
    { name: 'column_letter', type: 'VARCHAR' },
    { name: 'header', type: 'VARCHAR' },
    { name: 'kind', type: 'VARCHAR' },
    { name: 'field', type: 'VARCHAR' },
    { name: 'rank', type: 'INTEGER' },
    { name: 'why', type: 'VARCHAR' },
  ]);
  for (const column of sheet.columns) {
    columns.addRow([
      sheetId,
      column.index,
      column.letter,
      column.header,
      column.kind,
      column.field,
      column.rank,
      column.why,
    ]);
  }
  columns.close();
  const counts = await ChunkAppender.open(warehouse.connection, 'src_sheet_count', [
    { name: 'sheet_id', type: 'INTEGER' },
    { name: 'what', type: 'VARCHAR' },
    { name: 'name', type: 'VARCHAR' },
    { name: 'count', type: 'INTEGER' },
  ]);
  for (const { what, name, count } of sheet.counts) counts.addRow([sheetId, what, name, count]);
  counts.close();
  if (sheet.form !== null) await storeFormCells(warehouse, sheetId, sheet.form);
  const issues = await ChunkAppender.open(warehouse.connection, 'src_issue', [
    { name: 'sheet_id', type: 'INTEGER' },
    { name: 'row_no', type: 'INTEGER' },
    { name: 'column_letter', type: 'VARCHAR' },
    { name: 'header', type: 'VARCHAR' },
    { name: 'field', type: 'VARCHAR' },
    { name: 'value', type: 'VARCHAR' },
    { name: 'code', type: 'VARCHAR' },
    { name: 'message', type: 'VARCHAR' },
    { name: 'severity', type: 'VARCHAR' },
  ]);
  for (const issue of sheet.issues) {
    issues.addRow([
      sheetId,
      issue.row,
      issue.column,
      issue.header,
      issue.field,
      issue.value,
      issue.code,
      issue.message,
      issue.severity,
    ]);
  }
  issues.close();
}

/** The cells that the values of forms were read from. */
async function storeFormCells(
  warehouse: Warehouse,
  sheetId: number,
  form: FormFacts,
): Promise<void> {
  const places = await ChunkAppender.open(warehouse.connection, 'src_form_cell', [
    { name: 'sheet_id', type: 'INTEGER' },
    { name: 'row_no', type: 'INTEGER' },
    { name: 'column_index', type: 'INTEGER' },
    { name: 'sheet_row', type: 'INTEGER' },
    { name: 'column_letter', type: 'VARCHAR' },
    { name: 'value', type: 'VARCHAR' },
  ]);
  for (const [row, { cells }] of form.rows) {
    for (const [at, cell] of cells.entries()) {
      if (cell === null) continue;
      places.addRow([sheetId, row, at + 1, cell.row, cell.letter, cell.text]);
    }
  }
  places.close();
}

/** Above any row number: a text of the largest size allowed has fewer lines. Its product with a sheet id stays a safe number. */
const ROWS_PER_SHEET = 2 ** 27;

/** New and changed records become versions; an unchanged one only when its sheet captures more than was known. */
async function storeVersions(
  warehouse: Warehouse,
  incoming: Incoming,
  kind: SheetKind,
): Promise<void> {
  const columns = incoming.columns(kind).map((column) => quoted(column.name));
  await warehouse.run(
    `INSERT INTO ${KINDS[kind].spec.table} (row_id, sheet_id, row_no, row_key, day_only${columns.map((name) => `, ${name}`).join('')})
     SELECT m.sheet_id::BIGINT * ${ROWS_PER_SHEET} + i.row_no, m.sheet_id, i.row_no, i.row_key, string_split(i.day_only, ',')${columns.map((name) => `, i.${name}`).join('')}
     FROM incoming_${kind} AS i JOIN sheet_number AS m USING (sheet_ord)
     ANTI JOIN (FROM known_record WHERE kind = ${literal(kind)} AND NOT differs AND NOT captures_more) AS k
       ON k.sheet_ord = i.sheet_ord AND k.row_no = i.row_no`,
  );
  await warehouse.run(
    `INSERT INTO touched_key
     SELECT ${literal(kind)}, i.row_key FROM incoming_${kind} AS i
     ANTI JOIN (FROM known_record WHERE kind = ${literal(kind)} AND NOT differs AND NOT captures_more) AS k
       ON k.sheet_ord = i.sheet_ord AND k.row_no = i.row_no`,
  );
}

/** Moves every version of the keys in `removed_key` out of the kind tables; undoing the batch brings them back. */
async function removeKeys(warehouse: Warehouse, batchId: number): Promise<void> {
  const kinds = await warehouse.read(
    'SELECT DISTINCT kind FROM removed_key',
    z.object({ kind: z.enum(SHEET_KINDS) }),
  );
  for (const { kind } of kinds) {
    const { table } = KINDS[kind].spec;
    const keys = `SELECT row_key FROM removed_key WHERE kind = ${literal(kind)}`;
    await warehouse.run(
      `INSERT INTO src_removed_version
       SELECT $batch, ${literal(kind)}, r.row_id, r.sheet_id, r.row_key, to_json(r)
       FROM ${table} AS r WHERE r.row_key IN (${keys})`,
      { batch: batchId },
    );
    await warehouse.run(`DELETE FROM ${table} WHERE row_key IN (${keys})`);
    await warehouse.run(`INSERT INTO touched_key SELECT ${literal(kind)}, row_key FROM (${keys})`);
  }
}

async function nextId(warehouse: Warehouse, sequence: string): Promise<number> {
  const rows = await warehouse.read(
    `SELECT nextval('${sequence}') AS id`,
    z.object({ id: z.number() }),
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`sequence ${sequence} gave nothing`);
  return id;
}
