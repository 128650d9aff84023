/** A sheet that lies in memory, built row by row from marked-up text. */

import type { Cell, MergeRange, SheetRow, SheetSource } from '#etl/types.ts';
import {
  BATCH_ROWS,
  MAX_CELL_CHARS,
  MAX_COLUMNS,
  MAX_MERGES,
  MAX_RESIDENT_CELLS,
  MAX_SHEET_COLUMNS,
  MAX_SHEET_ROWS,
} from '../limits.ts';
import { disjoint } from '../merges.ts';
import { type ReaderContext, type RefusalCode, refusal } from '../messages.ts';

/** Rows and merged ranges of one sheet; every limit is held here. Rows are added in order. */
export class Grid {
  readonly rows: SheetRow[] = [];
  readonly merges: MergeRange[] = [];
  name = '';
  hidden = false;
  private row = 0;
  private rowHidden = false;
  private cells: Cell[] = [];
  private readonly columns = new Set<number>();
  private cellCount = 0;

  constructor(private readonly context: ReaderContext) {}

  /** @param row 1-based, greater than that of the row before */
  startRow(row: number, hidden: boolean): void {
    this.endRow();
    if (row > MAX_SHEET_ROWS) throw this.refuse('too_many_rows', MAX_SHEET_ROWS);
    this.row = row;
    this.rowHidden = hidden;
  }

  /** @param column 1-based */
  put(column: number, cell: Cell): void {
    if (cell === null || cell === '') return;
    if (column > MAX_SHEET_COLUMNS) throw this.refuse('too_many_columns', MAX_COLUMNS);
    if (typeof cell === 'string' && cell.length > MAX_CELL_CHARS) {
      throw this.refuse('cell_too_long', MAX_CELL_CHARS);
    }
    this.cellCount += Math.max(0, column - this.cells.length);
    if (this.cellCount > MAX_RESIDENT_CELLS) {
      throw refusal(this.context, 'unpacks_too_large');
    }
    while (this.cells.length < column) this.cells.push(null);
    this.cells[column - 1] = cell;
    this.columns.add(column);
    if (this.columns.size > MAX_COLUMNS) throw this.refuse('too_many_columns', MAX_COLUMNS);
  }

  /** @param across further columns to the right; @param down further rows below; both end with the sheet */
  merge(column: number, across: number, down: number): void {
    if (across <= 0 && down <= 0) return;
    const { row } = this;
    const bottom = Math.min(row + Math.max(0, down), MAX_SHEET_ROWS);
    const right = Math.min(column + Math.max(0, across), MAX_SHEET_COLUMNS);
    this.merges.push({ top: row, left: column, bottom, right });
    if (this.merges.length > MAX_MERGES) throw this.refuse('too_many_merges', MAX_MERGES);
  }

  endRow(): void {
    if (this.cells.length > 0) {
      const { row, cells } = this;
      this.rows.push(this.rowHidden ? { row, cells, hidden: true } : { row, cells });
    }
    this.cells = [];
  }

  toSheet(position: number): SheetSource {
    const { rows } = this;
    return {
      name: this.name,
      position,
      hidden: this.hidden,
      date1904: false,
      merges: disjoint(this.merges),
      *rows() {
        for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
      },
    };
  }

  private refuse(code: RefusalCode, limit: number): Error {
    const sheet = this.name === '' ? {} : { sheet: this.name };
    return refusal(this.context, code, { ...sheet, row: this.row, limit });
  }
}
