/**
 * Several forms on one sheet: side by side where most labels stand twice in a row, below each other where labels come
 * again. A form may hold blank rows and rows that the others lack; it begins at the row after the last gap above its
 * first repeated label.
 */
import type { Grid } from './grid.ts';
import type { Label } from './labels.ts';

/** One form: its labels in reading order. */
export interface Block {
  readonly labels: readonly Label[];
  /** It follows the form above without a blank row or title between. */
  readonly tight: boolean;
}

/** At least so many different labels must stand twice in a row before a sheet is cut into columns. */
const LEAST_PAIRS = 3;

/** A form's name: 维修服务回执单, 客户投诉登记表. */
const TITLE = /(?:单|表|卡|记录|存根|回执)(?:[(（][^()（）]*[)）])?$/;

/** Puts the labels of a sheet together to forms, top to bottom, left to right within a row of forms. */
export function blocksOf(labels: readonly Label[], grid: Grid): Block[] {
  const known = labels.filter((label) => label.known);
  const bounds = columnBounds(known);
  const bands = bounds.map((from, i) => {
    const to = bounds[i + 1] ?? Number.POSITIVE_INFINITY;
    return labels.filter((label) => label.cell.col >= from && label.cell.col < to);
  });
  return bands
    .flatMap((band) => joined(stacked(band, grid)))
    .sort((a, b) => topOf(a) - topOf(b) || leftOf(a) - leftOf(b));
}

/** A few labels that come twice in one form (电话, 日期 of both who sign) make no form of their own. */
function joined(blocks: readonly Block[]): Block[] {
  const forms: Block[] = [];
  for (const block of blocks) {
    const above = forms.at(-1);
    const known = new Set(block.labels.flatMap((label) => (label.known ? [label.key] : [])));
    const before = new Set(above?.labels.flatMap((label) => (label.known ? [label.key] : [])));
    const numbered = block.labels.some((label) =>
      label.fields.some((spec) => spec.field.endsWith('_no')),
    );
    if (above !== undefined && !numbered && known.size <= 2 && known.size * 2 < before.size) {
      forms[forms.length - 1] = { ...above, labels: [...above.labels, ...block.labels] };
    } else {
      forms.push(block);
    }
  }
  return forms;
}

function topOf(block: Block): number {
  return block.labels[0]?.cell.row ?? 0;
}

function leftOf(block: Block): number {
  return Math.min(...block.labels.map((label) => label.cell.col));
}

/** First columns of the forms that stand side by side; one where they do not. */
function columnBounds(labels: readonly Label[]): number[] {
  const byRowAndKey = new Map<string, Label[]>();
  for (const label of labels) {
    const place = `${label.cell.row} ${label.key}`;
    byRowAndKey.set(place, [...(byRowAndKey.get(place) ?? []), label]);
  }
  const repeated = [...byRowAndKey.values()].filter((same) => same.length > 1);
  const pairs = new Set(repeated.map((same) => same[0]?.key));
  const keys = new Set(labels.map((label) => label.key));
  if (pairs.size < LEAST_PAIRS || pairs.size * 2 < keys.size) return [1];
  const across = Math.max(...repeated.map((same) => same.length));
  const full = repeated.filter((same) => same.length === across);
  const bounds = [1];
  for (let i = 1; i < across; i += 1) {
    bounds.push(Math.min(...full.map((same) => same[i]?.cell.col ?? Number.POSITIVE_INFINITY)));
  }
  return bounds;
}

/** Forms below each other in one band of columns. */
function stacked(labels: readonly Label[], grid: Grid): Block[] {
  const blocks: { labels: Label[]; tight: boolean }[] = [];
  let keys = new Set<string>();
  for (const segment of segmentsOf(labels, grid)) {
    let open: Label[] = [];
    let tight = false;
    let own = new Set<string>();
    const close = (): void => {
      if (open.length === 0) return;
      const current = blocks.at(-1);
      if (current === undefined || tight || [...own].some((key) => keys.has(key))) {
        blocks.push({ labels: open, tight });
        keys = own;
      } else {
        current.labels.push(...open);
        keys = new Set([...keys, ...own]);
      }
      open = [];
      own = new Set();
    };
    for (const row of rowsOf(segment)) {
      // Labels that come again within a segment begin the next form at their row.
      if (row.some((label) => label.known && own.has(label.key))) {
        close();
        tight = true;
      }
      for (const label of row) {
        open.push(label);
        if (label.known) own.add(label.key);
      }
    }
    close();
  }
  return blocks;
}

function rowsOf(labels: readonly Label[]): Label[][] {
  const rows = new Map<number, Label[]>();
  for (const label of labels) {
    rows.set(label.cell.row, [...(rows.get(label.cell.row) ?? []), label]);
  }
  return [...rows.values()];
}

/** Labels between two rows that hold none and are blank or a title. */
function segmentsOf(labels: readonly Label[], grid: Grid): Label[][] {
  const left = Math.min(...labels.map((label) => label.cell.col));
  const right = Math.max(...labels.map((label) => label.cell.right));
  const segments: Label[][] = [];
  let last = 0;
  for (const label of labels) {
    const gap = last > 0 && hasGap(last + 1, label.cell.row - 1, left, right, grid);
    if (last === 0 || gap) segments.push([]);
    segments.at(-1)?.push(label);
    last = Math.max(last, label.cell.row);
  }
  return segments;
}

/** Whether a row between two rows of labels is blank, or holds one text over all its cells. */
function hasGap(from: number, to: number, left: number, right: number, grid: Grid): boolean {
  for (let row = from; row <= to; row += 1) {
    const filled = new Set<string>();
    for (let col = left; col <= right + 1; col += 1) {
      const cell = grid.at(row, col);
      if (cell.text !== '') filled.add(`${cell.row},${cell.col}`);
    }
    if (filled.size === 0) return true;
    if (filled.size !== 1) continue;
    const [first] = [...filled].map((place) => place.split(',').map(Number));
    const only = grid.at(first?.[0] ?? row, first?.[1] ?? left);
    if (only.row === row && (only.right - only.col >= 2 || TITLE.test(only.text))) return true;
  }
  return false;
}
