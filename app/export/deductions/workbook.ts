/**
 * HR's workbook of a month: 扣款单 to sign, and behind it every fine, adjustment and measure with the cells it rests on.
 * Written with rust_xlsxwriter, which loads its WebAssembly when this module is imported: import it where a workbook is
 * asked for, not at start-up.
 */
import { DocProperties, Workbook } from 'wasm-xlsxwriter';
import { finishWorkbook } from '../finish.ts';
import { FormatBook } from '../formats.ts';
import { type Facts, ROW_HEIGHT } from '../sheet-writer.ts';
import { wordsOf } from '../words.ts';
import type { DeductionBook } from './book.ts';
import { type DeductionInput, holdTogether } from './input.ts';
import { adjustmentsSheet, differencesSheet, disciplineSheet, finesSheet } from './list-sheets.ts';
import { controlTotals, peopleSheet } from './people-sheet.ts';
import { deductionWords } from './words.ts';

/** Width of a column nothing else sets, in pixels; one of those Excel's default fonts allow. */
const COLUMN_WIDTH = 72;

/**
 * The month's deduction workbook as the bytes of an .xlsx file; the same input gives the same bytes.
 * @throws DeductionMismatch when the fines do not add up to the sheet
 */
export function deductionWorkbook(input: DeductionInput): Uint8Array {
  holdTogether(input);
  const words = wordsOf(input.lang);
  const own = deductionWords(input.lang);
  const { sheet, closing } = input;
  const draft = sheet.state === 'draft';
  const facts: Facts = {
    company: input.company,
    title: own.title,
    month: sheet.month,
    asOf: sheet.as_of,
    policy: { name: input.policy.name, version: input.policy.version },
    more: [own.revision(sheet.revision), own.checksum(sheet.checksum)],
    draft,
    draftLine: own.draftLine,
    closedLine:
      closing === null
        ? words.closedLine
        : own.closedLine(
            closing.version,
            closing.closed_at.slice(0, 16).replace('T', ' '),
            closing.closed_by,
          ),
  };
  const formats = new FormatBook(input.lang);
  const workbook = new Workbook();
  try {
    workbook.setDefaultFormat(formats.base(), ROW_HEIGHT, COLUMN_WIDTH);
    workbook.setProperties(
      new DocProperties()
        .setTitle(`${input.company} ${own.title} ${words.month(sheet.month)}`)
        .setCompany(input.company)
        .setAuthor(words.product)
        .setComment(sheet.checksum)
        .setStatus(draft ? words.draft : words.closedLine),
    );
    const book: DeductionBook = { workbook, formats, words, facts, lang: input.lang, input, own };
    const people = peopleSheet(book);
    const details = finesSheet(book);
    const adjustments = adjustmentsSheet(book);
    disciplineSheet(book);
    differencesSheet(book);
    controlTotals(people, book, details, adjustments);
    return finishWorkbook(workbook.saveToBufferSync(), sheet.as_of);
  } finally {
    workbook.free();
  }
}
