/** Dates: the readings of time.ts with the clock dropped. */

import { dayOfMicros } from '#etl/cells/calendar.ts';
import type { CellReading, ReadContext } from '#etl/cells/reading.ts';
import { read, refuse } from '#etl/cells/reading.ts';
import { readTime, type TimeReading } from '#etl/cells/time.ts';
import type { Cell } from '#etl/types.ts';

/** Days since 1970-01-01, or a date whose year the row must tell. */
export type DateReading =
  | { readonly kind: 'day'; readonly days: number }
  | Extract<TimeReading, { kind: 'year_less' }>;

/** Reads a cell of a date column; a clock beside the date is dropped. */
export function readDate(cell: Cell, context: ReadContext): CellReading<DateReading> {
  const reading = readTime(cell, context);
  if (!reading.ok) {
    return reading.code === 'unreadable_time' ? refuse('unreadable_date') : reading;
  }
  if (reading.value === null) return { ok: true, value: null, warning: reading.warning };
  const time = reading.value;
  if (time.kind === 'clock') return refuse('unreadable_date');
  if (time.kind === 'year_less') return read(time);
  return read({ kind: 'day', days: dayOfMicros(time.micros) });
}
