/**
 * Delimited text: csv and txt in any of the encodings and separators of the department's exports.
 * Rows stream: memory stays flat however long the file is.
 */

import type { FileHandle } from 'node:fs/promises';
import Papa from 'papaparse';
import type { Cell, SheetCut, SheetRow, SheetSource } from '#etl/types.ts';
import { chunks } from './bytes.ts';
import { type TextEncoding, texts } from './encoding.ts';
import {
  BATCH_CELLS,
  BATCH_ROWS,
  MAX_CELL_CHARS,
  MAX_COLUMNS,
  MAX_FIELD_LINES,
  MAX_RECORD_CHARS,
  MAX_SHEET_COLUMNS,
  MAX_TEXT_ROWS,
  MIN_BYTES_TO_CUT,
} from './limits.ts';
import { type ReaderContext, refusal } from './messages.ts';

const MIB = 1024 * 1024;

/** Order breaks ties: a comma is the likelier separator of a file that would fit either. */
export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Characters and records looked at to tell the separator. */
const SAMPLE_CHARS = 64 * 1024;
const SAMPLE_RECORDS = 50;

interface Dialect {
  readonly separator: Separator;
  /** How often it stands in a row of the table, as far as the first rows tell. */
  readonly perRow: number;
  /** Length of a leading `sep=;` line, which tells Excel the separator and is no row. */
  readonly skipChars: number;
}

/**
 * The one sheet of a text file.
 *
 * @param name the sheet's name for people: the file's name without its ending
 */
export async function openCsv(
  handle: FileHandle,
  bytes: number,
  encoding: TextEncoding,
  name: string,
  context: ReaderContext,
): Promise<SheetSource> {
  let sample = '';
  for await (const text of texts(handle, bytes, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_CHARS) break;
  }
  const dialect = tellDialect(sample.slice(0, SAMPLE_CHARS));
  return {
    name,
    position: 0,
    hidden: false,
    date1904: false,
    merges: [],
    plain: true,
    rows: () => csvRows(texts(handle, bytes, encoding), dialect, context),
    middle: () => findMiddle(handle, bytes, encoding),
    half: (cut, which) =>
      which === 'first'
        ? csvRows(texts(handle, cut.byte, encoding), dialect, context, 0, cut.rowsBefore)
        : csvRows(
            texts(handle, bytes, encoding, cut.byte),
            { ...dialect, skipChars: 0 },
            context,
            cut.rowsBefore,
          ),
  };
}

/** The second half is begun a little later: its thread has to start and to recognise the sheet. */
const FIRST_SHARE = 0.51;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/**
 * A line end outside quotes near the middle of the text. Both bytes looked for stand for themselves in UTF-8 and GB18030.
 * A stray quote inside a cell can mislead the count; reading the first half then ends elsewhere than here.
 */
async function findMiddle(
  handle: FileHandle,
  bytes: number,
  encoding: TextEncoding,
): Promise<SheetCut | null> {
  if (bytes < MIN_BYTES_TO_CUT || encoding === 'utf-16le' || encoding === 'utf-16be') return null;
  const wanted = bytes * FIRST_SHARE;
  let at = 0;
  let rowsBefore = 0;
  let quoted = false;
  for await (const chunk of chunks(handle, 0, bytes, MIB)) {
    // From one of the two bytes to the next: most chunks hold no quote at all, and looking at every byte takes ten times as long.
    let quote = chunk.indexOf(QUOTE);
    let lineEnd = chunk.indexOf(LINE_FEED);
    while (quote >= 0 || lineEnd >= 0) {
      if (lineEnd < 0 || (quote >= 0 && quote < lineEnd)) {
        quoted = !quoted;
        quote = chunk.indexOf(QUOTE, quote + 1);
        continue;
      }
      if (!quoted) {
        rowsBefore += 1;
        if (at + lineEnd >= wanted) return { byte: at + lineEnd + 1, rowsBefore };
      }
      lineEnd = chunk.indexOf(LINE_FEED, lineEnd + 1);
    }
    at += chunk.length;
  }
  return null;
}

/** Separator and preamble of a text from its first lines. */
export function tellDialect(sample: string): Dialect {
  const hint = /^sep=(.)\n/.exec(sample);
  const hinted = SEPARATORS.find((separator) => separator === hint?.[1]);
  if (hint !== null && hinted !== undefined) {
    return { ...tellSeparator(sample, [hinted]), skipChars: hint[0].length };
  }
  return { ...tellSeparator(sample, SEPARATORS), skipChars: 0 };
}

/**
 * The separator that splits the most records into the same number of fields; titles above the table and a stray
 * comma in some texts do not outvote the table.
 */
function tellSeparator(
  sample: string,
  candidates: readonly [Separator, ...Separator[]],
): Omit<Dialect, 'skipChars'> {
  let best: { separator: Separator; records: number; fields: number } | null = null;
  for (const separator of candidates) {
    const tally = new Map<number, number>();
    for (const count of separatorCounts(sample, separator)) {
      if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
    }
    for (const [fields, records] of tally) {
      if (
        best === null ||
        records > best.records ||
        (records === best.records && fields > best.fields)
      ) {
        best = { separator, records, fields };
      }
    }
  }
  return { separator: best?.separator ?? candidates[0], perRow: best?.fields ?? 0 };
}

/** How often the separator stands outside quotes, record by record. */
function separatorCounts(sample: string, separator: Separator): number[] {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  let fieldStart = true;
  for (const char of sample) {
    if (quoted) {
      // A doubled quote closes and opens again, which comes to the same.
      if (char === '"') quoted = false;
    } else if (char === '"' && fieldStart) {
      quoted = true;
    } else if (char === separator) {
      count += 1;
    } else if (char === '\n') {
      counts.push(count);
      if (counts.length === SAMPLE_RECORDS) return counts;
      count = 0;
    }
    fieldStart = char === separator || char === '\n' || (char === '"' && !quoted);
  }
  counts.push(count);
  return counts;
}

/** What papaparse's parser hands back; its own types leave it open. */
interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Rows of a text. Row numbers count records as a spreadsheet shows them: a line break within quotes does not add a
 * row, a blank line does.
 *
 * @param rowsBefore rows of the sheet before this text
 * @param rowsExpected for a part of a sheet: the row it must end with; the iteration ends with false where it does not
 * @throws FileRefused when a quote never closes, a cell is too long, a row has another separator than the table, or
 *   there are too many columns or rows
 */
async function* csvRows(
  source: AsyncIterable<string>,
  dialect: Dialect,
  context: ReaderContext,
  rowsBefore = 0,
  rowsExpected: number | null = null,
): AsyncGenerator<readonly SheetRow[], boolean> {
  const parser = new Papa.Parser({ delimiter: dialect.separator, newline: '\n' });
  let rowNumber = rowsBefore;
  let rest = '';
  let skip = dialect.skipChars;
  let batch: SheetRow[] = [];
  let batchCells = 0;
  let oddRow: number | null = null;

  const take = (text: string, isLast: boolean): void => {
    const parsed: Parsed = parser.parse(text, 0, !isLast);
    const quoted = text.includes('"');
    if (quoted) refuseSwallowedRows(parsed, rowNumber, isLast, context);
    for (const fields of parsed.data) {
      rowNumber += 1;
      const { length, 0: first = '' } = fields;
      const row = toRow(fields, rowNumber, context);
      if (row === null) continue;
      oddRow = judgeSeparator(length, first, rowNumber, dialect, oddRow, context);
      batch.push(row);
      batchCells += row.cells.length;
    }
    if (rowNumber > MAX_TEXT_ROWS) {
      throw refusal(context, 'too_many_rows', { limit: MAX_TEXT_ROWS });
    }
    rest = isLast ? '' : text.slice(parsed.meta.cursor);
    if (rest.length > MAX_RECORD_CHARS || (quoted && countLines(rest) > MAX_FIELD_LINES)) {
      throw rest.includes('"')
        ? refusal(context, 'unclosed_quote', { row: rowNumber + 1 })
        : refusal(context, 'cell_too_long', { row: rowNumber + 1, limit: MAX_CELL_CHARS });
    }
  };

  for await (const piece of source) {
    let text = piece;
    if (skip > 0) {
      const cut = Math.min(skip, text.length);
      skip -= cut;
      text = text.slice(cut);
    }
    take(rest + text, false);
    if (batch.length >= BATCH_ROWS || batchCells >= BATCH_CELLS) {
      yield* slices(batch);
      batch = [];
      batchCells = 0;
    }
  }
  // A part that ends within a row was cut at the wrong place.
  if (rowsExpected !== null && (rest !== '' || rowNumber !== rowsExpected)) return false;
  if (rest !== '') take(rest, true);
  yield* slices(batch);
  return true;
}

function* slices(rows: readonly SheetRow[]): Generator<readonly SheetRow[]> {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    yield at === 0 && rows.length <= BATCH_ROWS ? rows : rows.slice(at, at + BATCH_ROWS);
  }
}

/** A row made of the fields of one record, which it takes over; null if all of them are empty. */
function toRow(fields: string[], row: number, context: ReaderContext): SheetRow | null {
  let length = fields.length;
  // What stands behind the last sheet column may be blank only: `,,,,` to the end of the line.
  while (length > MAX_SHEET_COLUMNS && fields[length - 1] === '') length -= 1;
  if (length > MAX_SHEET_COLUMNS) {
    throw refusal(context, 'too_many_columns', { row, limit: MAX_COLUMNS });
  }
  const cells: Cell[] = fields;
  cells.length = length;
  let filled = 0;
  for (let at = 0; at < length; at += 1) {
    const text = fields[at] ?? '';
    if (text === '') {
      cells[at] = null;
      continue;
    }
    if (text.length > MAX_CELL_CHARS) {
      throw refusal(context, 'cell_too_long', { row, limit: MAX_CELL_CHARS });
    }
    filled += 1;
    if (text.charCodeAt(0) === 0x3d) cells[at] = unwrapFormulaText(text);
  }
  if (filled === 0) return null;
  if (filled > MAX_COLUMNS) {
    throw refusal(context, 'too_many_columns', { row, limit: MAX_COLUMNS });
  }
  return { row, cells };
}

/**
 * Two exports of different separators pasted into one file: the rows of one would each be a single cell. A title above
 * the table and one last line below it may look the same and do no harm, so only a row with others behind it counts.
 *
 * @param fields how many the row has
 * @param first the first of them
 * @param before the row that looked so, 0 where none did, null while no row of the table was seen
 * @returns the same for the next row
 * @throws FileRefused `mixed_separators`
 */
function judgeSeparator(
  fields: number,
  first: string,
  row: number,
  dialect: Dialect,
  before: number | null,
  context: ReaderContext,
): number | null {
  const odd = fields === 1 && splitsOtherwise(first, dialect);
  if (before === null) return fields === dialect.perRow + 1 ? 0 : null;
  if (before > 0 && (odd || fields > 1)) {
    throw refusal(context, 'mixed_separators', { row: before });
  }
  return odd ? row : before;
}

/** Whether a text of one cell is a row of the table under another separator. */
function splitsOtherwise(text: string, { separator, perRow }: Dialect): boolean {
  if (perRow < 2 || !/\d/.test(text)) return false;
  return SEPARATORS.some(
    (other) => other !== separator && text.split(other, perRow + 2).length === perRow + 1,
  );
}

/** `="00123"`: how exports keep Excel from turning a code into a number. A person sees 00123. */
function unwrapFormulaText(text: string): string {
  return /^="([^"]*)"$/.exec(text)?.[1] ?? text;
}

/** A quote that never closes, or closes rows later, would merge many rows into one cell without a word. */
function refuseSwallowedRows(
  parsed: Parsed,
  rowsBefore: number,
  isLast: boolean,
  context: ReaderContext,
): void {
  for (const error of parsed.errors) {
    const index = error.row ?? 0;
    const fields = parsed.data[index];
    // A malformed quote that stays within its line is a matter of that cell alone.
    if (fields === undefined || !fields.some((field) => field.includes('\n'))) continue;
    const onlyBlankAfter =
      isLast && error.code === 'MissingQuotes' && fields.at(-1)?.trimEnd().includes('\n') === false;
    if (!onlyBlankAfter) throw refusal(context, 'unclosed_quote', { row: rowsBefore + index + 1 });
  }
  for (const [index, fields] of parsed.data.entries()) {
    for (const field of fields) {
      if (field.length > MAX_FIELD_LINES && countLines(field) > MAX_FIELD_LINES) {
        throw refusal(context, 'unclosed_quote', { row: rowsBefore + index + 1 });
      }
    }
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > MAX_FIELD_LINES) break;
  }
  return lines;
}
