/** Region of a ticket: inside the city or not. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type Region = 'urban' | 'outside';

/** Reads 区域: 市区, 市内, 城区 are urban, any other text is outside. */
export function readRegion(cell: Cell): CellReading<Region> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (word === 'urban') return read('urban');
  // 非市区, 市区外 and 市区以外 contain the word and mean its opposite.
  const urban = /市区|市内|城区/.test(word) && !/[非外]|不在/.test(word);
  return read(urban ? 'urban' : 'outside');
}
