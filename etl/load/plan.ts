/** What is to be read of a file: its sheets as recognised, before any row is read. */
import type { FileChoices, SheetChoices } from '#etl/choices.ts';
import {
  DERIVED_RANK,
  type RecogniseOptions,
  type Recognition,
  recogniseSheet,
} from '#etl/recognise/recognise-sheet.ts';
import type { CellIssue, SheetKind, SheetRow, SheetSource } from '#etl/types.ts';
import type { IncomingSheet } from './incoming.ts';

/** Rows handed to recognition: header search looks at 60, dates without a year at some records below. */
const SAMPLE_ROWS = 200;

/** One sheet of the file, recognised or not. */
export interface SheetPlan {
  /** Position in the file, from 0. */
  readonly sheetOrd: number;
  readonly source: SheetSource;
  readonly recognition: Recognition;
  /** What a person decided about the sheet. */
  readonly choices: SheetChoices;
}

export interface RecogniseChoices {
  readonly lang: 'zh' | 'en';
  readonly kind?: SheetKind;
  readonly mapping?: Readonly<Record<string, string | null>>;
  readonly remembered?: NonNullable<RecogniseOptions['remembered']>;
  /** What a person decided, by sheet position. */
  readonly sheets?: FileChoices;
}

/** Recognises every sheet from its first rows. Blank sheets are left out. */
export async function planSheets(
  sheets: readonly SheetSource[],
  choices: RecogniseChoices,
): Promise<SheetPlan[]> {
  const plans: SheetPlan[] = [];
  for (const [sheetOrd, source] of sheets.entries()) {
    const sample = await firstRows(source);
    if (sample.length === 0) continue;
    plans.push({
      sheetOrd,
      source,
      recognition: recogniseSheet(sample, source.merges, { ...choices, sheetName: source.name }),
      choices: choices.sheets?.[source.position] ?? {},
    });
  }
  return plans;
}

async function firstRows(source: SheetSource): Promise<SheetRow[]> {
  const sample: SheetRow[] = [];
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (sample.length === SAMPLE_ROWS) return sample;
      sample.push(row);
    }
  }
  return sample;
}

/** What the staging area needs to know of a recognised sheet. */
export function incomingSheet(plan: SheetPlan): IncomingSheet {
  const { kinds, columns } = plan.recognition;
  const captured = new Map<SheetKind, readonly string[]>(
    kinds.map((kind) => [
      kind,
      [
        ...new Set(
          columns.flatMap((column) =>
            column.targets.filter((target) => target.kind === kind).map((target) => target.field),
          ),
        ),
      ],
    ]),
  );
  const shared = new Set(
    columns
      .map((column) => column.targets.filter((target) => target.rank < DERIVED_RANK))
      .filter((targets) => new Set(targets.map((target) => target.kind)).size > 1)
      .flatMap((targets) => targets.map((target) => `${target.kind}.${target.field}`)),
  );
  const own = new Map(
    kinds.map((kind, order) => [
      kind,
      (captured.get(kind) ?? []).filter(
        (field) => !shared.has(`${kind}.${field}`) || (order > 0 && field === 'technician'),
      ),
    ]),
  );
  return { sheetOrd: plan.sheetOrd, kinds, captured, own };
}

/** What recognition had to say about the sheet as a whole. */
export function sheetIssues(plan: SheetPlan): CellIssue[] {
  return plan.recognition.problems.map((problem) => ({
    row: 0,
    column: null,
    header: null,
    field: null,
    value: '',
    code: problem.code,
    message: problem.message,
    severity: problem.fatal ? 'reject' : 'warning',
  }));
}
