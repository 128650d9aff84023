/** What is to be read of a file: its sheets as recognised, before any row is read. */
import type { FileChoices, FormLayout, SheetChoices } from '#etl/choices.ts';
import { recogniseForms } from '#etl/recognise/form/recognise-form.ts';
import {
  DERIVED_RANK,
  type RecogniseOptions,
  type Recognition,
  recogniseSheet,
} from '#etl/recognise/recognise-sheet.ts';
import { PICK_LIST_MARK, returnedColumns } from '#etl/recognise/returned.ts';
import type { SheetPlan } from '#etl/session/session.ts';
import type { SheetKind, SheetRow, SheetSource } from '#etl/types.ts';
import type { IncomingSheet } from './incoming.ts';

/** Rows handed to recognition: header search looks at 60, dates without a year at some records below. */
const SAMPLE_ROWS = 200;

/** A planned sheet with its rows at hand. */
export interface OpenSheetPlan extends SheetPlan {
  readonly source: SheetSource;
}

export interface RecogniseChoices {
  readonly lang: 'zh' | 'en';
  readonly kind?: SheetKind;
  readonly mapping?: Readonly<Record<string, string | null>>;
  readonly remembered?: NonNullable<RecogniseOptions['remembered']>;
  /** Layouts of printed forms taught earlier, by fingerprint of their labels. */
  readonly forms?: Readonly<Record<string, FormLayout>>;
  /** What a person decided, by sheet position. */
  readonly sheets?: FileChoices;
  /** Begins of the SHA-256 of files that are in, as workbooks sent back for mending name their originals. */
  readonly stored?: readonly string[];
  /** Values confirmed earlier, by field and text as written: they count for every sheet. */
  readonly values?: NonNullable<SheetChoices['values']>;
}

/** Recognises every sheet from its first rows. Blank sheets are left out. */
export async function planSheets(
  sheets: readonly SheetSource[],
  choices: RecogniseChoices,
): Promise<OpenSheetPlan[]> {
  const plans: OpenSheetPlan[] = [];
  let further = 0;
  for (const [sheetOrd, source] of sheets.entries()) {
    const sample = await firstRows(source);
    if (sample.length === 0 || isPickList(sample)) continue;
    const own = choices.sheets?.[source.position] ?? {};
    const recognition = sentBack(
      recogniseSheet(sample, source.merges, {
        ...choices,
        sheetName: source.name,
        choices: own,
      }),
      choices.stored,
    );
    const decided = withValues(own, choices.values);
    const forms = await recogniseForms(source, sample, recognition, {
      sheetName: source.name,
      lang: choices.lang,
      choices: decided,
      ...(choices.kind === undefined ? {} : { kind: choices.kind }),
      ...(choices.mapping === undefined ? {} : { mapping: choices.mapping }),
      ...(choices.remembered === undefined ? {} : { remembered: choices.remembered }),
      ...(choices.forms === undefined ? {} : { taught: choices.forms }),
    });
    if (forms === null) plans.push({ sheetOrd, source, recognition, choices: decided });
    // Forms of other labels are read as a sheet of their own: each captures what it asks for.
    for (const [i, form] of (forms ?? []).entries()) {
      plans.push({ sheetOrd: i === 0 ? sheetOrd : sheets.length + further++, ...form });
    }
  }
  return plans.every((plan) => plan.recognition.kinds.length === 0) ? plans.map(insisting) : plans;
}

/** Where nothing else of a file is known, a form nobody knows is what its refusal speaks of. */
function insisting(plan: OpenSheetPlan): OpenSheetPlan {
  const { recognition } = plan;
  if (recognition.form === undefined) return plan;
  const problems = recognition.problems.map((problem) => ({ ...problem, fatal: true }));
  return { ...plan, recognition: { ...recognition, problems } };
}

/** A sheet that was sent back for mending leaves alone what its original has brought in. */
function sentBack(recognition: Recognition, stored: readonly string[] = []): Recognition {
  const returned = returnedColumns(recognition.columns);
  if (returned === null) return recognition;
  const { original } = returned;
  return {
    ...recognition,
    returned: { ...returned, stored: original !== null && stored.includes(original) },
  };
}

/** The sheet of drop-down texts that goes with a workbook sent back. */
function isPickList([first]: readonly SheetRow[]): boolean {
  return first?.cells[0] === PICK_LIST_MARK;
}

/** The sheet's decisions with the values confirmed earlier beneath its own. */
function withValues(own: SheetChoices, earlier: SheetChoices['values']): SheetChoices {
  if (earlier === undefined || Object.keys(earlier).length === 0) return own;
  const values = { ...earlier };
  for (const [field, texts] of Object.entries(own.values ?? {})) {
    values[field] = { ...values[field], ...texts };
  }
  return { ...own, values };
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
