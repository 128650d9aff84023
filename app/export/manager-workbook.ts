/**
 * The manager's workbook: the month's figures as nine sheets with numbers, dates, filters and Excel's own charts.
 * Grain of each sheet is stated in its file under sheets/. Written with rust_xlsxwriter, which loads its WebAssembly
 * when this module is imported: import it where a workbook is asked for, not at start-up.
 */
import { DocProperties, Workbook } from 'wasm-xlsxwriter';
import { policyView } from '#app/data/policy-view.server.ts';
import { finishWorkbook } from './finish.ts';
import { FormatBook } from './formats.ts';
import { type Desk, type Facts, ROW_HEIGHT } from './sheet-writer.ts';
import { chargesSheet } from './sheets/charges-sheet.ts';
import { complaintsSheet } from './sheets/complaints-sheet.ts';
import { finesSheet } from './sheets/fines-sheet.ts';
import { overviewSheet } from './sheets/overview-sheet.ts';
import { peopleSheet } from './sheets/people-sheet.ts';
import { qualitySheet } from './sheets/quality-sheet.ts';
import { repeatSheet } from './sheets/repeat-sheet.ts';
import { satisfactionSheet } from './sheets/satisfaction-sheet.ts';
import { timelinessSheet } from './sheets/timeliness-sheet.ts';
import { wordsOf } from './words.ts';
import type { WorkbookInput } from './workbook-input.ts';

/** In the order of the tabs; each gives the rows that begin a printed page, where it knows better than the paper. */
const LISTS = [
  timelinessSheet,
  repeatSheet,
  satisfactionSheet,
  complaintsSheet,
  chargesSheet,
  peopleSheet,
  finesSheet,
  qualitySheet,
];

/** Width of a column nothing else sets, in pixels; one of those Excel's default fonts allow. */
const COLUMN_WIDTH = 72;

/** The month's workbook as the bytes of an .xlsx file; the same input gives the same bytes. */
export function managerWorkbook(input: WorkbookInput): Uint8Array {
  const words = wordsOf(input.lang);
  const formats = new FormatBook(input.lang);
  const workbook = new Workbook();
  try {
    workbook.setDefaultFormat(formats.base(), ROW_HEIGHT, COLUMN_WIDTH);
    const month = words.month(input.overview.report.month);
    workbook.setProperties(
      new DocProperties()
        .setTitle(`${input.company} ${words.product} ${month}`)
        .setCompany(input.company)
        .setAuthor(words.product)
        .setStatus(input.draft ? words.draft : words.closedLine),
    );
    const { metrics } = policyView(input.policy);
    const { report } = input.overview;
    const facts: Facts = {
      company: input.company,
      title: words.product,
      month: report.month,
      asOf: report.as_of,
      policy: { name: input.policy.name, version: report.policy.version },
      more: [],
      draft: input.draft,
      draftLine: words.draftLine,
      closedLine: words.closedLine,
    };
    const desk: Desk = { workbook, formats, words, facts, input, metrics, lang: input.lang };
    const breaks = [overviewSheet(desk)];
    for (const write of LISTS) write(desk);
    return finishWorkbook(workbook.saveToBufferSync(), report.as_of, breaks);
  } finally {
    workbook.free();
  }
}
