/** A grid becomes the bytes of a csv, xlsx or xls file; the same grid always becomes the same bytes. */
import * as SheetJS from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import type { DateCell, GridCell, GridFile, GridSheet } from '../shapes/grid.ts';
import { clockface, isoDate, pad } from '../times.ts';
import { encodeGb18030 } from './gb18030.ts';

const FORMATS: Record<DateCell['show'], string> = {
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm',
  seconds: 'yyyy-mm-dd hh:mm:ss',
};
/** Days from 1899-12-30, where Excel counts from, to 1970-01-01. */
const EPOCH_SERIAL = 25_569;
const serial = ({ time }: DateCell): number => time / 86_400 + EPOCH_SERIAL;
const isDate = (cell: GridCell): cell is DateCell => typeof cell === 'object' && cell !== null;

export async function fileBytes(file: GridFile): Promise<Uint8Array> {
  switch (file.format) {
    case 'csv':
      return csvBytes(file);
    case 'xls':
      return xlsBytes(file);
    case 'xlsx':
      return await xlsxBytes(file);
  }
}

function csvBytes(file: GridFile): Uint8Array {
  const separator = file.separator ?? ',';
  const text = (file.sheets[0]?.rows ?? [])
    .map((row) => row.map((cell) => csvCell(cell, separator)).join(separator))
    .map((line) => `${line}\r\n`)
    .join('');
  if (file.encoding === 'gb18030') return encodeGb18030(text);
  return new TextEncoder().encode(file.encoding === 'utf-8-bom' ? `\ufeff${text}` : text);
}

function csvCell(cell: GridCell, separator: string): string {
  const text = cell === null ? '' : isDate(cell) ? shown(cell) : String(cell);
  return text.includes(separator) || /["\r\n]/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

function shown({ time, show }: DateCell): string {
  const { hour, minute, second } = clockface(time);
  if (show === 'date') return isoDate(time);
  const clock = `${pad(hour)}:${pad(minute)}`;
  return `${isoDate(time)} ${show === 'seconds' ? `${clock}:${pad(second)}` : clock}`;
}

function xlsBytes(file: GridFile): Uint8Array {
  // Without a table of its own a book takes over the formats of whatever this process wrote or read before.
  const book = Object.assign(SheetJS.utils.book_new(), { SSF: { 0: 'General' } });
  for (const sheet of file.sheets) {
    const cells: SheetJS.WorkSheet = {};
    sheet.rows.forEach((row, r) => {
      row.forEach((cell, c) => {
        if (cell === null) return;
        cells[SheetJS.utils.encode_cell({ r, c })] = isDate(cell)
          ? { t: 'n', v: serial(cell), z: FORMATS[cell.show] }
          : { t: typeof cell === 'number' ? 'n' : 's', v: cell };
      });
    });
    const columns = Math.max(1, ...sheet.rows.map((row) => row.length));
    cells['!ref'] = SheetJS.utils.encode_range({
      s: { r: 0, c: 0 },
      e: { r: Math.max(0, sheet.rows.length - 1), c: columns - 1 },
    });
    cells['!merges'] = sheet.merges.map(({ top, left, bottom, right }) => ({
      s: { r: top - 1, c: left - 1 },
      e: { r: bottom - 1, c: right - 1 },
    }));
    cells['!cols'] = sheet.widths.map((wch) => ({ wch }));
    SheetJS.utils.book_append_sheet(book, cells, sheet.name);
  }
  const bytes: unknown = SheetJS.write(book, { type: 'buffer', bookType: 'biff8' });
  if (!(bytes instanceof Uint8Array)) throw new TypeError('SheetJS gave no bytes');
  return bytes;
}

async function xlsxBytes(file: GridFile): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  // A clock in the properties would make every writing a different file.
  const written = new Date(Date.UTC(2026, 9, 31, 10, 0));
  book.creator = '售后服务部';
  book.lastModifiedBy = '售后服务部';
  book.created = written;
  book.modified = written;
  for (const sheet of file.sheets) addSheet(book, sheet);
  return withoutZipTimes(new Uint8Array(await book.xlsx.writeBuffer()));
}

function addSheet(book: ExcelJS.Workbook, sheet: GridSheet): void {
  const target = book.addWorksheet(sheet.name, { state: sheet.hidden ? 'hidden' : 'visible' });
  sheet.widths.forEach((width, index) => {
    target.getColumn(index + 1).width = width;
  });
  const bold = new Set(sheet.boldRows);
  sheet.rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      if (cell === null) return;
      const own = target.getCell(r + 1, c + 1);
      if (isDate(cell)) {
        own.value = serial(cell);
        own.numFmt = FORMATS[cell.show];
      } else {
        own.value = cell;
      }
      if (bold.has(r + 1)) {
        own.font = { bold: true };
        own.alignment = { horizontal: 'center', vertical: 'middle' };
      }
    });
  });
  for (const { top, left, bottom, right } of sheet.merges)
    target.mergeCells(top, left, bottom, right);
}

/** Zip entries carry the time of writing: packs them again with a fixed one. */
function withoutZipTimes(bytes: Uint8Array): Uint8Array {
  const mtime = new Date(2026, 9, 31, 18, 0);
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(unzipSync(bytes)))
    entries[name] = [content, { mtime }];
  return zipSync(entries, { level: 9 });
}
