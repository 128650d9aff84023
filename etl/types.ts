/**
 * The vocabulary of the left edge: what a reader hands on, what recognition decides, what a row becomes.
 * Everything here is plain data; readers, recognition, cell reading and loading meet only in these types.
 */
import { SHEET_KINDS, type SheetKind } from '#queries/sources/kinds.ts';

export { SHEET_KINDS, type SheetKind };

/** File formats by content, never by name. */
export type FileFormat = 'csv' | 'xlsx' | 'xls';

/** A spreadsheet number with a date or time format: Excel serial (days) in the workbook's date system. */
export interface SerialCell {
  readonly serial: number;
  /** The text a person sees, e.g. `2026-10-03 14:30`. */
  readonly text: string;
}

/** A formula error (`#N/A`, `#DIV/0!`), '' where a formula was saved without a result: read as a blank with a warning. */
export interface ErrorCell {
  readonly error: string;
}

/** One cell as the file holds it. Empty cells are null. Formulas arrive as their cached value. */
export type Cell = string | number | boolean | SerialCell | ErrorCell | null;

/** One row of a sheet; `row` counts from 1 as a person sees it in the sheet, blank rows included. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly hidden?: boolean;
}

/** A merged range, all bounds 1-based and inclusive. Only its top-left cell carries the value in `cells`. */
export interface MergeRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A sheet ready to be read. `rows()` may be called more than once and starts over each time. */
export interface SheetSource {
  readonly name: string;
  /** Position in the workbook, from 0. */
  readonly position: number;
  readonly hidden: boolean;
  /** Serials count from 1904-01-01 instead of 1899-12-30. */
  readonly date1904: boolean;
  readonly merges: readonly MergeRange[];
  /** Set where no text of it holds a NUL or a unit separator: nobody need look for them. */
  readonly plain?: true;
  /** Rows in order, in batches of at most a few thousand; wholly empty rows may be left out. */
  rows(): AsyncIterable<readonly SheetRow[]> | Iterable<readonly SheetRow[]>;
  /** A place near the middle where rows can be read from, null where there is none. Only for long texts. */
  middle?(): Promise<SheetCut | null>;
  /**
   * The rows before or from such a place on. Whether the place is a true one shows when the rows before it are through:
   * the iteration then ends with `true`.
   */
  half?(cut: SheetCut, which: 'first' | 'second'): AsyncGenerator<readonly SheetRow[], boolean>;
}

/** A place between two rows of a text. */
export interface SheetCut {
  /** Byte at which the next row begins. */
  readonly byte: number;
  /** Rows before it, blank ones included. */
  readonly rowsBefore: number;
}

/** What passing through a whole text file found out: who opens it again need not, unless it was written to since. */
export interface TextFacts {
  readonly sha256: string;
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  readonly bytes: number;
  /** When it was last written to, milliseconds. */
  readonly writtenMs: number;
}

/** An opened file. */
export interface SourceFile {
  /** Base name, for people. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: FileFormat;
  /** Text encoding of csv: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`; null for workbooks. */
  readonly encoding: string | null;
  /** Null for workbooks. */
  readonly text: TextFacts | null;
  readonly sheets: readonly SheetSource[];
  close(): Promise<void>;
}

/** How a cell's text is read (forms.md, Reading cells). */
export type FieldType =
  | 'text'
  | 'code'
  | 'person'
  | 'time'
  | 'date'
  | 'money'
  | 'number'
  | 'percent'
  | 'yes_no'
  | 'signature'
  | 'satisfaction'
  | 'resolution'
  | 'region'
  | 'warranty'
  | 'service_type'
  | 'refused'
  | 'channel'
  | 'severity'
  | 'reason'
  | 'role';

/** One field of a kind. */
export interface FieldSpec {
  /** Name in forms.md, used in mappings and JSON. */
  readonly field: string;
  readonly type: FieldType;
  /** Column of the kind's row table that holds the value; differs from `field` where a unit is added. */
  readonly column: string;
  /** Header texts in order of rank; two columns of one rank ask, a higher rank wins. */
  readonly aliases: readonly string[];
  /** The column must exist in the sheet. */
  readonly required?: boolean;
  /** A time that has happened: later than the import's clock plus a day is an error. */
  readonly happened?: boolean;
}

/** One kind of sheet. */
export interface KindSpec {
  readonly kind: SheetKind;
  /** Table of immutable source rows, `ticket_row` and so on. */
  readonly table: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly fields: readonly FieldSpec[];
  /** Several rows of one file may carry the same key: the n-th occurrence becomes part of it. */
  readonly repeatable: boolean;
}

/** Why something could not be read; `reject` takes the row out, `warning` keeps it. */
export interface CellIssue {
  /** 1-based row of the sheet; 0 when the issue speaks of the whole sheet. */
  readonly row: number;
  /** Column letter, or null when the issue speaks of the whole row. */
  readonly column: string | null;
  readonly header: string | null;
  readonly field: string | null;
  /** Original text of the cell. */
  readonly value: string;
  /** Stable machine name, e.g. `impossible_date`. */
  readonly code: string;
  /** For people, in the language of the run: what is wrong and what to do. */
  readonly message: string;
  readonly severity: 'reject' | 'warning';
}

/** Why a column was matched to a field. */
export type MatchReason =
  | 'alias'
  | 'two_row_header'
  | 'remembered'
  | 'mapping_file'
  | 'value_shape'
  /** A person said so on the import page. */
  | 'chosen';

/** One column of a recognised sheet. */
export interface ColumnMatch {
  /** 1-based column. */
  readonly column: number;
  readonly header: string;
  /** Fields this column feeds; several kinds may share one column (单号 feeds ticket and receipt). */
  readonly targets: readonly {
    readonly kind: SheetKind;
    readonly field: string;
    readonly rank: number;
    readonly why: MatchReason;
  }[];
}

/** What recognition decided about one sheet. */
export interface RecognisedSheet {
  /** Kinds fed by each row; empty when the sheet is not one of the department's. */
  readonly kinds: readonly SheetKind[];
  /** 1-based last header row; 0 when none was found. */
  readonly headerRow: number;
  /** First header row (differs from headerRow for two-row headers). */
  readonly headerTop: number;
  readonly columns: readonly ColumnMatch[];
  /** Headers that fit no field. */
  readonly unmapped: readonly string[];
  /** Title texts above the header, for the year of dates written without one. */
  readonly titles: readonly string[];
  /** Questions and refusals about the sheet as a whole. */
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly fatal: boolean;
    /** Fields it speaks of, `kind.field`. */
    readonly fields?: readonly string[];
    /** Columns it speaks of, from 1. */
    readonly columns?: readonly number[];
  }[];
}

/** A run's fixed points, passed in so that pure code knows no clock. */
export interface ImportClock {
  /** Naive local wall-clock time of the company at the moment of import, microseconds since 1970. */
  readonly nowMicros: number;
  readonly lang: 'zh' | 'en';
}

/** A refusal that concerns a whole file: thrown by readers, shown to people as it is. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  constructor(
    readonly code: string,
    message: string,
    readonly file: string,
  ) {
    super(message);
  }
}
