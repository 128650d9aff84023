/** Binary formats that SheetJS reads and that lie in memory as a whole: xls (BIFF 2 to 8), xlsb and ods. */

import * as XLSX from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import type { Cell, MergeRange, SheetRow, SheetSource } from '#etl/types.ts';
import {
  BATCH_CELLS,
  BATCH_ROWS,
  MAX_CELL_CHARS,
  MAX_COLUMNS,
  MAX_MERGES,
  MAX_SHEET_CELLS,
  MAX_SHEETS,
} from './limits.ts';
import { CoveredCells, disjoint } from './merges.ts';
import { type ReaderContext, type RefusalDetails, refusal } from './messages.ts';
import { displayOf, type NumberDisplay, numberCell } from './number-format.ts';

// Chinese xls of Excel 5/95 keep their texts in code page 936.
XLSX.set_cptable(codepages);

/** Texts of the error values that BIFF stores as numbers. */
const ERROR_TEXTS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** What is written before Excel 97: texts of bytes in a code page, which the file names wrongly or not at all. */
const CHINESE = 936;

/**
 * The sheets of a file held in memory.
 *
 * @param options `ansi`: an xls of before Excel 97, whose texts are bytes of a code page
 * @throws FileRefused `encrypted` or `damaged`
 */
export function openWhole(
  data: Buffer,
  context: ReaderContext,
  options: { readonly ansi: boolean },
): SheetSource[] {
  const told = parse(data, context);
  const workbook = (options.ansi && latinLooking(told) && asChinese(data, context)) || told;
  if (workbook.SheetNames.length === 0) throw refusal(context, 'damaged', { where: 'content' });
  if (workbook.SheetNames.length > MAX_SHEETS) {
    throw refusal(context, 'too_many_sheets', { limit: MAX_SHEETS });
  }
  const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const sheets: SheetSource[] = [];
  for (const [position, name] of workbook.SheetNames.entries()) {
    const sheet = workbook.Sheets[name];
    if (sheet === undefined || (sheet['!type'] ?? 'sheet') !== 'sheet') continue;
    sheets.push(openSheet(sheet, name, position, date1904, workbook, context));
  }
  return sheets;
}

function parse(data: Buffer, context: ReaderContext): XLSX.WorkBook {
  try {
    return muted(() =>
      XLSX.read(data, {
        type: 'buffer',
        dense: true,
        cellFormula: false,
        cellHTML: false,
        cellText: false,
        cellNF: true,
        // For files that name none: programs of the time wrote the bytes of their Windows.
        codepage: CHINESE,
      }),
    );
  } catch (error) {
    // SheetJS has no error classes: its words are all there is. Whatever it stumbles over, the file is unreadable.
    const words = error instanceof Error ? error.message : '';
    if (/password|encrypt/i.test(words)) throw refusal(context, 'encrypted');
    throw refusal(context, 'damaged', { where: 'content' });
  }
}

/** Whether the texts hold letters of Western Europe and no Chinese: what Chinese bytes become in code page 1252. */
function latinLooking(workbook: XLSX.WorkBook): boolean {
  let latin = false;
  for (const text of textsOf(workbook)) {
    if (/[\u3000-\u9fff]/.test(text)) return false;
    latin ||= /[\u0080-\u00ff]/.test(text);
  }
  return latin;
}

/** CODEPAGE with 1252, or one of the marks of Excel 2 to 4 for it (Excel 97-2007 Binary File Format, 2.4.52). */
const WESTERN = [1252, 0x8001].map((page) => Buffer.from([0x42, 0, 2, 0, page & 0xff, page >> 8]));

/**
 * The file read as Chinese although it says Western: libraries that wrote xls in the nineties said so whatever they wrote.
 * Null where that leaves a byte over: then the letters are letters.
 */
function asChinese(data: Buffer, context: ReaderContext): XLSX.WorkBook | null {
  for (const record of WESTERN) {
    const at = data.indexOf(record);
    if (at === -1) continue;
    const corrected = Buffer.from(data);
    corrected.writeUInt16LE(CHINESE, at + 4);
    const workbook = parse(corrected, context);
    if (![...textsOf(workbook)].some((text) => text.includes('\ufffd'))) return workbook;
  }
  return null;
}

/** Names of the sheets and all texts of cells. */
function* textsOf(workbook: XLSX.WorkBook): Generator<string> {
  yield* workbook.SheetNames;
  for (const name of workbook.SheetNames) {
    for (const row of workbook.Sheets[name]?.['!data'] ?? []) {
      for (const cell of row ?? []) if (typeof cell?.v === 'string') yield cell.v;
    }
  }
}

/**
 * SheetJS tells the console about every record it does not know, which would bury the one message a person needs.
 * It works synchronously, so nobody else's words are lost.
 */
function muted<T>(work: () => T): T {
  const { error } = console;
  console.error = () => undefined;
  try {
    return work();
  } finally {
    console.error = error;
  }
}

function openSheet(
  sheet: XLSX.WorkSheet,
  name: string,
  position: number,
  date1904: boolean,
  workbook: XLSX.WorkBook,
  context: ReaderContext,
): SheetSource {
  const merges = disjoint(
    (sheet['!merges'] ?? []).map((range) => ({
      top: range.s.r + 1,
      left: range.s.c + 1,
      bottom: range.e.r + 1,
      right: range.e.c + 1,
    })),
  );
  if (merges.length > MAX_MERGES) {
    throw refusal(context, 'too_many_merges', { sheet: name, limit: MAX_MERGES });
  }
  return {
    name,
    position,
    hidden: (workbook.Workbook?.Sheets?.[position]?.Hidden ?? 0) !== 0,
    date1904,
    merges,
    rows: () => wholeRows(sheet, name, date1904, merges, context),
  };
}

function* wholeRows(
  sheet: XLSX.WorkSheet,
  name: string,
  date1904: boolean,
  merges: readonly MergeRange[],
  context: ReaderContext,
): Generator<readonly SheetRow[]> {
  const data = sheet['!data'] ?? [];
  const rowInfo = sheet['!rows'] ?? [];
  const covered = new CoveredCells(merges);
  const displays = new Map<string, NumberDisplay>();
  const columns = new Set<number>();
  let batch: SheetRow[] = [];
  let batchCells = 0;
  let allCells = 0;
  for (let index = 0; index < data.length; index += 1) {
    const objects = data[index];
    if (objects === undefined) continue;
    const row = index + 1;
    const cells: Cell[] = [];
    const hasMerges = covered.startRow(row);
    objects.forEach((object, column) => {
      if (hasMerges && covered.covers(row, column + 1)) return;
      const cell = toCell(object, displays, date1904, context, { sheet: name, row });
      if (cell === null) return;
      while (cells.length < column) cells.push(null);
      cells[column] = cell;
      columns.add(column);
    });
    if (cells.length === 0) continue;
    if (columns.size > MAX_COLUMNS) {
      throw refusal(context, 'too_many_columns', { sheet: name, limit: MAX_COLUMNS });
    }
    batch.push(rowInfo[index]?.hidden === true ? { row, cells, hidden: true } : { row, cells });
    batchCells += cells.length;
    if (batch.length >= BATCH_ROWS || batchCells >= BATCH_CELLS) {
      allCells += batchCells;
      if (allCells > MAX_SHEET_CELLS) throw refusal(context, 'unpacks_too_large');
      yield batch;
      batch = [];
      batchCells = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

function toCell(
  object: XLSX.CellObject | undefined,
  displays: Map<string, NumberDisplay>,
  date1904: boolean,
  context: ReaderContext,
  place: RefusalDetails,
): Cell {
  if (object === undefined) return null;
  const { v: value, t: type } = object;
  if (type === 'e') return { error: ERROR_TEXTS[Number(value)] ?? object.w ?? '#VALUE!' };
  if (typeof value === 'string') {
    if (value.length > MAX_CELL_CHARS) {
      throw refusal(context, 'cell_too_long', { ...place, limit: MAX_CELL_CHARS });
    }
    return value === '' ? null : value;
  }
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const code = typeof object.z === 'string' ? object.z : 'General';
  let display = displays.get(code);
  if (display === undefined) {
    display = displayOf(code);
    displays.set(code, display);
  }
  return numberCell(value, display, date1904);
}
