/**
 * Twelve months of one figure, the person's beside the team's. Pure: places in percent of the box, up is more. A month
 * without data is a gap, never a line across it.
 */

/** Up to twelve values, oldest first; null: nothing measured. */
export interface TrendLine {
  readonly own: readonly (number | null)[];
  readonly team: readonly (number | null)[];
  readonly target: number | null;
  /** The highest value there can be (1 of a rate); null for durations. */
  readonly top: number | null;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TrendShape {
  /** Runs of consecutive months with a value. */
  readonly own: readonly (readonly Point[])[];
  readonly team: readonly (readonly Point[])[];
  /** Months without a value of one's own, as bands. */
  readonly gaps: readonly { readonly left: number; readonly width: number }[];
  readonly target: number | null;
  readonly last: Point | null;
  readonly min: number;
  readonly max: number;
}

export function trendShape({ own, team, target, top }: TrendLine): TrendShape {
  const known = [...own, ...team, target].filter((value) => value !== null);
  const least = known.length === 0 ? 0 : Math.min(...known);
  const most = known.length === 0 ? 1 : Math.max(...known);
  // A tenth of room on both sides, and never a course without any height.
  const room = Math.max((most - least) * 0.1, top === null ? Math.max(1, most * 0.05) : 0.02);
  const min = Math.max(0, least - room);
  const max = top === null ? most + room : Math.min(top, most + room);
  const step = own.length > 1 ? 100 / (own.length - 1) : 0;
  const point = (value: number, index: number): Point => ({
    x: hundredth(own.length > 1 ? index * step : 100),
    y: hundredth(100 - ((value - min) / (max - min)) * 100),
  });
  const end = own.at(-1) ?? null;
  return {
    own: runs(own, point),
    team: runs(team, point),
    gaps: gapsOf(own).map(({ from, to }) => {
      const left = Math.max(0, (from - 0.5) * step);
      return { left: hundredth(left), width: hundredth(Math.min(100, (to - 0.5) * step) - left) };
    }),
    target: target === null || known.length === 0 ? null : point(target, 0).y,
    last: end === null ? null : point(end, own.length - 1),
    min,
    max,
  };
}

function runs(
  values: readonly (number | null)[],
  point: (value: number, index: number) => Point,
): Point[][] {
  const found: Point[][] = [];
  let run: Point[] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      run = null;
      return;
    }
    if (run === null) {
      run = [];
      found.push(run);
    }
    run.push(point(value, index));
  });
  return found;
}

/** Months without a value, as half-open index ranges. */
function gapsOf(values: readonly (number | null)[]): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  values.forEach((value, index) => {
    if (value !== null) return;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === index) last.to = index + 1;
    else gaps.push({ from: index, to: index + 1 });
  });
  return gaps;
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
