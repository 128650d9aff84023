/** Warranty state of a product on a ticket. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import { answerOf } from '#etl/cells/yes-no.ts';
import type { Cell } from '#etl/types.ts';

export type Warranty = 'in' | 'out' | 'agreement';

/** Reads 质保. Under headers such as 是否质保 a yes is in, a no is out of warranty. */
export function readWarranty(cell: Cell): CellReading<Warranty> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (/协议|合同|agreement/.test(word)) return read('agreement');
  // 未过保 denies the outside.
  if (/[未没](?:过|超|出|脱|到|有?过)(?:保|期)/.test(word)) return read('in');
  // 非保内 and 不在保 name the inside and deny it, so outside is asked first.
  if (/外|超保|超期|过保|过期|出保|脱保|到期|非保|不在|不保|^out$/.test(word)) return read('out');
  if (/保内|期内|在保|范围内|质保中|保修中|^质保$|^保修$|^in$/.test(word)) return read('in');
  const answer = typeof cell === 'boolean' ? null : answerOf(word);
  if (typeof cell === 'boolean') return read(cell ? 'in' : 'out');
  if (answer?.ok && answer.value !== null) return read(answer.value ? 'in' : 'out');
  return refuse('unreadable_warranty');
}
