/**
 * xlsx and xlsm. Opening passes through every sheet once: that proves the file whole before a row is handed out,
 * and finds the merged ranges, which the format keeps behind the rows. Rows then stream, part by part.
 */

import type { MergeRange, SheetRow, SheetSource } from '#etl/types.ts';
import { MAX_SHEETS, MAX_UNZIPPED_BYTES } from '../limits.ts';
import { disjoint } from '../merges.ts';
import { type ReaderContext, refusal } from '../messages.ts';
import type { ZipArchive } from '../zip.ts';
import {
  partRefusal,
  partTexts,
  readSharedStrings,
  readStyles,
  readWorkbookPart,
  relationships,
} from './parts.ts';
import { MergeHandler, type Refuse, SheetRowsHandler, type WorkbookTables } from './sheet-rows.ts';
import { XmlError, XmlTokenizer } from './xml.ts';

/**
 * The worksheets of a workbook, in the workbook's order; chart sheets and the like are left out.
 *
 * @param workbookPart path of workbook.xml within the package
 * @throws FileRefused when a part is missing, broken or beyond the limits
 */
export async function openXlsx(
  zip: ZipArchive,
  workbookPart: string,
  context: ReaderContext,
): Promise<SheetSource[]> {
  if (zip.totalUnpackedBytes() > MAX_UNZIPPED_BYTES) throw refusal(context, 'unpacks_too_large');
  zip.refuseBombs();
  const workbook = await readWorkbookPart(zip, workbookPart, context);
  if (workbook.sheets.length === 0) throw refusal(context, 'damaged', { where: 'workbook' });
  if (workbook.sheets.length > MAX_SHEETS) {
    throw refusal(context, 'too_many_sheets', { limit: MAX_SHEETS });
  }
  const parts = await relationships(zip, workbookPart, context);
  const partOf = (type: string) =>
    parts.find((part) => part.type === type && zip.has(part.target))?.target;
  const stringsPart = partOf('sharedStrings');
  const stylesPart = partOf('styles');
  const tables: WorkbookTables = {
    strings: stringsPart === undefined ? [] : await readSharedStrings(zip, stringsPart, context),
    displays: stylesPart === undefined ? [] : await readStyles(zip, stylesPart, context),
    date1904: workbook.date1904,
  };

  const sheets: SheetSource[] = [];
  const seen = new Set<string>();
  for (const [position, sheet] of workbook.sheets.entries()) {
    const part = parts.find((candidate) => candidate.id === sheet.relationship);
    if (part !== undefined && part.type !== 'worksheet') continue;
    // Two sheets of one part would bring its rows twice.
    if (part === undefined || !zip.has(part.target) || seen.has(part.target)) {
      throw refusal(context, 'damaged', { where: 'workbook', sheet: sheet.name });
    }
    seen.add(part.target);
    const refuse: Refuse = (code, details) =>
      refusal(context, code, { where: 'sheet', sheet: sheet.name, ...details });
    const merges = await checkSheet(zip, part.target, sheet.name, refuse, context);
    sheets.push({
      name: sheet.name,
      position,
      hidden: sheet.hidden,
      date1904: workbook.date1904,
      merges,
      rows: () => {
        const handler = new SheetRowsHandler(tables, merges, refuse);
        return sheetRows(zip, part.target, sheet.name, handler, context);
      },
    });
  }
  return sheets;
}

const DATA_END = /<\/(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*\/>/;
/** Longer than any closing tag that {@link DATA_END} finds. */
const OVERLAP = 64;

/** Passes through a sheet's part for what stands behind its rows: the merged ranges. */
async function checkSheet(
  zip: ZipArchive,
  part: string,
  sheet: string,
  refuse: Refuse,
  context: ReaderContext,
): Promise<readonly MergeRange[]> {
  const handler = new MergeHandler(refuse);
  // The tail has closing tags of elements opened before it: a root is put in front to balance them.
  let tail: XmlTokenizer | null = null;
  let last = '';
  let hasData = false;
  for await (const text of partTexts(zip, part, context, { where: 'sheet', sheet })) {
    try {
      if (tail !== null) {
        tail.push(text);
        continue;
      }
      const window = last + text;
      if (window.includes('<!DOCTYPE')) throw new XmlError('dtd');
      const mentioned = window.includes('sheetData');
      hasData ||= mentioned;
      const end = mentioned ? DATA_END.exec(window) : null;
      if (end !== null) {
        tail = new XmlTokenizer(handler);
        tail.push(`<worksheet>${window.slice(end.index + end[0].length)}`);
      }
      last = text.slice(-OVERLAP);
    } catch (error) {
      throw partRefusal(error, context, { where: 'sheet', sheet });
    }
  }
  // Data that never ends was cut off by whatever wrote the file.
  if (hasData && tail === null) throw refuse('damaged');
  return disjoint(handler.merges);
}

/** Rows that came in this many pieces of text are handed out, however few: a sheet may be long and nearly empty. */
const MAX_PIECES = 16;

async function* sheetRows(
  zip: ZipArchive,
  part: string,
  sheet: string,
  handler: SheetRowsHandler,
  context: ReaderContext,
): AsyncGenerator<readonly SheetRow[]> {
  const tokenizer = new XmlTokenizer(handler);
  let pieces = 0;
  for await (const text of partTexts(zip, part, context, { where: 'sheet', sheet })) {
    pieces += 1;
    for (let more = text, left = true; left; more = '') {
      try {
        left = tokenizer.push(more);
      } catch (error) {
        throw partRefusal(error, context, { where: 'sheet', sheet });
      }
      if (handler.full || (pieces >= MAX_PIECES && handler.hasRows)) {
        pieces = 0;
        yield handler.takeRows();
      }
    }
    if (handler.done) break;
  }
  if (handler.hasRows) yield handler.takeRows();
}

/** Where the package's workbook.xml is; null if the package is no workbook. */
export async function findWorkbookPart(
  zip: ZipArchive,
  context: ReaderContext,
): Promise<string | null> {
  const root = (await relationships(zip, '', context)).find(
    (relationship) => relationship.type === 'officeDocument' && zip.has(relationship.target),
  );
  if (root !== undefined) return root.target;
  return zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : null;
}
