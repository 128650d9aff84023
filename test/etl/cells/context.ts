import type { ReadContext } from '#etl/cells/reading.ts';

/** A reader's context with what a test does not care about filled in. */
export function contextOf(parts: Partial<ReadContext> = {}): ReadContext {
  return { field: 'charge', header: '', date1904: false, satisfactionScale: 5, ...parts };
}
