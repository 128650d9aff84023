/**
 * Upper bounds of what is read. A file beyond one of them is refused with a message, so that no upload, by
 * mistake or on purpose, takes the memory or the time of the machine that serves everyone else.
 */

import type { RefusalCode } from './messages.ts';

const MIB = 1024 * 1024;

/** File size. A million tickets are about 200 MiB as csv; half a gibibyte leaves room for wide ledgers. */
export const MAX_FILE_BYTES = 512 * MIB;

/** Texts from this size on are read by two threads, one half each. */
export const MIN_BYTES_TO_CUT = 16 * MIB;

/** Files that have to lie in memory as a whole (xls, xlsb, ods, HTML tables): these formats hold 65,536 rows. */
export const MAX_WHOLE_FILE_BYTES = 96 * MIB;

/** All parts of a zipped workbook unpacked. A full sheet of 1,048,576 rows × 16 columns takes about 0.8 GiB. */
export const MAX_UNZIPPED_BYTES = 2048 * MIB;

/** The same for zipped workbooks that have to lie in memory as a whole (xlsb, ods). */
export const MAX_WHOLE_UNZIPPED_BYTES = 256 * MIB;

/** Shared strings and styles stay in memory while a workbook is open. */
export const MAX_RESIDENT_PART_BYTES = 256 * MIB;

/** Real sheets shrink 5 to 40 times; deflate reaches 1,032. Beyond this ratio a part was made to explode. */
export const MAX_ZIP_RATIO = 250;

/** Small parts may have any ratio: a blank sheet padded with spaces does no harm. */
export const ZIP_RATIO_FREE_BYTES = 16 * MIB;

/** Texts that the cells of a workbook share: with their tags and 16 bytes of text each they fill MAX_RESIDENT_PART_BYTES. */
export const MAX_SHARED_STRINGS = 8_388_608;

/** Entries of a zip archive; a workbook with a picture in every row stays below. */
export const MAX_ZIP_ENTRIES = 65_536;

/** One sheet per technician and month for years still fits. */
export const MAX_SHEETS = 200;

/** Columns with a value in them; styled but empty columns do not count. */
export const MAX_COLUMNS = 2_000;

/** Rows of a workbook's sheet: what Excel itself holds. */
export const MAX_SHEET_ROWS = 1_048_576;

/** Columns of a workbook's sheet: what Excel itself holds (XFD). */
export const MAX_SHEET_COLUMNS = 16_384;

/** Rows of a text, blank ones included: 100 bytes a row at the greatest file size. */
export const MAX_TEXT_ROWS = 5_000_000;

/** Cells of one sheet, blank ones to the left of a filled one included: a full sheet of 61 columns. */
export const MAX_SHEET_CELLS = 64_000_000;

/** Cells of a sheet that lies in memory as a whole. */
export const MAX_RESIDENT_CELLS = 10_000_000;

/** Characters of all cells of one sheet: two million tickets. A text that cells share counts in each of them. */
export const MAX_SHEET_CHARS = 320 * MIB;

/** Cells that get their value from a vertical merge: a full sheet of 16 columns, all merged. */
export const MAX_FILLED_CELLS = 16_777_216;

/** Merged ranges of one sheet: a full sheet merged in pairs of rows. */
export const MAX_MERGES = 524_288;

/** Characters of one cell. Excel holds 32,767; csv exports of free text go a little beyond. */
export const MAX_CELL_CHARS = 65_536;

/** Line breaks inside one quoted csv field; beyond this a quotation mark was never closed. */
export const MAX_FIELD_LINES = 200;

/** Characters of one csv record. */
export const MAX_RECORD_CHARS = 4 * MIB;

/** Characters between two tags of a part, entities not decoded: a full cell of `&#x1F600;` and room. */
export const MAX_XML_TOKEN_CHARS = 1 * MIB;

/** A limit met where the file's name is not known; whoever knows it makes a refusal of it. */
export class BeyondLimit extends Error {
  override readonly name = 'BeyondLimit';
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

/** Rows handed out at a time. */
export const BATCH_ROWS = 4_096;

/** Rows of a workbook handed out first: who only looks at the beginning of a sheet need not wait for more. */
export const FIRST_BATCH_ROWS = 256;

/** Cells handed out at a time, so that very wide sheets come in smaller batches. */
export const BATCH_CELLS = 262_144;
