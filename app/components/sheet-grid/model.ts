/** What of a sheet is drawn, and in which order: rows with folds between them, columns with quiet ones folded. Pure. */

import type { SheetWindow, WindowRow } from '#app/data/import-desk.ts';
import { columnLetter, columnNumber } from '#queries/values/column-letters.ts';

/** One thing in the grid's body. */
export type GridItem =
  | { type: 'row'; row: WindowRow }
  /** Rows not shown, both ends included. */
  | { type: 'fold'; from: number; to: number }
  /** A row that is still being fetched. */
  | { type: 'wait'; row: number }
  /** Rows from there on were not asked for yet. */
  | { type: 'more'; from: number };

/** Row numbers, both ends included. */
export interface Span {
  from: number;
  to: number;
}

export { columnLetter, columnNumber };

/** `H12` → column and row; null for anything else. */
export function parseAddress(text: string): { letter: string; row: number } | null {
  const match = /^([A-Z]{1,3})([1-9]\d*)$/.exec(text);
  return match ? { letter: match[1] ?? '', row: Number(match[2]) } : null;
}

/** Header rows stay in sight while the body scrolls; more than these would leave no body. */
const HEAD_ROWS = 4;
/** Title rows shown above the header. */
const TITLE_ROWS = 3;

export interface Head {
  /** Rows above the header that are shown. */
  titles: WindowRow[];
  /** The header's rows. */
  header: WindowRow[];
  /** First row of the body. */
  bodyFrom: number;
}

/** Titles and header of a sheet, as far as they are fetched; a sheet without a header is all body. */
export function headOf({ header, rows }: Pick<SheetWindow, 'header' | 'rows'>): Head {
  if (header === null || header.bottom - header.top >= HEAD_ROWS) {
    return { titles: [], header: [], bodyFrom: 1 };
  }
  const of = (from: number, to: number) => rows.filter(({ row }) => row >= from && row <= to);
  return {
    titles: of(1, header.top - 1).slice(0, TITLE_ROWS),
    header: of(header.top, header.bottom),
    bodyFrom: header.bottom + 1,
  };
}

/** What of `gap` no span covers, from its first uncovered row to its last. */
function uncovered(gap: Span, covered: readonly Span[]): Span | null {
  let { from, to } = gap;
  for (let again = true; again && from <= to; ) {
    again = false;
    for (const span of covered) {
      if (span.from <= from && span.to >= from) {
        from = span.to + 1;
        again = true;
      }
      if (span.to >= to && span.from <= to) {
        to = span.from - 1;
        again = true;
      }
    }
  }
  return from <= to ? { from, to } : null;
}

/**
 * The body with what is of no interest folded.
 * @param rows fetched rows, ascending
 * @param covered stretches fetched whole: a row missing there is blank, not folded
 * @param next first row not asked for yet, null when the sheet was asked for to its end
 */
export function foldedItems(
  rows: readonly WindowRow[],
  bodyFrom: number,
  lastRow: number,
  covered: readonly Span[],
  next: number | null,
): GridItem[] {
  const items: GridItem[] = [];
  let expected = bodyFrom;
  for (const row of rows) {
    if (row.row < expected) continue;
    const gap = uncovered({ from: expected, to: row.row - 1 }, covered);
    if (gap) items.push({ type: 'fold', ...gap });
    items.push({ type: 'row', row });
    expected = row.row + 1;
  }
  if (next === null) {
    const gap = uncovered({ from: expected, to: lastRow }, covered);
    if (gap) items.push({ type: 'fold', ...gap });
  } else if (next <= lastRow) {
    items.push({ type: 'more', from: Math.max(next, expected) });
  }
  return items;
}

/** Columns drawn side by side: single ones and folded runs. */
export type GridColumn =
  | { type: 'column'; letter: string; index: number; width: number; imported: boolean }
  | { type: 'fold'; from: string; to: string; count: number };

/** Fewer columns than this fit without folding. */
const FOLD_FROM = 10;
/** The first columns say which record a row is. */
const LEADING = 3;
/** A shorter run is not worth a button. */
const RUN = 3;

/** Rows whose text stands across all columns. */
const ACROSS: ReadonlySet<WindowRow['state']> = new Set(['title', 'note', 'signature']);
/** Rows looked at for the width of columns. */
const ROWS_MEASURED = 300;
const NARROWEST = 4;
const WIDEST = 40;

/** Characters of a text as wide as Latin ones; a Chinese character takes two. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (width >= WIDEST) return WIDEST;
    width += (char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  }
  return width;
}

/** Columns as wide as what is known of them: the first answer may have held nothing but the header. */
export function fittedColumns(
  columns: SheetWindow['columns'],
  rows: readonly WindowRow[],
  header: SheetWindow['header'],
): SheetWindow['columns'] {
  const measured = rows
    .filter(({ row, state }) => row >= (header?.top ?? 1) && !ACROSS.has(state))
    .slice(0, ROWS_MEASURED);
  if (measured.length === 0) return columns;
  return columns.map((column) => {
    const index = columnNumber(column.letter) - 1;
    const widths = measured.map(({ cells, marks }) => {
      const { before, edited } = marks[column.letter] ?? { before: null, edited: null };
      // A replaced value stands beside the new one.
      return textWidth(edited ?? cells[index] ?? '') + textWidth(before ?? '');
    });
    return { ...column, width: Math.min(WIDEST, Math.max(NARROWEST, ...widths)) };
  });
}

/** Pixels of a column from the characters it holds. */
export function columnPixels(characters: number): number {
  return Math.round(Math.min(260, Math.max(52, characters * 7.2 + 18)));
}

/**
 * Columns with runs of quiet ones folded: quiet are those nothing is marked in.
 * @param keep columns that are always shown, e.g. the one at hand
 */
export function foldedColumns(
  columns: SheetWindow['columns'],
  rows: readonly WindowRow[],
  fold: boolean,
  keep: ReadonlySet<string>,
  opened: ReadonlySet<string>,
): GridColumn[] {
  const marked = new Set(rows.flatMap(({ marks }) => Object.keys(marks)));
  const folds = fold && columns.length >= FOLD_FROM && marked.size > 0;
  const quiet = (letter: string, index: number) =>
    folds && index >= LEADING && !marked.has(letter) && !keep.has(letter) && !opened.has(letter);
  const made: GridColumn[] = [];
  let run: { letter: string; index: number; width: number; imported: boolean }[] = [];
  const flush = () => {
    const first = run[0];
    const last = run.at(-1);
    if (first && last && run.length >= RUN) {
      made.push({ type: 'fold', from: first.letter, to: last.letter, count: run.length });
    } else {
      made.push(...run.map((column) => ({ type: 'column' as const, ...column })));
    }
    run = [];
  };
  columns.forEach(({ letter, width, imported }, index) => {
    const column = {
      letter,
      index: columnNumber(letter) - 1,
      width: columnPixels(width),
      imported,
    };
    if (quiet(letter, index)) run.push(column);
    else {
      flush();
      made.push({ type: 'column', ...column });
    }
  });
  flush();
  return made;
}

/**
 * The cells of a title or header row as drawn: joined across by merged ranges, columns counted as drawn. A range that
 * spans several rows of the head shows its text in the lowest of them, beside the columns it names.
 */
export function headSpans(
  row: WindowRow,
  head: readonly WindowRow[],
  columns: readonly GridColumn[],
  merges: SheetWindow['merges'],
): { column: GridColumn; span: number; text: string }[] {
  const spans: { column: GridColumn; span: number; text: string }[] = [];
  const lowest = head.at(-1)?.row ?? row.row;
  let index = 0;
  while (index < columns.length) {
    const column = columns[index] as GridColumn;
    if (column.type === 'fold') {
      spans.push({ column, span: 1, text: '' });
      index += 1;
      continue;
    }
    const number = column.index + 1;
    const merge = merges.find(
      ({ top, bottom, left, right }) =>
        top <= row.row && bottom >= row.row && left <= number && right >= number,
    );
    if (merge === undefined) {
      spans.push({ column, span: 1, text: row.cells[column.index] ?? '' });
      index += 1;
      continue;
    }
    let span = 1;
    while (index + span < columns.length) {
      const next = columns[index + span] as GridColumn;
      const last = next.type === 'fold' ? columnNumber(next.to) : next.index + 1;
      if (last > merge.right) break;
      span += 1;
    }
    const first = head.find((each) => each.row === merge.top) ?? row;
    const here = row.row === Math.min(merge.bottom, lowest);
    spans.push({ column, span, text: here ? (first.cells[merge.left - 1] ?? '') : '' });
    index += span;
  }
  return spans;
}

/** Cells that stop a row, in the order a person meets them: the row's own issues stand at its first column. */
export function rejectedCells(row: WindowRow): { letter: string | null; message: string }[] {
  const cells = Object.entries(row.marks)
    .filter(([, { issue }]) => issue?.severity === 'reject')
    .sort(([a], [b]) => columnNumber(a) - columnNumber(b))
    .map(([letter, { issue }]) => ({ letter, message: issue?.message ?? '' }));
  const whole = row.issues
    .filter(({ severity, column }) => severity === 'reject' && column === null)
    .map(({ message }) => ({ letter: null, message }));
  return [...cells, ...whole];
}

/** Rows fetched so far, ascending, each once; the newest fetch of a row counts. */
export function mergeRows(known: readonly WindowRow[], fetched: readonly WindowRow[]): WindowRow[] {
  const byNumber = new Map(known.map((row) => [row.row, row]));
  for (const row of fetched) byNumber.set(row.row, row);
  return [...byNumber.values()].sort((a, b) => a.row - b.row);
}

/** The next or previous row in one of the states, counted from `row`; null beyond the last one known. */
export function neighbourRow(
  rows: readonly WindowRow[],
  row: number,
  step: 1 | -1,
  wanted: (row: WindowRow) => boolean,
): WindowRow | null {
  return step === 1
    ? (rows.find((each) => each.row > row && wanted(each)) ?? null)
    : (rows.findLast((each) => each.row < row && wanted(each)) ?? null);
}

/** Stretches joined where they touch or overlap, ascending. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to + 1) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}
