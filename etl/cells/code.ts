/**
 * Numbers that are names: ticket numbers, phones, part numbers. Full-width forms become half width, spaces are
 * folded, and no digit is ever lost: 13800138000 never becomes 1.38E+10.
 *
 * Where the file itself has lost digits (the text `1.38E+10`, or an integer of more than 15 digits, which Excel
 * fills up with zeros), a key is refused, because different records would become one; any other code is kept as
 * written with a warning.
 */

import { blankReading, isBlankFreeText } from '#etl/cells/blank.ts';
import {
  cellText,
  foldSpaces,
  halfWidth,
  isAlphanumeric,
  isDigit,
  plainNumber,
} from '#etl/cells/fold.ts';
import {
  BLANK,
  type CellReading,
  isSerialCell,
  type ReadContext,
  read,
  refuse,
} from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

const KEYS = new Set([
  'ticket_no',
  'receipt_no',
  'requisition_no',
  'complaint_no',
  'employee_no',
  'part_no',
]);

/** Numbers that are counted on or dialled: none of them has decimals. */
const COUNTED = new Set([
  'ticket_no',
  'receipt_no',
  'requisition_no',
  'complaint_no',
  'employee_no',
  'phone',
]);

/** Excel keeps 15 digits of a number. */
const LARGEST_EXACT = 999_999_999_999_999;

/** Reads a code. */
export function readCode(cell: Cell, context: ReadContext): CellReading<string> {
  if (typeof cell === 'string') {
    if (isPlainCode(cell)) return read(cell);
    if (isBlankFreeText(cell)) return BLANK;
    const blank = blankReading(cell);
    return blank ?? codeText(cell, context);
  }
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'number') {
    return Math.abs(cell) > LARGEST_EXACT
      ? lostDigits(plainNumber(cell), context)
      : read(plainNumber(cell));
  }
  // A code that the spreadsheet took for a date (3-5): what it shows is kept, and said.
  if (isSerialCell(cell)) return read(foldSpaces(cell.text), 'date_in_code');
  return read(cellText(cell));
}

const HYPHEN = 45;

/** Whether the text is letters, digits and hyphens, a digit among them: as nearly all codes are, which are read as they stand. */
function isPlainCode(text: string): boolean {
  let digits = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) digits = true;
    else if (code !== HYPHEN && !isAlphanumeric(code)) return false;
  }
  return digits;
}

function codeText(raw: string, context: ReadContext): CellReading<string> {
  let text = foldSpaces(halfWidth(raw));
  const first = text.charCodeAt(0);
  // Excel's text mark ('0012) and the csv spelling of a text cell (="0012").
  if (first === 39) text = text.replace(/^['\s]+/, '');
  else if (first === 61) text = foldSpaces(/^="(.*)"$/.exec(text)?.[1] ?? text);
  if (text === '' || (first !== text.charCodeAt(0) && isBlankFreeText(text))) return BLANK;
  const last = text.charCodeAt(text.length - 1);
  if (first >= 48 && first <= 57 && last >= 48 && last <= 57) {
    if (/^\d(?:\.\d+)?E\+\d+$/i.test(text)) return lostDigits(text, context);
    // A number that passed through floating point on its way into the file. A short part or model may be called 12.0.
    if (/^\d+\.0$/.test(text) && (text.length > 7 || COUNTED.has(context.field)))
      text = text.slice(0, -2);
  }
  return read(text);
}

function lostDigits(text: string, context: ReadContext): CellReading<string> {
  return KEYS.has(context.field) ? refuse('lost_digits') : read(text, 'lost_digits');
}
