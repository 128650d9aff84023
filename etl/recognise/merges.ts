/** Vertically merged cells below the header: the value belongs to every row the merge spans. */

import type { Cell, MergeRange, SheetRow } from '#etl/types.ts';

/**
 * Returns a function that fills a row's merged cells; rows must come in order. Only the left column of a merge
 * is filled: a cell merged sideways is one value, and repeating it would feed two fields. A merge that begins
 * in the header is the header's.
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
  let open: { readonly merge: MergeRange; value: Cell }[] = [];
  return (row) => {
    open = open.filter(({ merge }) => merge.bottom >= row.row);
    for (; next < vertical.length; next++) {
      const merge = vertical[next];
      if (!merge || merge.top > row.row) break;
      if (merge.bottom >= row.row) open.push({ merge, value: null });
    }
    if (open.length === 0) return row;
    let filled: Cell[] | null = null;
    for (const span of open) {
      const at = span.merge.left - 1;
      if (span.merge.top === row.row) {
        span.value = row.cells[at] ?? null;
      } else if (span.value !== null && isEmpty(row.cells[at])) {
        filled ??= [...row.cells];
        while (filled.length <= at) filled.push(null);
        filled[at] = span.value;
      }
    }
    return filled ? { ...row, cells: filled } : row;
  };
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cell === '';
}
