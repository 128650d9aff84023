/**
 * Where the value of each label stands: in its own cell, beside it or below it. The layout of the whole sheet decides
 * where one label leaves it open; what stays open is a fault of the form, never a guess.
 */
import { foldSpaces } from '#etl/cells/fold.ts';
import { hasMarks, readTicks } from '#etl/cells/ticks.ts';
import type { RowIssueCode } from '#etl/messages.ts';
import type { Cell, FieldType } from '#etl/types.ts';
import type { Grid, GridCell } from './grid.ts';
import { isFreeText, type Label } from './labels.ts';

/** What stands at a label. */
export interface Value {
  readonly cell: Cell;
  /** The cell it was read from; also where it is blank. */
  readonly from: GridCell;
  readonly fault: { readonly code: RowIssueCode; readonly detail: string } | null;
}

/** Where a taught layout says that a label's value stands. */
export interface Offset {
  readonly right: number;
  readonly down: number;
}

/** Labels beside each other with rows of values below: the parts of a requisition. */
export interface LineTable {
  readonly labels: readonly Label[];
  /** Heads between and beside them that are no labels: 序号, 规格. */
  readonly others: readonly string[];
  /** Rows of the sheet that hold a line. */
  readonly rows: readonly number[];
}

export interface Placed {
  /** Labels with a place for a value. */
  readonly values: ReadonlyMap<Label, Value>;
  readonly tables: readonly LineTable[];
  /** A row of labels over several rows of values that are no lines: a table, no form. */
  readonly tabular: boolean;
}

/** Fields that ask for one of several words. */
const CHOICES: ReadonlySet<FieldType> = new Set<FieldType>([
  'yes_no',
  'signature',
  'satisfaction',
  'resolution',
  'region',
  'warranty',
  'service_type',
  'refused',
  'channel',
  'severity',
]);
const UNIT = /^(?:元|公里|千米|km|分钟|小时|个|件|台|次|套|份)$/i;
const DATE_PIECE = /^(?:\d{1,4}|[年月日号时点分])$/;
/** A printed date nobody filled in. */
const BLANK_DATE = /[\s_＿]*年[\s_＿]*月[\s_＿]*[日号]?(?:[\s_＿]*[时点][\s_＿]*分?)?[\s_＿]*$/;
const WRITTEN_DATE =
  /\s*\d{4}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|[-/.]\d{1,2}[-/.]\d{1,2})(?:\s*\d{1,2}[:：时]\d{0,2}分?)?\s*$/;
/** Printed under the form, for those who fill it in. */
const NOTE =
  /^(?:注|备注|说明|填表说明|填写说明|注意|附注|提示)\d*[:：、]|^※|^[(（]?第[一二三四\d]联/;
const TOTAL = /^(?:合计|小计|总计|共计)/;

/** Fields that make a row of labels the head of lines. */
const LINE_NAME = new Set(['part_name', 'part_no']);

/** Finds the value of every label. */
export function placeValues(
  labels: readonly Label[],
  grid: Grid,
  taught: ReadonlyMap<string, Offset>,
): Placed {
  const places = new Set(labels.map((label) => placeOf(label.cell)));
  const isLabel = (cell: GridCell): boolean => places.has(placeOf(cell));
  const alone = labels.filter((label) => label.inline === null && !taught.has(label.key));
  const heads = headRows(alone, grid, (run) =>
    run.some(({ cell }) => {
      const under = grid.at(cell.bottom + 1, cell.col);
      return isValue(under) && !isLabel(under);
    }),
  );
  const tables: LineTable[] = [];
  let tabular = false;
  for (const head of heads) {
    if (isLineHead(head)) tables.push(linesBelow(head, grid, isLabel));
    else if (hasTwoRowsBelow(head, grid, isLabel)) tabular = true;
  }
  const inHead = new Set(heads.flat());
  const inTable = new Set(tables.flatMap((table) => table.labels));
  const votes = votesFor(alone, inHead, grid, isLabel);
  const doubtful = new Map<Label, readonly Label[]>();
  for (const head of votes.right === 0 ? [] : heads) {
    if (head.some((label) => inTable.has(label)) || !isBlankBelow(head, grid)) continue;
    for (const label of head) doubtful.set(label, head);
  }

  const values = new Map<Label, Value>();
  for (const label of labels) {
    const offset = taught.get(label.key);
    if (inTable.has(label)) continue;
    const doubt = doubtful.get(label);
    const value =
      label.inline !== null
        ? inlineValue(label)
        : offset !== undefined
          ? taughtValue(label, offset, grid, isLabel)
          : doubt !== undefined
            ? doubtfulValue(label, doubt)
            : looseValue(label, inHead.has(label), votes, grid, isLabel);
    if (value !== null) values.set(label, value);
  }
  return { values, tables, tabular };
}

/** The value of a line in the column of a label. */
export function lineValue(label: Label, row: number, grid: Grid): Value {
  return cleaned(label, grid.at(row, label.cell.col));
}

function placeOf(cell: GridCell): string {
  return `${cell.row},${cell.col}`;
}

/** Runs of two and more labels side by side without a colon: their values stand below. */
function headRows(
  labels: readonly Label[],
  grid: Grid,
  hasValueBelow: (run: readonly Label[]) => boolean,
): Label[][] {
  const rows = new Map<number, Label[]>();
  for (const label of labels) {
    if (label.colon || !label.known) continue;
    rows.set(label.cell.row, [...(rows.get(label.cell.row) ?? []), label]);
  }
  return [...rows.values()].flatMap((row) => {
    const heads: Label[][] = [];
    for (const label of row) {
      const run = heads.at(-1);
      const last = run?.at(-1);
      // A column whose head nobody knows (规格) does not end the row of heads, once it is one.
      const gap = last === undefined ? 0 : label.cell.col - last.cell.right - 1;
      const unknown = last === undefined ? null : grid.at(last.cell.row, last.cell.right + 1);
      const joined =
        gap === 0 || (gap === 1 && run !== undefined && run.length >= 2 && unknown?.text !== '');
      if (run !== undefined && last !== undefined && joined) run.push(label);
      else heads.push([label]);
    }
    const runs = heads.filter((run) => run.length >= 2);
    // A head among strange ones (单号 | 等级 | 客户姓名 | 报修时间) belongs to its row; forms side by side keep their own.
    for (const [alone] of heads.filter((run) => run.length === 1)) {
      if (alone === undefined) continue;
      runs
        .find((run) => hasValueBelow(run) && run.every((label) => label.key !== alone.key))
        ?.push(alone);
    }
    return runs;
  });
}

function isLineHead(head: readonly Label[]): boolean {
  const has = (wanted: (field: string) => boolean): boolean =>
    head.some((label) => label.fields.some((spec) => wanted(spec.field)));
  return has((field) => LINE_NAME.has(field)) && has((field) => field === 'quantity');
}

function linesBelow(
  labels: readonly Label[],
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): LineTable {
  const rows: number[] = [];
  const bottom = Math.max(...labels.map((label) => label.cell.bottom));
  const left = Math.min(...labels.map((label) => label.cell.col));
  const right = Math.max(...labels.map((label) => label.cell.right));
  const own = new Set(
    labels
      .filter((label) =>
        label.fields.some((spec) => LINE_NAME.has(spec.field) || spec.field === 'quantity'),
      )
      .map((label) => label.cell.col),
  );
  for (let row = bottom + 1; row <= grid.lastRow; row += 1) {
    const cells: GridCell[] = [];
    for (let col = Math.max(1, left - 1); col <= right; col += 1) cells.push(grid.at(row, col));
    if (cells.some((cell) => cell.text !== '' && isLabel(cell))) break;
    if (cells.some((cell) => TOTAL.test(cell.text.replaceAll(' ', '')))) break;
    // Printed lines nobody filled in may carry their running number.
    if (cells.some((cell) => own.has(cell.col) && cell.text !== '')) rows.push(row);
  }
  const heads = new Set<string>();
  const [first] = labels;
  for (let col = Math.max(1, left - 1); first !== undefined && col <= right + 1; col += 1) {
    const cell = grid.at(first.cell.row, col);
    if (cell.text !== '' && !isLabel(cell)) heads.add(foldSpaces(cell.text));
  }
  return { labels, rows, others: [...heads] };
}

function hasTwoRowsBelow(
  head: readonly Label[],
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): boolean {
  const bottom = Math.max(...head.map((label) => label.cell.bottom));
  const first = head.map((label) => grid.at(bottom + 1, label.cell.col));
  const below = Math.max(...first.map((cell) => cell.bottom)) + 1;
  const second = head.map((label) => grid.at(below, label.cell.col));
  // A value may read like a label (岗位: 技术员); a row of them is the next row of labels.
  for (const row of [first, second]) {
    const own = row.filter((cell) => cell.text !== '');
    if (own.filter(isLabel).length * 2 > own.length) return false;
  }
  const filled = second.filter((cell) => cell.text !== '').length;
  return filled >= 2 && filled * 2 >= head.length;
}

/** Whether a cell below a label may be its value. */
function isValue(cell: GridCell): boolean {
  return cell.text !== '' && !NOTE.test(cell.text);
}

function isBlankBelow(head: readonly Label[], grid: Grid): boolean {
  return head.every(({ cell }) => grid.at(cell.bottom + 1, cell.col).text === '');
}

/** Labels side by side over a blank row, while others have their values beside: one of them may be a value. */
function doubtfulValue(label: Label, head: readonly Label[]): Value {
  const at = head.indexOf(label);
  const [left, right] = at > 0 ? [head[at - 1], label] : [label, head[1]];
  return {
    cell: null,
    from: right?.cell ?? label.cell,
    fault: { code: 'form_value_is_label', detail: left?.text ?? label.text },
  };
}

interface Votes {
  readonly right: number;
  readonly below: number;
}

/** How the labels whose own place leaves no doubt are laid out. */
function votesFor(
  labels: readonly Label[],
  inHead: ReadonlySet<Label>,
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): Votes {
  let [right, below] = [0, 0];
  for (const label of labels) {
    if (!label.known) continue;
    if (inHead.has(label)) {
      below += 1;
      continue;
    }
    const { cell } = label;
    const beside = grid.at(cell.row, cell.right + 1);
    const under = grid.at(cell.bottom + 1, cell.col);
    // Only where the other place is none: a blank beside a text below may be a blank value over a note.
    const noRoomBeside =
      cell.right + 1 > grid.lastColumn || (beside.text !== '' && isLabel(beside));
    if (beside.text !== '' && !noRoomBeside) right += 1;
    else if (noRoomBeside && isValue(under) && !isLabel(under)) below += 1;
  }
  return { right, below };
}

function looseValue(
  label: Label,
  inHead: boolean,
  votes: Votes,
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): Value | null {
  const { cell } = label;
  const beside = grid.at(cell.row, cell.right + 1);
  const under = grid.at(cell.bottom + 1, cell.col);
  const outside = cell.right + 1 > grid.lastColumn;
  const underIsLabel = under.text !== '' && isLabel(under);
  const besideIsLabel = beside.text !== '' && isLabel(beside);
  if (inHead) {
    if (!underIsLabel) return cleaned(label, under);
    // 派工人 | 内勤 among labels with their values beside: a value that reads like a label, or none.
    if (votes.right === 0 || !besideIsLabel) return null;
    return { cell: null, from: beside, fault: { code: 'form_value_is_label', detail: label.text } };
  }
  if (besideIsLabel) {
    // 客户签字：| 日期：| with nothing between: the space is in the label's own cell.
    if (label.colon) return { cell: null, from: cell, fault: null };
    return underIsLabel ? null : cleaned(label, under);
  }
  if (beside.text !== '') return besideValue(label, beside, grid, isLabel);
  if (
    isChoice(label) &&
    !outside &&
    runFrom(beside, grid, isLabel).some(({ text }) => hasMarks(text))
  ) {
    return besideValue(label, beside, grid, isLabel);
  }
  if (!isValue(under) || underIsLabel) {
    if (outside && underIsLabel) {
      return label.colon ? { cell: null, from: cell, fault: null } : null;
    }
    return { cell: null, from: outside ? under : beside, fault: null };
  }
  // Nothing beside, something below.
  if (outside) return label.colon && votes.right > 0 ? blankAt(cell) : cleaned(label, under);
  if (votes.below === 0 && votes.right > 0) return blankAt(beside);
  if (votes.right === 0) return cleaned(label, under);
  return { cell: null, from: under, fault: { code: 'form_value_unclear', detail: label.text } };
}

function blankAt(from: GridCell): Value {
  return { cell: null, from, fault: null };
}

function taughtValue(
  label: Label,
  { right, down }: Offset,
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): Value {
  const { cell } = label;
  const row = down === 0 ? cell.row : cell.bottom + down;
  const col = right === 0 ? cell.col : cell.right + right;
  const target = grid.at(row, col);
  if (target.text !== '' && isLabel(target)) {
    return { cell: null, from: target, fault: { code: 'form_layout_differs', detail: label.text } };
  }
  return right > 0 && down === 0
    ? besideValue(label, target, grid, isLabel)
    : cleaned(label, target);
}

function inlineValue(label: Label): Value {
  const text = label.inline ?? '';
  const value = textValue(label, text, label.cell);
  // 王五电话：138 would give the customer a telephone for a name.
  if (
    value.fault === null &&
    typeof value.cell === 'string' &&
    !isFreeText(label) &&
    /[\u4e00-\u9fff][:：]/.test(value.cell) &&
    !hasMarks(text)
  ) {
    return { ...value, fault: { code: 'form_pairs_unclear', detail: label.text } };
  }
  return value;
}

/** A value beside its label; boxes and the pieces of a date may go on over several cells. */
function besideValue(
  label: Label,
  first: GridCell,
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): Value {
  const run = runFrom(first, grid, isLabel);
  const filled = run.filter((cell) => cell.text !== '');
  if (filled.length > 1) {
    const pieces = filled.filter((cell) => DATE_PIECE.test(cell.text));
    if (pieces.length === filled.length && filled.some((cell) => cell.text === '年')) {
      const text = filled.map((cell) => cell.text).join('');
      return textValue(label, text, { ...first, text });
    }
    const boxed = filled.some((cell) => hasMarks(cell.text));
    if (boxed && isChoice(label)) return boxesOver(label, run, first);
    const [, second] = filled;
    if (filled.length === 2 && second !== undefined && UNIT.test(second.text)) {
      return cleaned(label, first);
    }
  }
  return cleaned(label, first);
}

/** The cells from one on, to the next label of its row. */
function runFrom(
  first: GridCell,
  grid: Grid,
  isLabel: (cell: GridCell) => boolean,
): readonly GridCell[] {
  const run: GridCell[] = [first];
  for (let col = first.right + 1; col <= grid.lastColumn && run.length < 24; ) {
    const next = grid.at(first.row, col);
    if (next.text !== '' && isLabel(next)) break;
    run.push(next);
    col = next.right + 1;
  }
  return run;
}

const LONE_MARK = /^(?:[□☐○☑☒√✓✔■●]|[([【]\s*[√✓✔xX]?\s*[)\]】])$/;

/** `□满意 | ☑一般` in a cell each, or `满意 | √ | 一般 | ` with the ticks in cells of their own, behind or before. */
function boxesOver(label: Label, run: readonly GridCell[], first: GridCell): Value {
  const marksApart = run.some((cell) => LONE_MARK.test(cell.text));
  const marksFirst = run[0]?.text === '' || LONE_MARK.test(run[0]?.text ?? '');
  let text = '';
  for (const cell of run) {
    const mark = LONE_MARK.test(cell.text);
    text += marksApart && mark !== marksFirst ? cell.text : ` ${cell.text}`;
  }
  const value = textValue(label, text, { ...first, text: foldSpaces(text) });
  if (value.fault !== null || value.cell === null) return value;
  const at = run.findIndex((cell) => /[☑☒√✓✔■●]|[([【]\s*[xX]\s*[)\]】]/.test(cell.text));
  return { ...value, from: run[at] ?? first };
}

function isChoice(label: Label): boolean {
  return label.fields.some((spec) => CHOICES.has(spec.type));
}

function cleaned(label: Label, from: GridCell): Value {
  if (typeof from.cell !== 'string') return { cell: from.cell, from, fault: null };
  return textValue(label, from.text, from);
}

/** A text without what the paper printed: underlines, boxes that are not ticked, a date nobody filled in. */
function textValue(label: Label, text: string, from: GridCell): Value {
  let bare = foldSpaces(
    text.replace(/[_＿﹍]{2,}|^[_＿]+|[_＿]+$/g, ' ').replace(/[…]{2,}|\.{4,}/g, ' '),
  );
  const dated = label.fields.some((spec) => spec.type === 'time' || spec.type === 'date');
  if (dated) bare = bare.replace(/[_＿]/g, '');
  if (BLANK_DATE.test(bare) && !/\d\s*年/.test(bare)) bare = bare.replace(BLANK_DATE, '').trim();
  // The date behind a signature is no signature.
  if (label.fields.some((spec) => spec.type === 'signature')) bare = bare.replace(WRITTEN_DATE, '');
  if (bare === '') return { cell: null, from, fault: null };
  const ticks = readTicks(bare, isChoice(label));
  switch (ticks.kind) {
    case 'plain':
      return { cell: bare, from, fault: null };
    case 'none':
      return { cell: null, from, fault: null };
    case 'one':
      return { cell: ticks.option, from, fault: null };
    case 'several':
      return {
        cell: null,
        from,
        fault: {
          code: 'two_ticked',
          detail: ticks.options.map((option) => `「${option}」`).join('、'),
        },
      };
    case 'unclear':
      return { cell: null, from, fault: { code: 'tick_unclear', detail: label.text } };
  }
}
