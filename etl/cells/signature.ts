/** Whether the customer signed: yes or no, or the name that was written. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, FALSE, TRUE } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import { answerOf } from '#etl/cells/yes-no.ts';
import type { Cell } from '#etl/types.ts';

/** Texts that are no name and say that a signature is missing. */
const UNSIGNED =
  /^(?:拒签|拒绝|缺|客户不在|无人|待|后补|补签)|(?:[未没拒漏忘]|没有|拒绝|忘了|忘记)签|不(?:肯|愿|予)?签/;
/** Denied is what would be wrong: the customer accepted the work. */
const ACCEPTED = /^(?:确认)?(?:无|没有?)(?:误|问题|异议|异常|意见)/;

/** Reads a signature cell: a name counts as signed. */
export function readSignature(cell: Cell): CellReading<boolean> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'boolean') return cell ? TRUE : FALSE;
  const word = wordOf(cell);
  if (UNSIGNED.test(word)) return FALSE;
  if (ACCEPTED.test(word)) return TRUE;
  const answer = answerOf(word);
  return answer.ok || isUnknownWord(word) ? answer : TRUE;
}
