/** Ratios rounded without floats: half away from zero on the exact value. */

/** numerator ÷ denominator with so many decimals; null for a denominator of 0. */
export function ratio(numerator: number, denominator: number, decimals: number): number | null {
  if (denominator === 0) return null;
  const scale = 10n ** BigInt(decimals);
  const top = BigInt(numerator) * scale;
  const bottom = BigInt(denominator);
  const negative = top < 0n !== bottom < 0n;
  const size = (top < 0n ? -top : top) * 2n + (bottom < 0n ? -bottom : bottom);
  const rounded = size / ((bottom < 0n ? -bottom : bottom) * 2n);
  return Number(negative ? -rounded : rounded) / 10 ** decimals;
}

/** Rates, shares and means of scores: 4 decimals. */
export const share = (part: number, whole: number): number | null => ratio(part, whole, 4);

export interface Durations {
  mean: number | null;
  median: number | null;
  p90: number | null;
  max: number | null;
}

/** Mean, median, 90th percentile (linear between neighbours) and maximum of seconds, in minutes. */
export function durations(seconds: readonly number[]): Durations {
  const sorted = [...seconds].sort((a, b) => a - b);
  const count = sorted.length;
  const sum = sorted.reduce((total, value) => total + value, 0);
  const tenths = (tenth: number): number | null => {
    if (count === 0) return null;
    const position = tenth * (count - 1);
    const low = sorted[Math.floor(position / 10)] ?? 0;
    const high = sorted[Math.min(count - 1, Math.floor(position / 10) + 1)] ?? 0;
    const rest = position % 10;
    return ratio(low * (10 - rest) + high * rest, 10 * 60, 2);
  };
  return {
    mean: ratio(sum, count * 60, 2),
    median: tenths(5),
    p90: tenths(9),
    max: count === 0 ? null : ratio(sorted[count - 1] ?? 0, 60, 2),
  };
}
