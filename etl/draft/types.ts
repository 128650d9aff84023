/**
 * What people see of an upload before it counts, and of batches afterwards: plain data, as pages get it through the
 * import desk. Times are naive local `YYYY-MM-DDTHH:MM:SS`, months `YYYY-MM`, money integer fen, rows and columns counted
 * from 1, positions of files and sheets from 0.
 */

import type { SheetChoices } from '#etl/choices.ts';
import type { FileError, SheetResult, SkipReason } from '#etl/load/result.ts';
import type { FormLabelPlace } from '#etl/recognise/form/types.ts';
import type { CellIssue, FileFormat, MatchReason, SheetKind } from '#etl/types.ts';
import type { OwnFineGone } from '#queries/ledger/own-fines.ts';

/** What happens to the rows that cannot be read. */
export type ErrorRows = 'refuse' | 'leave_out';

export interface DraftOptions {
  /** `YYYY-MM`: stored rows of that month and of the sheets' kinds that are absent from the files go; null updates and appends. */
  replace_month: string | null;
  error_rows: ErrorRows;
}

export interface DraftSummary {
  id: string;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  created_at: string;
  actor: string | null;
  files: string[];
  state: Draft['state'];
}

/** Counts of rows: `rows` = new + changed + unchanged + rejected; skipped stands apart. */
export interface RowCounts {
  rows: number;
  new: number;
  changed: number;
  unchanged: number;
  rejected: number;
  skipped: number;
  /** Stored rows that go because the month is replaced. */
  removed: number;
}

export interface Draft {
  id: string;
  created_at: string;
  actor: string | null;
  options: DraftOptions;
  /** `reading` while files are read and compared; `ready`: files and counts stand; `failed`: see error. */
  state: 'reading' | 'ready' | 'failed';
  /** While reading, and while it is imported: the file at hand and how many of its data rows are read. */
  progress: { file: string; rows: number; done_files: number; files: number } | null;
  error: string | null;
  /** Counts over all files that could go in. */
  counts: RowCounts;
  /** Open questions over all sheets; the commit button is disabled while it is not 0. */
  questions: number;
  /** Whom a name may mean: the roster, this upload's own included; empty where none is loaded. */
  roster: { name: string; label: string; read_as: string }[];
  files: DraftFile[];
  /** Null while reading, and for a moment of a ready draft, while the figures are computed. */
  consequences: Consequences | null;
}

export interface DraftFile {
  /** Position in the draft, from 0; stays when others are removed. */
  index: number;
  file: string;
  bytes: number;
  sha256: string | null;
  format: FileFormat | null;
  encoding: string | null;
  /** The live batch that already holds this very file: nothing would change. */
  known_in_batch: number | null;
  /** Why nothing of the file can go in as things stand, e.g. damaged, not recognised, rows rejected while refusing. */
  error: FileError | null;
  counts: RowCounts;
  /** Months that the file has records of, the earliest first: each may be replaced. */
  months: string[];
  sheets: DraftSheet[];
}

export interface DraftSheet {
  /** Position in the workbook, from 0. */
  position: number;
  sheet: string;
  hidden: boolean;
  blank: boolean;
  /** The sheet is a printed form, or several below each other, instead of a table. */
  form: boolean;
  /** Of a form: its labels and where the value of each was read from, in reading order; the first forms of the sheet. */
  form_labels?: FormLabelPlace[];
  kinds: SheetKind[];
  header: { top: number; bottom: number } | null;
  counts: RowCounts;
  skipped_by: Partial<Record<SkipReason, number>>;
  hidden_rows: number;
  changed_fields: Record<string, number>;
  columns: DraftColumn[];
  questions: Question[];
  /** What a person said about texts and names of the sheet in this upload. */
  answered: AnsweredValue[];
  /** What was read in without asking, with how often: inferred years, full-width digits, 同上, formula errors … */
  automatic: { code: string; count: number; message: string }[];
  /** Set when a layout like last month's came with other columns: what is new and what is missing. */
  layout_change: {
    added: string[];
    removed: string[];
    unread: string[];
    last_batch: number | null;
  } | null;
  choices: SheetChoices;
}

export interface DraftColumn {
  letter: string;
  /** Header as composed from its rows, `时间／报修`. */
  header: string;
  /** `kind.field` of every field it feeds; empty when it is not imported. */
  fields: string[];
  why: MatchReason | 'chosen' | null;
  /** One sentence: why this match, or what about its values is worth knowing (149 个不重复; 1 格读不成金额). */
  remark: string;
  /** Whether the remark is a warning. */
  warning: boolean;
  required: boolean;
  /** First few distinct filled texts. */
  examples: string[];
  filled: number;
  /** Fields whose values have this shape, best first, for a column that no header matched. */
  suggestions: { field: string; reason: string }[];
}

/** Something only a person can decide. Answering is a change of the sheet's choices. */
export type Question =
  | {
      type: 'two_columns';
      field: string;
      message: string;
      /** Column letters that claim the field, with how many cells are filled; rows where they differ. */
      columns: { letter: string; header: string; filled: number }[];
      differing_rows: number[];
      options: Answer[];
    }
  | { type: 'missing_column'; field: string; message: string; options: Answer[] }
  | { type: 'unknown_kind'; message: string; options: Answer[] }
  | { type: 'header_row'; message: string; options: Answer[] }
  | {
      /** A name that is not on the roster, or a text of a category the product cannot read. */
      type: 'unknown_value';
      field: string;
      value: string;
      /** `person`, or the type of the category: one answer does for all sheets that ask about the same text of it. */
      about: string;
      /** Sheets of the upload that ask the same, this one among them. */
      sheets: number;
      rows: number[];
      message: string;
      /** Names of the roster by alias and pinyin, or the category's values; best first. Leaving it as written is one of them. */
      options: Answer[];
      /** False for names: an unknown name is a data-quality note, not a stop. */
      blocking: boolean;
    };

/** A text whose meaning a person gave. */
export interface AnsweredValue {
  field: string;
  value: string;
  read_as: string;
  /** As of the question it answers. */
  about: string;
  /** The meaning in words. */
  label: string;
}

/** One way to answer: the label shown and the change of choices it means. */
export interface Answer {
  label: string;
  recommended: boolean;
  patch: SheetChoices;
}

/** How a row of the sheet fares. */
export type RowState =
  | 'title'
  | 'header'
  | 'repeated_header'
  | 'total'
  | 'signature'
  | 'note'
  | 'blank'
  | 'left_out'
  | 'untouched'
  | 'new'
  | 'changed'
  | 'unchanged'
  | 'rejected';

export interface SheetWindow {
  /** Letters and widths (characters) of all columns. */
  columns: { letter: string; width: number; imported: boolean }[];
  header: { top: number; bottom: number } | null;
  /** Merged ranges that touch the window, 1-based and inclusive. */
  merges: { top: number; left: number; bottom: number; right: number }[];
  /** In sheet order; between two of them, rows of no interest may be folded. */
  rows: WindowRow[];
  /** Last row of the sheet. */
  last_row: number;
}

export interface WindowRow {
  row: number;
  state: RowState;
  hidden: boolean;
  /** Texts as a person sees them in the file, by column. */
  cells: string[];
  /** By column letter: what is wrong, inferred, changed or typed over. */
  marks: Record<string, CellMark>;
  /** Issues of the row as a whole. */
  issues: Omit<CellIssue, 'row'>[];
}

export interface CellMark {
  issue: Omit<CellIssue, 'row'> | null;
  /** The stored value that this cell would replace; null when it does not change one. */
  before: string | null;
  /** The text typed over it in the preview, null when none. */
  edited: string | null;
}

export interface WindowQuery {
  /** `interesting`: rejected, changed and warned rows with their neighbours, titles and headers; `all`: by row number. */
  show: 'interesting' | 'all';
  /** First row, from 1. */
  from: number;
  /** At most this many rows, up to 500. */
  limit: number;
}

/** What committing would do to the figures and proposed fines of open months. */
export interface Consequences {
  months: MonthConsequences[];
  /** Months that are closed, with how many of their fines would move: corrections go into an open month. */
  closed: { month: string; rows: number }[];
}

export interface MonthConsequences {
  month: string;
  metrics: MetricMove[];
  /** Metrics of the month that do not move. */
  unmoved: number;
  fines_before: { count: number; fen: number };
  fines_after: { count: number; fen: number };
  fines: FineMove[];
  /** Moves beyond those listed. */
  fines_left_out: number;
}

export interface MetricMove {
  /** Id of queries/metrics/registry.ts. */
  metric: string;
  before: { value: number | null; n: number | null; total: number | null };
  after: { value: number | null; n: number | null; total: number | null };
}

export interface FineMove {
  move: 'appears' | 'vanishes' | 'changes';
  key: string;
  rule: string;
  person: string | null;
  ticket_no: string | null;
  /** The ticket is stored as things stand, before the change: only then there is a page about it. */
  stored: boolean;
  /** The arithmetic in words, of the state after (before for one that vanishes). */
  text: string;
  fen_before: number | null;
  fen_after: number | null;
}

/** One batch in the history. */
export interface BatchSummary {
  batch: number;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  imported_at: string;
  actor: string | null;
  state: 'live' | 'undone';
  /** When and by whom it was undone; null while it is live, or where nobody was named. */
  undone_at: string | null;
  undone_by: string | null;
  files: string[];
  counts: RowCounts;
  kinds: SheetKind[];
}

export interface BatchDetail extends BatchSummary {
  replace_month: string | null;
  /** Null when it can be undone, else why not, naming the later batch. */
  undo_refused: string | null;
  /** The later batches that are in the way of undoing it. */
  undo_first: number[];
  /** Fines of the person who imported or undid, which are found no more since; a manager looks at them. */
  own_gone: OwnFineGone[];
  file_details: {
    file_id: number;
    file: string;
    sha256: string;
    format: FileFormat;
    encoding: string | null;
    bytes: number;
    /** Whether the original is kept and can be downloaded. */
    kept: boolean;
    sheets: (SheetResult & { sheet_id: number; edits: number; edit_list?: CellEdit[] })[];
  }[];
}

/** A cell whose text was typed over in the preview before its file went in. */
export interface CellEdit {
  row: number;
  /** Column letter. */
  column: string;
  original: string;
  typed: string;
  actor: string | null;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  edited_at: string;
}

/** What a cell of a stored file looks like in its surroundings. */
export interface SourceView {
  batch: number;
  batch_state: 'live' | 'undone';
  imported_at: string;
  actor: string | null;
  file_id: number;
  file: string;
  sheet: string;
  sheet_id: number;
  window: SheetWindow;
  /** The cell asked for. */
  row: number;
  column: string | null;
  /** Where the window came from: the kept original, or the texts kept in the database where no original is. */
  from: 'original' | 'stored_texts';
}
