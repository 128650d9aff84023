/**
 * One sheet from top to bottom: title block, key figures, tables, all with the same print set-up.
 * Sheets say what stands in a table; this says how a table stands on a sheet.
 */
import {
  Formula,
  Table,
  TableColumn,
  TableStyle,
  type Workbook,
  type Worksheet,
} from 'wasm-xlsxwriter';
import type { MetricView } from '#app/data/desk.ts';
import { blank, type Cell, formula, text } from './cells.ts';
import { address, HEADER_LIMIT, headerText, range } from './excel-values.ts';
import type { FormatBook, Look } from './formats.ts';
import type { Words } from './words.ts';
import type { Lang, WorkbookInput } from './workbook-input.ts';

/** A4 in Excel's list of papers. */
const PAPER_A4 = 9;
/** Longer lists are cut, and say so: a workbook is for reading, the whole list is in the app. */
export const LIST_LIMIT = 10_000;
export const ROW_HEIGHT = 22;
/** Rows of the title block: title, facts, draft or closed. */
const TITLE_ROWS = 3;

export type Both = { readonly zh: string; readonly en: string };

/** What every sheet says about itself: whose, of which month, as of when, under which policy, draft or closed. */
export interface Facts {
  readonly company: string;
  /** What the workbook is, before the sheet's own name: 售后月报, 考核扣款. */
  readonly title: string;
  readonly month: string;
  /** Naive local time. */
  readonly asOf: string;
  readonly policy: { readonly name: Both; readonly version: number };
  /** Said after the policy, e.g. the revision. */
  readonly more: readonly string[];
  readonly draft: boolean;
  readonly draftLine: string;
  readonly closedLine: string;
}

/** A workbook being written. */
export interface Book {
  readonly workbook: Workbook;
  readonly formats: FormatBook;
  readonly words: Words;
  readonly facts: Facts;
  readonly lang: Lang;
}

/** What all sheets of the manager's workbook share. */
export interface Desk extends Book {
  readonly input: WorkbookInput;
  /** The registry with the targets of the policy in force, KPIs first in display order. */
  readonly metrics: readonly MetricView[];
}

/** Addresses a cell of a table may need for its formula: of another column, in the same row. */
export interface Place {
  readonly row: number;
  here(key: string): string;
}

export interface TotalPlace extends Place {
  /** Expression that sums this column's rows. */
  readonly sum: string;
}

export interface Column<Row> {
  readonly key: string;
  readonly header: Both;
  cell(row: Row, place: Place): Cell;
  /** The total's cell; its formula is the column's sum unless the cell brings its own. */
  readonly total?: (rows: readonly Row[], place: TotalPlace) => Cell;
}

export interface TableOptions {
  /**
   * `sheet`: the sheet's one list, filtered and with the header frozen. `list`: one of several tables of the sheet,
   * as a table of Excel's own, which brings its filter and keeps its header in sight. `plain`: no filter.
   */
  readonly filter: 'sheet' | 'list' | 'plain';
  /** Words in place of rows where there are none; the usual ones without. */
  readonly nothing?: Both;
  /** Words of the total row; none without. */
  readonly total?: string;
  /** `all` (by default `shown`): the total row adds up all rows, whatever the filter hides. */
  readonly totalOf?: 'all' | 'shown';
  /** Every row is written, however many: a sheet of money is not cut. */
  readonly all?: boolean;
  /** Least height of a row, in pixels: room to sign. */
  readonly rowPixels?: number;
  /** Rows right above the header that belong to it and are repeated with it in print. */
  readonly headRows?: number;
  /** Leftmost column, 0 by default. */
  readonly left?: number;
  /** Columns right of the table's first ones stay in sight too (only with `sheet`). */
  readonly freezeColumns?: number;
}

/** Where a table landed; rows and columns count from 0, bounds inclusive. `last` < `first` when it has no rows. */
export interface Placed {
  readonly header: number;
  readonly first: number;
  readonly last: number;
  readonly left: number;
  column(key: string): number;
}

export class SheetWriter<Of extends Book = Desk> {
  /** Next free row, from 0. */
  row = 0;
  readonly sheet: Worksheet;
  readonly words: Words;
  readonly #widths: readonly number[];

  constructor(
    readonly desk: Of,
    readonly name: string,
    /** Column widths in pixels. */
    widths: readonly number[],
  ) {
    this.words = desk.words;
    this.#widths = widths;
    this.sheet = desk.workbook.addWorksheet();
    this.sheet.setName(name).setScreenGridlines(false);
    widths.forEach((width, column) => {
      this.sheet.setColumnWidthPixels(column, width);
    });
    this.#print();
    this.#title();
  }

  both(pair: Both): string {
    return pair[this.desk.lang];
  }

  write(row: number, column: number, cell: Cell): void {
    const format = this.desk.formats.of(cell.look);
    if (cell.formula !== undefined) {
      const made = new Formula(`=${cell.formula}`).setResult(String(cell.value ?? ''));
      this.sheet.writeFormulaWithFormat(row, column, made, format);
    } else if (cell.value === null) {
      this.sheet.writeBlank(row, column, format);
    } else if (typeof cell.value === 'number') {
      this.sheet.writeNumberWithFormat(row, column, cell.value, format);
    } else {
      // Always as a string: whatever data begin with, nothing of them becomes a formula or a link.
      this.sheet.writeStringWithFormat(row, column, cell.value, format);
    }
  }

  /** A section's title with one line about it. */
  heading(title: string, line: string | null = null): void {
    this.write(this.row, 0, text(title, { bold: true, size: 12, line: 'none' }));
    this.row += 1;
    if (line !== null) this.note(line);
  }

  note(line: string): void {
    this.write(this.row, 0, text(line, { ink: 'quiet', line: 'none' }));
    this.row += 1;
  }

  gap(): void {
    this.row += 1;
  }

  /** Key figures side by side: names above, values below. */
  strip(figures: readonly { readonly name: Both; readonly cell: Cell }[]): void {
    const names = figures.map((figure) => this.both(figure.name));
    names.forEach((name, column) => {
      this.write(this.row, column, text(name, HEAD));
    });
    this.#height(this.row, names, 0, 0);
    figures.forEach(({ cell }, column) => {
      const look: Look = { ...cell.look, bold: true, size: 12, align: 'left' };
      this.write(this.row + 1, column, { ...cell, look });
    });
    this.sheet.setRowHeightPixels(this.row + 1, 26);
    this.row += 2;
  }

  /** Keeps everything above the next row, and columns on the left, in sight. */
  freezeHere(columns = 0): void {
    this.sheet.setFreezePanes(this.row, columns);
  }

  /** A header row, one row per item, and a total row where asked for. */
  table<Row>(columns: readonly Column<Row>[], all: readonly Row[], options: TableOptions): Placed {
    const left = options.left ?? 0;
    const rows = options.all === true ? all : all.slice(0, LIST_LIMIT);
    const header = this.row;
    const first = header + 1;
    const last = header + rows.length;
    const indexOf = new Map(columns.map((column, index) => [column.key, left + index]));
    const column = (key: string): number => {
      const found = indexOf.get(key);
      if (found === undefined) throw new Error(`no column ${key} on ${this.name}`);
      return found;
    };
    const placeOf = (row: number): Place => ({ row, here: (key) => address(row, column(key)) });

    const names = columns.map((item) => this.both(item.header));
    if (options.filter === 'list' && rows.length > 0) this.#excelTable(names, header, left, last);
    const sample = rows[0];
    const right = columns.map(
      (each) => sample !== undefined && each.cell(sample, placeOf(first)).look.align === 'right',
    );
    // Text beside a column of numbers steps in, or the two run into one.
    const sides = right.map((isRight, at): Look => {
      if (isRight) return { align: 'right' };
      return at > 0 && right[at - 1] === true ? { align: 'left', indent: 1 } : {};
    });
    names.forEach((name, index) => {
      this.write(header, left + index, text(name, { ...HEAD, ...sides[index] }));
    });
    this.#height(header, names, left, options.filter === 'plain' ? 0 : FILTER_BUTTON);

    rows.forEach((item, index) => {
      const place = placeOf(first + index);
      const cells = columns.map((each, at) => {
        const cell = each.cell(item, place);
        return cell.look.align === 'right'
          ? cell
          : { ...cell, look: { ...cell.look, ...sides[at] } };
      });
      cells.forEach((cell, at) => {
        this.write(place.row, left + at, cell);
      });
      this.#fit(place.row, cells, left, options.rowPixels ?? 0);
    });
    this.row = last + 1;

    if (rows.length === 0) {
      const nothing =
        options.nothing === undefined ? this.words.nothing : this.both(options.nothing);
      columns.forEach((_, at) => {
        this.write(this.row, left + at, at === 0 ? text(nothing, { ink: 'quiet' }) : blank());
      });
      this.row += 1;
    } else if (options.total !== undefined) {
      const sum = options.totalOf === 'all' ? 'SUM(' : 'SUBTOTAL(9,';
      this.#total(columns, rows, options.total, { first, last, left, sum }, placeOf);
    }
    if (options.filter === 'sheet') {
      this.sheet
        .setFreezePanes(first, options.freezeColumns ?? 0)
        .setRepeatRows(header - (options.headRows ?? 0), header);
      if (rows.length > 0) {
        this.sheet.autofilter(header, left, last, left + columns.length - 1);
      }
    }
    if (all.length > rows.length) this.note(this.words.cut(all.length, rows.length));
    return { header, first, last, left, column };
  }

  #total<Row>(
    columns: readonly Column<Row>[],
    rows: readonly Row[],
    label: string,
    box: {
      readonly first: number;
      readonly last: number;
      readonly left: number;
      /** Function of the sum up to its range: SUBTOTAL follows the filter, and leaves out the row that holds it. */
      readonly sum: 'SUM(' | 'SUBTOTAL(9,';
    },
    placeOf: (row: number) => Place,
  ): void {
    const place = placeOf(this.row);
    columns.forEach((each, at) => {
      const sum = `${box.sum}${range(box.first, box.left + at, box.last, box.left + at)})`;
      const made = each.total?.(rows, { ...place, sum });
      const cell = made ?? (at === 0 ? text(label) : blank());
      const whole = made === undefined || made.formula !== undefined ? cell : formula(sum, cell);
      this.write(this.row, box.left + at, { ...whole, look: { ...whole.look, ...TOTAL } });
    });
    this.row += 1;
  }

  #excelTable(names: readonly string[], header: number, left: number, last: number): void {
    const table = new Table()
      .setColumns(names.map((name) => new TableColumn().setHeader(name)))
      .setStyle(TableStyle.None);
    this.sheet.addTable(header, left, last, left + names.length - 1, table);
  }

  /** Header rows grow with their longest name: Excel fits rows on its own only while nothing else sets them. */
  #height(row: number, names: readonly string[], left: number, button: number): void {
    const lines = names.map((name, index) => {
      const width = this.#room(left + index);
      const { lines, last } = wrapped(name, width);
      // The filter's button stands in the lower right corner: a full last line leaves it a line of its own.
      return last > width - button ? lines + 1 : lines;
    });
    this.sheet.setRowHeightPixels(row, Math.max(1, ...lines) * LINE_PIXELS + 6);
  }

  /** Rows with texts over several lines get their height here: not every program fits them when it opens a file. */
  #fit(row: number, cells: readonly Cell[], left: number, least: number): void {
    const lines = cells.map((cell, at) => {
      if (cell.look.wrap !== true || typeof cell.value !== 'string') return 1;
      return wrapped(cell.value, this.#room(left + at)).lines;
    });
    const most = Math.min(MOST_LINES, Math.max(1, ...lines));
    const height = Math.max(least, most > 1 ? most * LINE_PIXELS + 6 : 0);
    if (height > 0) this.sheet.setRowHeightPixels(row, height);
  }

  /** Pixels of a column that a text can fill. */
  #room(column: number): number {
    return Math.max(20, (this.#widths[column] ?? 64) - 8);
  }

  #title(): void {
    const { facts, words } = this.desk;
    const line = [
      words.month(facts.month),
      words.asOf(minute(facts.asOf)),
      words.policy(this.both(facts.policy.name), facts.policy.version),
      ...facts.more,
    ].join(' · ');
    const title = `${facts.company} ${facts.title} · ${this.name}`;
    this.write(0, 0, text(title, { bold: true, size: 14, line: 'none' }));
    this.sheet.setRowHeightPixels(0, 30);
    this.write(1, 0, text(line, { ink: 'quiet', line: 'none' }));
    if (facts.draft) {
      const look: Look = { ink: 'pending', ground: 'pending', bold: true, line: 'none' };
      this.write(2, 0, text(facts.draftLine, look));
      for (let column = 1; column < DRAFT_COLUMNS; column += 1) this.write(2, column, blank(look));
    } else {
      this.write(2, 0, text(facts.closedLine, { ink: 'quiet', line: 'none' }));
    }
    this.row = TITLE_ROWS + 1;
  }

  #print(): void {
    const { facts, words } = this.desk;
    const said = [words.asOf(minute(facts.asOf)), ...(facts.draft ? [words.draft] : [])];
    const centre = `&C${facts.title} ${words.month(facts.month)} · ${headerText(this.name, 40)}`;
    const right = `&R${said.join(' · ')}`;
    const room = HEADER_LIMIT - centre.length - right.length - '&L'.length;
    // A company whose name begins with a digit would be read as a font size after &L: the space parts them.
    const company = headerText(` ${facts.company}`, room).trimEnd();
    const policy = words.policy(this.both(facts.policy.name), facts.policy.version);
    this.sheet
      .setPaperSize(PAPER_A4)
      .setLandscape()
      .setPrintFitToPages(1, 0)
      .setMargins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3)
      .setHeader(`&L${company}${centre}${right}`)
      .setFooter(`&L${headerText([policy, ...facts.more].join(' · '), 160)}&R${words.page}`)
      .setRepeatRows(0, TITLE_ROWS);
  }
}

const DRAFT_COLUMNS = 4;
/** Room the filter's button takes in a header cell, in pixels. */
const FILTER_BUTTON = 18;
const HEAD: Look = { bold: true, ground: 'head', wrap: true, high: true, ink: 'quiet' };
const TOTAL: Look = { bold: true, line: 'above' };

const LINE_PIXELS = 18;
/** No row grows beyond this; Excel stops at 409 points. */
const MOST_LINES = 20;

/** Rough width of a text at the workbook's size: Chinese characters are twice as wide as Latin ones. */
function pixels(words: string): number {
  let width = 0;
  for (const char of words) width += char > '\u2e7f' ? 13.5 : 7.6;
  return width;
}

/** A Latin word or number with the blanks after it, or one Chinese character with the marks that may not begin a line. */
const PIECE = /[^\s\u2e80-\uffff]+\s*|\s+|[\u2e80-\uffff][、，。；：！？）」』》”]*\s*/gu;

/** Lines a text takes in a cell so many pixels wide, and how far the last one reaches. */
function wrapped(words: string, width: number): { readonly lines: number; readonly last: number } {
  let lines = 0;
  let last = 0;
  for (const line of words.split('\n')) {
    lines += 1;
    last = 0;
    for (const piece of line.match(PIECE) ?? []) {
      if (last > 0 && last + pixels(piece.trimEnd()) > width) {
        lines += 1;
        last = 0;
      }
      last += pixels(piece);
      // A piece wider than the cell is broken anywhere.
      const broken = Math.max(0, Math.ceil(pixels(piece.trimEnd()) / width) - 1);
      lines += broken;
      last -= broken * width;
    }
  }
  return { lines, last };
}

/** `2026-10-31 18:00` of a naive local time. */
function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
