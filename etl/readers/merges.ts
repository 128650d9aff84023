/**
 * Which cells lie under a merged range. Some writers leave the values of before the merge in them; nobody sees
 * those, and reading them would count a value twice.
 */

import type { MergeRange } from '#etl/types.ts';
import { MAX_SHEET_COLUMNS } from './limits.ts';

/** Asked row by row, from top to bottom. */
export class CoveredCells {
  private readonly byTop: readonly MergeRange[];
  private next = 0;
  private active: MergeRange[] = [];
  private width = 0;

  constructor(merges: readonly MergeRange[]) {
    this.byTop = [...merges].sort((a, b) => a.top - b.top);
  }

  /** Moves on to a row; false if no merged range touches it. */
  startRow(row: number): boolean {
    if (this.active.length > 0) {
      this.active = this.active.filter((range) => range.bottom >= row);
      this.width = this.active.reduce((sum, range) => sum + range.right - range.left + 1, 0);
    }
    for (;;) {
      const range = this.byTop[this.next];
      if (range === undefined || range.top > row) break;
      this.next += 1;
      if (range.bottom < row) continue;
      // More columns than a sheet has: the ranges overlap, which no real workbook does.
      if (this.width + range.right - range.left + 1 > MAX_SHEET_COLUMNS) continue;
      this.active.push(range);
      this.width += range.right - range.left + 1;
    }
    return this.active.length > 0;
  }

  /** Whether a cell of the row lies within a merged range and is not its top-left one. */
  covers(row: number, column: number): boolean {
    for (const range of this.active) {
      if (column >= range.left && column <= range.right) {
        return column !== range.left || row !== range.top;
      }
    }
    return false;
  }
}
