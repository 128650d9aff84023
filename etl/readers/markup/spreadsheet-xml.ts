/** XML Spreadsheet 2003, another format that systems export under the name of xls. */

import type { Cell, SheetSource } from '#etl/types.ts';
import { MAX_SHEETS } from '../limits.ts';
import { type ReaderContext, refusal } from '../messages.ts';
import { displayOf, isoDateCell, type NumberDisplay, numberCell } from '../number-format.ts';
import {
  attribute,
  booleanAttribute,
  XmlError,
  type XmlHandler,
  XmlTokenizer,
} from '../xlsx/xml.ts';
import { Grid } from './grid.ts';

/** @throws FileRefused `damaged` or `unsafe_xml` */
export function openSpreadsheetXml(text: string, context: ReaderContext): SheetSource[] {
  const handler = new WorkbookHandler(context);
  const tokenizer = new XmlTokenizer(handler);
  try {
    // In pieces, since the tokenizer bounds what it keeps.
    for (let at = 0; at < text.length; at += PIECE_CHARS)
      tokenizer.push(text.slice(at, at + PIECE_CHARS));
    tokenizer.end();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw refusal(context, error.reason === 'dtd' ? 'unsafe_xml' : 'damaged', { where: 'content' });
  }
  return handler.grids.map((grid, position) => grid.toSheet(position));
}

const PIECE_CHARS = 256 * 1024;

/** Formats that this dialect names instead of spelling them out. */
const NAMED_FORMATS: Readonly<Record<string, string>> = {
  Percent: '0.00%',
  'General Date': 'yyyy-mm-dd hh:mm',
  'Long Date': 'yyyy-mm-dd',
  'Medium Date': 'yyyy-mm-dd',
  'Short Date': 'yyyy-mm-dd',
  'Long Time': 'hh:mm:ss',
  'Medium Time': 'hh:mm',
  'Short Time': 'hh:mm',
};
const UNFORMATTED = new Set([
  'General',
  'General Number',
  'Standard',
  'Fixed',
  'Currency',
  'Euro Currency',
  'Scientific',
  'Yes/No',
  'True/False',
  'On/Off',
]);

class WorkbookHandler implements XmlHandler {
  readonly grids: Grid[] = [];
  private readonly displays = new Map<string, NumberDisplay>();
  private style = '';
  private grid: Grid | null = null;
  private row = 0;
  private column = 0;
  private cellStyle = '';
  private across = 0;
  private type: string | null = null;
  private value = '';
  private inComment = false;
  private inVisible = false;

  constructor(private readonly context: ReaderContext) {}

  get wantsText(): boolean {
    return this.type !== null || this.inVisible;
  }

  open(name: string, attributes: string, empty: boolean): void {
    switch (name) {
      case 'Style':
        this.style = attribute(attributes, 'ID') ?? '';
        break;
      case 'NumberFormat':
        this.displays.set(this.style, namedDisplay(attribute(attributes, 'Format') ?? ''));
        break;
      case 'Worksheet':
        this.startSheet(attribute(attributes, 'Name') ?? '');
        break;
      case 'Visible':
        this.inVisible = !empty;
        this.value = '';
        break;
      case 'Row':
        this.startRow(attributes);
        break;
      case 'Cell':
        this.startCell(attributes);
        if (empty) this.endCell();
        break;
      case 'Comment':
        this.inComment = !empty;
        break;
      case 'Data':
        if (this.inComment || empty) break;
        this.type = attribute(attributes, 'Type') ?? 'String';
        this.value = '';
    }
  }

  close(name: string): void {
    switch (name) {
      case 'Worksheet':
        this.grid?.endRow();
        this.grid = null;
        break;
      case 'Visible':
        if (this.grid !== null && this.value.startsWith('SheetHidden')) this.grid.hidden = true;
        if (this.grid !== null && this.value.startsWith('SheetVeryHidden')) this.grid.hidden = true;
        this.inVisible = false;
        break;
      case 'Row':
        this.grid?.endRow();
        break;
      case 'Cell':
        this.endCell();
        break;
      case 'Comment':
        this.inComment = false;
        break;
      case 'Data':
        if (this.inComment || this.type === null) break;
        this.grid?.put(this.column, this.cellOf(this.type, this.value));
        this.type = null;
    }
  }

  text(text: string): void {
    this.value += text;
  }

  private startSheet(name: string): void {
    this.grid = new Grid(this.context);
    this.grid.name = name;
    this.grids.push(this.grid);
    if (this.grids.length > MAX_SHEETS) {
      throw refusal(this.context, 'too_many_sheets', { limit: MAX_SHEETS });
    }
    this.row = 0;
  }

  private startRow(attributes: string): void {
    const row = Number(attribute(attributes, 'Index') ?? this.row + 1);
    if (!Number.isInteger(row) || row <= this.row) throw new XmlError('malformed');
    this.row = row;
    this.column = 0;
    this.across = 0;
    this.grid?.startRow(row, booleanAttribute(attributes, 'Hidden'));
  }

  private startCell(attributes: string): void {
    this.column = Number(attribute(attributes, 'Index') ?? this.column + this.across + 1);
    if (!Number.isInteger(this.column) || this.column < 1) throw new XmlError('malformed');
    this.cellStyle = attribute(attributes, 'StyleID') ?? '';
    this.across = Number(attribute(attributes, 'MergeAcross') ?? 0) || 0;
    const down = Number(attribute(attributes, 'MergeDown') ?? 0) || 0;
    this.grid?.merge(this.column, this.across, down);
  }

  private endCell(): void {
    this.type = null;
  }

  private cellOf(type: string, text: string): Cell {
    switch (type) {
      case 'Number': {
        const number = Number(text.trim());
        if (text.trim() === '' || !Number.isFinite(number)) return text === '' ? null : text;
        const display = this.displays.get(this.cellStyle);
        return display === undefined ? number : numberCell(number, display, false);
      }
      case 'DateTime':
        return isoDateCell(text, false);
      case 'Boolean':
        return text.trim() === '1';
      case 'Error':
        return { error: text.trim() };
      default:
        return text.replaceAll('\r\n', '\n');
    }
  }
}

function namedDisplay(format: string): NumberDisplay {
  if (UNFORMATTED.has(format)) return displayOf('General');
  const named = Object.hasOwn(NAMED_FORMATS, format) ? NAMED_FORMATS[format] : undefined;
  return displayOf(named ?? format);
}
