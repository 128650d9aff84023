/**
 * One file while it is read: opened once, its sheets recognised, its rows handed out for a preview or staged for an
 * import. Where the work is done (a worker thread, thread.ts) is this folder's business alone.
 */
import type { FileChoices, FormLayout, SheetChoices } from '#etl/choices.ts';
import type { RejectedRow, SkipReason } from '#etl/load/result.ts';
import type { MappedHeaders, Recognition } from '#etl/recognise/recognise-sheet.ts';
import type { RowRole } from '#etl/recognise/row-role.ts';
import type {
  CellIssue,
  FileFormat,
  ImportClock,
  MergeRange,
  SheetKind,
  SheetRow,
  TextFacts,
} from '#etl/types.ts';
import type { PackedChunk } from './packed-chunk.ts';
import type { StagedTable, ValueColumns } from './staged-tables.ts';

/** A sheet as far as it can be told without reading its rows. */
export interface SheetFacts {
  readonly name: string;
  /** Position in the workbook, from 0. */
  readonly position: number;
  readonly hidden: boolean;
  /** Serials count from 1904-01-01 instead of 1899-12-30. */
  readonly date1904: boolean;
  readonly merges: readonly MergeRange[];
}

/** The file as it was opened. */
export interface FileFacts {
  /** Base name, for people. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: FileFormat;
  /** Text encoding of csv, null for workbooks. */
  readonly encoding: string | null;
  /** Null for workbooks. */
  readonly text: TextFacts | null;
  readonly sheets: readonly SheetFacts[];
}

/** What recognition is to respect. Plain data: it crosses to another thread. */
export interface PlanChoices {
  readonly lang: 'zh' | 'en';
  /** The one kind of all sheets. */
  readonly kind?: SheetKind;
  /** Header (or `@C`, a column letter) → `field`, `kind.field`, or null to leave the column out. */
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** Mappings confirmed earlier, by header fingerprint. */
  readonly remembered?: Readonly<Record<string, MappedHeaders>>;
  /** Layouts of printed forms taught earlier, by fingerprint of their labels. */
  readonly forms?: Readonly<Record<string, FormLayout>>;
  /** What a person decided, by sheet position. */
  readonly sheets?: FileChoices;
  /** Values confirmed earlier, by field and text as written: they count for every sheet. */
  readonly values?: NonNullable<SheetChoices['values']>;
  /** Begins of the SHA-256 of files that are in, as workbooks sent back for mending name their originals. */
  readonly stored?: readonly string[];
}

/** One sheet that is not blank, recognised or not. */
export interface SheetPlan {
  /** Position among the file's sheets, from 0. */
  readonly sheetOrd: number;
  readonly source: SheetFacts;
  readonly recognition: Recognition;
  /** What a person decided about the sheet. */
  readonly choices: SheetChoices;
}

/** What reading one sheet found. */
export interface StagedSheet {
  /** Rows that could not be read. */
  readonly rejectedRows: number;
  /** The first of them, with their cells. */
  readonly rejected: readonly RejectedRow[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly hiddenRows: number;
  readonly issues: readonly CellIssue[];
  readonly issuesLeftOut: number;
}

/** Takes the rows of a sheet as they are read, in order. */
export interface StagingSink {
  chunk(table: StagedTable, chunk: PackedChunk): void;
  /** So many more data rows are read. */
  progress(rows: number): void;
  /** What the sheet brought so far is void: it is read once more from its first row. */
  restart(): Promise<void>;
}

/** A row as the file holds it, merged cells filled, and what it is. */
export interface ReadRow {
  readonly row: SheetRow;
  readonly role: RowRole | 'title' | 'header';
}

/** Rows of a sheet asked for. */
export interface RowsWanted {
  /** First row, from 1. */
  readonly from: number;
  readonly limit: number;
  /** Only these rows, ascending. */
  readonly only?: readonly number[];
}

/** All methods throw FileRefused where the file is at fault. One call at a time. */
export interface ReadingSession {
  readonly file: FileFacts;
  /** Recognises every sheet from its first rows; blank sheets are left out. */
  plan(choices: PlanChoices): Promise<readonly SheetPlan[]>;
  /** Reads the data rows of a planned sheet into the sink, with the edits and values of its choices applied. */
  stage(
    sheetOrd: number,
    columns: ValueColumns,
    clock: ImportClock,
    sink: StagingSink,
  ): Promise<StagedSheet>;
  /** Rows of a sheet by its place among the file's sheets, as the file holds them: edits are not applied. */
  rows(sheetOrd: number, wanted: RowsWanted): Promise<readonly ReadRow[]>;
  /** May be called again. */
  close(): Promise<void>;
}
