/** Plain numbers: kilometres, pieces, hours. A unit is accepted only where it is the field's own. */

import { blankReading } from '#etl/cells/blank.ts';
import { hasStrayGap, parseDecimal, squeezed } from '#etl/cells/decimal.ts';
import { type CellReading, type ReadContext, read, refuse } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** 500米 in a kilometre column is not 500: a foreign unit is refused, never dropped. */
const UNITS: Readonly<Record<string, RegExp>> = {
  distance_km: /(?:公里|千米|km)$/i,
  hours: /(?:个?小时|个?工时|时|h|hrs?|hours?)$/i,
  quantity:
    /(?:个|只|件|套|台|块|支|条|根|米|片|张|包|瓶|卷|把|副|组|箱|盒|袋|对|双|颗|枚|桶|罐|节|pcs?|kg|公斤)$/i,
};

/** What a header's unit is in the field's own: 里程(米), 工时(分钟). */
export const NUMBER_FACTORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  distance_km: { 米: 1 / 1000, m: 1 / 1000, 里: 1 / 2, 华里: 1 / 2, 市里: 1 / 2 },
  hours: { 分钟: 1 / 60, 分: 1 / 60, min: 1 / 60, mins: 1 / 60, minutes: 1 / 60 },
};

/** Excel keeps 15 digits; no department counts that far. */
const TOO_LARGE = 1e15;

/** Reads a number: in the field's unit, or in that of its header where it says none of its own. */
export function readNumber(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'number') {
    if (!(Math.abs(cell) < TOO_LARGE)) return refuse('unreadable_number');
    return read(converted(cell, context));
  }
  if (typeof cell !== 'string') return refuse('unreadable_number');
  const written = squeezed(cell);
  if (written.length < cell.length && hasStrayGap(cell)) return refuse('unreadable_number');
  const unit = UNITS[context.field];
  const text = unit ? written.replace(unit, '') : written;
  const decimal = parseDecimal(text);
  if (!decimal || decimal.whole.replace(/^0+/, '').length > 15) return refuse('unreadable_number');
  const size = Number(`${decimal.whole}.${decimal.fraction || '0'}`);
  const value = decimal.negative ? -size : size;
  // 3公里 under 里程(米) says its own.
  return read(text === written ? converted(value, context) : value + 0);
}

/** The value in the field's unit, and plain zero, so that -0 never reaches a sum or a text. */
function converted(value: number, context: ReadContext): number {
  const factor = NUMBER_FACTORS[context.field]?.[context.unit ?? ''];
  // Nine decimals: short of binary noise.
  return (factor === undefined ? value : Math.round(value * factor * 1e9) / 1e9) + 0;
}
