/** How serious a complaint is; decides the amount of rules with a range. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type Severity = 'minor' | 'medium' | 'serious';

const WORDS: Readonly<Record<string, Severity>> = {
  轻: 'minor',
  轻微: 'minor',
  轻度: 'minor',
  较轻: 'minor',
  一般: 'minor',
  不严重: 'minor',
  minor: 'minor',
  中: 'medium',
  中等: 'medium',
  中度: 'medium',
  较重: 'medium',
  较严重: 'medium',
  比较严重: 'medium',
  medium: 'medium',
  重: 'serious',
  重度: 'serious',
  重大: 'serious',
  严重: 'serious',
  很严重: 'serious',
  非常严重: 'serious',
  特别严重: 'serious',
  serious: 'serious',
};

/** Reads 情节: 轻 or 一般, 中 or 较重, 重 or 严重. */
export function readSeverity(cell: Cell): CellReading<Severity> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell).replace(/^情节/, '');
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  // Own words only: `constructor` is none.
  const severity = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  return severity ? read(severity) : refuse('unreadable_severity');
}
