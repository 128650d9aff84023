/** Type of service: 有费 A, 合同 B, 免费 C, 一般行政 D. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type ServiceType = 'A' | 'B' | 'C' | 'D';

const LETTERS: Readonly<Record<string, ServiceType>> = { a: 'A', b: 'B', c: 'C', d: 'D' };

/** In the order in which one is taken where a text names several; 不收费 contains 收费, so free is asked first. */
const WORDS: readonly (readonly [ServiceType, RegExp])[] = [
  ['C', /免费|无偿|不收费|免收/],
  ['A', /有费|有偿|(?<!不)收费|付费/],
  ['B', /合同|协议/],
  ['D', /行政/],
];

/** Reads 服务类型 by letter (A, A类, A-有费) or by word. Several: the letter, else the first word, with a warning. */
export function readServiceType(cell: Cell): CellReading<ServiceType> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  const letter = LETTERS[/^([a-d])(?![a-z])/.exec(word)?.[1] ?? ''];
  const named = WORDS.filter(([, words]) => words.test(word)).map(([type]) => type);
  const type = letter ?? named[0];
  if (type === undefined) return refuse('unreadable_service_type');
  return read(type, named.some((other) => other !== type) ? 'several_words' : null);
}
