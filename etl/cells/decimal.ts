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
