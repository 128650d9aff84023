/**
 * The door from the web to imports: uploads in progress (drafts), what they would do, and the history of what went in.
 *
 * A draft holds the files of one upload and the decisions about them. It lives on disk in the data folder, outside the
 * database, so it survives reload, back and a restart, and nothing of it counts until it is committed. Reading runs in
 * worker threads; a page asks again until `state` is no longer `reading`.
 * All methods reject with an `Error` whose message is fit for people.
 */
import type { FileChoices, SheetChoices } from '#etl/choices.ts';
import type {
  BatchDetail,
  BatchSummary,
  Consequences,
  Draft,
  DraftOptions,
  DraftSummary,
  SheetWindow,
  SourceView,
  WindowQuery,
} from '#etl/draft/types.ts';
import type { RememberedKey, RememberedReadings } from '#etl/load/remembered.ts';
import type { Lang } from '../format/number.ts';

export interface ImportDesk {
  /**
   * Folder for files on their way in, on the disk that holds the drafts, so that taking them over is a rename.
   * Absent: the machine's temporary folder.
   */
  readonly uploadDir?: string;
  drafts(): Promise<DraftSummary[]>;
  /** Takes the files over (moved from `path`) and begins to read them. Resolves with the draft's id at once. */
  createDraft(
    files: readonly { name: string; path: string }[],
    actor: string | null,
    lang?: Lang,
  ): Promise<string>;
  /**
   * Null when there is none of that id (discarded or committed). What was found is told in `lang`; without it in the language
   * it was last asked for in.
   */
  draft(id: string, lang?: Lang): Promise<Draft | null>;
  /** Merges decisions about one sheet into the draft and reads again what they touch. `reset` forgets earlier ones first. */
  choose(
    id: string,
    file: number,
    position: number,
    patch: SheetChoices,
    reset?: boolean,
  ): Promise<void>;
  /** Takes the answer to a question. What a text or a name means is taken for every sheet of the draft that asks the same. */
  answer(id: string, file: number, position: number, patch: SheetChoices): Promise<void>;
  /** Takes back what was said about a text of a field, wherever the same was said of it. */
  takeAnswerBack(
    id: string,
    file: number,
    position: number,
    field: string,
    value: string,
  ): Promise<void>;
  setOptions(id: string, options: Partial<DraftOptions>): Promise<void>;
  removeFile(id: string, file: number): Promise<void>;
  /** Rows of a sheet as the file holds them, with what is wrong with them and what they would change. */
  window(id: string, file: number, position: number, query: WindowQuery): Promise<SheetWindow>;
  /**
   * The files with rejected rows as a workbook to mend them in, null when there are none. `file`: of this one alone, which is
   * given back as it is, formats and other sheets included, where it is an xlsx.
   */
  rejects(id: string, file?: number): Promise<Uint8Array | null>;
  /** Imports the draft's files in one batch, remembers its confirmed mappings, names and values, and drops the draft. */
  commit(
    id: string,
  ): Promise<{ batch: number | null; refused: { file: string; message: string }[] }>;
  /** Stops reading and forgets the draft and its files. */
  discard(id: string): Promise<void>;

  batches(): Promise<BatchSummary[]>;
  batch(id: number, lang?: Lang): Promise<BatchDetail | null>;
  /** The rows a batch left out because they could not be read, as a workbook to mend them in; null when none is kept. */
  batchRejects(id: number, lang?: Lang): Promise<Uint8Array | null>;
  /** What undoing would do. */
  undoConsequences(id: number, lang?: Lang): Promise<Consequences>;
  /** `actor`: who does it, null where nobody was chosen yet. */
  undo(id: number, actor: string | null, lang?: Lang): Promise<void>;
  /** What is read without asking because a person once said so, the latest first. */
  remembered(): Promise<RememberedReadings>;
  /** Forgets one of them; what is stored stays as it was read. */
  forget(key: RememberedKey): Promise<void>;
  /** The stored original. */
  original(fileId: number): Promise<{ file: string; bytes: Uint8Array } | null>;
  /** A stored sheet around one row, with the cell asked for. */
  source(
    sheetId: number,
    row: number,
    column: string | null,
    lang?: Lang,
  ): Promise<SourceView | null>;
}

export type {
  Answer,
  AnsweredValue,
  BatchDetail,
  BatchSummary,
  CellEdit,
  CellMark,
  Consequences,
  Draft,
  DraftColumn,
  DraftFile,
  DraftOptions,
  DraftSheet,
  DraftSummary,
  ErrorRows,
  FineMove,
  MetricMove,
  MonthConsequences,
  Question,
  RowCounts,
  RowState,
  SheetWindow,
  SourceView,
  WindowQuery,
  WindowRow,
} from '#etl/draft/types.ts';
export type {
  RememberedForm,
  RememberedKey,
  RememberedMapping,
  RememberedReadings,
  RememberedValue,
} from '#etl/load/remembered.ts';
export type { FileChoices };
