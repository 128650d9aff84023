/** Vertically merged cells below the header: the value belongs to every row the merge spans. */

import { BeyondLimit, MAX_FILLED_CELLS, MAX_SHEET_CHARS } from '#etl/readers/limits.ts';
import type { Cell, MergeRange, SheetRow } from '#etl/types.ts';

/**
 * Returns a function that fills a row's merged cells; rows must come in order. Only the left column of a merge
 * is filled: a cell merged sideways is one value, and repeating it would feed two fields. A merge that begins
 * in the header is the header's.
 *
 * The function throws BeyondLimit where merges were made to fill a sheet of any size.
 */
export function createMergeFiller(
  merges: readonly MergeRange[],
  headerRow: number,
): (row: SheetRow) => SheetRow {
  const vertical = merges
    .filter((merge) => merge.bottom > merge.top && merge.top > headerRow)
    .sort((a, b) => a.top - b.top);
  if (vertical.length === 0) return (row) => row;
  let next = 0;
  let filledCells = 0;
  let filledChars = 0;
  /** Values to repeat, by 0-based column; a merge without a value has nothing to repeat. */
  const open = new Map<number, { readonly bottom: number; readonly value: Cell }>();
  return (row) => {
    let filled: Cell[] | null = null;
    for (const [at, { bottom, value }] of open) {
      if (bottom < row.row) {
        open.delete(at);
      } else if (isEmpty(row.cells[at])) {
        filled ??= [...row.cells];
        filledCells += Math.max(1, at - filled.length);
        while (filled.length <= at) filled.push(null);
        filled[at] = value;
        if (typeof value === 'string') filledChars += value.length;
      }
    }
    if (filledCells > MAX_FILLED_CELLS || filledChars > MAX_SHEET_CHARS)
      throw new BeyondLimit('unpacks_too_large');
    for (; next < vertical.length; next++) {
      const merge = vertical[next];
      if (!merge || merge.top > row.row) break;
      const at = merge.left - 1;
      const value = merge.top === row.row ? (row.cells[at] ?? null) : null;
      if (value === null || value === '') open.delete(at);
      else open.set(at, { bottom: merge.bottom, value });
    }
    return filled ? { ...row, cells: filled } : row;
  };
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cell === '';
}
