/** Plain numbers: kilometres, pieces, hours. A unit is accepted only where it is the field's own. */

import { blankReading } from '#etl/cells/blank.ts';
import { parseDecimal, squeezed } from '#etl/cells/decimal.ts';
import { type CellReading, type ReadContext, read, refuse } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** 500米 in a kilometre column is not 500: a foreign unit is refused, never dropped. */
const UNITS: Readonly<Record<string, RegExp>> = {
  distance_km: /(?:公里|千米|km)$/i,
  hours: /(?:个?小时|个?工时|时|h|hrs?|hours?)$/i,
  quantity:
    /(?:个|只|件|套|台|块|支|条|根|米|片|张|包|瓶|卷|把|副|组|箱|盒|袋|对|双|颗|枚|桶|罐|节|pcs?|kg|公斤)$/i,
};

/** Excel keeps 15 digits; no department counts that far. */
const TOO_LARGE = 1e15;

/** Reads a number. */
export function readNumber(cell: Cell, context: ReadContext): CellReading<number> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'number') {
    if (!(Math.abs(cell) < TOO_LARGE)) return refuse('unreadable_number');
    // Plain zero, so that -0 never reaches a sum or a text.
    return read(cell === 0 ? 0 : cell);
  }
  if (typeof cell !== 'string') return refuse('unreadable_number');
  let text = squeezed(cell);
  const unit = UNITS[context.field];
  if (unit) text = text.replace(unit, '');
  const decimal = parseDecimal(text);
  if (!decimal || decimal.whole.replace(/^0+/, '').length > 15) return refuse('unreadable_number');
  const size = Number(`${decimal.whole}.${decimal.fraction || '0'}`);
  return read(decimal.negative && size !== 0 ? -size : size);
}
