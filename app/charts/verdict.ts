/** What a mark says about a rate: the judgement of the page, and when there is none to give. */
import { FEW, judge } from '#app/format/index.ts';

/** `few`: too few cases to judge; `none`: nothing measured, or no target to compare with. */
export type Verdict = 'met' | 'breached' | 'few' | 'none';

/** A rate 0–1 that is a share of cases; the counts are null where nobody counted. */
export interface RateCounts {
  readonly value: number | null;
  readonly met: number | null;
  readonly measured: number | null;
}

/** Whether a rate of the kind "the more the better" reaches its target (0–1, inclusive), decided on its counts. */
export function verdictOf({ value, met, measured }: RateCounts, target: number | null): Verdict {
  if (value === null) return 'none';
  if (isFew(measured)) return 'few';
  const cases = met === null || measured === null ? undefined : { met, measured };
  return judge(value, { target, direction: 'up' }, cases) ?? 'none';
}

/** Fewer cases than can be compared; an unknown number is not few. */
export function isFew(measured: number | null): boolean {
  return measured !== null && measured < FEW;
}
