/** Whether the technician refused the dispatch. 拒绝派工 and 服从派工 ask opposite questions: the header decides. */

import { blankReading } from '#etl/cells/blank.ts';
import {
  type CellReading,
  FALSE,
  type ReadContext,
  TRUE,
  UNKNOWN_ANSWER,
} from '#etl/cells/reading.ts';
import { wordOf } from '#etl/cells/words.ts';
import { answerOf } from '#etl/cells/yes-no.ts';
import type { Cell } from '#etl/types.ts';

/** Reads a refusal: true where the technician refused. */
export function readRefused(cell: Cell, context: ReadContext): CellReading<boolean> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell !== 'boolean') {
    const word = wordOf(cell);
    // Words that name the fact itself mean the same under either header.
    if (/^(?:不服从|未服从|拒绝|拒不|拒派)/.test(word)) return TRUE;
    if (/^(?:服从|未拒绝|没拒绝|没有拒绝|接受)/.test(word)) return FALSE;
  }
  const asksObedience = context.header.includes('服从');
  // 无 under 是否服从派工 says that there is nothing to say, and would accuse somebody as a no.
  if (asksObedience && typeof cell === 'string' && /^(?:无|没有?)$/.test(wordOf(cell)))
    return UNKNOWN_ANSWER;
  const answer = typeof cell === 'boolean' ? (cell ? TRUE : FALSE) : answerOf(wordOf(cell));
  if (!answer.ok || answer.value === null) return answer;
  return answer.value === asksObedience ? FALSE : TRUE;
}
