/**
 * The workbook of rejected rows. A workbook of one file is that file as exceljs keeps it, formats and other sheets included;
 * a csv, an old xls or several files at once are written anew, sheet by sheet, with all their rows. Bad cells are red with
 * a comment that says how to mend them, a column says it for the whole row and can be filtered, cells offer the words that
 * can be read, and a hidden column tells which rows are in already (recognise/returned.ts).
 */
import { readFile, stat } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import type { RejectedOriginal, RejectedRow, RejectedSheet } from '#etl/load/result.ts';
import { mendedCells } from '#etl/load/sheet-result.ts';
import { openFile } from '#etl/readers/index.ts';
import { createMergeFiller } from '#etl/recognise/merges.ts';
import { REJECT_HEADERS, rowHeader, rowKey } from '#etl/recognise/returned.ts';
import type { Cell, CellIssue, SheetSource, SourceFile } from '#etl/types.ts';
import { columnLetter, columnNumber } from '#queries/values/column-letters.ts';
import { filledIn } from '#queries/values/words.ts';
import { OfferedWords, type PickLists } from './pick-lists.ts';

export type { PickLists } from './pick-lists.ts';

export interface RejectsJob {
  readonly sheets: readonly RejectedSheet[];
  readonly lang: 'zh' | 'en';
  readonly lists: PickLists;
  /** Give originals back whole where that can be done; false: rejected rows alone. */
  readonly whole: boolean;
}

const TEXTS = {
  zh: {
    ...REJECT_HEADERS.zh,
    leftOut: '另有 {n} 行未列出，改正这些后再导入一次。',
    original: '预览时改过，原文「{text}」。',
    originalBlank: '预览时填上，原来是空白。',
    how: '筛选本列非空的行，改红格，存盘后导入本工作簿。已经导入的行不动。',
    converted: '本工作簿由 {file} 转成 xlsx，导入时不用转回去。',
    anew: '本工作簿照 {file} 重写，原来的格式、公式和批注没有带过来。',
    rowsOnly: '{file} 的其他行不在这里；它们没有导入的话，另导入原文件并选「不导入这些行」。',
  },
  en: {
    ...REJECT_HEADERS.en,
    leftOut: '{n} more rows are not listed; correct these and import once more.',
    original: 'Corrected in the preview; it was “{text}”.',
    originalBlank: 'Filled in in the preview; it was blank.',
    how: 'Filter this column for cells that are not blank, correct the red cells, save and import this workbook. Rows that are in already stay as they are.',
    converted: 'This workbook was made from {file}; import it as xlsx.',
    anew: 'This workbook was written anew from {file}, without its formats, formulas and comments.',
    rowsOnly:
      'Other rows of {file} are not here; if they are not in yet, import the original and leave these rows out.',
  },
} as const;

/** Longest sheet name Excel accepts. */
const SHEET_NAME_LENGTH = 31;

const RED: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };

/** A file with more filled cells is not given back whole: mending twenty rows needs no wait of a minute. */
const MAX_CELLS = 400_000;
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** exceljs keeps a validation once per cell it covers. */
const MAX_VALIDATED_CELLS = 200_000;
const DAYS_OF_1904 = 1462;
/** Excel repairs a workbook with longer texts. */
const MAX_CELL_CHARS = 32_767;

/** Bytes of an xlsx. */
export async function composeRejects(job: RejectsJob): Promise<Uint8Array> {
  const { lang, lists, whole } = job;
  const files = await byFile(job.sheets);
  const [first] = files;
  const single = files.length === 1 && first !== undefined && whole ? first : null;
  const given = single === null ? null : await givenBack(single);
  if (single !== null && given !== null) {
    const book = new RejectsBook(given, lang, lists);
    // What exceljs can read it cannot always write; written anew it loses its formats only.
    const bytes = (await book.annotateGiven(single)) ? await book.bytes().catch(() => null) : null;
    if (bytes !== null) return bytes;
  }
  const book = new RejectsBook(new ExcelJS.Workbook(), lang, lists);
  for (const file of files) {
    if (!whole || !(await book.addWhole(file))) book.addRows(file);
  }
  return book.bytes();
}

/** The rejected sheets of one file. */
interface RejectedFile {
  readonly name: string;
  readonly original: RejectedOriginal | null;
  readonly sheets: readonly RejectedSheet[];
}

async function byFile(sheets: readonly RejectedSheet[]): Promise<RejectedFile[]> {
  const files = new Map<string, RejectedSheet[]>();
  for (const sheet of sheets) {
    if (sheet.rows.length === 0) continue;
    const file = sheet.original?.path ?? `? ${sheet.file}`;
    files.set(file, [...(files.get(file) ?? []), sheet]);
  }
  return Promise.all(
    [...files.values()].map(async (own) => ({
      name: own[0]?.file ?? '',
      original: await present(own[0]?.original ?? null),
      sheets: own,
    })),
  );
}

/** Null for an original that somebody took out of the folder. */
async function present(original: RejectedOriginal | null): Promise<RejectedOriginal | null> {
  const found = original === null ? null : await stat(original.path).catch(() => null);
  return found?.isFile() === true ? original : null;
}

/** A form of which no cell is known to be wrong goes back as a table, and its file with it. */
function canBeWhole({ original, sheets }: RejectedFile): boolean {
  return (
    original !== null &&
    sheets.every(({ headerRow, formFaults }) => headerRow > 0 || formFaults.length > 0)
  );
}

/** The original as exceljs reads it; null where it is no xlsx, too large, or not read as the product reads it. */
async function givenBack(file: RejectedFile): Promise<ExcelJS.Workbook | null> {
  const { original } = file;
  if (original === null || original.format !== 'xlsx' || !canBeWhole(file)) return null;
  const bytes = withoutTables(await readFile(original.path));
  if (bytes === null) return null;
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bytes.buffer as ArrayBuffer);
  } catch {
    // Workbooks of other programs, and those it knows no parts of.
    return null;
  }
  return file.sheets.every((sheet) => standsThere(workbook, sheet)) ? workbook : null;
}

const OTHER_COMMENTS = /^xl\/(comments\/comment|drawings\/commentsDrawing)(\d+)\.(?:xml|vml)$/;
const VML_TARGET = 'Target="../drawings/vmlDrawing$1.vml"';

/**
 * The workbook without its tables: exceljs fails on those of other programs, and the filter of a table does not reach the
 * columns beside it. Null where it cannot be taken apart in reasonable time and memory.
 */
function withoutTables(bytes: Uint8Array): Uint8Array | null {
  let unpacked = 0;
  let cells = 0;
  let validated = 0;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return unpacked <= MAX_UNPACKED_BYTES;
      },
    });
    if (unpacked > MAX_UNPACKED_BYTES) return null;
    for (const [name, part] of Object.entries(parts)) {
      // Where other programs keep their comments, exceljs looks for none.
      const [, kind, number] = OTHER_COMMENTS.exec(name) ?? [];
      if (kind !== undefined) {
        const known = kind === 'comments/comment' ? 'xl/comments' : 'xl/drawings/vmlDrawing';
        parts[`${known}${number}${kind === 'comments/comment' ? '.xml' : '.vml'}`] = part;
        delete parts[name];
      } else if (/^xl\/tables\//.test(name)) {
        delete parts[name];
      } else if (/^xl\/worksheets\/_rels\/[^/]+\.rels$/.test(name)) {
        const rels = strFromU8(part)
          .replace(/<Relationship\b[^>]*\/table"[^>]*\/>/g, '')
          .replaceAll('Target="/xl/', 'Target="../')
          .replace(/Target="\.\.\/comments\/comment(\d+)\.xml"/g, 'Target="../comments$1.xml"')
          .replace(/Target="\.\.\/drawings\/commentsDrawing(\d+)\.vml"/g, VML_TARGET);
        parts[name] = strToU8(rels);
      } else if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) {
        const xml = strFromU8(part);
        cells += xml.split('<c ').length;
        for (const [, ranges = ''] of xml.matchAll(/<dataValidation\b[^>]*?\bsqref="([^"]*)"/g)) {
          validated += ranges.split(' ').reduce((sum, range) => sum + areaOf(range), 0);
        }
        parts[name] = strToU8(
          xml.replace(/<tableParts\b[^>]*\/>|<tableParts\b.*?<\/tableParts>/gs, ''),
        );
      }
    }
    if (cells > MAX_CELLS || validated > MAX_VALIDATED_CELLS) return null;
    return zipSync(parts, { level: 1 });
  } catch {
    return null;
  }
}

function areaOf(range: string): number {
  const [, left = 'A', top = '1', right = left, bottom = top] =
    /^\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$/.exec(range) ?? [];
  const columns = columnNumber(right) - columnNumber(left) + 1;
  return columns * (Number(bottom) - Number(top) + 1);
}

/** Whether the rejected rows stand in the workbook where the product read them. */
function standsThere(
  workbook: ExcelJS.Workbook,
  { sheet, rows, headerRow }: RejectedSheet,
): boolean {
  const [first] = rows;
  const found = workbook.getWorksheet(sheet);
  // Of forms the rows are a table of ours.
  if (headerRow === 0) return found !== undefined;
  if (found === undefined || first === undefined) return false;
  const mended = new Set(first.mended?.map(({ column }) => column));
  return first.cells.every(
    (cell, at) =>
      typeof cell !== 'string' ||
      mended.has(columnLetter(at + 1)) ||
      foldSpaces(found.getCell(first.row, at + 1).text) === foldSpaces(cell),
  );
}

/** A row below the header with its merged cells filled and what was typed over it. */
interface KeyedRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

class RejectsBook {
  readonly #words: OfferedWords;
  readonly #texts: (typeof TEXTS)['zh' | 'en'];

  constructor(
    readonly workbook: ExcelJS.Workbook,
    readonly lang: 'zh' | 'en',
    lists: PickLists,
  ) {
    this.#words = new OfferedWords(workbook, lists);
    this.#texts = TEXTS[lang];
  }

  async bytes(): Promise<Uint8Array> {
    this.#words.placeLast();
    return new Uint8Array(await this.workbook.xlsx.writeBuffer());
  }

  /** Marks what is wrong in a workbook that is the original itself; false where exceljs does not know all its sheets. */
  async annotateGiven(file: RejectedFile): Promise<boolean> {
    return this.#withSource(file, async (source, original) => {
      for (const sheet of source.sheets) {
        const given = this.workbook.getWorksheet(sheet.name);
        if (given === undefined) return false;
        this.#typeOver(given, original.edits[sheet.name] ?? {});
        // Forms of several sets of labels are several sheets of the same name.
        for (const rejected of file.sheets.filter((one) => one.sheet === sheet.name)) {
          const how = { anew: false, shift: 0 };
          await this.#annotate(given, rejected, sheet, original, how);
        }
      }
      return true;
    });
  }

  /** Adds a file with all its sheets and rows; false where it cannot be or is too large, and nothing is added. */
  async addWhole(file: RejectedFile): Promise<boolean> {
    if (!canBeWhole(file)) return false;
    let cells = 0;
    const added: ExcelJS.Worksheet[] = [];
    const done = await this.#withSource(file, async (source, original) => {
      for (const sheet of source.sheets) {
        const shift = sheet.date1904 ? DAYS_OF_1904 : 0;
        const made = this.workbook.addWorksheet(this.#freeName(sheet.name, file.name), {
          state: sheet.hidden ? 'hidden' : 'visible',
        });
        added.push(made);
        for await (const rows of sheet.rows()) {
          for (const { row, cells: values, hidden } of rows) {
            cells += values.length;
            if (cells > MAX_CELLS) return false;
            const line = made.getRow(row);
            for (const [at, cell] of values.entries()) {
              writeCell(line.getCell(at + 1), shifted(cell, shift));
            }
            if (hidden === true) line.hidden = true;
          }
        }
        for (const { top, left, bottom, right } of sheet.merges) {
          made.mergeCells(top, left, bottom, right);
        }
        this.#typeOver(made, original.edits[sheet.name] ?? {});
        for (const rejected of file.sheets.filter((one) => one.sheet === sheet.name)) {
          await this.#annotate(made, rejected, sheet, original, { anew: true, shift });
        }
      }
      return true;
    });
    if (!done) for (const sheet of added) this.workbook.removeWorksheet(sheet.id);
    return done;
  }

  /** Adds the rejected rows of a file alone, a table per sheet. */
  addRows(file: RejectedFile): void {
    for (const rejected of file.sheets) {
      const name = this.#freeName(rejected.sheet, file.name);
      const sheet = this.workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
      const width = Math.max(
        rejected.headers.length,
        ...rejected.rows.map((row) => row.cells.length),
      );
      const header = sheet.addRow(
        Array.from({ length: width }, (_, at) => rejected.headers[at] ?? ''),
      );
      header.font = { bold: true };
      for (const row of rejected.rows) {
        const line = sheet.addRow([]);
        for (const [at, cell] of row.cells.entries()) writeCell(line.getCell(at + 1), cell);
        this.#mark(line, row, rejected, width);
      }
      this.#finish(sheet, rejected, 1, width, [
        this.#texts.how,
        filledIn(this.#texts.rowsOnly, { file: file.name }),
      ]);
      for (let column = 1; column <= width; column += 1) sheet.getColumn(column).width = 16;
    }
  }

  async #withSource<T>(
    { original, name }: RejectedFile,
    work: (source: SourceFile, original: RejectedOriginal) => Promise<T>,
  ): Promise<T> {
    if (original === null) throw new Error(`${name} is not kept`);
    const source = await openFile(original.path, { lang: this.lang, name });
    try {
      return await work(source, original);
    } finally {
      await source.close();
    }
  }

  /** What a person typed over in the preview, on rows that can be read too. */
  #typeOver(sheet: ExcelJS.Worksheet, edits: Readonly<Record<string, string>>): void {
    for (const [address, typed] of Object.entries(edits)) {
      const cell = sheet.getCell(address);
      const before = cell.text;
      writeCell(cell, typed === '' ? null : typed);
      addNote(cell, this.#was(before));
    }
  }

  async #annotate(
    sheet: ExcelJS.Worksheet,
    rejected: RejectedSheet,
    source: SheetSource,
    original: RejectedOriginal,
    { anew, shift }: { readonly anew: boolean; readonly shift: number },
  ): Promise<void> {
    if (rejected.headerRow === 0) {
      this.#markForms(sheet, rejected);
      return;
    }
    const { rows, width } = await keyedRows(source, rejected, original, shift);
    const bad = new Map(rejected.rows.map((row) => [row.row, row]));
    for (const { row, cells } of rows) {
      const line = sheet.getRow(row);
      const own = bad.get(row);
      if (own !== undefined) this.#mark(line, { ...own, mended: [] }, rejected, width);
      const how = own === undefined ? 'read' : repeats(own) ? 'repeats' : 'mend';
      const key = line.getCell(width + 2);
      key.value = rowKey(row, cells, width, how);
      key.numFmt = '@';
    }
    const texts: string[] = [this.#texts.how];
    if (original.format !== 'xlsx') {
      texts.push(filledIn(this.#texts.converted, { file: rejected.file }));
    } else if (anew) {
      texts.push(filledIn(this.#texts.anew, { file: rejected.file }));
    }
    this.#finish(sheet, rejected, rejected.headerRow, width, texts);
    sheet.unprotect();
    // exceljs has none for a sheet that was saved without.
    const views: readonly Partial<ExcelJS.WorksheetView>[] | null = sheet.views;
    if (views?.some(({ state }) => state === 'frozen') !== true) {
      sheet.views = [{ state: 'frozen', ySplit: rejected.headerRow }];
    }
  }

  /** Forms are mended where they stand: red cells with their comments, and no column of ours that could be taken for a label. */
  #markForms(sheet: ExcelJS.Worksheet, { formFaults }: RejectedSheet): void {
    for (const { row, column, message } of formFaults) {
      const cell = column === null ? firstFilled(sheet.getRow(row)) : sheet.getCell(column + row);
      cell.style = { ...cell.style, fill: RED };
      addNote(cell, message);
    }
    sheet.state = 'visible';
    sheet.unprotect();
  }

  /** Red cells with their comments, the explanation of the row, words to choose from. */
  #mark(line: ExcelJS.Row, row: RejectedRow, rejected: RejectedSheet, width: number): void {
    const reasons = row.issues.filter((issue) => issue.severity === 'reject');
    line.hidden = false;
    for (const issue of reasons) {
      if (issue.column === null) continue;
      const cell = line.getCell(issue.column);
      // Styles are shared among cells: another one, not the same changed.
      cell.style = { ...cell.style, fill: RED };
      addNote(cell, issue.message);
    }
    for (const { column, original } of row.mended ?? []) {
      addNote(line.getCell(column), this.#was(original));
    }
    for (const [letter, type] of Object.entries(rejected.types)) {
      this.#words.offer(line.getCell(letter), type);
    }
    const why = line.getCell(width + 1);
    why.value = explanation(reasons);
    why.alignment = { wrapText: true, vertical: 'top' };
    line.getCell(width + 2).value = String(row.row);
  }

  /** The heads of the two columns, the filter, and rows that are not listed. */
  #finish(
    sheet: ExcelJS.Worksheet,
    rejected: RejectedSheet,
    headerRow: number,
    width: number,
    notes: readonly string[],
  ): void {
    const texts = this.#texts;
    const head = sheet.getRow(headerRow);
    const { style } = head.getCell(Math.max(1, width));
    for (const [at, text] of [
      [width + 1, texts.explanation],
      [width + 2, rowHeader(this.lang, rejected.original?.sha256 ?? '')],
    ] as const) {
      const cell = head.getCell(at);
      cell.value = text.trim();
      cell.style = { ...style };
    }
    head.getCell(width + 1).note = notes.join('\n');
    const last = Math.max(sheet.rowCount, headerRow);
    if (rejected.leftOut > 0) {
      const more = filledIn(texts.leftOut, { n: rejected.leftOut });
      sheet.getRow(last + 1).getCell(width + 1).value = more;
    }
    sheet.getColumn(width + 1).width = 60;
    sheet.getColumn(width + 2).hidden = true;
    sheet.autoFilter = {
      from: { row: headerRow, column: 1 },
      to: { row: last, column: width + 2 },
    };
    // What is to be mended is in sight.
    sheet.state = 'visible';
  }

  #was(original: string): string {
    return original === ''
      ? this.#texts.originalBlank
      : filledIn(this.#texts.original, { text: original });
  }

  /** A name Excel accepts, unlike the others of the workbook. */
  #freeName(sheet: string, file: string): string {
    const plain = (text: string) => text.replace(/[\\/?*[\]:']/g, ' ').trim();
    const base = (plain(sheet) || plain(file)).slice(0, SHEET_NAME_LENGTH);
    const taken = new Set(this.workbook.worksheets.map(({ name }) => name.toLowerCase()));
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) {
      const suffix = ` ${n}`;
      name = base.slice(0, SHEET_NAME_LENGTH - suffix.length) + suffix;
    }
    return name;
  }
}

/** The rows below the header, and how many columns the sheet has. */
async function keyedRows(
  source: SheetSource,
  { headers, headerRow, sheet }: RejectedSheet,
  { edits }: RejectedOriginal,
  shift: number,
): Promise<{ rows: KeyedRow[]; width: number }> {
  const fill = createMergeFiller(source.merges, headerRow);
  const rows: KeyedRow[] = [];
  let width = headers.length;
  for await (const batch of source.rows()) {
    for (const raw of batch) {
      const lastFilled = raw.cells.findLastIndex((cell) => cellText(cell).trim() !== '');
      width = Math.max(width, lastFilled + 1);
      if (raw.row <= headerRow || lastFilled === -1) continue;
      const filled = fill(raw).cells.map((cell) => shifted(cell, shift));
      const row = { row: raw.row, cells: filled, issues: [] };
      rows.push(mendedCells(row, edits[sheet] ?? {}));
    }
  }
  return { rows, width };
}

/** What is wrong with a form as a whole is said where it begins. */
function firstFilled(row: ExcelJS.Row): ExcelJS.Cell {
  let at = 1;
  while (at < row.cellCount && row.getCell(at).text === '') at += 1;
  return row.getCell(at);
}

/** Whether the row is refused for another one's key alone. */
function repeats({ issues }: RejectedRow): boolean {
  return issues.some(({ code }) => code === 'duplicate_key' || code === 'not_mended');
}

/** All reasons of a row in one text, each with its column. */
function explanation(issues: readonly CellIssue[]): string {
  return issues
    .map((issue) => {
      const place = [issue.column, issue.header]
        .filter((part) => part !== null && part !== '')
        .join(' ');
      return place === '' ? issue.message : `${place}: ${issue.message}`;
    })
    .join('\n');
}

function addNote(cell: ExcelJS.Cell, text: string): void {
  const { note } = cell;
  const before =
    typeof note === 'string' ? note : (note?.texts?.map((part) => part.text).join('') ?? '');
  cell.note = before === '' ? text : `${before}\n${text}`;
}

/** A day counted from another first day; a time alone has none. */
function shifted(cell: Cell, days: number): Cell {
  if (days === 0 || cell === null || typeof cell !== 'object' || !('serial' in cell)) return cell;
  return cell.serial < 1 ? cell : { ...cell, serial: cell.serial + days };
}

/**
 * The cell as it stood: numbers stay numbers, times times, everything else the text a person saw, marked as text so that
 * Excel reads neither a formula nor a number into it.
 */
function writeCell(target: ExcelJS.Cell, cell: Cell): void {
  if (cell === null) {
    target.value = null;
  } else if (typeof cell === 'number' || typeof cell === 'boolean') {
    target.value = cell;
  } else if (typeof cell === 'object' && 'serial' in cell) {
    target.value = cell.serial;
    target.numFmt =
      cell.serial < 1
        ? 'hh:mm:ss'
        : Number.isInteger(cell.serial)
          ? 'yyyy-mm-dd'
          : 'yyyy-mm-dd hh:mm:ss';
  } else {
    const text = cellText(cell).slice(0, MAX_CELL_CHARS);
    target.value = text === '' ? null : text;
    target.numFmt = '@';
  }
}
