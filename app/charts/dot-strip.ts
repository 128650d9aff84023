/**
 * One person's figure among the others' on a line: where the dots stand. Pure. Nobody is named or ranked: a dot is a
 * value. What lies off a cut axis is counted, never drawn at a place that is not its own.
 */
import { isFew, type Verdict } from './verdict.ts';

/** In the unit of the values. */
export interface StripAxis {
  readonly min: number;
  readonly max: number;
}

export interface DotValue {
  readonly value: number;
  /** Cases behind it. */
  readonly measured: number;
}

export interface StripInput {
  readonly own: DotValue | null;
  readonly verdict: Verdict;
  readonly others: readonly DotValue[];
  /** In the unit of the values; null where the policy names none. */
  readonly target: number | null;
}

export interface StripShape {
  /** Places in percent of the axis. */
  readonly others: readonly { readonly at: number; readonly few: boolean }[];
  readonly own: { readonly at: number; readonly verdict: Verdict } | null;
  readonly target: number | null;
  /** Others that lie off the axis. */
  readonly off: number;
}

/** Values with too few cases do not stretch the axis for all the others. */
function compared({ own, others, target }: StripInput): number[] {
  const dots = own === null ? others : [own, ...others];
  return [
    ...dots.filter(({ measured }) => !isFew(measured)).map(({ value }) => value),
    ...(target === null ? [] : [target]),
  ];
}

/** The axis that the rates of one scorecard share: up to 1, from 0.8 or an even lower tenth. */
export function rateStripAxis(lines: readonly StripInput[]): StripAxis {
  const least = Math.min(0.8, ...lines.flatMap(compared));
  // In whole tenths, with room for a 0.8 that arrives as 0.7999999; even, so that the middle is a whole tenth.
  const tenths = Math.floor(least * 10 + 1e-6);
  return { min: (tenths - (tenths % 2)) / 10, max: 1 };
}

/** Steps in minutes an axis of durations may begin and end at. */
const STEPS_MINUTES = [10, 30, 60, 240, 1440] as const;

/** The axis of one line of durations, in minutes: whole steps around all that is compared; null where nothing is. */
export function durationStripAxis(line: StripInput): StripAxis | null {
  const values = compared(line);
  if (values.length === 0) return null;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const step = STEPS_MINUTES.find((each) => most - least <= each * 6) ?? 1440;
  const min = Math.floor(least / step) * step;
  return { min, max: Math.max(min + step, Math.ceil(most / step) * step) };
}

export function stripShape(line: StripInput, axis: StripAxis): StripShape {
  const { own, others, target, verdict } = line;
  const placed = others.map(({ value, measured }) => ({
    at: place(axis, value),
    few: isFew(measured),
  }));
  const ownAt = own === null ? null : place(axis, own.value);
  return {
    others: placed.flatMap(({ at, few }) => (at === null ? [] : [{ at, few }])),
    own: ownAt === null ? null : { at: ownAt, verdict },
    target: target === null ? null : place(axis, target),
    off: placed.filter(({ at }) => at === null).length,
  };
}

/** In percent of the axis, one decimal; null where it lies off it. */
function place(axis: StripAxis, value: number): number | null {
  const at = ((value - axis.min) / (axis.max - axis.min)) * 100;
  if (at < -1e-6 || at > 100 + 1e-6) return null;
  return Math.round(Math.min(100, Math.max(0, at)) * 10) / 10;
}
