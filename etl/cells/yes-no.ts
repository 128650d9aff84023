/** Yes and no. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, FALSE, refuse, TRUE, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

const YES = new Set([
  '是',
  '是的',
  '有',
  '对',
  '对的',
  '√',
  '✓',
  '✔',
  '☑',
  '☑是',
  '√是',
  'y',
  'yes',
  '1',
  'true',
  't',
  'ok',
]);
const NO = new Set([
  '否',
  '否的',
  '×',
  '✗',
  '✘',
  '✕',
  '╳',
  '☒',
  '☑否',
  '√否',
  'x',
  'n',
  'no',
  '0',
  'false',
  'f',
]);
const YES_BEGINS = /^(?:已|同意|属实|查实|合格|正常)/;
const NO_BEGINS = /^[不未无没]/;

/** Reads a yes or a no. Words such as 不详 and 待查 are blanks with a warning, not a no. */
export function readYesNo(cell: Cell): CellReading<boolean> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'boolean') return cell ? TRUE : FALSE;
  return answerOf(wordOf(cell));
}

/** The answer in a word as wordOf spells it. */
export function answerOf(word: string): CellReading<boolean> {
  if (YES.has(word)) return TRUE;
  if (NO.has(word)) return FALSE;
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (YES_BEGINS.test(word)) return TRUE;
  if (NO_BEGINS.test(word)) return FALSE;
  return refuse('unreadable_yes_no');
}
