/** What an import hands back: the JSON of `import --json`, and the rejected rows for a workbook to mend them in. */
import type { Cell, CellIssue, FieldType, FileFormat, SheetKind } from '#etl/types.ts';

/** Why rows were not read as data; `left_out`: a person said so; `untouched`: of a workbook sent back, in already. */
export const SKIP_REASONS = [
  'title',
  'repeated_header',
  'total',
  'signature',
  'note',
  'left_out',
  'untouched',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** One sheet of an imported file. `rows` = new + changed + unchanged + rejected. */
export interface SheetResult {
  readonly sheet: string;
  /** Kinds fed by each row, the leading one first; empty when the sheet is none of the department's. */
  readonly kind: readonly SheetKind[];
  /** Last row of the header, from 1; 0 when none was found. */
  readonly header_row: number;
  /** How many rows the header has; null for a sheet imported before. */
  readonly header_rows: number | null;
  readonly hidden: boolean;
  /** Data rows that were hidden in the sheet; they are read like any other. */
  readonly hidden_rows: number;
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly skipped_by: Readonly<Partial<Record<SkipReason, number>>>;
  /** Rows of changed records by the field that differs from what was stored. */
  readonly changed_fields: Readonly<Record<string, number>>;
  /** Rows stored before that go because the month is replaced. */
  readonly removed: number;
  /** Header text → field, or the list of fields where the column feeds several. */
  readonly mapping: Readonly<Record<string, string | readonly string[]>>;
  readonly unmapped: readonly string[];
  readonly issues: readonly Omit<CellIssue, 'field'>[];
  /** Issues beyond those listed. */
  readonly issues_left_out: number;
}

/** Why a file was not committed. */
export interface FileError {
  readonly code: string;
  readonly message: string;
}

export interface FileResult {
  readonly file: string;
  /** Null when the file could not be read at all. */
  readonly sha256: string | null;
  readonly format: FileFormat | null;
  readonly encoding: string | null;
  /** The file's accepted rows are stored, by this call or an earlier one. */
  readonly committed: boolean;
  /** The live batch that already holds this very file; null for a file seen the first time. */
  readonly known_in_batch: number | null;
  readonly error: FileError | null;
  readonly sheets: readonly SheetResult[];
}

export interface ImportResult {
  /** Number of the batch; null when nothing was written. */
  readonly batch: number | null;
  /** True when every file went in (or was in already) and this was no dry run. */
  readonly committed: boolean;
  readonly dry_run: boolean;
  readonly files: readonly FileResult[];
}

/** A rejected row as the file holds it, but for the cells a person mended. */
export interface RejectedRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly issues: readonly CellIssue[];
  /** Cells that a person typed over, with the file's own text. */
  readonly mended?: readonly { readonly column: string; readonly original: string }[];
}

/** A cell of a printed form that is to be mended; without a column, what is wrong with the form as a whole. */
export interface FormFault {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

/** Where the original of a sheet lies, to give it back whole. */
export interface RejectedOriginal {
  readonly path: string;
  readonly sha256: string;
  readonly format: FileFormat;
  /** Cells typed over, by name of the sheet and address. */
  readonly edits: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The rejected rows of one sheet, with what is needed to write them down again. */
export interface RejectedSheet {
  readonly file: string;
  readonly sheet: string;
  /** Header text of each column, from the first. */
  readonly headers: readonly string[];
  readonly rows: readonly RejectedRow[];
  /** Rejected rows beyond those kept. */
  readonly leftOut: number;
  /** Last row of the header, 0 where the sheet holds printed forms. */
  readonly headerRow: number;
  /** Of printed forms: what is wrong with which cell of the sheet. As a table, `rows` hold the same, a row per form. */
  readonly formFaults: readonly FormFault[];
  /** What is written in the columns, by letter, as far as a list of words can help. */
  readonly types: Readonly<Record<string, FieldType>>;
  /** Null where it is not kept. */
  readonly original: RejectedOriginal | null;
}

/** True when the caller must answer with exit code 1: at least one file was refused. */
export function anyRefused(result: ImportResult): boolean {
  return result.files.some((file) => file.error !== null);
}
