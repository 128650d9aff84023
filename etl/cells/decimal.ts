/** Decimal texts read by string arithmetic: no binary fraction ever touches an amount. */

import { halfWidth } from '#etl/cells/fold.ts';

const DECIMAL = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?$/;

export interface Decimal {
  readonly negative: boolean;
  /** Digits before the point, without separators; never empty. */
  readonly whole: string;
  /** Digits after the point as written. */
  readonly fraction: string;
}

/** Half width, all white space gone, typographic minus signs made plain. */
export function squeezed(text: string): string {
  return halfWidth(text)
    .replace(/[\s\u00a0\u200b\ufeff]/g, '')
    .replace(/[−–﹣]/g, '-');
}

/** A space between digits that separates no thousands: `12 00` may be 12.00 or 1200. */
const STRAY_GAP = /\d\s+(?!\d{3}(?!\d))\d/;

/** Whether spaces leave open which number was meant. */
export function hasStrayGap(text: string): boolean {
  return STRAY_GAP.test(halfWidth(text));
}

/** Parses a squeezed decimal, thousands separators allowed in their places; null for anything else. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  return {
    negative: sign === '-',
    whole: whole === '' ? '0' : whole.replaceAll(',', ''),
    fraction,
  };
}
