/** The cut axis that the dots of clause compliance share: rates near 100 % need its upper end, not its zero. */
import { isFew } from './verdict.ts';

export interface ClauseAxis {
  /** Ratio at the left end, a whole tenth; the right end is 1. */
  readonly min: number;
  /** Ratios to write above it: left end, middle, right end. */
  readonly ticks: readonly [number, number, number];
}

/** One clause on the axis. */
export interface ClauseShare {
  readonly kept: number;
  readonly judged: number;
  /** Share wanted, 0–1; null where the policy names none. */
  readonly target: number | null;
}

/**
 * From 80 %, or from a lower tenth where a share or target lies below: no dot is ever drawn at a place that is not its
 * own. Clauses with too few cases to compare do not stretch the axis for all the others.
 */
export function clauseAxis(clauses: readonly ClauseShare[]): ClauseAxis {
  const compared = clauses.filter((clause) => !isFew(clause.judged));
  const least = Math.min(
    0.8,
    ...compared.map(({ kept, judged }) => kept / judged),
    ...compared.flatMap(({ target }) => (target === null ? [] : [target])),
  );
  // In whole tenths, with room for a 0.8 that arrives as 0.7999999; an even count keeps the middle tick a whole tenth.
  const tenths = Math.floor(least * 10 + 1e-6);
  const min = (tenths - (tenths % 2)) / 10;
  return { min, ticks: [min, Math.round((min + 1) * 5) / 10, 1] };
}

/** Where a ratio lies on the axis, in percent of its length; null where it lies off the axis. */
export function clausePosition(axis: ClauseAxis, share: number): number | null {
  const position = ((share - axis.min) / (1 - axis.min)) * 100;
  return position < -1e-6 || position > 100 + 1e-6 ? null : Math.min(100, Math.max(0, position));
}
