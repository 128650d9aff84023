/** Type of service: 有费 A, 合同 B, 免费 C, 一般行政 D. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type ServiceType = 'A' | 'B' | 'C' | 'D';

const LETTERS: Readonly<Record<string, ServiceType>> = { a: 'A', b: 'B', c: 'C', d: 'D' };

/** Reads 服务类型 by letter (A, A类, A-有费) or by word. */
export function readServiceType(cell: Cell): CellReading<ServiceType> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  const letter = LETTERS[/^([a-d])(?![a-z])/.exec(word)?.[1] ?? ''];
  if (letter) return read(letter);
  // 不收费 contains 收费: free is asked first.
  if (/免费|无偿|不收费|免收/.test(word)) return read('C');
  if (/有费|有偿|收费|付费/.test(word)) return read('A');
  if (/合同|协议/.test(word)) return read('B');
  return /行政/.test(word) ? read('D') : refuse('unreadable_service_type');
}
