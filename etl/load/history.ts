/** What was imported before: batches, their files, and whether a file is in already. */

import { z } from 'zod';
import { DERIVED_RANK } from '#etl/recognise/recognise-sheet.ts';
import { ORIGINAL_DIGITS } from '#etl/recognise/returned.ts';
import { type CellIssue, type FileFormat, SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { SheetResult } from './result.ts';
import { readSheetCounts } from './sheet-result.ts';

/** One sheet of a batch, counts as they were at its import. */
export interface ImportedSheet {
  readonly file: string;
  readonly sheet: string;
  readonly kind: readonly SheetKind[];
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly skipped: number;
}

/** One import call. */
export interface ImportedBatch {
  readonly batch: number;
  /** Wall-clock time of the company, `YYYY-MM-DDTHH:MM:SS`. */
  readonly imported_at: string;
  readonly actor: string | null;
  readonly state: 'live' | 'undone';
  readonly files: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  readonly sheets: readonly ImportedSheet[];
}

const KIND_LIST = z.array(z.enum(SHEET_KINDS));
const COUNTS = {
  rows_read: z.number(),
  rows_new: z.number(),
  rows_changed: z.number(),
  rows_unchanged: z.number(),
  rows_rejected: z.number(),
  rows_skipped: z.number(),
};

/** All batches, the newest first. */
export async function importHistory(warehouse: Warehouse): Promise<ImportedBatch[]> {
  const batches = await warehouse.read(
    'SELECT batch_id, imported_at, actor, state FROM src_batch ORDER BY batch_id DESC',
    z.object({
      batch_id: z.number(),
      imported_at: z.string(),
      actor: z.string().nullable(),
      state: z.enum(['live', 'undone']),
    }),
  );
  const files = await warehouse.read(
    'SELECT batch_id, file_id, file, sha256, bytes FROM src_file ORDER BY file_id',
    z.object({
      batch_id: z.number(),
      file_id: z.number(),
      file: z.string(),
      sha256: z.string(),
      bytes: z.number(),
    }),
  );
  const sheets = await warehouse.read(
    `SELECT file_id, sheet, kinds, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_skipped
     FROM src_sheet ORDER BY sheet_id`,
    z.object({ file_id: z.number(), sheet: z.string(), kinds: KIND_LIST, ...COUNTS }),
  );
  return batches.map((batch) => {
    const own = files.filter((file) => file.batch_id === batch.batch_id);
    return {
      batch: batch.batch_id,
      imported_at: batch.imported_at,
      actor: batch.actor,
      state: batch.state,
      files: own.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
      sheets: own.flatMap((file) =>
        sheets
          .filter((sheet) => sheet.file_id === file.file_id)
          .map((sheet) => ({
            file: file.file,
            sheet: sheet.sheet,
            kind: sheet.kinds,
            rows: sheet.rows_read,
            new: sheet.rows_new,
            changed: sheet.rows_changed,
            unchanged: sheet.rows_unchanged,
            rejected: sheet.rows_rejected,
            skipped: sheet.rows_skipped,
          })),
      ),
    };
  });
}

/** A file that is in already, with what its import recorded. */
export interface KnownFile {
  readonly batch: number;
  readonly format: FileFormat;
  readonly encoding: string | null;
  readonly sheets: readonly KnownSheet[];
}

export interface KnownSheet {
  readonly sheet: string;
  readonly hidden: boolean;
  readonly kinds: readonly SheetKind[];
  readonly headerRow: number;
  readonly rows: number;
  readonly rejected: number;
  readonly skipped: number;
  /** What was counted then besides. */
  readonly facts: Pick<
    SheetResult,
    'skipped_by' | 'hidden_rows' | 'header_rows' | 'issues_left_out'
  >;
  readonly columns: readonly {
    readonly letter: string;
    readonly header: string;
    readonly fields: readonly string[];
  }[];
  readonly issues: readonly CellIssue[];
}

/**
 * The live batch that holds a file of this content, with the sheets as recorded then; null for a new file.
 * Only imports that let recognition decide count: the same bytes under another mapping are another import.
 */
export async function findKnownFile(
  warehouse: Warehouse,
  sha256: string,
): Promise<KnownFile | null> {
  const files = await warehouse.read(
    `SELECT f.file_id, f.batch_id, f.format, f.encoding
     FROM src_file AS f JOIN src_batch AS b USING (batch_id)
     WHERE f.sha256 = $sha256 AND b.state = 'live'
       AND json_extract_string(b.options, '$.kind') IS NULL AND json_extract_string(b.options, '$.mapping') IS NULL
     ORDER BY f.file_id DESC LIMIT 1`,
    z.object({
      file_id: z.number(),
      batch_id: z.number(),
      format: z.enum(['csv', 'xlsx', 'xls']),
      encoding: z.string().nullable(),
    }),
    { sha256 },
  );
  const file = files[0];
  if (file === undefined) return null;
  const sheets = await warehouse.read(
    `SELECT sheet_id, sheet, hidden, kinds, header_row, rows_read, rows_rejected, rows_skipped
     FROM src_sheet WHERE file_id = $file ORDER BY position`,
    z.object({
      sheet_id: z.number(),
      sheet: z.string(),
      hidden: z.boolean(),
      kinds: KIND_LIST,
      header_row: z.number(),
      rows_read: z.number(),
      rows_rejected: z.number(),
      rows_skipped: z.number(),
    }),
    { file: file.file_id },
  );
  const columns = await warehouse.read(
    `SELECT c.sheet_id, c.column_letter AS letter, c.header,
       coalesce(list_sort(list_distinct(list(c.field) FILTER (c.rank < ${DERIVED_RANK}))), []) AS fields
     FROM src_column AS c JOIN src_sheet AS s USING (sheet_id)
     WHERE s.file_id = $file AND c.column_index > 0
     GROUP BY c.sheet_id, c.column_index, c.column_letter, c.header
     ORDER BY c.sheet_id, c.column_index`,
    z.object({
      sheet_id: z.number(),
      letter: z.string(),
      header: z.string(),
      fields: z.array(z.string()),
    }),
    { file: file.file_id },
  );
  const issues = await warehouse.read(
    `SELECT i.sheet_id, i.row_no, i.column_letter, i.header, i.field, i.value, i.code, i.message, i.severity
     FROM src_issue AS i JOIN src_sheet AS s USING (sheet_id)
     WHERE s.file_id = $file ORDER BY i.sheet_id, i.row_no`,
    z.object({
      sheet_id: z.number(),
      row_no: z.number(),
      column_letter: z.string().nullable(),
      header: z.string().nullable(),
      field: z.string().nullable(),
      value: z.string(),
      code: z.string(),
      message: z.string(),
      severity: z.enum(['reject', 'warning']),
    }),
    { file: file.file_id },
  );
  const counts = await readSheetCounts(warehouse, file.file_id);
  return {
    batch: file.batch_id,
    format: file.format,
    encoding: file.encoding,
    sheets: sheets.map((sheet) => ({
      sheet: sheet.sheet,
      hidden: sheet.hidden,
      kinds: sheet.kinds,
      headerRow: sheet.header_row,
      rows: sheet.rows_read,
      rejected: sheet.rows_rejected,
      skipped: sheet.rows_skipped,
      facts: counts(sheet.sheet_id),
      columns: columns.filter((column) => column.sheet_id === sheet.sheet_id),
      issues: issues
        .filter((issue) => issue.sheet_id === sheet.sheet_id)
        .map((issue) => ({
          row: issue.row_no,
          column: issue.column_letter,
          header: issue.header,
          field: issue.field,
          value: issue.value,
          code: issue.code,
          message: issue.message,
          severity: issue.severity,
        })),
    })),
  };
}

/** Begins of the SHA-256 of the files that are in, as workbooks sent back for mending name their originals. */
export async function storedOriginals(warehouse: Warehouse): Promise<string[]> {
  const files = await warehouse.read(
    `SELECT DISTINCT left(f.sha256, ${ORIGINAL_DIGITS}) AS begin
     FROM src_file AS f JOIN src_batch AS b USING (batch_id) WHERE b.state = 'live'`,
    z.object({ begin: z.string() }),
  );
  return files.map(({ begin }) => begin);
}
