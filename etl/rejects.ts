/**
 * The workbook of `--rejects`: the rejected rows as the file holds them, bad cells red with what is wrong and how to
 * mend it in a comment. Corrected there, the workbook itself can be imported: headers are the file's own, and the two
 * added columns fit no field.
 */
import ExcelJS from 'exceljs';
import { cellText } from '#etl/cells/fold.ts';
import { REJECT_HEADERS, type RejectedSheet } from '#etl/load/result.ts';
import type { Cell, CellIssue } from '#etl/types.ts';
import { filledIn } from '#queries/values/words.ts';

const TEXTS = {
  zh: {
    ...REJECT_HEADERS.zh,
    leftOut: '另有 {n} 行未列出，改正这些后再导入一次。',
    original: '预览时改过，原文「{text}」。',
    originalBlank: '预览时填上，原来是空白。',
  },
  en: {
    ...REJECT_HEADERS.en,
    leftOut: '{n} more rows are not listed; correct these and import once more.',
    original: 'Corrected in the preview; it was “{text}”.',
    originalBlank: 'Filled in in the preview; it was blank.',
  },
} as const;

/** Longest sheet name Excel accepts. */
const SHEET_NAME_LENGTH = 31;

const RED: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };

/** Gathers the rejected rows of an import, sheet by sheet. */
export class RejectedRows {
  readonly #sheets: RejectedSheet[] = [];

  add(sheet: RejectedSheet): void {
    this.#sheets.push(sheet);
  }

  get sheets(): readonly RejectedSheet[] {
    return this.#sheets;
  }
}

/** Writes the rejected rows of all sheets, one sheet each. Sheets without rejected rows are left out. */
export async function writeRejects(
  path: string,
  sheets: readonly RejectedSheet[],
  lang: 'zh' | 'en',
): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  const names = new Set<string>();
  for (const sheet of sheets) {
    if (sheet.rows.length === 0) continue;
    addSheet(workbook, sheetName(sheet, names), sheet, lang);
  }
  await workbook.xlsx.writeFile(path);
}

function addSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  rejected: RejectedSheet,
  lang: 'zh' | 'en',
): void {
  const texts = TEXTS[lang];
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  const width = Math.max(rejected.headers.length, ...rejected.rows.map((row) => row.cells.length));
  const headers = Array.from({ length: width }, (_, index) => rejected.headers[index] ?? '');
  const header = sheet.addRow([...headers, texts.explanation, texts.row]);
  header.font = { bold: true };
  for (const rejectedRow of rejected.rows) {
    const values = Array.from({ length: width }, (_, index) =>
      cellValue(rejectedRow.cells[index] ?? null),
    );
    const reasons = rejectedRow.issues.filter((issue) => issue.severity === 'reject');
    const row = sheet.addRow([...values, explanation(reasons), rejectedRow.row]);
    for (const [index, cell] of rejectedRow.cells.entries()) {
      const format = numberFormat(cell);
      if (format !== null) row.getCell(index + 1).numFmt = format;
    }
    for (const issue of reasons) {
      if (issue.column === null) continue;
      const cell = row.getCell(issue.column);
      cell.fill = RED;
      cell.note = issue.message;
    }
    for (const { column, original } of rejectedRow.mended ?? []) {
      const cell = row.getCell(column);
      const was = filledIn(original === '' ? texts.originalBlank : texts.original, {
        text: original,
      });
      cell.note = typeof cell.note === 'string' ? `${cell.note}\n${was}` : was;
    }
    row.getCell(width + 1).alignment = { wrapText: true };
  }
  if (rejected.leftOut > 0) {
    sheet.addRow([
      ...headers.map(() => null),
      texts.leftOut.replace('{n}', String(rejected.leftOut)),
    ]);
  }
  for (let column = 1; column <= width; column += 1) sheet.getColumn(column).width = 16;
  sheet.getColumn(width + 1).width = 60;
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

/** The cell as it stood: numbers stay numbers, dates dates, everything else the text a person saw. */
function cellValue(cell: Cell): string | number | boolean | null {
  if (cell === null || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'object' && 'serial' in cell) return cell.text;
  return cellText(cell);
}

/** Texts are marked as text, so that Excel reads neither a formula nor a number into them. */
function numberFormat(cell: Cell): string | null {
  return typeof cell === 'string' || (typeof cell === 'object' && cell !== null) ? '@' : null;
}

/** A name Excel accepts, unlike the others of the workbook. */
function sheetName(sheet: RejectedSheet, taken: Set<string>): string {
  const base = (
    sheet.sheet.replace(/[\\/?*[\]:']/g, ' ').trim() || sheet.file.replace(/[\\/?*[\]:']/g, ' ')
  ).slice(0, SHEET_NAME_LENGTH);
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) {
    const suffix = ` ${n}`;
    name = base.slice(0, SHEET_NAME_LENGTH - suffix.length) + suffix;
  }
  taken.add(name.toLowerCase());
  return name;
}
