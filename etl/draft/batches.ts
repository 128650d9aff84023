/** One batch of the history with everything recorded about it, and the surroundings of a stored cell. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Lang } from '#etl/load/messages.ts';
import { recallMappings } from '#etl/load/remembered.ts';
import { type CountedFacts, headerFields, readSheetCounts } from '#etl/load/sheet-result.ts';
import { whyNotUndone } from '#etl/load/undo.ts';
import { problemForPages } from '#etl/messages.ts';
import { DERIVED_RANK } from '#etl/recognise/recognise-sheet.ts';
import { CELL_SEPARATOR } from '#etl/session/original-texts.ts';
import { openSession } from '#etl/session/thread.ts';
import { type CellIssue, type FileFormat, FileRefused, SHEET_KINDS } from '#etl/types.ts';
import { ownFinesGone } from '#queries/ledger/own-fines.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { sumCounts } from './describe-sheet.ts';
import { sheetWindow, type WindowMarks } from './sheet-window.ts';
import type {
  BatchDetail,
  BatchSummary,
  CellEdit,
  RowCounts,
  SheetWindow,
  SourceView,
} from './types.ts';

const count = z.number().int();
const text = z.string().nullable();
const KIND_LIST = z.array(z.enum(SHEET_KINDS));

const BATCH = z.object({
  batch_id: count,
  imported_at: z.string(),
  actor: text,
  state: z.enum(['live', 'undone']),
  undone_at: text,
  undone_by: text,
  options: z.string(),
  removed: count,
});
const OPTIONS = z.object({ replaceMonth: z.string().optional() });
const FILE = z.object({
  file_id: count,
  batch_id: count,
  file: z.string(),
  sha256: z.string(),
  // Written by the reader that told it.
  format: z.custom<FileFormat>((value) => typeof value === 'string'),
  encoding: text,
  bytes: count,
  stored_path: text,
});
const SHEET = z.object({
  sheet_id: count,
  file_id: count,
  sheet: z.string(),
  position: count,
  hidden: z.boolean(),
  kinds: KIND_LIST,
  header_row: count,
  rows_read: count,
  rows_new: count,
  rows_changed: count,
  rows_unchanged: count,
  rows_rejected: count,
  rows_skipped: count,
  edits: count,
});
type SheetRow = z.infer<typeof SHEET>;

/** All batches, the newest first, with their counts. Rows a replaced month took out count while the batch is live. */
export async function batchSummaries(warehouse: Warehouse): Promise<BatchSummary[]> {
  return (await batches(warehouse, null)).map(({ summary }) => summary);
}

/** Everything recorded about a batch; null when there is none of that number. */
export async function batchDetail(
  warehouse: Warehouse,
  id: number,
  lang: Lang,
): Promise<BatchDetail | null> {
  const [found] = await batches(warehouse, id);
  if (found === undefined) return null;
  const refused = await whyNotUndone(warehouse, id, lang);
  const details: BatchDetail['file_details'] = [];
  for (const file of found.files) {
    const sheets: BatchDetail['file_details'][number]['sheets'] = [];
    const countsOfSheet = await readSheetCounts(warehouse, file.file_id);
    for (const sheet of found.sheets.filter((one) => one.file_id === file.file_id)) {
      sheets.push(await sheetDetail(warehouse, sheet, countsOfSheet(sheet.sheet_id)));
    }
    details.push({
      file_id: file.file_id,
      file: file.file,
      sha256: file.sha256,
      format: file.format,
      encoding: file.encoding,
      bytes: file.bytes,
      kept: file.stored_path !== null,
      sheets,
    });
  }
  return {
    ...found.summary,
    replace_month: OPTIONS.parse(JSON.parse(found.options)).replaceMonth ?? null,
    undo_refused: refused?.message ?? null,
    undo_first: [...(refused?.later ?? [])],
    own_gone: await ownFinesGone(warehouse, { batch: id }),
    file_details: details,
  };
}

/** The original of a stored file; null where none is kept or it has gone. */
export async function originalOf(
  warehouse: Warehouse,
  fileId: number,
  dataDir: string,
): Promise<{ file: string; path: string } | null> {
  const [file] = await warehouse.read(
    'SELECT file, stored_path FROM src_file WHERE file_id = $file',
    z.object({ file: z.string(), stored_path: text }),
    { file: fileId },
  );
  if (file === undefined || file.stored_path === null) return null;
  return { file: file.file, path: join(dataDir, file.stored_path) };
}

/** The bytes of a kept original; null where it has gone from the folder. */
export async function readOriginal(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** A stored sheet as far as its surroundings need it, read from the database. */
export interface StoredSheet {
  readonly view: Omit<SourceView, 'window' | 'from' | 'row' | 'column'>;
  readonly position: number;
  readonly path: string | null;
  readonly header: { readonly top: number; readonly bottom: number } | null;
  readonly columns: readonly { readonly letter: string; readonly imported: boolean }[];
  /** Rows around the one asked for as their texts are stored. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
  readonly issues: readonly CellIssue[];
  readonly edits: readonly CellEdit[];
  /** What the product confirmed earlier about headers, so that the original is recognised as it was. */
  readonly remembered: Awaited<ReturnType<typeof recallMappings>>;
}

/** Rows shown above and below the one asked for. */
const AROUND = 8;

/** What the database keeps of a sheet around a row; null when there is no such sheet. */
export async function storedSheet(
  warehouse: Warehouse,
  sheetId: number,
  row: number,
  dataDir: string,
): Promise<StoredSheet | null> {
  const [sheet] = await warehouse.read(
    `SELECT s.sheet, s.position, s.header_row, f.file_id, f.file, f.stored_path, b.batch_id, b.state, b.imported_at, b.actor
     FROM src_sheet AS s JOIN src_file AS f USING (file_id) JOIN src_batch AS b USING (batch_id)
     WHERE s.sheet_id = $sheet`,
    z.object({
      sheet: z.string(),
      position: count,
      header_row: count,
      file_id: count,
      file: z.string(),
      stored_path: text,
      batch_id: count,
      state: z.enum(['live', 'undone']),
      imported_at: z.string(),
      actor: text,
    }),
    { sheet: sheetId },
  );
  if (sheet === undefined) return null;
  const columns = await warehouse.read(
    `SELECT column_index AS place, bool_or(field IS NOT NULL) AS imported
     FROM src_column WHERE sheet_id = $sheet AND column_index > 0 GROUP BY column_index ORDER BY column_index`,
    z.object({ place: count, imported: z.boolean() }),
    { sheet: sheetId },
  );
  const rows = await warehouse.read(
    `SELECT row_no, cells FROM src_cell_row
     WHERE sheet_id = $sheet AND row_no BETWEEN $from AND $to ORDER BY row_no`,
    z.object({ row_no: count, cells: z.string() }),
    { sheet: sheetId, from: row - AROUND, to: row + AROUND },
  );
  return {
    view: {
      batch: sheet.batch_id,
      batch_state: sheet.state,
      imported_at: sheet.imported_at,
      actor: sheet.actor,
      file_id: sheet.file_id,
      file: sheet.file,
      sheet: sheet.sheet,
      sheet_id: sheetId,
    },
    position: sheet.position,
    path: sheet.stored_path === null ? null : join(dataDir, sheet.stored_path),
    header: sheet.header_row === 0 ? null : { top: sheet.header_row, bottom: sheet.header_row },
    columns: columns.map(({ place, imported }) => ({ letter: columnLetter(place), imported })),
    rows: rows.map((one) => ({ row: one.row_no, cells: one.cells.split(CELL_SEPARATOR) })),
    issues: await issuesOf(warehouse, sheetId),
    edits: await editsOf(warehouse, sheetId),
    remembered: await recallMappings(warehouse),
  };
}

/**
 * The surroundings of a cell: from the kept original where there is one, else from the texts the database keeps. Null
 * where neither is left.
 *
 * @param column letter of the cell asked for, null for the row
 */
export async function sourceView(
  stored: StoredSheet,
  row: number,
  column: string | null,
  lang: Lang,
): Promise<SourceView | null> {
  const original = await fromOriginal(stored, row, lang);
  const window = original ?? fromTexts(stored);
  if (window === null) return null;
  return {
    ...stored.view,
    window,
    row,
    column,
    from: original === null ? 'stored_texts' : 'original',
  };
}

async function fromOriginal(
  stored: StoredSheet,
  row: number,
  lang: Lang,
): Promise<SheetWindow | null> {
  if (stored.path === null) return null;
  try {
    const session = await openSession(stored.path, { lang, name: stored.view.file });
    try {
      const header = stored.header;
      const plans = await session.plan({ lang, remembered: stored.remembered });
      const plan = plans.find((one) => one.source.position === stored.position);
      if (plan === undefined) return null;
      const marks = marksOf(stored);
      const head =
        header === null
          ? null
          : await sheetWindow(session, plan, marks, {
              show: 'all',
              from: plan.recognition.headerTop || header.top,
              limit: Math.max(1, header.bottom - (plan.recognition.headerTop || header.top) + 1),
            });
      const first = Math.max((header?.bottom ?? 0) + 1, row - AROUND);
      const near = await sheetWindow(session, plan, marks, {
        show: 'all',
        from: row <= (header?.bottom ?? 0) ? Math.max(1, row - AROUND) : first,
        limit: AROUND * 2 + 1,
      });
      const known = new Set(near.rows.map((one) => one.row));
      return {
        ...near,
        rows: [...(head?.rows ?? []).filter((one) => !known.has(one.row)), ...near.rows],
      };
    } finally {
      await session.close();
    }
  } catch (error) {
    // The original has gone from the folder, or was damaged there: the stored texts remain.
    if (error instanceof FileRefused) return null;
    throw error;
  }
}

function fromTexts(stored: StoredSheet): SheetWindow | null {
  if (stored.rows.length === 0) return null;
  const marks = marksOf(stored);
  return {
    columns: stored.columns.map(({ letter, imported }) => ({ letter, width: 12, imported })),
    header: stored.header,
    merges: [],
    rows: stored.rows.map(({ row, cells }) => {
      const own = stored.issues.filter((issue) => issue.row === row);
      return {
        row,
        state: marks.facts?.unusual.get(row) ?? 'unchanged',
        hidden: false,
        cells: [...cells],
        marks: Object.fromEntries([
          ...own.flatMap(({ row: _, ...issue }) =>
            issue.column === null
              ? []
              : [[issue.column, { issue, before: null, edited: null }] as const],
          ),
          ...stored.edits
            .filter((edit) => edit.row === row)
            .map(
              (edit) => [edit.column, { issue: null, before: null, edited: edit.typed }] as const,
            ),
        ]),
        issues: own.flatMap(({ row: _, ...issue }) => (issue.column === null ? [issue] : [])),
      };
    }),
    last_row: stored.rows.at(-1)?.row ?? 0,
  };
}

/** What is wrong and was typed over; whether a row was new then is not asked any more. */
function marksOf({ issues, edits, columns, rows }: StoredSheet): WindowMarks {
  const refused = issues.filter((issue) => issue.severity === 'reject' && issue.row > 0);
  return {
    issues,
    facts: {
      usual: 'unchanged',
      unusual: new Map(refused.map((issue) => [issue.row, 'rejected'])),
      replaced: new Map(),
      lastRow: rows.at(-1)?.row ?? 0,
    },
    edits: Object.fromEntries(edits.map((edit) => [`${edit.column}${edit.row}`, edit.typed])),
    leftOut: new Set(),
    imported: new Set(columns.flatMap(({ letter, imported }) => (imported ? [letter] : []))),
    lastRow: null,
  };
}

interface FoundBatch {
  readonly summary: BatchSummary;
  readonly options: string;
  readonly files: readonly z.infer<typeof FILE>[];
  readonly sheets: readonly SheetRow[];
}

async function batches(warehouse: Warehouse, id: number | null): Promise<FoundBatch[]> {
  const params = { batch: id };
  const found = await warehouse.read(
    `SELECT batch_id, imported_at, actor, state, undone_at, undone_by, options,
       (SELECT count(DISTINCT (kind, row_key)) FROM src_removed_version AS v WHERE v.batch_id = b.batch_id) AS removed
     FROM src_batch AS b WHERE $batch::INTEGER IS NULL OR batch_id = $batch ORDER BY batch_id DESC`,
    BATCH,
    params,
  );
  const files = await warehouse.read(
    `SELECT file_id, batch_id, file, sha256, format, encoding, bytes, stored_path
     FROM src_file WHERE $batch::INTEGER IS NULL OR batch_id = $batch ORDER BY file_id`,
    FILE,
    params,
  );
  const sheets = await warehouse.read(
    `SELECT s.sheet_id, s.file_id, s.sheet, s.position, s.hidden, s.kinds, s.header_row, s.rows_read, s.rows_new,
       s.rows_changed, s.rows_unchanged, s.rows_rejected, s.rows_skipped,
       (SELECT count(*) FROM src_cell_edit AS e WHERE e.sheet_id = s.sheet_id) AS edits
     FROM src_sheet AS s JOIN src_file AS f USING (file_id)
     WHERE $batch::INTEGER IS NULL OR f.batch_id = $batch ORDER BY s.file_id, s.position`,
    SHEET,
    params,
  );
  return found.map((batch) => {
    const own = files.filter((file) => file.batch_id === batch.batch_id);
    const ids = new Set(own.map((file) => file.file_id));
    const ofBatch = sheets.filter((sheet) => ids.has(sheet.file_id));
    const kinds = new Set(ofBatch.flatMap((sheet) => sheet.kinds));
    return {
      options: batch.options,
      files: own,
      sheets: ofBatch,
      summary: {
        batch: batch.batch_id,
        imported_at: batch.imported_at,
        actor: batch.actor,
        state: batch.state,
        undone_at: batch.undone_at,
        undone_by: batch.undone_by,
        files: own.map((file) => file.file),
        counts: { ...sumCounts(ofBatch.map(countsOf)), removed: batch.removed },
        kinds: SHEET_KINDS.filter((kind) => kinds.has(kind)),
      },
    };
  });
}

function countsOf(sheet: SheetRow): RowCounts {
  return {
    rows: sheet.rows_read,
    new: sheet.rows_new,
    changed: sheet.rows_changed,
    unchanged: sheet.rows_unchanged,
    rejected: sheet.rows_rejected,
    skipped: sheet.rows_skipped,
    removed: 0,
  };
}

async function sheetDetail(
  warehouse: Warehouse,
  sheet: SheetRow,
  counted: CountedFacts,
): Promise<BatchDetail['file_details'][number]['sheets'][number]> {
  const columns = await warehouse.read(
    `SELECT column_letter AS letter, header,
       coalesce(list_sort(list_distinct(list(field) FILTER (rank < ${DERIVED_RANK}))), []) AS fields
     FROM src_column WHERE sheet_id = $sheet AND column_index > 0
     GROUP BY column_index, column_letter, header ORDER BY column_index`,
    z.object({ letter: z.string(), header: z.string(), fields: z.array(z.string()) }),
    { sheet: sheet.sheet_id },
  );
  return {
    sheet_id: sheet.sheet_id,
    sheet: sheet.sheet,
    kind: sheet.kinds,
    header_row: sheet.header_row,
    hidden: sheet.hidden,
    ...countsOf(sheet),
    ...counted,
    mapping: headerFields(columns),
    unmapped: columns.flatMap(({ header, fields }) => (fields.length === 0 ? [header] : [])),
    issues: await issuesOf(warehouse, sheet.sheet_id),
    edits: sheet.edits,
    edit_list: await editsOf(warehouse, sheet.sheet_id),
  };
}

/** What was found wrong in a stored sheet. */
export async function issuesOf(warehouse: Warehouse, sheetId: number): Promise<CellIssue[]> {
  const issues = await warehouse.read(
    `SELECT row_no AS row, column_letter AS column, header, field, value, code, message, severity
     FROM src_issue WHERE sheet_id = $sheet ORDER BY row_no, column_letter`,
    z.object({
      row: count,
      column: text,
      header: text,
      field: text,
      value: z.string(),
      code: z.string(),
      message: z.string(),
      severity: z.enum(['reject', 'warning']),
    }),
    { sheet: sheetId },
  );
  return issues.map((issue) => ({ ...issue, message: problemForPages(issue.message) }));
}

/** What was typed over in a stored sheet before it went in. */
export async function editsOf(warehouse: Warehouse, sheetId: number): Promise<CellEdit[]> {
  return warehouse.read(
    `SELECT row_no AS row, column_letter AS column, original, typed, actor, edited_at
     FROM src_cell_edit WHERE sheet_id = $sheet ORDER BY row_no, length(column_letter), column_letter`,
    z.object({
      row: count,
      column: z.string(),
      original: z.string(),
      typed: z.string(),
      actor: text,
      edited_at: z.string(),
    }),
    { sheet: sheetId },
  );
}
