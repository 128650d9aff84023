/** Figures as texts. Pure: language is an argument, values come in exact and are rounded only here. */

export type Lang = 'zh' | 'en';

/** The true minus sign: a hyphen is too short beside figures and breaks lines. */
export const MINUS = '\u2212';
/** Shown where there is nothing to show. */
export const DASH = '–';

/** Fewer cases than this are shown grey, without state and without comparison. */
export const FEW = 5;

/** `1,380`. Integers only: a count has no decimals. */
export function formatCount(value: number): string {
  const digits = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? `${MINUS}${digits}` : digits;
}

/** A mean or a ratio: `4.3`. */
export function formatDecimal(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

/**
 * Money from integer fen: `¥1,380`, `¥12.50`, `−¥50`. No decimals when whole.
 * Works on the digits, never on a division, so no fen is lost.
 */
export function formatFen(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  const text = `¥${formatCount(whole)}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
  return fen < 0 ? `${MINUS}${text}` : text;
}

/** An amount that may be a range still to be decided: `¥50`, `¥100–200`, or a dash where no money is named. */
export function formatAmount(
  amountFen: number | null,
  minFen: number | null,
  maxFen: number | null,
): string {
  if (amountFen !== null) return formatFen(amountFen);
  if (minFen !== null && maxFen !== null)
    return `${formatFen(minFen)}${DASH}${formatFen(maxFen).slice(1)}`;
  return DASH;
}

/** A file's size: `812 B`, `36 KB`, `1.3 MB`, `2 GB`. Units of 1,024, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text = unit < 2 || value >= 100 ? String(Math.round(value)) : value.toFixed(1);
  return `${text.replace(/\.0$/, '')} ${units[unit]}`;
}
