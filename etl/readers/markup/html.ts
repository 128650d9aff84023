/**
 * HTML tables, which many systems export under the name of xls. Each table becomes a sheet, a table within a cell
 * one of its own. Cells stay the texts they show: a phone number or a code loses nothing.
 *
 * The scanner walks forward only and never looks back, so no file can make it slow.
 */

import type { SheetSource } from '#etl/types.ts';
import { MAX_COLUMNS, MAX_SHEET_COLUMNS, MAX_SHEET_ROWS, MAX_SHEETS } from '../limits.ts';
import { type ReaderContext, refusal } from '../messages.ts';
import { Grid } from './grid.ts';

/** @param name name of the sheets: the file's name without its ending */
export function openHtml(text: string, name: string, context: ReaderContext): SheetSource[] {
  const builder = new TableBuilder(context);
  scan(text, builder);
  const grids = builder.tables.filter((grid) => grid.rows.length > 0);
  if (grids.length > MAX_SHEETS) throw refusal(context, 'too_many_sheets', { limit: MAX_SHEETS });
  // Excel's own HTML names its sheet; otherwise the file's name is all there is.
  const written = /<x:Name>([^<]{1,64})<\/x:Name>/.exec(text.slice(0, 65_536))?.[1];
  return grids.map((grid, position) => {
    grid.name = grids.length === 1 ? decodeHtml(written ?? name) : `${name} ${position + 1}`;
    return grid.toSheet(position);
  });
}

/** Tables within tables that are followed; pages nest three or four, deeper ones are made to do harm. */
const MAX_TABLE_DEPTH = 16;

/** A table being read: where its next cell goes, and which cells hang down from rows above. */
interface OpenTable {
  readonly grid: Grid;
  /** 1-based; 0 before the first row. */
  row: number;
  /** 1-based column of the open or last cell, and the first column after it. */
  column: number;
  nextColumn: number;
  /** By 1-based column: the last row that a cell with a rowspan covers. */
  readonly coveredTo: number[];
  inRow: boolean;
  /** Text of the open cell, null between cells. */
  text: string | null;
}

class TableBuilder {
  readonly tables: Grid[] = [];
  private readonly open: OpenTable[] = [];
  /** Inside an element that is not displayed: its name and how deep it nests in itself. */
  private unseen: { readonly name: string; depth: number } | null = null;

  constructor(private readonly context: ReaderContext) {}

  text(raw: string): void {
    const table = this.open.at(-1);
    if (table === undefined || table.text === null || this.unseen !== null) return;
    table.text += decodeHtml(raw.replace(/\s+/g, ' '));
  }

  start(name: string, attributes: string): void {
    if (this.unseen !== null) {
      if (this.unseen.name === name) this.unseen.depth += 1;
      return;
    }
    const table = this.open.at(-1);
    if (name === 'table' && this.open.length === MAX_TABLE_DEPTH) {
      this.unseen = { name, depth: 1 };
      return;
    }
    if (name === 'table') {
      const grid = new Grid(this.context);
      this.tables.push(grid);
      this.open.push({
        grid,
        row: 0,
        column: 0,
        nextColumn: 1,
        coveredTo: [],
        inRow: false,
        text: null,
      });
    } else if (table === undefined) {
      return;
    } else if (name === 'tr') {
      this.endRow(table);
      this.startRow(table, hides(attributes));
    } else if (name === 'td' || name === 'th') {
      this.endCell(table);
      if (!table.inRow) this.startRow(table, false);
      this.startCell(table, attributes);
    } else if (name === 'br' || name === 'p' || name === 'div' || name === 'li') {
      if (table.text !== null && table.text !== '') table.text += '\n';
    }
    if (
      hides(attributes) &&
      !['tr', 'td', 'th', 'table', 'br', 'img', 'input', 'col'].includes(name)
    ) {
      this.unseen = { name, depth: 1 };
    }
  }

  end(name: string): void {
    if (this.unseen !== null) {
      if (this.unseen.name === name) this.unseen.depth -= 1;
      if (this.unseen.depth === 0) this.unseen = null;
      return;
    }
    const table = this.open.at(-1);
    if (table === undefined) return;
    if (name === 'td' || name === 'th') this.endCell(table);
    else if (name === 'tr') this.endRow(table);
    else if (name === 'table') {
      this.endRow(table);
      this.open.pop();
    }
  }

  finish(): void {
    this.unseen = null;
    while (this.open.length > 0) this.end('table');
  }

  private startRow(table: OpenTable, hidden: boolean): void {
    table.row += 1;
    table.nextColumn = 1;
    table.inRow = true;
    table.grid.startRow(table.row, hidden);
  }

  private endRow(table: OpenTable): void {
    this.endCell(table);
    if (table.inRow) table.grid.endRow();
    table.inRow = false;
  }

  private startCell(table: OpenTable, attributes: string): void {
    let column = table.nextColumn;
    while ((table.coveredTo[column] ?? 0) >= table.row) column += 1;
    if (column > MAX_SHEET_COLUMNS) {
      throw refusal(this.context, 'too_many_columns', { limit: MAX_COLUMNS, row: table.row });
    }
    const across = span(attributes, 'colspan', MAX_COLUMNS);
    const down = span(attributes, 'rowspan', MAX_SHEET_ROWS - table.row);
    if (down > 0) {
      while (table.coveredTo.length < column) table.coveredTo.push(0);
      for (let at = column; at <= column + across; at += 1) table.coveredTo[at] = table.row + down;
    }
    table.grid.merge(column, across, down);
    table.column = column;
    table.nextColumn = column + across + 1;
    table.text = '';
  }

  private endCell(table: OpenTable): void {
    if (table.text === null) return;
    table.grid.put(table.column, table.text.replace(/ *\n */g, '\n').trim());
    table.text = null;
  }
}

/** Elements whose content is no markup. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'xml']);

function scan(text: string, builder: TableBuilder): void {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) {
      builder.text(text.slice(at));
      break;
    }
    if (open > at) builder.text(text.slice(at, open));
    if (text.startsWith('<!--', open)) {
      at = after(text, '-->', open + 4);
    } else if (/[!?]/.test(text.charAt(open + 1))) {
      at = after(text, '>', open);
    } else if (/[a-z/]/i.test(text.charAt(open + 1))) {
      at = tag(text, open, builder);
    } else {
      builder.text('<');
      at = open + 1;
    }
  }
  builder.finish();
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

/** Longest tag whose quotes are respected; a quote left open must not swallow the page. */
const MAX_TAG_CHARS = 8_192;

/** Hands a tag to the builder; the position behind it. */
function tag(text: string, open: number, builder: TableBuilder): number {
  let quote = '';
  let end = -1;
  for (let at = open + 1; at < text.length && at < open + MAX_TAG_CHARS; at += 1) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '>') {
      end = at;
      break;
    } else if ((char === '"' || char === "'") && text.charAt(at - 1) === '=') {
      quote = char;
    }
  }
  if (end < 0) end = after(text, '>', open) - 1;
  const match = /^(\/?)([a-z][\w:-]*)/i.exec(text.slice(open + 1, Math.min(end, open + 66)));
  if (match === null) return end + 1;
  const name = (match[2] ?? '').toLowerCase();
  if (match[1] === '/') {
    builder.end(name);
    return end + 1;
  }
  if (RAW.has(name)) {
    if (text.charAt(end - 1) === '/') return end + 1;
    const close = new RegExp(`</${name}`, 'gi');
    close.lastIndex = end;
    return close.exec(text) === null ? text.length : after(text, '>', close.lastIndex);
  }
  builder.start(name, text.slice(open + 1 + match[0].length, end));
  return end + 1;
}

function hides(attributes: string): boolean {
  return attributes !== '' && /display\s*:\s*none/i.test(attributes);
}

/** Further columns or rows that a cell spans, at most `limit`. */
function span(attributes: string, name: 'colspan' | 'rowspan', limit: number): number {
  if (attributes === '') return 0;
  const match = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,7})`, 'i').exec(attributes);
  return Math.max(0, Math.min(Number(match?.[1] ?? 1) - 1, limit));
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  yen: '¥',
  middot: '·',
  bull: '•',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  times: '×',
  deg: '°',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  radic: '√',
  star: '☆',
  starf: '★',
};

function decodeHtml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
      if (code === 160) return ' ';
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
