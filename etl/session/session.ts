/**
 * One file while it is read: opened once, its sheets recognised, its rows handed out for a preview or staged for an
 * import. Where the work is done (a worker thread) is this folder's business alone.
 */
import type { FileChoices } from '#etl/choices.ts';
import type { RecogniseOptions, Recognition } from '#etl/recognise/recognise-sheet.ts';
import type { RowRole } from '#etl/recognise/row-role.ts';
import type { FileFormat, MergeRange, SheetKind, SheetRow } from '#etl/types.ts';

/** A sheet as far as it can be told without reading its rows. */
export interface SheetFacts {
  readonly name: string;
  /** Position in the workbook, from 0. */
  readonly position: number;
  readonly hidden: boolean;
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
  readonly encoding: string | null;
  readonly sheets: readonly SheetFacts[];
}

export interface PlanChoices {
  readonly lang: 'zh' | 'en';
  readonly kind?: SheetKind;
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** Confirmed mappings by header fingerprint: plain data, so that it can cross to another thread. */
  readonly remembered: Readonly<
    Record<string, ReturnType<NonNullable<RecogniseOptions['remembered']>>>
  >;
  /** What a person decided, by sheet position. */
  readonly sheets?: FileChoices;
}

/** A sheet that is not blank, as recognised. */
export interface PlannedSheet {
  readonly facts: SheetFacts;
  readonly recognition: Recognition;
}

/** A row as the file holds it (merges filled), and what it is. */
export interface ReadRow {
  readonly row: SheetRow;
  readonly role: RowRole | 'title' | 'header';
}

/** Rows of a sheet asked for: by number, or from a row on. */
export interface RowsWanted {
  /** First row, from 1. */
  readonly from: number;
  readonly limit: number;
  /** Only these rows; ascending. */
  readonly only?: readonly number[];
}

export interface ReadingSession {
  readonly file: FileFacts;
  /** Recognises every sheet from its first rows; blank sheets are left out. */
  plan(choices: PlanChoices): Promise<readonly PlannedSheet[]>;
  /** Rows of a planned sheet. Edits of the choices are not applied: the file's own cells. */
  rows(position: number, wanted: RowsWanted): Promise<readonly ReadRow[]>;
  close(): Promise<void>;
}
