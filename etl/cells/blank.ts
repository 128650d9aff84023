/** Which cells count as blank (forms.md): the form was not filled in. */

import { foldSpaces, halfWidth, isSpaceCode } from '#etl/cells/fold.ts';
import { BLANK, type CellReading, FORMULA_ERROR } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** Marks written where there is nothing to write. NULL comes out of database exports. */
const BLANK_MARKS = new Set(
  [
    '空',
    '(空)',
    '-',
    '--',
    '---',
    '—',
    '——',
    '–',
    '―',
    '/',
    '//',
    '\\',
    'N/A',
    'NA',
    'NULL',
    '(NULL)',
  ].map((mark) => mark.toUpperCase()),
);

/** What spreadsheets write for a formula that failed, when saved as text. */
const FORMULA_ERRORS = new Set([
  '#N/A',
  '#DIV/0!',
  '#REF!',
  '#VALUE!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#SPILL!',
  '#CALC!',
  '#GETTING_DATA',
]);

/** The longest mark above is 13 characters: a longer text with content is not blank. */
const LONGEST_MARK = 13;

/** Whether a text counts as blank; `无` only counts in free text, see isBlankFreeText. */
export function isBlankText(text: string): boolean {
  if (text.length === 0) return true;
  const first = text.charCodeAt(0);
  // Digits and most Chinese characters start no mark: the common case leaves here.
  if ((first >= 48 && first <= 57) || (first > 0x4e00 && first < 0x9fff && first !== 0x7a7a)) {
    return false;
  }
  // Of Latin letters only N begins one: N/A, NULL.
  const letter = first | 32;
  if (letter >= 97 && letter <= 122 && letter !== 110) return false;
  const folded = foldSpaces(text);
  if (folded.length === 0) return true;
  if (folded.length > LONGEST_MARK) return false;
  return BLANK_MARKS.has(halfWidth(folded).toUpperCase());
}

/** Blank in a free text: also 无. */
export function isBlankFreeText(text: string): boolean {
  return freeText(text) === null;
}

/** A free text with its spaces folded; null where it is blank. */
export function freeText(text: string): string | null {
  if (isBlankText(text)) return null;
  const folded = foldSpaces(text);
  return folded === '无' ? null : folded;
}

/** The reading of a blank or failed cell; null when there is something to read. */
export function blankReading(cell: Cell): CellReading<never> | null {
  if (cell === null) return BLANK;
  if (typeof cell === 'string') {
    const first = cell.charCodeAt(0);
    if (first === 35 || first === 0xff03 || isSpaceCode(first)) {
      if (FORMULA_ERRORS.has(foldSpaces(halfWidth(cell)).toUpperCase())) return FORMULA_ERROR;
    }
    return isBlankText(cell) ? BLANK : null;
  }
  if (typeof cell === 'object' && 'error' in cell) return FORMULA_ERROR;
  return null;
}
