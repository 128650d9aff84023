/** What reading a printed form finds. Plain data: it crosses to another thread. */
import type { RowIssueCode } from '#etl/messages.ts';

/** A cell of the sheet that a form's value was read from. */
export interface FormCell {
  /** From 1, as a person counts in the sheet. */
  readonly row: number;
  readonly letter: string;
  /** The whole text of the cell as the file holds it, its label included where both share a cell. */
  readonly text: string;
}

/** Something about a value that keeps its form from being read. */
export interface FormFault {
  /** 0-based column of the table made of the forms; -1 where it concerns the form as a whole. */
  readonly at: number;
  readonly code: RowIssueCode;
  /** Text of the cell. */
  readonly value: string;
  readonly detail: string;
}

/** One row of the table made of the forms: one form, or one line of its inner table. */
export interface FormRow {
  /** By 0-based column; null where the form has no such cell. */
  readonly cells: readonly (FormCell | null)[];
  readonly faults: readonly FormFault[];
  /** Rows of the sheet that its labels and values stand in, ascending. */
  readonly sheetRows: readonly number[];
}

/** A label of a form, for people: what was read from where. */
export interface FormLabelPlace {
  /** As normalised by normalise-header.ts: what a taught layout names it by. */
  readonly label: string;
  /** As written, without its colon. */
  readonly text: string;
  /** Cell address such as `B3`. */
  readonly address: string;
  /** Where its value stands; equal to `address` where both share a cell, null where none was found. */
  readonly valueAddress: string | null;
  /** The value as read, '' where blank. */
  readonly value: string;
  /** `kind.field` of every field it feeds; empty for a label that is unknown or left out. */
  readonly fields: readonly string[];
  /** Which form of the sheet it belongs to, from 0. */
  readonly form: number;
}

/** A cell typed over by a person, with what the file holds. */
export interface FormEdit {
  readonly row: number;
  readonly letter: string;
  readonly original: string;
  readonly typed: string;
}

/** Set on the recognition of a sheet that holds printed forms instead of a table. */
export interface FormFacts {
  /** Forms read; 0 where the sheet looks like a form and its layout is not known. */
  readonly forms: number;
  /** Labels of the first forms, in reading order. */
  readonly labels: readonly FormLabelPlace[];
  /** By number of the table's row: where its values stand. */
  readonly rows: ReadonlyMap<number, FormRow>;
  readonly edits: readonly FormEdit[];
  /** How the layout is known. */
  readonly by: 'labels' | 'chosen' | 'remembered';
  /** Fingerprint of the label set. */
  readonly fingerprint: string;
}
