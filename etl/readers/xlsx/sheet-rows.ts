/** The rows of one worksheet part, from XML events to cells. Pure: it is fed and asked, and reads nothing itself. */

import type { Cell, MergeRange, SheetRow } from '#etl/types.ts';
import {
  BATCH_CELLS,
  BATCH_ROWS,
  FIRST_BATCH_ROWS,
  MAX_CELL_CHARS,
  MAX_COLUMNS,
  MAX_MERGES,
  MAX_SHEET_CELLS,
  MAX_SHEET_CHARS,
  MAX_SHEET_COLUMNS,
  MAX_SHEET_ROWS,
} from '../limits.ts';
import { CoveredCells } from '../merges.ts';
import type { RefusalCode, RefusalDetails } from '../messages.ts';
import { isoDateCell, type NumberDisplay, numberCell } from '../number-format.ts';
import { StringCollector } from './parts.ts';
import { attribute, booleanAttribute, decodeEscapes, type XmlHandler } from './xml.ts';

/** What the cells of all sheets of a workbook refer to. */
export interface WorkbookTables {
  readonly strings: readonly string[];
  readonly displays: readonly NumberDisplay[];
  readonly date1904: boolean;
}

/** Ends the reading of a file; see messages.ts. */
export type Refuse = (code: RefusalCode, details?: RefusalDetails) => Error;

/** Collects rows from the events of a worksheet part; the caller empties {@link takeRows} now and then. */
export class SheetRowsHandler implements XmlHandler {
  private rows: SheetRow[] = [];
  /** Cells in the rows waiting to be taken, and in all rows so far. */
  private cellCount = 0;
  private allCells = 0;
  /** Characters of all shared texts so far: a file of kilobytes shows gigabytes of them. */
  private sharedChars = 0;
  /** Enough rows wait to be taken. */
  full = false;
  private enough = FIRST_BATCH_ROWS;
  /** The sheet's data is over; what follows holds no rows. */
  done = false;

  private inData = false;
  private row = 0;
  private rowHidden = false;
  private cells: Cell[] = [];

  private column = 0;
  private type = '';
  private style = 0;
  private value: string | null = null;
  private inValue = false;
  private formula = false;
  private inline: StringCollector | null = null;

  private readonly covered: CoveredCells;
  private rowHasMerges = false;

  private readonly seenColumns = new Uint8Array(MAX_SHEET_COLUMNS + 1);
  private columnsWithContent = 0;

  constructor(
    private readonly tables: WorkbookTables,
    merges: readonly MergeRange[],
    private readonly refuse: Refuse,
  ) {
    this.covered = new CoveredCells(merges);
  }

  get wantsText(): boolean {
    return this.inValue || this.inline?.wantsText === true;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  takeRows(): SheetRow[] {
    const taken = this.rows;
    this.rows = [];
    this.cellCount = 0;
    this.full = false;
    this.enough = Math.min(BATCH_ROWS, this.enough * 2);
    return taken;
  }

  open(name: string, attributes: string, empty: boolean): void {
    if (!this.inData) {
      if (name === 'sheetData' && !this.done) this.inData = !empty;
      return;
    }
    switch (name) {
      case 'row':
        this.startRow(attributes);
        if (empty) this.endRow();
        break;
      case 'c':
        this.startCell(attributes);
        if (empty) this.endCell();
        break;
      case 'v':
        this.inValue = !empty;
        break;
      case 'f':
        this.formula = true;
        break;
      case 'is':
        this.inline = empty ? null : new StringCollector();
        break;
      default:
        this.inline?.open(name, empty);
    }
  }

  close(name: string): void {
    if (!this.inData) return;
    switch (name) {
      case 'row':
        this.endRow();
        break;
      case 'c':
        this.endCell();
        break;
      case 'v':
        this.inValue = false;
        break;
      case 'is':
        if (this.inline !== null) this.value = this.inline.take();
        this.inline = null;
        break;
      case 'sheetData':
        this.inData = false;
        this.done = true;
        break;
      default:
        this.inline?.close(name);
    }
  }

  text(text: string): void {
    if (this.inline !== null) this.inline.text(text);
    else this.value = this.value === null ? text : this.value + text;
  }

  private startRow(attributes: string): void {
    const written = attribute(attributes, 'r');
    const row = written === null ? this.row + 1 : Number(written);
    if (!Number.isInteger(row) || row <= this.row) throw this.refuse('damaged', { row: this.row });
    if (row > MAX_SHEET_ROWS) throw this.refuse('too_many_rows', { limit: MAX_SHEET_ROWS });
    this.row = row;
    this.rowHidden = booleanAttribute(attributes, 'hidden');
    this.rowHasMerges = this.covered.startRow(row);
    this.cells = [];
    this.column = 0;
  }

  private endRow(): void {
    // A row of styled but empty cells is no row.
    if (this.cells.length === 0) return;
    this.rows.push(
      this.rowHidden
        ? { row: this.row, cells: this.cells, hidden: true }
        : { row: this.row, cells: this.cells },
    );
    this.cellCount += this.cells.length;
    this.allCells += this.cells.length;
    if (this.allCells > MAX_SHEET_CELLS) throw this.refuse('unpacks_too_large');
    this.full = this.rows.length >= this.enough || this.cellCount >= BATCH_CELLS;
    this.cells = [];
  }

  /** Most of a workbook's text is this tag, hence no regular expression: ` r="C17" s="3" t="s"`. */
  private startCell(attributes: string): void {
    let column = this.column + 1;
    this.type = '';
    this.style = 0;
    this.value = null;
    this.formula = false;
    let at = 0;
    for (;;) {
      const equals = attributes.indexOf('=', at);
      if (equals < 0) break;
      let quoteAt = equals + 1;
      while (attributes.charCodeAt(quoteAt) <= 0x20) quoteAt += 1;
      const end = attributes.indexOf(attributes.charAt(quoteAt), quoteAt + 1);
      if (end < 0) break;
      const name = attributes.slice(at, equals).trim();
      if (name === 'r') column = columnOf(attributes, quoteAt + 1, end);
      else if (name === 's') this.style = Number(attributes.slice(quoteAt + 1, end));
      else if (name === 't') this.type = attributes.slice(quoteAt + 1, end);
      at = end + 1;
    }
    if (!(column >= 1 && column <= MAX_SHEET_COLUMNS)) {
      throw this.refuse('damaged', { row: this.row });
    }
    this.column = column;
  }

  private endCell(): void {
    this.inValue = false;
    // Written by a program that computes nothing: what would stand there is not known, which is no blank. A formula whose
    // result is an empty text says so by its type.
    const uncomputed =
      this.formula && this.type === '' && (this.value === null || this.value.trim() === '');
    if (this.value === null && !uncomputed) return;
    if (this.rowHasMerges && this.covered.covers(this.row, this.column)) {
      this.value = null;
      return;
    }
    const cell = uncomputed ? { error: '' } : this.cellOf(this.value ?? '');
    this.value = null;
    if (cell === null) return;
    const { cells, column } = this;
    while (cells.length < column) cells.push(null);
    cells[column - 1] = cell;
    if (this.seenColumns[column] === 0) {
      this.seenColumns[column] = 1;
      this.columnsWithContent += 1;
      if (this.columnsWithContent > MAX_COLUMNS) {
        throw this.refuse('too_many_columns', { limit: MAX_COLUMNS });
      }
    }
  }

  private cellOf(value: string): Cell {
    switch (this.type) {
      case 's': {
        const text = this.tables.strings[Number(value)];
        if (text === undefined) throw this.refuse('damaged', { row: this.row });
        this.sharedChars += text.length;
        if (this.sharedChars > MAX_SHEET_CHARS) throw this.refuse('unpacks_too_large');
        return this.textCell(text);
      }
      case 'str':
        return this.textCell(decodeEscapes(value).replaceAll('\r\n', '\n'));
      case 'inlineStr':
        return this.textCell(value);
      case 'b':
        return value.trim() === '1' || value.trim() === 'true';
      case 'e':
        return { error: value.trim() };
      case 'd':
        return isoDateCell(value, this.tables.date1904);
      default:
        return this.numericCell(value);
    }
  }

  private textCell(text: string): Cell {
    if (text === '') return null;
    if (text.length > MAX_CELL_CHARS) {
      throw this.refuse('cell_too_long', { row: this.row, limit: MAX_CELL_CHARS });
    }
    return text;
  }

  private numericCell(value: string): Cell {
    const trimmed = value.trim();
    if (trimmed === '') return null;
    const number = Number(trimmed);
    // Some writers put text where the format wants a number: kept as the text it is. 0x10 is no number of a sheet.
    if (!Number.isFinite(number) || RADIX.test(trimmed)) return this.textCell(value);
    const display = this.tables.displays[this.style];
    return display === undefined ? number : numberCell(number, display, this.tables.date1904);
  }
}

/** Spellings of numbers that JavaScript has and spreadsheets do not. */
const RADIX = /^0[xob]/i;

/** `C17` → 3; 0 if there are no letters. */
function columnOf(text: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at += 1) {
    const letter = text.charCodeAt(at) & 0xdf;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 0x40;
  }
  return column;
}

const RANGE = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/i;

/** Collects the merged ranges, which stand behind the rows. */
export class MergeHandler implements XmlHandler {
  readonly wantsText = false;
  readonly merges: MergeRange[] = [];

  constructor(private readonly refuse: Refuse) {}

  open(name: string, attributes: string): void {
    if (name !== 'mergeCell') return;
    const match = RANGE.exec(attribute(attributes, 'ref') ?? '');
    if (match === null) return;
    const [, fromColumn = '', fromRow = '', toColumn = fromColumn, toRow = fromRow] = match;
    const rows = [Number(fromRow), Number(toRow)];
    const columns = [
      columnOf(fromColumn, 0, fromColumn.length),
      columnOf(toColumn, 0, toColumn.length),
    ];
    const range = {
      top: Math.min(...rows),
      left: Math.min(...columns),
      bottom: Math.max(...rows),
      right: Math.max(...columns),
    };
    // A range of one cell merges nothing.
    if (range.top === range.bottom && range.left === range.right) return;
    this.merges.push(range);
    if (this.merges.length > MAX_MERGES)
      throw this.refuse('too_many_merges', { limit: MAX_MERGES });
  }

  close(): void {}

  text(): void {}
}
