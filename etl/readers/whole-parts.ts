/**
 * The parts of xlsb and ods packages before SheetJS reads them. It takes a part that breaks off for a shorter one,
 * skips what it does not know, and unrolls repetitions: whatever would lose rows or fill the memory is refused here.
 */

import { MAX_RESIDENT_CELLS } from './limits.ts';
import { type ReaderContext, refusal } from './messages.ts';
import { readPart } from './xlsx/parts.ts';
import { attribute, type XmlHandler } from './xlsx/xml.ts';
import type { ZipArchive } from './zip.ts';

/** Record that ends each binary part with rows, sheets or texts (MS-XLSB: BrtEndSheet, BrtEndBook, BrtEndSst). */
const LAST_RECORDS: readonly (readonly [part: RegExp, record: readonly number[]])[] = [
  [/^xl\/worksheets\/sheet\d+\.bin$/, [0x82, 0x01, 0x00]],
  [/^xl\/workbook\.bin$/, [0x84, 0x01, 0x00]],
  [/^xl\/sharedstrings\.bin$/, [0xa0, 0x01, 0x00]],
];

/**
 * Passes through a part for its check sum.
 *
 * @throws FileRefused `damaged` where it is broken, or ends before its last record
 */
export async function checkBinaryPart(
  zip: ZipArchive,
  name: string,
  context: ReaderContext,
): Promise<void> {
  const last = LAST_RECORDS.find(([part]) => part.test(name))?.[1];
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of zip.read(name, { where: 'content' })) {
    tail = Buffer.concat([tail, chunk.subarray(-3)]).subarray(-3);
  }
  if (last !== undefined && !tail.equals(Buffer.from(last))) {
    throw refusal(context, 'damaged', { where: 'content' });
  }
}

/**
 * Passes through the rows of an ods.
 *
 * @throws FileRefused `damaged` where the XML breaks off, `unsafe_xml` where it declares entities, `unpacks_too_large`
 *   where its repetitions make more cells than are kept in memory
 */
export async function checkOdsContent(
  zip: ZipArchive,
  name: string,
  context: ReaderContext,
): Promise<void> {
  const handler = new RepetitionHandler(() => refusal(context, 'unpacks_too_large'));
  await readPart(zip, name, handler, context, { where: 'content' });
}

/** Counts the filled cells that the rows of a sheet stand for. */
class RepetitionHandler implements XmlHandler {
  readonly wantsText = false;
  private rowTimes = 1;
  private cellTimes = 1;
  private cells = 0;

  constructor(private readonly refuse: () => Error) {}

  open(name: string, attributes: string): void {
    switch (name) {
      case 'table':
        this.cells = 0;
        break;
      case 'table-row':
        this.rowTimes = times(attributes, 'number-rows-repeated');
        break;
      case 'table-cell':
        this.cellTimes = times(attributes, 'number-columns-repeated');
        if (attributes.includes('value-type')) this.count();
        break;
      case 'p':
        this.count();
    }
  }

  close(): void {}

  text(): void {}

  private count(): void {
    this.cells += this.cellTimes * this.rowTimes;
    // Once, however many paragraphs it has.
    this.cellTimes = 0;
    if (this.cells > MAX_RESIDENT_CELLS) throw this.refuse();
  }
}

function times(attributes: string, name: string): number {
  const written = Number(attribute(attributes, name) ?? 1);
  return Number.isInteger(written) && written > 0 ? written : 1;
}
