/**
 * Which cells lie under a merged range. Some writers leave the values of before the merge in them; nobody sees
 * those, and reading them would count a value twice.
 */

import type { MergeRange } from '#etl/types.ts';
import { MAX_SHEET_COLUMNS } from './limits.ts';

/**
 * The ranges without those that overlap one above or to the left of them. No real workbook has such ranges; a file with
 * hundreds of thousands of them, all over the same cells, would keep a reader busy for ever.
 */
export function disjoint(merges: readonly MergeRange[]): readonly MergeRange[] {
  const sorted = [...merges].sort((a, b) => a.top - b.top || a.left - b.left);
  const kept: MergeRange[] = [];
  /** Ranges begun, from left to right; some may have ended, none shares a column with another. */
  const begun: MergeRange[] = [];
  for (const range of sorted) {
    const from = firstEndingAt(begun, range.left);
    let to = from;
    let overlaps = false;
    for (; to < begun.length && !overlaps; to += 1) {
      const other = begun[to];
      if (other === undefined || other.left > range.right) break;
      overlaps = other.bottom >= range.top;
    }
    if (overlaps) continue;
    begun.splice(from, to - from, range);
    kept.push(range);
  }
  return kept.length === merges.length ? merges : kept;
}

/** Place of the first range that ends in the column or to the right of it. */
function firstEndingAt(ranges: readonly MergeRange[], column: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.right ?? 0) < column) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Asked row by row, from top to bottom, about ranges that do not overlap. */
export class CoveredCells {
  private readonly byTop: readonly MergeRange[];
  private next = 0;
  /** By column: place in `byTop` of the range begun last, plus one. */
  private readonly ranges: Int32Array;
  /** Last row that any range begun so far reaches. */
  private reach = 0;

  constructor(merges: readonly MergeRange[]) {
    this.byTop = [...merges].sort((a, b) => a.top - b.top);
    this.ranges = new Int32Array(merges.length === 0 ? 0 : MAX_SHEET_COLUMNS + 1);
  }

  /** Moves on to a row; false if no merged range touches it. */
  startRow(row: number): boolean {
    for (;;) {
      const range = this.byTop[this.next];
      if (range === undefined || range.top > row) break;
      this.next += 1;
      if (range.bottom < row) continue;
      this.ranges.fill(this.next, range.left, Math.min(range.right, MAX_SHEET_COLUMNS) + 1);
      this.reach = Math.max(this.reach, range.bottom);
    }
    return row <= this.reach;
  }

  /** Whether a cell of the row lies within a merged range and is not its top-left one. */
  covers(row: number, column: number): boolean {
    const range = this.byTop[(this.ranges[column] ?? 0) - 1];
    if (range === undefined || range.bottom < row) return false;
    return column !== range.left || row !== range.top;
  }
}
