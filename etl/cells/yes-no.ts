/** Yes and no. */

import { blankReading } from '#etl/cells/blank.ts';
import {
  type CellReading,
  FALSE,
  type ReadContext,
  refuse,
  TRUE,
  UNKNOWN_ANSWER,
} from '#etl/cells/reading.ts';
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
  'v',
  '接通',
  '解决',
  '修好',
  '出示',
  '佩戴',
  '规范',
  '成立',
  '收讫',
  '结清',
  '真实',
  '真',
  '有效',
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
  '虚假',
  '假',
  '伪造',
]);
const YES_BEGINS = /^(?:已|同意|属实|查实|合格|正常)/;
const NO_BEGINS = /^(?:[不未无没]|查无)/;
/** Words that begin like a no and mean that all is well: which answer they give depends on the question. */
const DENIED_FAULT = /^(?:不错|(?:无|没有?)(?:误|问题|异议|异常|意见|差错))/;
/** Of a call: what was dialled and did not answer. */
const NOT_CONNECTED = /关机|停机|挂断|拒接|未通|不通|未接|空号|无人接|占线|忙音/;
/** Of consent: taken back by what follows. */
const NOT_CONSENTED = /拒绝|同意不了|不同意/;
const CONSENTED = /^(?:无|没有?)(?:异议|意见|问题)/;

/** Reads a yes or a no. Words such as 不详 and 待查 are blanks with a warning, not a no. */
export function readYesNo(cell: Cell, context: ReadContext): CellReading<boolean> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'boolean') return cell ? TRUE : FALSE;
  const word = wordOf(cell);
  if (context.field === 'connected' && NOT_CONNECTED.test(word)) return FALSE;
  if (context.field === 'promise_consented') {
    if (NOT_CONSENTED.test(word)) return FALSE;
    if (CONSENTED.test(word)) return TRUE;
  }
  return answerOf(word);
}

/** The answer in a word as wordOf spells it. */
export function answerOf(word: string): CellReading<boolean> {
  if (YES.has(word)) return TRUE;
  if (NO.has(word)) return FALSE;
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (DENIED_FAULT.test(word)) return refuse('unreadable_yes_no');
  if (YES_BEGINS.test(word)) return TRUE;
  if (NO_BEGINS.test(word)) return FALSE;
  return refuse('unreadable_yes_no');
}
