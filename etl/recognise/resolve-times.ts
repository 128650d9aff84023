/**
 * Times that their cell does not tell in full, completed from the rest of the row (forms.md, Reading cells):
 *
 * - without a year: the year that brings the date nearest to another date of the row (a purchase: not after it), else
 *   to the month in the sheet's title, else to the row above; a title with a bare year gives that year. Always flagged.
 * - without a date: the row's reported date, or the next day where that would be earlier than the step before.
 *   A row without a reported date takes the date of the step before, flagged; so does a job that ran over
 *   several days, where even the next day is too early.
 */

import {
  dayOfMicros,
  daysFromCivil,
  daysInMonth,
  MICROS_PER_SECOND,
  microsOf,
} from '#etl/cells/calendar.ts';
import type { TimeReading } from '#etl/cells/time.ts';

/** A time of one row as its cell was read. */
export interface RowTime {
  readonly field: string;
  readonly reading: TimeReading;
}

/** What the surroundings say about the year. */
export interface YearContext {
  readonly title: { readonly year: number; readonly month: number | null } | null;
  /** Day number of a date in a neighbouring row. */
  readonly neighbourDay: number | null;
}

export type ResolvedTime =
  | {
      readonly ok: true;
      readonly micros: number;
      readonly precision: 'minute' | 'day';
      readonly warning: 'year_assumed' | 'date_assumed' | null;
    }
  | { readonly ok: false; readonly code: 'time_without_date' | 'year_unknown' | 'impossible_date' };

/** The steps a row may hold before each step, nearest first. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  answered_at: ['reported_at'],
  relayed_at: ['answered_at', 'reported_at'],
  dispatched_at: ['relayed_at', 'answered_at', 'reported_at'],
  promised_at: ['reported_at'],
  info_corrected_at: ['dispatched_at', 'relayed_at', 'answered_at', 'reported_at'],
  issued_at: ['dispatched_at', 'relayed_at', 'answered_at', 'reported_at'],
  arrived_at: ['dispatched_at', 'relayed_at', 'answered_at', 'reported_at'],
  suspended_at: ['arrived_at', 'dispatched_at', 'relayed_at', 'answered_at', 'reported_at'],
  resumed_at: ['suspended_at', 'arrived_at', 'dispatched_at', 'answered_at', 'reported_at'],
  finished_at: ['arrived_at', 'dispatched_at', 'relayed_at', 'answered_at', 'reported_at'],
  reported_back_at: ['finished_at', 'arrived_at', 'dispatched_at', 'answered_at', 'reported_at'],
  submitted_at: ['finished_at', 'arrived_at', 'dispatched_at', 'answered_at', 'reported_at'],
  called_at: [
    'finished_at',
    'arrived_at',
    'dispatched_at',
    'relayed_at',
    'answered_at',
    'reported_at',
  ],
  received_at: ['reported_at'],
};
/** Earlier steps first, so that each finds the step before it resolved. */
const ORDER = ['reported_at', ...Object.keys(BEFORE)];

/** Clocks are written to the minute: 23:50 after 23:50:30 is the same minute, not the next day. */
const MINUTE = 60 * MICROS_PER_SECOND;

/** Completes the times of one row; the result has one entry per time, in the same order. */
export function resolveTimes(times: readonly RowTime[], context: YearContext): ResolvedTime[] {
  const resolved = new Map<RowTime, ResolvedTime>();
  const known = new Map<string, number>();
  const settle = (time: RowTime, result: ResolvedTime) => {
    resolved.set(time, result);
    if (result.ok && !known.has(time.field)) known.set(time.field, result.micros);
  };
  const ordered = [...times].sort((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field));

  for (const time of ordered) {
    if (time.reading.kind === 'moment') {
      const { micros, precision } = time.reading;
      settle(time, { ok: true, micros, precision, warning: null });
    }
  }
  const [ownMoment] = known.values();
  const ownDay = ownMoment === undefined ? null : dayOfMicros(ownMoment);
  for (const time of ordered) {
    if (time.reading.kind !== 'year_less') continue;
    settle(time, withYear(time.reading, ownDay, context, time.field === 'purchase_date'));
  }
  for (const time of ordered) {
    if (time.reading.kind === 'clock') {
      settle(time, withDate(time.field, time.reading.seconds, known));
    }
  }
  return times.map((time) => resolved.get(time) ?? { ok: false, code: 'time_without_date' });
}

function withYear(
  reading: Extract<TimeReading, { kind: 'year_less' }>,
  ownDay: number | null,
  { title, neighbourDay }: YearContext,
  bought: boolean,
): ResolvedTime {
  const { month, day, seconds } = reading;
  const anchor =
    ownDay ??
    (title?.month ? daysFromCivil(title.year, title.month, 15) : title ? null : neighbourDay);
  const days =
    anchor !== null
      ? nearestDay(month, day, anchor, bought)
      : title
        ? dayIn(title.year, month, day)
        : undefined;
  if (days === undefined) return { ok: false, code: 'year_unknown' };
  if (days === null) return { ok: false, code: 'impossible_date' };
  return {
    ok: true,
    micros: microsOf(days, seconds ?? 0),
    precision: seconds === null ? 'day' : 'minute',
    warning: 'year_assumed',
  };
}

/** Day number of the month and day in that year; null where the year has no such day (2月29日). */
function dayIn(year: number, month: number, day: number): number | null {
  return day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) : null;
}

/**
 * The day of that month and day nearest to the anchor, so that 1月3日 under a December title is the next year's.
 * What was bought was bought before it was reported: `notLater`.
 */
function nearestDay(month: number, day: number, anchor: number, notLater: boolean): number | null {
  const anchorYear = 1970 + Math.floor(anchor / 365.2425);
  let nearest: number | null = null;
  for (let year = anchorYear - 5; year <= anchorYear + 2; year++) {
    const days = dayIn(year, month, day);
    if (days === null || (notLater && days > anchor)) continue;
    if (nearest === null || Math.abs(days - anchor) < Math.abs(nearest - anchor)) nearest = days;
  }
  return nearest;
}

function withDate(
  field: string,
  seconds: number,
  known: ReadonlyMap<string, number>,
): ResolvedTime {
  const before = BEFORE[field]
    ?.map((step) => known.get(step))
    .find((micros) => micros !== undefined);
  const reported = field === 'reported_at' ? undefined : known.get('reported_at');
  const base = reported ?? before;
  if (base === undefined) return { ok: false, code: 'time_without_date' };
  const start = dayOfMicros(base);
  let days = start;
  if (before !== undefined) {
    const floor = before - MINUTE;
    if (microsOf(days, seconds) <= floor) {
      days = Math.max(days + 1, dayOfMicros(before));
      if (microsOf(days, seconds) <= floor) days++;
    }
  }
  const sure = reported !== undefined && days - start <= 1;
  return {
    ok: true,
    micros: microsOf(days, seconds),
    precision: 'minute',
    warning: sure ? null : 'date_assumed',
  };
}

const YEAR_MONTH = /((?:19|20)\d{2})\s*(?:年度?|[-./])\s*(?:(\d{1,2})(?:\s*月|(?!\d)))?/g;

/**
 * The year that a sheet names. Where its own title and its name (of a csv, the file's) contradict each other, the title
 * stands on the paper itself.
 */
export function yearOfSheet(titles: readonly string[], name: string): YearContext['title'] {
  return yearOfTitles([...titles, name]) ?? yearOfTitles(titles);
}

/** The year (and month) that titles name; null where they name none or several years. */
export function yearOfTitles(titles: readonly string[]): YearContext['title'] {
  const years = new Set<number>();
  const months = new Set<number>();
  for (const title of titles) {
    for (const match of title.matchAll(YEAR_MONTH)) {
      years.add(Number(match[1]));
      const month = match[2] === undefined ? 0 : Number(match[2]);
      if (month >= 1 && month <= 12) months.add(month);
    }
    const packed = /(?:^|\D)(20\d{2})(0[1-9]|1[0-2])(?:\D|$)/.exec(title);
    if (packed) {
      years.add(Number(packed[1]));
      months.add(Number(packed[2]));
    }
  }
  const [year] = years;
  if (year === undefined || years.size > 1) return null;
  const [month] = months;
  return { year, month: months.size === 1 && month !== undefined ? month : null };
}
