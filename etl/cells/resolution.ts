/** How a ticket was handled: by phone or on site. */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read, refuse, UNKNOWN_ANSWER } from '#etl/cells/reading.ts';
import { isUnknownWord, wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

export type Resolution = 'phone' | 'on_site';

/** 电话解决，无需上门 speaks of no visit. */
const VISIT_DENIED = /(?:无需|无须|不需要?|不必|不用|不|未|免|非)(?:上门|现场|派工|派单)/g;

/** 取消上门 and 客户不让上门 say that it was not done, 电话打不通 that nobody was spoken to: not how it was handled. */
const NOT_DONE =
  /(?:取消|拒绝|不让|不要|不准|暂缓)(?:上门|现场|派工|派单)|打不通|不通|联系不上|无人接/;

/** 未派工 says that nobody went yet, not that nobody had to. */
const NOT_YET = /未(?:上门|现场|派工|派单)/;

/** Reads 处理方式. A text that names both counts as on site, because somebody went, with a warning. */
export function readResolution(cell: Cell): CellReading<Resolution> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  if (isUnknownWord(word)) return UNKNOWN_ANSWER;
  if (NOT_DONE.test(word)) return refuse('unreadable_resolution');
  const asserted = word.replace(VISIT_DENIED, '');
  const onSite = /上门|现场|派工|派单|on[_\s-]?site/.test(asserted);
  const phone =
    /电话|远程|线上|视频|phone/.test(asserted) || (asserted !== word && !NOT_YET.test(word));
  if (onSite) return read('on_site', phone ? 'both_resolutions' : null);
  return phone ? read('phone') : refuse('unreadable_resolution');
}
