/**
 * From the cells of a sheet to its forms, and from forms to a table with one row per form (or per line of the forms'
 * inner table) that the ordinary row reader takes. Each value keeps the address of its own cell. Forms of other
 * labels make tables of their own, so that what a form never asked stays *not captured*.
 */
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import type { FormLayout } from '#etl/choices.ts';
import { problemMessage } from '#etl/messages.ts';
import { aliasHits } from '#etl/recognise/alias-index.ts';
import { chooseKinds } from '#etl/recognise/choose-kinds.ts';
import { headerFingerprint } from '#etl/recognise/fingerprint.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import {
  type RecogniseOptions,
  type Recognition,
  recogniseSheet,
} from '#etl/recognise/recognise-sheet.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import {
  type Cell,
  type FieldSpec,
  type MergeRange,
  SHEET_KINDS,
  type SheetRow,
} from '#etl/types.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import { type Block, blocksOf } from './blocks.ts';
import { Grid } from './grid.ts';
import { findLabels, type Label, type Vocabulary } from './labels.ts';
import type { FormCell, FormFacts, FormFault, FormLabelPlace, FormRow } from './types.ts';
import { lineValue, type Offset, type Placed, placeValues, type Value } from './values.ts';

/** Fewer known labels than this make no form. */
export const LEAST_LABELS = 3;
/** Labels shown of a sheet: its first forms tell how all are read. */
const LABELS_SHOWN = 400;
const TITLES_KEPT = 20;
const LONGEST_TITLE = 60;

export interface FormOptions {
  readonly sheetName: string;
  readonly lang: 'zh' | 'en';
  readonly kind?: RecogniseOptions['kind'];
  readonly mapping?: RecogniseOptions['mapping'];
  readonly kinds?: NonNullable<RecogniseOptions['choices']>['kinds'];
  /** Mappings confirmed earlier, by fingerprint of the labels as of headers. */
  readonly remembered?: RecogniseOptions['remembered'];
  /** A layout taught for this sheet, or remembered for one of its labels. */
  readonly layout?: { readonly form: FormLayout; readonly by: 'chosen' | 'remembered' };
}

/** Forms of the same labels as one table. */
export interface FormTable {
  readonly recognition: Recognition;
  /** Rows of the table in the order of their numbers. */
  readonly rows: readonly SheetRow[];
}

export interface FormReading {
  /** Every form's kind is known and nothing required is missing. */
  readonly complete: boolean;
  readonly tables: readonly FormTable[];
  /** Labels over several rows of values: a table. */
  readonly tabular: boolean;
  /** Rows of labels over the lines of a requisition. */
  readonly lineHeads: readonly number[];
  /** Distinct known labels of the sheet. */
  readonly known: number;
  /** Distinct labels that a colon marks and nobody knows. */
  readonly unknown: number;
  readonly labels: readonly Label[];
}

/** Reads a sheet as forms, whatever it is: the caller decides whether it is one. */
export function readForms(
  rows: readonly SheetRow[],
  merges: readonly MergeRange[],
  options: FormOptions,
): FormReading {
  const grid = new Grid(rows, merges);
  const vocabulary = vocabularyOf(options);
  const labels = findLabels(grid, vocabulary);
  const known = new Set(labels.flatMap((label) => (label.known ? [label.key] : []))).size;
  const unknown = new Set(labels.flatMap((label) => (label.known ? [] : [label.key]))).size;
  const nothing = {
    complete: false,
    tables: [],
    tabular: false,
    lineHeads: [],
    known,
    unknown,
    labels,
  };
  if (known < (options.layout === undefined ? LEAST_LABELS : 1)) return nothing;
  const placed = placeValues(labels, grid, offsetsOf(options.layout?.form));
  const { tabular } = placed;
  if (tabular && options.layout === undefined) return { ...nothing, tabular };
  const sheet: Sheet = {
    grid,
    placed,
    titles: titlesOf(grid, labels),
    numbers: new Set(),
    options,
  };
  const forms = blocksOf(labels, grid).map((block, number) => formOf(block, number, placed));
  const tables = tablesOf(forms, sheet);
  const complete =
    tables.length > 0 &&
    tables.every(({ recognition }) => {
      const missing = recognition.problems.some((problem) => problem.code === 'missing_required');
      return recognition.kinds.length > 0 && !missing;
    });
  const lineHeads = placed.tables.flatMap((table) => table.labels[0]?.cell.row ?? []);
  return { complete, tables, tabular, lineHeads, known, unknown, labels };
}

/** One form of the sheet. */
interface Form {
  readonly number: number;
  readonly block: Block;
  /** Known labels with a place for a value, the first of each key. */
  readonly fields: ReadonlyMap<string, Label>;
  /** Labels that stand a second time in the form. */
  readonly again: readonly Label[];
  readonly lines: readonly number[] | null;
  /** Texts beside the labels of the lines that nobody knows. */
  readonly others: readonly string[];
  readonly lineLabels: ReadonlySet<Label>;
}

interface Sheet {
  readonly grid: Grid;
  readonly placed: Placed;
  readonly titles: readonly string[];
  /** Row numbers given away. */
  readonly numbers: Set<number>;
  readonly options: FormOptions;
}

function vocabularyOf({ mapping, layout }: FormOptions): Vocabulary {
  const named = new Map<string, readonly FieldSpec[]>();
  for (const [label, target] of Object.entries(mapping ?? {})) {
    named.set(normaliseHeader(label), specsOf(target));
  }
  for (const { label, field } of layout?.form.fields ?? []) {
    named.set(normaliseHeader(label), specsOf(field));
  }
  const known = new Map<string, readonly FieldSpec[] | null>();
  return {
    fieldsOf(label) {
      const own = named.get(label);
      if (own !== undefined) return own;
      const found = known.get(label);
      if (found !== undefined) return found;
      const hits = aliasHits(label).flatMap((hit) => fieldOf(hit.kind, hit.field) ?? []);
      const fields = hits.length === 0 ? null : hits;
      known.set(label, fields);
      return fields;
    },
  };
}

/** Fields by `kind.field` or `field`. */
function specsOf(target: string | null): FieldSpec[] {
  const [first = '', second] = (target ?? '').split('.');
  return SHEET_KINDS.flatMap((kind) => {
    if (second === undefined) return fieldOf(kind, first) ?? [];
    return kind === first ? (fieldOf(kind, second) ?? []) : [];
  });
}

/** Where a taught layout has the values; labels whose value shares their cell are found without. */
function offsetsOf(layout: FormLayout | undefined): Map<string, Offset> {
  return new Map(
    (layout?.fields ?? [])
      .filter(({ right, down }) => right > 0 || down > 0)
      .map(({ label, right, down }) => [normaliseHeader(label), { right, down }]),
  );
}

/** Texts that are no part of a form: its name, the month it belongs to. */
function titlesOf(grid: Grid, labels: readonly Label[]): string[] {
  const labelled = new Set(labels.map((label) => label.cell.row));
  const titles = new Set<string>();
  for (const cell of grid.filled) {
    if (titles.size === TITLES_KEPT) break;
    const text = foldSpaces(cell.text);
    if (!labelled.has(cell.row) && text.length <= LONGEST_TITLE) titles.add(text);
  }
  return [...titles];
}

function formOf(block: Block, number: number, placed: Placed): Form {
  const own = new Set(block.labels);
  const table = placed.tables.find(({ labels }) => labels.some((label) => own.has(label)));
  const lineLabels = new Set(table?.labels ?? []);
  const fields = new Map<string, Label>();
  const again: Label[] = [];
  for (const label of block.labels) {
    if (!label.known || !(placed.values.has(label) || lineLabels.has(label))) continue;
    // 金额 over a list of parts is the price of one line, not the charge of the visit.
    if (lineLabels.has(label) && !isLineField(label)) continue;
    if (fields.has(label.key)) again.push(label);
    else fields.set(label.key, label);
  }
  return {
    number,
    block,
    fields,
    again,
    lines: table?.rows ?? null,
    others: table?.others ?? [],
    lineLabels,
  };
}

const LINE_FIELDS = new Set(['part_no', 'part_name', 'quantity', 'issued_at', 'replaced_parts']);

function isLineField(label: Label): boolean {
  return label.fields.some((spec) => LINE_FIELDS.has(spec.field));
}

/** Forms of the same labels make one table; a form that is none alone is a refused row of the most like it. */
function tablesOf(forms: readonly Form[], sheet: Sheet): FormTable[] {
  const groups = new Map<string, Form[]>();
  for (const form of forms) {
    // A line or two of labels above or below the forms (单位, 日期) is no form.
    if (form.fields.size < 2 && sheet.options.layout === undefined) continue;
    const name = [...form.fields.keys()].sort().join('\u001f');
    groups.set(name, [...(groups.get(name) ?? []), form]);
  }
  const all = [...groups.values()];
  const draft = (group: readonly Form[]): Recognition =>
    tableOf(group, [], { ...sheet, numbers: new Set() }).recognition;
  const taught = (sheet.options.layout?.form.fields ?? []).flatMap(({ label, field }) =>
    field === null ? [] : [normaliseHeader(label)],
  );
  // A taught form has every label it was taught by.
  const whole = all.filter(
    (group) => taught.every((key) => group[0]?.fields.has(key)) && isWhole(draft(group)),
  );
  if (whole.length === 0) {
    const [largest] = all.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    return largest === undefined ? [] : [tableOf(largest, [], sheet)];
  }
  const strays = new Map<readonly Form[], Form[]>();
  for (const group of all) {
    if (whole.includes(group)) continue;
    for (const form of group) {
      const [nearest] = whole.toSorted((a, b) => shared(b, form) - shared(a, form));
      // What shares hardly a label with any form is a note, unless it has the makings of one.
      const few = form.fields.size < LEAST_LABELS && taught.length === 0;
      if (nearest === undefined || (shared(nearest, form) < 2 && few)) continue;
      strays.set(nearest, [...(strays.get(nearest) ?? []), form]);
    }
  }
  return whole.map((group) => tableOf(group, strays.get(group) ?? [], sheet));
}

function isWhole(recognition: Recognition): boolean {
  return (
    recognition.kinds.length > 0 &&
    recognition.problems.every((problem) => problem.code !== 'missing_required')
  );
}

function sizeOf(group: readonly Form[]): number {
  return group[0]?.fields.size ?? 0;
}

function shared(group: readonly Form[], form: Form): number {
  const keys = group[0]?.fields;
  return [...form.fields.keys()].filter((key) => keys?.has(key) === true).length;
}

/** A row of the table before it has its number. */
interface DraftRow {
  readonly form: Form;
  /** The line's row in the sheet, null for a form without lines. */
  readonly line: number | null;
  readonly values: readonly (Value | null)[];
  readonly faults: FormFault[];
}

function tableOf(group: readonly Form[], strays: readonly Form[], sheet: Sheet): FormTable {
  const columns = [...(group[0]?.fields.keys() ?? [])];
  const drafts = [
    ...group.flatMap((form) => draftRows(form, columns, sheet)),
    ...strays.map((form) => strayRow(form, columns, sheet)),
  ];
  const numbered = drafts
    .map((draft) => ({ draft, row: numberOf(draft, sheet) }))
    .sort((a, b) => a.row - b.row);
  const rows = numbered.map(
    ({ draft, row }): SheetRow => ({
      row,
      cells: draft.values.map((value) => (value?.fault ? null : (value?.cell ?? null))),
    }),
  );
  const recognition = recogniseTable(columns, group, rows, sheet);
  const places = new Map(numbered.map(({ draft, row }) => [row, placesOf(draft, recognition)]));
  const form: FormFacts = {
    forms: group.length + strays.length,
    labels: labelPlaces([...group, ...strays], columns, recognition, sheet),
    rows: places,
    edits: [],
    by: sheet.options.layout?.by ?? 'labels',
    fingerprint: formFingerprint(columns),
  };
  return { recognition: { ...recognition, form }, rows };
}

/** The fingerprint of a set of labels. */
export function formFingerprint(labels: readonly string[]): string {
  return headerFingerprint(labels);
}

function draftRows(form: Form, columns: readonly string[], sheet: Sheet): DraftRow[] {
  const { placed, grid } = sheet;
  const head = columns.map((key) => {
    const label = form.fields.get(key);
    return label === undefined ? null : (placed.values.get(label) ?? null);
  });
  const faults = head.flatMap((value, at) => faultAt(value, at));
  for (const label of form.again) {
    const second = placed.values.get(label);
    const at = columns.indexOf(label.key);
    if (second === undefined || textOf(second.cell) === '') continue;
    if (textOf(second.cell) === textOf(head[at]?.cell ?? null)) continue;
    faults.push({ at, code: 'form_label_twice', value: second.from.text, detail: label.text });
  }
  const lineAt = columns.map((key) => {
    const label = form.fields.get(key);
    return label !== undefined && form.lineLabels.has(label) ? label : null;
  });
  if (form.lines === null || form.lines.length === 0) {
    const asksForLines = lineAt.some((label) => label !== null);
    const filled = head.some((value) => value !== null && textOf(value.cell) !== '');
    if (asksForLines && filled && isRequisition(form)) {
      faults.push({ at: -1, code: 'form_no_lines', value: '', detail: '' });
    }
    return [{ form, line: null, values: head, faults }];
  }
  const above = new Map<number, Value>();
  return form.lines.map((line) => {
    const own: FormFault[] = [...faults];
    const values = head.map((value, at) => {
      const label = lineAt[at];
      if (label === null || label === undefined) return value;
      const read = lineValue(label, line, grid);
      if (!DITTO.has(textOf(read.cell).replaceAll(' ', ''))) {
        above.set(at, read);
        own.push(...faultAt(read, at));
        return read;
      }
      const repeated = above.get(at);
      if (repeated !== undefined && textOf(repeated.cell) !== '') {
        return { ...read, cell: repeated.cell };
      }
      own.push({ at, code: 'ditto_without_above', value: read.from.text, detail: '' });
      return { ...read, cell: null };
    });
    return { form, line, values, faults: own };
  });
}

const DITTO = new Set(['同上', '〃', '″', '"', '々', '同前', "''"]);

/** A form whose head belongs to a requisition alone: without lines it says nothing. */
function isRequisition(form: Form): boolean {
  return [...form.fields.values()].every((label) =>
    label.fields.some((spec) => KINDS.requisition_line.spec.fields.includes(spec)),
  );
}

function faultAt(value: Value | null, at: number): FormFault[] {
  if (value?.fault == null) return [];
  return [{ at, code: value.fault.code, value: value.from.text, detail: value.fault.detail }];
}

/** A form that lacks labels the others have, so that nobody can tell what it is. */
function strayRow(form: Form, columns: readonly string[], sheet: Sheet): DraftRow {
  const values = columns.map((key) => {
    const label = form.fields.get(key);
    return label === undefined ? null : (sheet.placed.values.get(label) ?? null);
  });
  const lacking = columns.filter((key) => !form.fields.has(key));
  const detail = lacking.map((key) => `「${key}」`).join('、');
  return {
    form,
    line: null,
    values,
    faults: [{ at: -1, code: 'form_label_missing', value: '', detail }],
  };
}

/**
 * The number of a row: the line's own row, or the first row of the form. Forms side by side share their rows, so the
 * second one takes the next row of its own that is free.
 */
function numberOf({ form, line }: DraftRow, { numbers, grid }: Sheet): number {
  const rows = form.block.labels.map((label) => label.cell.row);
  const top = Math.min(...rows);
  const bottom = Math.max(...rows, ...(form.lines ?? []));
  const wanted = [line ?? top];
  for (let row = top; row <= bottom; row += 1) wanted.push(row);
  let number = wanted.find((row) => !numbers.has(row));
  for (let row = grid.lastRow + 1; number === undefined; row += 1) {
    if (!numbers.has(row)) number = row;
  }
  numbers.add(number);
  return number;
}

function recogniseTable(
  columns: readonly string[],
  group: readonly Form[],
  rows: readonly SheetRow[],
  { titles, options }: Sheet,
): Recognition {
  const { layout, kinds, kind, mapping, remembered } = options;
  const chosen = new Map(
    layout?.form.fields.map(({ label, field }) => [normaliseHeader(label), field]),
  );
  const byLetter = Object.fromEntries(
    columns.flatMap((key, at) => {
      const field = chosen.get(key);
      return field === undefined ? [] : [[columnLetter(at + 1), field]];
    }),
  );
  const header = columns.map((key) => spellingOf(key, group));
  const sample: SheetRow[] = [
    { row: 1, cells: header },
    ...rows.slice(0, 200).map(({ cells }, i) => ({ row: i + 2, cells })),
  ];
  const named = layout?.form.kinds ?? kinds;
  const recognised = (fed: FormOptions['kinds']): Recognition =>
    recogniseSheet(sample, [], {
      sheetName: options.sheetName,
      lang: options.lang,
      ...(kind === undefined ? {} : { kind }),
      ...(remembered === undefined ? {} : { remembered }),
      ...(mapping === undefined ? {} : { mapping: presentIn(mapping, columns) }),
      choices: {
        header: { top: 1, bottom: 1 },
        columns: byLetter,
        ...(fed === undefined ? {} : { kinds: [...fed] }),
      },
    });
  let recognition = recognised(named);
  if (named === undefined && kind === undefined && !isWhole(recognition)) {
    // A receipt repeats the customer's name and address, and is no ticket for lack of the time of the report.
    const others = chooseKinds(
      header.map((text) => aliasHits(text).filter((hit) => hit.kind !== 'ticket')),
    );
    const other = others.length === 0 ? recognition : recognised(others);
    if (isWhole(other)) recognition = other;
  }
  const why = layout?.by === 'remembered' ? 'remembered' : 'chosen';
  return {
    ...recognition,
    headerRow: 0,
    headerTop: 0,
    headerTexts: [],
    titles,
    columns: recognition.columns.map((column) => ({
      ...column,
      targets: column.targets.map((target) =>
        target.why === 'chosen' ? { ...target, why } : target,
      ),
    })),
    unmapped: [
      ...recognition.unmapped,
      ...new Set(
        group.flatMap(({ block, fields, others }) => [
          ...block.labels.filter((label) => !fields.has(label.key)).map((label) => label.text),
          ...others,
        ]),
      ),
    ],
    problems: recognition.problems.map((problem) =>
      problem.code === 'two_columns_one_field' && problem.columns !== undefined
        ? { ...problem, message: tiedMessage(problem, columns, group, options) }
        : problem,
    ),
  };
}

/** A mapping file speaks of all sheets: labels that these forms do not have are no mistake of theirs. */
function presentIn(
  mapping: NonNullable<FormOptions['mapping']>,
  columns: readonly string[],
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(mapping).filter(([label]) => columns.includes(normaliseHeader(label))),
  );
}

/** Two labels for one field, named by where they stand in the first form. */
function tiedMessage(
  problem: Recognition['problems'][number],
  columns: readonly string[],
  group: readonly Form[],
  { lang }: FormOptions,
): string {
  const [target = ''] = problem.fields ?? [];
  const field = target.split('.')[1] ?? target;
  const keys = (problem.columns ?? []).map((column) => columns[column - 1] ?? '');
  const named = keys.map((key) => {
    const cell = group[0]?.fields.get(key)?.cell;
    const at = cell === undefined ? '' : ` (${columnLetter(cell.col)}${cell.row})`;
    return `「${spellingOf(key, group)}」${at}`;
  });
  return problemMessage('two_columns_one_field', lang, {
    header: named.join('、'),
    detail: specsOf(target)[0]?.aliases[0] ?? field,
    value: JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, i === 0 ? field : null]))),
  });
}

/** A label as the first form writes it; the known spelling where a heading beside it makes its meaning. */
function spellingOf(key: string, group: readonly Form[]): string {
  const label = group.map((form) => form.fields.get(key)).find((one) => one !== undefined);
  if (label === undefined) return key;
  return normaliseHeader(label.text) === key ? label.text : key;
}

function placesOf(draft: DraftRow, recognition: Recognition): FormRow {
  const cells = draft.values.map((value): FormCell | null => {
    if (value === null) return null;
    const { row, col } = value.from;
    return { row, letter: columnLetter(col), text: value.from.text };
  });
  const fed = new Set(
    recognition.columns.flatMap(({ column, targets }) => (targets.length > 0 ? [column - 1] : [])),
  );
  const rows = new Set(
    draft.line === null
      ? [
          ...draft.form.block.labels.map((label) => label.cell.row),
          ...cells.flatMap((cell) => (cell === null ? [] : [cell.row])),
        ]
      : [draft.line],
  );
  return {
    cells,
    // What is wrong with a label that feeds nothing is nobody's business.
    faults: draft.faults.filter(({ at }) => at === -1 || fed.has(at)),
    sheetRows: [...rows].sort((a, b) => a - b),
  };
}

function labelPlaces(
  forms: readonly Form[],
  columns: readonly string[],
  recognition: Recognition,
  { placed, grid }: Sheet,
): FormLabelPlace[] {
  const places: FormLabelPlace[] = [];
  for (const form of forms) {
    for (const label of form.block.labels) {
      if (places.length === LABELS_SHOWN) return places;
      const [line] = form.lines ?? [];
      const value =
        form.lineLabels.has(label) && line !== undefined
          ? lineValue(label, line, grid)
          : (placed.values.get(label) ?? null);
      const at = columns.indexOf(label.key);
      const own = form.fields.get(label.key) === label;
      const targets = own
        ? (recognition.columns.find((one) => one.column === at + 1)?.targets ?? [])
        : [];
      places.push({
        label: label.key,
        text: label.text,
        address: addressOf(label.cell),
        valueAddress: value === null ? null : addressOf(value.from),
        value: textOf(value?.cell ?? null),
        fields: targets.map((target) => `${target.kind}.${target.field}`),
        form: form.number,
      });
    }
  }
  return places;
}

function addressOf(cell: { readonly row: number; readonly col: number }): string {
  return `${columnLetter(cell.col)}${cell.row}`;
}

function textOf(cell: Cell): string {
  return foldSpaces(cellText(cell));
}
