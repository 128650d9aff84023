/**
 * Whether a sheet holds printed forms instead of a table, and how they are read. A table stays a table, and a form is
 * never taken for a table with its first row as header: what decides is where the other known labels stand.
 */
import { cellText } from '#etl/cells/fold.ts';
import type { FormLayout, SheetChoices } from '#etl/choices.ts';
import { problemMessage, type SheetProblemCode } from '#etl/messages.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { labelOf, type Recognition } from '#etl/recognise/recognise-sheet.ts';
import { KINDS } from '#etl/sheets/index.ts';
import {
  type Cell,
  type MergeRange,
  SHEET_KINDS,
  type SheetRow,
  type SheetSource,
} from '#etl/types.ts';
import { cellPlace, columnLetter, columnNumber } from '#queries/values/column-letters.ts';
import { Grid } from './grid.ts';
import { joinLabels } from './label-sets.ts';
import { findLabels } from './labels.ts';
import {
  type FormOptions,
  type FormReading,
  type FormTable,
  formFingerprint,
  LEAST_LABELS,
  readForms,
} from './read-forms.ts';
import { FormSource } from './source.ts';
import type { FormEdit, FormFacts, FormLabelPlace } from './types.ts';

/** Sheets of forms longer than this are none: a form is a page, and all of them are held in memory. */
export const MAX_FORM_ROWS = 20_000;
/** A sheet nobody knows looks like a form from this many labels on. */
const LIKE_A_FORM = 4;

/** A sheet of forms as a table: what the loader reads instead of the sheet. */
export interface FormPlan {
  readonly source: SheetSource;
  readonly recognition: Recognition;
  readonly choices: SheetChoices;
}

export interface FormRequest extends Omit<FormOptions, 'layout' | 'kinds'> {
  readonly choices: SheetChoices;
  /** Layouts taught earlier, by fingerprint. */
  readonly taught?: Readonly<Record<string, FormLayout>>;
}

/**
 * The forms of a sheet, null where it is a table or nothing known.
 *
 * @param sample its first rows
 * @param table what they are as a table
 * @returns one plan per set of labels; a single plan without kinds where the sheet looks like a form nobody knows
 */
export async function recogniseForms(
  source: SheetSource,
  sample: readonly SheetRow[],
  table: Recognition,
  request: FormRequest,
): Promise<readonly FormPlan[] | null> {
  const { choices } = request;
  // Who points at a header row says that it is a table.
  const saysTable = choices.header !== undefined && choices.form === undefined;
  if (choices.leaveOut === true || saysTable) return null;
  const options = withColumns(sample, source.merges, request);
  const first = readForms(sample, source.merges, options);
  if (!isForm(sample, source.merges, table, first, options)) return null;
  const all = await allRows(source);
  if (all === null) return [refusedPlan(source, table, first, 'form_too_long', options, true)];
  // A label chosen for may stand in a form below the first rows only.
  const known = all.length > sample.length ? withColumns(all, source.merges, request) : options;
  const { rows, edits } = edited(all, source.merges, choices.edits ?? {}, known);
  const reading = readForms(rows, source.merges, known);
  if (!reading.complete) {
    // A kind that lacks something stops its file; what only looks like a form may be anything.
    const [first] = reading.tables;
    const lacks = first?.recognition.problems.some((one) => one.code === 'missing_required');
    const code = lacks === true ? 'form_incomplete' : 'form_unknown';
    return [refusedPlan(source, table, reading, code, known, lacks === true)];
  }
  return reading.tables.map((one, i) => planOf(source, one, choices, i === 0 ? edits : []));
}

/** A field chosen for a column of the forms' table is one chosen for its label, in every form. */
function withColumns(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  request: FormRequest,
): FormOptions {
  const options = optionsOf(sample, merges, request);
  const chosen = Object.entries(request.choices.columns ?? {});
  if (chosen.length === 0) return options;
  const { headers } = joinLabels(
    readForms(sample, merges, options).tables.map(({ recognition }) =>
      recognition.columns.map((column) => column.header),
    ),
  );
  const byLabel = Object.fromEntries(
    chosen.flatMap(([letter, field]) => {
      const header = headers[columnNumber(letter) - 1];
      return header === undefined ? [] : [[header, field]];
    }),
  );
  return { ...options, mapping: { ...options.mapping, ...byLabel } };
}

/** The layout that holds for the sheet: the one just taught, else the fullest remembered one whose labels it has. */
function optionsOf(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  request: FormRequest,
): FormOptions {
  const { choices, taught, ...options } = request;
  const own = choices.kinds === undefined ? options : { ...options, kinds: choices.kinds };
  if (choices.form !== undefined) return { ...own, layout: { form: choices.form, by: 'chosen' } };
  const layouts = Object.values(taught ?? {});
  if (layouts.length === 0) return own;
  const grid = new Grid(sample, merges);
  const fitting = layouts
    .filter((form) => {
      const wanted = form.fields.flatMap(({ label, field }) =>
        field === null ? [] : [normaliseHeader(label)],
      );
      const names = new Set(wanted);
      const found = findLabels(grid, { fieldsOf: (label) => (names.has(label) ? [] : null) });
      const there = found.filter((label) => label.known);
      const rows = new Set(there.map((label) => label.cell.row));
      // All in one row they are the header of a table.
      return (
        wanted.length > 0 && names.size === countKeys(there) && (rows.size > 1 || names.size < 3)
      );
    })
    .sort((a, b) => b.fields.length - a.fields.length);
  const [form] = fitting;
  return form === undefined ? own : { ...own, layout: { form, by: 'remembered' } };
}

function countKeys(labels: readonly { readonly key: string }[]): number {
  return new Set(labels.map((label) => label.key)).size;
}

/** Whether forms explain the sheet better than a table does. */
function isForm(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  table: Recognition,
  forms: FormReading,
  options: FormOptions,
): boolean {
  if (options.layout !== undefined) return true;
  if (forms.tabular) return false;
  if (table.kinds.length === 0) {
    const rows = new Set(forms.labels.map((label) => label.cell.row));
    if (rows.size < 2 && forms.labels.every((label) => label.inline === null)) return false;
    return forms.known >= LEAST_LABELS
      ? forms.complete || forms.labels.length >= LIKE_A_FORM
      : forms.known + forms.unknown >= LIKE_A_FORM;
  }
  if (!forms.complete) return false;
  const header = new Set(
    table.columns.map((column) => normaliseHeader(column.header)).filter((key) => key !== ''),
  );
  // A header without a gap over a record is a table's, if nothing else is labelled; names below it that begin anew with one of
  // its own are the next table's.
  const elsewhere = forms.labels.filter(
    ({ known, cell }) => known && (cell.row < table.headerTop || cell.row > table.headerRow),
  );
  const nextTable =
    new Set(elsewhere.map(({ cell }) => cell.row)).size === 1 &&
    elsewhere.some(({ key }) => header.has(key));
  if (
    (elsewhere.length === 0 || nextTable) &&
    !isInterleaved(table, merges, sample) &&
    hasRowBelow(table, merges, sample, forms)
  ) {
    return false;
  }
  if (table.problems.some((problem) => problem.code === 'missing_required')) return true;
  if (forms.lineHeads.includes(table.headerRow) && isRequisition(table, forms)) return true;
  const alone = forms.labels.filter((label) => label.known && label.inline === null);
  const others = (where: (row: number) => boolean): number =>
    new Set(alone.flatMap(({ key, cell }) => (where(cell.row) && !header.has(key) ? [key] : [])))
      .size;
  const below = others((row) => row > table.headerRow);
  if (below >= 2) return true;
  if (!isInterleaved(table, merges, sample) || hasRowBelow(table, merges, sample, forms)) {
    return false;
  }
  const above = others((row) => row < table.headerTop);
  return above + below >= 2 || !sample.some((row) => row.row > table.headerRow && isFilled(row));
}

/** A list of parts under a requisition's own labels: by its columns alone it might be a price card. */
function isRequisition(table: Recognition, forms: FormReading): boolean {
  if (table.kinds.includes('requisition_line')) return false;
  const { fields } = KINDS.requisition_line.spec;
  return forms.labels.some(
    (label) =>
      label.known &&
      label.cell.row < table.headerRow &&
      label.fields.every((spec) => fields.includes(spec)),
  );
}

/** Labels and values take turns in the header row: 单号 | BX001 | 客户姓名 | 张三. */
function isInterleaved(
  table: Recognition,
  merges: readonly MergeRange[],
  sample: readonly SheetRow[],
): boolean {
  const grid = new Grid(sample, merges);
  const fed = table.columns.filter((column) => column.targets.length > 0);
  const besideLabel = fed.filter((column) => {
    const own = grid.at(table.headerRow, column.column);
    const next = grid.at(table.headerRow, own.right + 1);
    return fed.some((other) => other.column === next.col);
  });
  return besideLabel.length === 0;
}

/** What stands under the header's columns is a record, and no row of labels. */
function hasRowBelow(
  table: Recognition,
  merges: readonly MergeRange[],
  sample: readonly SheetRow[],
  forms: FormReading,
): boolean {
  const grid = new Grid(sample, merges);
  const fed = table.columns.filter((column) => column.targets.length > 0);
  const filled = fed.filter((column) => {
    const { text, row, col } = grid.at(table.headerRow + 1, column.column);
    return text !== '' && !forms.labels.some(({ cell }) => cell.row === row && cell.col === col);
  });
  return filled.length >= 2 && filled.length * 2 >= fed.length;
}

function isFilled(row: SheetRow): boolean {
  return row.cells.some((cell) => cellText(cell).trim() !== '');
}

async function allRows(source: SheetSource): Promise<SheetRow[] | null> {
  const all: SheetRow[] = [];
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (row.row > MAX_FORM_ROWS) return null;
      all.push(row);
    }
  }
  return all;
}

/** The sheet with what a person typed over its cells. */
function edited(
  rows: readonly SheetRow[],
  merges: readonly MergeRange[],
  typed: Readonly<Record<string, string>>,
  options: FormOptions,
): { rows: readonly SheetRow[]; edits: FormEdit[] } {
  const addresses = Object.entries(typed);
  if (addresses.length === 0) return { rows, edits: [] };
  const inline = readForms(rows, merges, options).labels.filter((label) => label.inline !== null);
  const byRow = new Map(rows.map((row) => [row.row, row]));
  const edits: FormEdit[] = [];
  for (const [address, text] of addresses) {
    const { letter, column, row } = cellPlace(address);
    const at = column - 1;
    const cells: Cell[] = [...(byRow.get(row)?.cells ?? [])];
    while (cells.length <= at) cells.push(null);
    const original = cellText(cells[at]);
    if (original === text) continue;
    // Typed over 满意度：□满意 ☑一般 ☑不满意, the answer alone keeps its label.
    const own = inline.filter(({ cell }) => cell.row === row && cell.col === at + 1);
    const [only] = own;
    const labelled = own.length !== 1 || only === undefined || text.includes(only.text);
    const whole = labelled ? text : `${only.text}：${text}`;
    cells[at] = whole === '' ? null : whole;
    byRow.set(row, { ...byRow.get(row), row, cells });
    edits.push({ row, letter, original, typed: text });
  }
  return { rows: [...byRow.values()].sort((a, b) => a.row - b.row), edits };
}

function planOf(
  source: SheetSource,
  { recognition, rows }: FormTable,
  choices: SheetChoices,
  edits: readonly FormEdit[],
): FormPlan {
  const { edits: _, leftOutRows, ...others } = choices;
  const out = new Set(leftOutRows ?? []);
  // A row left out stands for the forms, or the lines, that stand in it.
  const numbers = [...(recognition.form?.rows ?? [])]
    .filter(([, { sheetRows }]) => sheetRows.some((row) => out.has(row)))
    .map(([number]) => number);
  return {
    source: new FormSource(source, rows),
    recognition:
      recognition.form === undefined
        ? recognition
        : { ...recognition, form: { ...recognition.form, edits } },
    choices: numbers.length === 0 ? others : { ...others, leftOutRows: numbers },
  };
}

/** A field by `kind.field` as people know it. */
function nameOf(target: string): string {
  const [kind, field = ''] = target.split('.');
  const known = SHEET_KINDS.find((one) => one === kind);
  return known === undefined ? target : labelOf(known, field);
}

/** A form that cannot be read yet: it feeds nothing and says how to teach it. */
function refusedPlan(
  source: SheetSource,
  table: Recognition,
  reading: FormReading,
  code: Extract<SheetProblemCode, 'form_unknown' | 'form_incomplete' | 'form_too_long'>,
  options: FormOptions,
  fatal: boolean,
): FormPlan {
  const [first] = reading.tables;
  const missing = first?.recognition.problems.find((one) => one.code === 'missing_required');
  const lacking = (missing?.fields ?? []).map((target) => `「${nameOf(target)}」`).join('、');
  const labels: readonly FormLabelPlace[] =
    first?.recognition.form?.labels ??
    reading.labels.slice(0, 100).map((label) => ({
      label: label.key,
      text: label.text,
      address: `${columnLetter(label.cell.col)}${label.cell.row}`,
      valueAddress: null,
      value: label.inline ?? '',
      fields: [],
      form: 0,
    }));
  const known = labels.map((label) => `「${label.text}」`);
  const form: FormFacts = {
    forms: 0,
    labels,
    rows: new Map(),
    edits: [],
    by: options.layout?.by ?? 'labels',
    fingerprint: formFingerprint(labels.map((label) => label.label)),
  };
  return {
    source: new FormSource(source, []),
    recognition: {
      ...table,
      kinds: [],
      headerRow: 0,
      headerTop: 0,
      headerTexts: [],
      columns: [],
      unmapped: [...new Set(labels.map((label) => label.text))],
      problems: [
        {
          code,
          message: problemMessage(code, options.lang, {
            header: [...new Set(known)].slice(0, 6).join('、'),
            value: String(MAX_FORM_ROWS),
            detail: lacking,
          }),
          fatal,
          ...(missing?.fields === undefined ? {} : { fields: missing.fields }),
        },
      ],
      form,
    },
    choices: {},
  };
}
