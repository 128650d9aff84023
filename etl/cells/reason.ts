/**
 * Reasons of complaints as rule numbers of the policy (fines.md §2, reasons). The written text is always kept
 * beside the number.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { type CellReading, read } from '#etl/cells/reading.ts';
import { wordOf } from '#etl/cells/words.ts';
import type { Cell } from '#etl/types.ts';

/**
 * Phrases that name a rule. Longer phrases are taken out of the text first, so that 未按时派工 is a late
 * dispatch and not also a late arrival; null marks a phrase that contains another and names no rule.
 */
const PHRASES: readonly (readonly [phrase: string, rule: string | null])[] = [
  ['无人接听', '1a'],
  ['没人接听', '1a'],
  ['无人接电话', '1a'],
  ['未传达', '1b'],
  ['没有传达', '1b'],
  ['派工不及时', '2a'],
  ['派单不及时', '2a'],
  ['未及时派工', '2a'],
  ['未按时派工', '2a'],
  ['派工延误', '2a'],
  ['漏派工单', '2b'],
  ['漏派工', '2b'],
  ['漏派单', '2b'],
  ['漏派', '2b'],
  ['未派工', '2b'],
  ['工作证', '3'],
  ['着装', '3'],
  ['工作服', '3'],
  ['态度', '4'],
  ['表现不良', '4'],
  ['不满意', '4'],
  ['重复维修', '5'],
  ['重复修理', '5'],
  ['返修', '5'],
  ['迟到', '6'],
  ['未按时回访', null],
  ['未按时', '6'],
  ['不按时', '6'],
  ['未准时', '6'],
  ['回执单', '7a'],
  ['派工单', '7b'],
  ['不服从派工', '8'],
  ['不服从', '8'],
  ['口角', '9'],
  ['顶撞', '9'],
  ['争吵', '9'],
  ['吵架', '9'],
  ['乱收费', '10'],
  ['多收费', '10'],
  ['索要', '10'],
  ['虚假票据', '11'],
  ['假票据', '11'],
  ['假发票', '11'],
];
const BY_LENGTH = [...PHRASES].sort((a, b) => b[0].length - a[0].length);

const RULES = new Set([
  '1a',
  '1b',
  '2a',
  '2b',
  '3',
  '4',
  '5',
  '6',
  '7a',
  '7b',
  '8',
  '9',
  '10',
  '11',
]);
/**
 * `6`, `7a`, `规则6`, `第6条`, `第六条`, `(6)迟到`, `6、迟到`; not the number of `3天未派工` or `第2次返修`.
 */
const NUMBERED = [
  /^(?:规则|条款|rule)(\d{1,2})([a-z]?)/,
  /^第(\d{1,2})([a-z]?)[条款项]/,
  /^\((\d{1,2})([a-z]?)\)/,
  /^(\d{1,2})([ab])(?![a-z\d])/,
  /^(\d{1,2})()(?:$|[、,:;。]|\.(?!\d)|[条款](?!.*\d))/,
];
const CHINESE_NUMBER = /^(第|规则)(十[一]?|[一二三四五六七八九])(?=[条款项])/;
const CHINESE_DIGITS = '零一二三四五六七八九十';

function numbered(word: string): { number: string; letter: string } | null {
  const text = word.replace(CHINESE_NUMBER, (_, prefix: string, digits: string) =>
    digits === '十一' ? `${prefix}11` : `${prefix}${CHINESE_DIGITS.indexOf(digits)}`,
  );
  for (const shape of NUMBERED) {
    const match = shape.exec(text);
    if (match?.[1] !== undefined) return { number: match[1], letter: match[2] ?? '' };
  }
  return null;
}

/**
 * Reads a reason as a rule number. A text that names several rules, or none, has no number and a warning:
 * which rule it is belongs to the person who decides.
 */
export function readReason(cell: Cell): CellReading<string> {
  const blank = blankReading(cell);
  if (blank) return blank;
  const word = wordOf(cell);
  const named = rulesNamed(word);
  const written = numbered(word);
  if (written) {
    const { number, letter } = written;
    const exact = number + letter;
    if (RULES.has(exact)) return read(exact);
    // 1, 2 and 7 hold two rules each; the words beside the number may say which.
    const parts = [...RULES].filter(
      (rule) => letter === '' && rule.replace(/[ab]$/, '') === number,
    );
    const chosen = parts.filter((rule) => named.has(rule));
    if (chosen.length === 1 && chosen[0] !== undefined) return read(chosen[0]);
    if (parts.length > 0) return { ok: true, value: null, warning: 'ambiguous_reason' };
  }
  const [only, second] = named;
  if (only === undefined) return { ok: true, value: null, warning: 'unknown_reason' };
  return second === undefined ? read(only) : { ok: true, value: null, warning: 'ambiguous_reason' };
}

function rulesNamed(word: string): Set<string> {
  const rules = new Set<string>();
  let rest = word;
  for (const [phrase, rule] of BY_LENGTH) {
    if (!rest.includes(phrase)) continue;
    // A separator keeps the halves from growing together into another phrase.
    rest = rest.replaceAll(phrase, '|');
    if (rule !== null) rules.add(rule);
  }
  return rules;
}
