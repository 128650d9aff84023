/** How a complaint reached the company: 来电, 来函, 来人 (policy, part six). */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type Channel = 'call' | 'letter' | 'visit';

/** In the order in which one is taken where a text names several. */
const WORDS: readonly (readonly [Channel, RegExp])[] = [
  ['call', /来电|电话|热线|致电|call|phone/],
  ['visit', /来人|来访|上门|当面|到店|走访|visit/],
  ['letter', /函|信|邮|书面|网|留言|在线|传真|letter|mail/],
];

/** Reads 投诉方式. Whatever is written down (mail, messages, the web) counts as a letter. Several: the first, with a warning. */
export function readChannel(cell: Cell): CellReading<Channel> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  const named = WORDS.filter(([, words]) => words.test(word));
  const [first] = named;
  if (first === undefined) return refuse('unreadable_channel');
  return read(first[0], named.length > 1 ? 'several_words' : null);
}
