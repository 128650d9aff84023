/** Warranty state of a product on a ticket. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import { answerOf } from '#etl/cells/yes-no.ts';
import type { Cell } from '#etl/types.ts';

export type Warranty = 'in' | 'out' | 'agreement';

const AGREEMENT_DENIED = /[无没非未外]|不在|不属|过期|到期|失效|终止|结束|解除/;

const OUTSIDE =
  /外|超保|超期|过保|过期|出保|脱保|到期|非保|[不未]在|不保|已过|过了|已出|已超|^out$/;
const INSIDE =
  /保内|期内|期限内|三包内|在(?:质|保修)?保(?!外)|范围内|质保中|保修中|^内$|^有?质保$|^有?保修$|^in$/;
/** 非保内, 不在保修期内, 保内已过: the inside named to be denied. */
const INSIDE_DENIED =
  /(?:非|[不未没]在|不属于?|不是)(?:质保|保修|三包)?(?:期限?|范围)?保?内?|[保期]内(?:已|过|超|到)/g;
/** Whoever writes so does not know. */
const DOUBT = /可能|大概|好像|似乎|也许|估计|应该|待定|待查|待核|待确认|未定|还是|或|[?？]|吗$/;

/** Reads 质保. A text that names both, or doubts, is asked about. Under headers such as 是否质保 a yes is in, a no is out of warranty. */
export function readWarranty(cell: Cell): CellReading<Warranty> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (/协议|合同|agreement/.test(word)) {
    // 无合同, 合同外 and 协议已到期 say what it is not.
    return AGREEMENT_DENIED.test(word) ? refuse('unreadable_warranty') : read('agreement');
  }
  // 无偿 may be for the warranty's sake or out of kindness.
  if (/无偿/.test(word)) return refuse('unreadable_warranty');
  // 未过保 denies the outside.
  if (/[未没](?:过|超|出|脱|到|有?过)(?:保|期)/.test(word)) return read('in');
  // 非保内 and 不在保 name the inside and deny it, so outside is asked first.
  const outside = OUTSIDE.test(word);
  const inside = INSIDE.test(word.replace(INSIDE_DENIED, ''));
  if ((outside && inside) || ((outside || inside) && DOUBT.test(word))) {
    return refuse('unreadable_warranty');
  }
  if (outside) return read('out');
  if (inside) return read('in');
  const answer = typeof cell === 'boolean' ? null : answerOf(word);
  if (typeof cell === 'boolean') return read(cell ? 'in' : 'out');
  if (answer?.ok && answer.value !== null) return read(answer.value ? 'in' : 'out');
  return refuse('unreadable_warranty');
}
