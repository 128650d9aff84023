/** The rows of a batch that could not be read and stayed out, as the database keeps them, for a workbook to mend them in. */
import { join } from 'node:path';
import { z } from 'zod';
import type { RejectedRow, RejectedSheet } from '#etl/load/result.ts';
import { columnTypes, formFaults, mendedCells } from '#etl/load/sheet-result.ts';
import { CELL_SEPARATOR } from '#etl/session/original-texts.ts';
import { type CellIssue, SHEET_KINDS } from '#etl/types.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { editsOf, issuesOf } from './batches.ts';

const count = z.number().int();

/** Sheet by sheet; empty where none was rejected, or the batch was undone and its rows went with it. */
export async function batchRejects(
  warehouse: Warehouse,
  batch: number,
  dataDir: string,
): Promise<RejectedSheet[]> {
  const sheets = await warehouse.read(
    `SELECT s.sheet_id, s.sheet, s.rows_rejected, s.header_row, f.file_id, f.file, f.sha256, f.format, f.stored_path,
       s.sheet_id IN (SELECT sheet_id FROM src_form_cell) AS form
     FROM src_sheet AS s JOIN src_file AS f USING (file_id)
     WHERE f.batch_id = $batch AND s.rows_rejected > 0 ORDER BY s.file_id, s.position, s.sheet_id`,
    z.object({
      sheet_id: count,
      sheet: z.string(),
      rows_rejected: count,
      header_row: count,
      file_id: count,
      file: z.string(),
      sha256: z.string(),
      format: z.enum(['csv', 'xlsx', 'xls']),
      stored_path: z.string().nullable(),
      form: z.boolean(),
    }),
    { batch },
  );
  const found: RejectedSheet[] = [];
  for (const { sheet_id, sheet, rows_rejected, file, ...of } of sheets) {
    const rows = await rejectedRows(warehouse, sheet_id);
    if (rows.length === 0) continue;
    found.push({
      file,
      sheet,
      headers: await headersOf(warehouse, sheet_id),
      rows,
      leftOut: Math.max(0, rows_rejected - rows.length),
      headerRow: of.form ? 0 : of.header_row,
      formFaults: of.form ? formFaults(await issuesOf(warehouse, sheet_id)) : [],
      types: await typesOf(warehouse, sheet_id),
      original:
        of.stored_path === null
          ? null
          : {
              path: join(dataDir, of.stored_path),
              sha256: of.sha256,
              format: of.format,
              edits: await editsInFile(warehouse, of.file_id),
            },
    });
  }
  return found;
}

async function typesOf(warehouse: Warehouse, sheetId: number): Promise<RejectedSheet['types']> {
  const columns = await warehouse.read(
    `SELECT column_letter AS letter, kind, field FROM src_column
     WHERE sheet_id = $sheet AND column_index > 0 AND field IS NOT NULL`,
    z.object({ letter: z.string(), kind: z.enum(SHEET_KINDS), field: z.string() }),
    { sheet: sheetId },
  );
  return columnTypes(columns);
}

/** Cells typed over in a file, by name of the sheet and address. */
async function editsInFile(
  warehouse: Warehouse,
  fileId: number,
): Promise<Record<string, Record<string, string>>> {
  const cells = await warehouse.read(
    `SELECT s.sheet, e.column_letter || e.row_no AS address, e.typed
     FROM src_cell_edit AS e JOIN src_sheet AS s USING (sheet_id) WHERE s.file_id = $file`,
    z.object({ sheet: z.string(), address: z.string(), typed: z.string() }),
    { file: fileId },
  );
  const edits: Record<string, Record<string, string>> = {};
  for (const { sheet, address, typed } of cells) {
    edits[sheet] = { ...edits[sheet], [address]: typed };
  }
  return edits;
}

async function rejectedRows(warehouse: Warehouse, sheetId: number): Promise<RejectedRow[]> {
  const inTable = await placesOf(warehouse, sheetId);
  const issues = new Map<number, CellIssue[]>();
  for (const issue of await issuesOf(warehouse, sheetId)) {
    if (issue.severity !== 'reject' || issue.row === 0) continue;
    const { row, column } = inTable(issue.row, issue.column);
    issues.set(row, [...(issues.get(row) ?? []), { ...issue, column }]);
  }
  if (issues.size === 0) return [];
  const texts = await warehouse.read(
    'SELECT row_no, cells FROM src_cell_row WHERE sheet_id = $sheet ORDER BY row_no',
    z.object({ row_no: count, cells: z.string() }),
    { sheet: sheetId },
  );
  const edits: Record<string, string> = {};
  for (const edit of await editsOf(warehouse, sheetId)) {
    const { row, column } = inTable(edit.row, edit.column);
    edits[`${column}${row}`] = edit.typed;
  }
  return texts.flatMap(({ row_no: row, cells }): RejectedRow[] => {
    const own = issues.get(row);
    if (own === undefined) return [];
    const kept = cells.split(CELL_SEPARATOR).map((text) => (text === '' ? null : text));
    return [mendedCells({ row, cells: kept, issues: own }, edits)];
  });
}

async function headersOf(warehouse: Warehouse, sheetId: number): Promise<string[]> {
  const columns = await warehouse.read(
    `SELECT column_index AS place, any_value(header) AS header FROM src_column
     WHERE sheet_id = $sheet AND column_index > 0 GROUP BY column_index ORDER BY column_index`,
    z.object({ place: count, header: z.string() }),
    { sheet: sheetId },
  );
  const headers: string[] = [];
  for (const { place, header } of columns) headers[place - 1] = header;
  return Array.from(headers, (header) => header ?? '');
}

/** Forms are kept as a table, a row per form: where a cell of the form's own sheet stands in it. */
async function placesOf(
  warehouse: Warehouse,
  sheetId: number,
): Promise<(row: number, column: string | null) => { row: number; column: string | null }> {
  const cells = await warehouse.read(
    'SELECT row_no, column_index, sheet_row, column_letter FROM src_form_cell WHERE sheet_id = $sheet',
    z.object({ row_no: count, column_index: count, sheet_row: count, column_letter: z.string() }),
    { sheet: sheetId },
  );
  const places = new Map(
    cells.map((cell) => [
      `${cell.column_letter}${cell.sheet_row}`,
      { row: cell.row_no, column: columnLetter(cell.column_index) },
    ]),
  );
  return (row, column) =>
    places.get(`${column}${row}`) ?? { row, column: places.size > 0 ? null : column };
}
