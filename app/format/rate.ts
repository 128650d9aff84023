/** What a rate is measured against. */
export interface Target {
  /** 0–1. */
  target: number | null;
  direction: 'up' | 'down';
  /** A target such as `< 3 %`: reaching it exactly is a miss. */
  target_exclusive?: boolean;
}

export type Judgement = 'met' | 'breached';

/** Targets are written with at most this many decimals (0.9525 is 95.25 %), so they become exact integers. */
const TARGET_SCALE = 10_000;

/** A difference far below any ratio of two counts is the binary fraction's, not the figure's. */
function withoutFloatNoise(difference: number): number {
  return Math.abs(difference) < 1e-6 ? 0 : difference;
}

/**
 * Judges the exact figure, never the rounded one: 94.96 % misses 95 %.
 * Null where the policy names no target. `value` is 0–1; n/N is preferred to it because it is exact.
 */
export function judge(
  value: number,
  { target, direction, target_exclusive = false }: Target,
  cases?: { met: number; measured: number },
): Judgement | null {
  if (target === null) return null;
  const limit = Math.round(target * TARGET_SCALE);
  const difference = cases
    ? cases.met * TARGET_SCALE - limit * cases.measured
    : withoutFloatNoise(value * TARGET_SCALE - limit);
  const toward = direction === 'up' ? difference : -difference;
  return toward > 0 || (toward === 0 && !target_exclusive) ? 'met' : 'breached';
}

/**
 * `94.9%`: one decimal, and more only where rounding would hide the state (94.96 % against 95 %)
 * or turn nearly all into all (99.97 %).
 */
export function formatRate(value: number, against?: Target): string {
  const state = against ? judge(value, against) : null;
  for (let decimals = 1; decimals < 4; decimals += 1) {
    const text = (value * 100).toFixed(decimals);
    const shown = Number(text) / 100;
    const hidesState = against !== undefined && state !== null && judge(shown, against) !== state;
    const hidesRest = (shown >= 1 && value < 1) || (shown <= 0 && value > 0);
    if (!hidesState && !hidesRest) return `${text}%`;
  }
  return `${(value * 100).toFixed(4)}%`;
}

/** A target: `95%`, `2.5%`. */
export function formatTarget(target: number): string {
  return `${Number((target * 100).toFixed(2))}%`;
}

/** Difference of two rates in percentage points, unsigned: `0.6`; one more decimal where it would read 0.0. */
export function formatPoints(difference: number): string {
  const points = Math.abs(difference) * 100;
  const text = points.toFixed(1);
  return Number(text) === 0 && points > 0.005 ? points.toFixed(2) : text;
}

export type Trend = 'better' | 'worse' | 'flat';

/** Whether a change of a figure is better or worse for the department, by the metric's direction. */
export function trend(difference: number, direction: 'up' | 'down'): Trend {
  // Reports carry four decimals: below half of the last one two figures are equal.
  if (Math.abs(difference) < 0.000_05) return 'flat';
  return difference > 0 === (direction === 'up') ? 'better' : 'worse';
}

/**
 * How many more of the same cases would have to be met to reach the target, 0 when it is reached.
 * For a metric where lower is better: how many fewer.
 */
export function casesMissing(
  { met, measured }: { met: number; measured: number },
  { target, direction, target_exclusive = false }: Target,
): number {
  if (target === null) return 0;
  let missing = 0;
  while (missing <= measured) {
    const changed = direction === 'up' ? met + missing : met - missing;
    const against: Target = { target, direction, target_exclusive };
    if (judge(0, against, { met: changed, measured }) === 'met') return missing;
    missing += 1;
  }
  return missing;
}
