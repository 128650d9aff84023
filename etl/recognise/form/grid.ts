/** A sheet as a plane of cells, merged ranges taken as one cell. */
import { cellText } from '#etl/cells/fold.ts';
import type { Cell, MergeRange, SheetRow } from '#etl/types.ts';

/** A cell with its extent; all bounds 1-based and inclusive. */
export interface GridCell {
  readonly row: number;
  readonly col: number;
  readonly bottom: number;
  readonly right: number;
  readonly cell: Cell;
  /** Text of the cell, trimmed; '' where it is blank. */
  readonly text: string;
}

export class Grid {
  /** Last row and column with something in them. */
  readonly lastRow: number;
  readonly lastColumn: number;
  /** Filled cells in reading order. */
  readonly filled: readonly GridCell[];
  readonly #rows = new Map<number, readonly Cell[]>();
  /** Merged range that covers a cell, by `row,col`. */
  readonly #covered = new Map<number, MergeRange>();

  constructor(rows: readonly SheetRow[], merges: readonly MergeRange[]) {
    let [lastRow, lastColumn] = [0, 0];
    for (const row of rows) {
      this.#rows.set(row.row, row.cells);
      for (let i = row.cells.length; i > lastColumn; i -= 1) {
        if (textOf(row.cells[i - 1]) !== '') lastColumn = i;
      }
      if (row.cells.some((cell) => textOf(cell) !== '')) lastRow = Math.max(lastRow, row.row);
    }
    this.lastRow = lastRow;
    for (const merge of merges) {
      // Ranges that reach to the end of the sheet are styles, not cells.
      const bottom = Math.min(merge.bottom, lastRow + 1);
      const right = Math.min(merge.right, lastColumn + 50);
      for (let row = merge.top; row <= bottom; row += 1) {
        for (let col = merge.left; col <= right; col += 1) {
          this.#covered.set(row * 20_000 + col, { ...merge, bottom, right });
        }
      }
      if (merge.top <= lastRow) lastColumn = Math.max(lastColumn, right);
    }
    this.lastColumn = lastColumn;
    const filled: GridCell[] = [];
    for (const [row, cells] of this.#rows) {
      for (let col = 1; col <= cells.length; col += 1) {
        if (textOf(cells[col - 1]) === '') continue;
        const cell = this.at(row, col);
        if (cell.row === row && cell.col === col) filled.push(cell);
      }
    }
    this.filled = filled.sort((a, b) => a.row - b.row || a.col - b.col);
  }

  /** The cell at a place, blank ones and those of a merged range included. */
  at(row: number, col: number): GridCell {
    const merge = this.#covered.get(row * 20_000 + col);
    const top = merge?.top ?? row;
    const left = merge?.left ?? col;
    const cell = this.#rows.get(top)?.[left - 1] ?? null;
    return {
      row: top,
      col: left,
      bottom: merge?.bottom ?? row,
      right: merge?.right ?? col,
      cell,
      text: textOf(cell),
    };
  }
}

function textOf(cell: Cell | undefined): string {
  return cellText(cell).trim();
}
