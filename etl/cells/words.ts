/** What the readers of fixed words share: one spelling of a cell's text, and words that say nobody knows. */

import { cellText, dropSpaces, halfWidth } from '#etl/cells/fold.ts';
import type { Cell } from '#etl/types.ts';

/** Half width, no spaces, lower case. */
export function wordOf(cell: Cell): string {
  return dropSpaces(halfWidth(cellText(cell))).toLowerCase();
}

/** Answers that give none. They would otherwise read as a no (不, 未) and accuse somebody. */
const UNKNOWN = new Set([
  '不详',
  '不明',
  '不清楚',
  '不知道',
  '不确定',
  '未知',
  '未确定',
  '未确认',
  '待定',
  '待查',
  '待核实',
  '待确认',
  '待处理',
  '调查中',
  '核实中',
  '处理中',
  '没注意',
  '没留意',
  '不记得',
  '记不清',
  '忘记了',
  '没问',
  '未问',
  '?',
]);

/** Whether the word says that the answer is not known. */
export function isUnknownWord(word: string): boolean {
  return UNKNOWN.has(word);
}
