/** What data quality hands to page, overview and workbook. Months `YYYY-MM`, times naive local `YYYY-MM-DDTHH:MM:SS`. */
import type { Likeness } from '../values/person-names.ts';

/** Sections of the page, what costs money first. */
export const QUALITY_SECTIONS = [
  'persons',
  'evidence',
  'rows',
  'charges',
  'times',
  'documents',
  'duplicates',
  'cells',
] as const;
export type QualitySection = (typeof QUALITY_SECTIONS)[number];

/** Every finding with its section, in the order of the page. The codes are those of macros/quality_of.sql. */
export const QUALITY_FINDINGS = {
  unknown_person: 'persons',
  shared_name: 'persons',
  suspected: 'evidence',
  rejected_row: 'rows',
  duplicate_key: 'rows',
  charge_mismatch: 'charges',
  parts_mismatch: 'charges',
  time_order: 'times',
  long_span: 'times',
  step_order: 'times',
  dispatched_without_receipt: 'documents',
  requisition_without_dispatch: 'documents',
  requisition_without_receipt: 'documents',
  receipt_without_follow_up: 'documents',
  receipt_without_ticket: 'documents',
  requisition_without_ticket: 'documents',
  follow_up_without_ticket: 'documents',
  complaint_without_ticket: 'documents',
  possible_duplicate: 'duplicates',
  blank_required: 'cells',
  warned_cell: 'cells',
} as const satisfies Record<string, QualitySection>;
export type QualityCode = keyof typeof QUALITY_FINDINGS;

/** One cell (or row) a finding stands on. */
export interface QualityRow {
  code: QualityCode;
  ticket_no: string | null;
  /** Whose it is, as written. */
  person: string | null;
  /** Kind of sheet; null where the row became no record. */
  kind: string | null;
  field: string | null;
  /** Name of the field in words, null where the whole row is meant. */
  field_name: string | null;
  /** What is wrong, in words. */
  what: string;
  /** Null only where no sheet holds the record any more. */
  sheet_id: number | null;
  file: string | null;
  sheet: string | null;
  /** 1-based row of the sheet; 0: the sheet as a whole. */
  row: number | null;
  /** Column letter; null: the whole row. */
  column: string | null;
  header: string | null;
  /** Original text, '' when blank. */
  value: string;
}

export interface QualityFinding {
  code: QualityCode;
  section: QualitySection;
  /** What is counted: names, rows, tickets … (the unit of `title`). */
  count: number;
  /** Cells or records they stand on. */
  cells: number;
  title: string;
  /** What it means for the figures. */
  means: string;
  /** What to do. */
  todo: string;
  /** The count by kind of finding (issue code, stage, rule), most frequent first; empty where there is but one. */
  parts: { id: string; label: string; count: number }[];
  rows: QualityRow[];
}

/** A person a written name may mean. */
export interface PersonCandidate {
  employee_no: string | null;
  name: string;
  by: Likeness;
}

/** A written name that means nobody, several, or perhaps the same person as another name. */
export interface NameQuestion {
  written: string;
  /** Places it is written in this month. */
  cells: number;
  /** unknown: not on the roster · shared: several persons of that name · alike: no roster, but like another name. */
  state: 'unknown' | 'shared' | 'alike';
  candidates: PersonCandidate[];
}

/** A decision in force about a written name. */
export interface NameDecision {
  id: number;
  written: string;
  same: boolean;
  employee_no: string | null;
  person_name: string;
  actor: string | null;
  decided_at: string;
  /** Places the name is written in this month. */
  cells: number;
}

export interface FieldCoverage {
  field: string;
  name: string;
  /** Of the kind's records those whose sheets had a column for it. */
  captured: number;
  /** Of the captured ones those with a value. */
  filled: number;
}

export interface KindCoverage {
  kind: string;
  name: string;
  records: number;
  fields: FieldCoverage[];
}

export interface MissingKind {
  kind: string;
  name: string;
  /** What cannot be said without it. */
  means: string;
}

/** Records of one field of one kind that were asked for and left blank, and sheets that never asked. */
export interface BlankField {
  kind: string;
  field: string;
  name: string;
  kind_name: string;
  /** Blank though captured. */
  blank: number;
  rows: QualityCell[];
  /** Sheets of the month without a column for the field, with how many of its records they brought. */
  sheets: { sheet_id: number; file: string; sheet: string; header_row: number; records: number }[];
}

/** One blank cell. */
export interface QualityCell {
  ticket_no: string | null;
  record_key: string;
  sheet_id: number;
  file: string;
  sheet: string;
  row: number;
  column: string;
  header: string;
}

export interface MonthQuality {
  month: string;
  as_of: string;
  /** Stage times nobody asked for (▨ 未采集). */
  not_captured: number;
  /** Live imports that brought the month's tickets. */
  batches: number;
  /** In the order of the page; those that do not occur have count 0 and no rows. */
  findings: QualityFinding[];
  persons: {
    roster_loaded: boolean;
    /** Whom a name may be decided to mean: the roster, else the names written this month. */
    choices: { employee_no: string | null; name: string }[];
    questions: NameQuestion[];
    decisions: NameDecision[];
    /** Persons written in several ways that already count as one. */
    merged: {
      name: string;
      employee_no: string | null;
      written: { name: string; cells: number }[];
    }[];
  };
  coverage: KindCoverage[];
  missing: MissingKind[];
}

/** Counts of the findings for the overview; what is counted is the finding's own unit. */
export type QualityCounts = Record<QualityCode, number>;
