/**
 * Discounts in percent off the price: 10% and 10 are 10, 9折 is 10, 85折 is 15, 八五折 is 15.
 * A plain number between 0 and 1 is what Excel stores for a percentage: 0.1 is 10, with a warning.
 *
 * Above the half a plain number may as well be what is still paid (折扣 0.9 is said for 九折): it is refused, and 90%
 * is read with a warning.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { parseDecimal, squeezed } from '#etl/cells/decimal.ts';
import { plainNumber } from '#etl/cells/fold.ts';
import {
  type CellReading,
  type ReadContext,
  read,
  refuse,
  type WarningCode,
} from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** Units of a header that change what its numbers mean: 折扣(折). */
export const PERCENT_UNITS: ReadonlySet<string> = new Set(['折']);

const NO_DISCOUNT = new Set(['不打折', '无折扣', '没有折扣', '原价', '无']);
const CHINESE_DIGITS = '零一二三四五六七八九';

/** Reads a percentage from 0 to 100. */
export function readPercent(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  // 无 in a discount column says that there is none, which is 0 and not unknown.
  if (blank) return blank;
  if (typeof cell !== 'number' && typeof cell !== 'string') return refuse('unreadable_percent');
  const text = squeezed(typeof cell === 'number' ? plainNumber(cell) : cell);
  if (NO_DISCOUNT.has(text)) return read(0);
  const written = /[%折]$/.exec(text)?.[0] ?? '';
  const body = written === '' ? text : text.slice(0, -1);
  const mark = written === '' ? (context.unit ?? '') : written;
  const digits = mark === '折' ? body.replace(/[零一二三四五六七八九]/g, arabic) : body;
  const decimal = parseDecimal(digits);
  if (!decimal || decimal.negative) return refuse('unreadable_percent');
  const number = Number(`${decimal.whole}.${decimal.fraction || '0'}`);
  if (mark === '折') return inRange(priceShareOff(decimal.whole, decimal.fraction));
  if (mark === '' && ((number > 0.5 && number < 1) || (number > 50 && number <= 100))) {
    return refuse('ambiguous_discount');
  }
  if (mark === '' && number > 0 && number < 1) {
    return read(rounded(number * 100), 'percent_from_fraction');
  }
  return inRange(number, number > 50 ? 'large_discount' : null);
}

function arabic(digit: string): string {
  return String(CHINESE_DIGITS.indexOf(digit));
}

/** Percent off for `9`, `85`, `8.5` in front of 折. */
function priceShareOff(whole: string, fraction: string): number {
  const price = Number(`${whole}.${fraction || '0'}`);
  const percentOfPrice = whole.length === 1 ? price * 10 : price;
  return percentOfPrice === 0 ? Number.NaN : rounded(100 - percentOfPrice);
}

function inRange(percent: number, warning: WarningCode | null = null): CellReading<number> {
  return percent >= 0 && percent <= 100 ? read(percent, warning) : refuse('unreadable_percent');
}

/** Six decimals: enough for any discount, short of binary noise. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
