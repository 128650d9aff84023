/** Months are strings `YYYY-MM`: they sort, compare and serialise as they are. */
export const MONTH_PATTERN = /^\d{4}-(0[1-9]|1[0-2])$/;

export function isMonth(text: string): boolean {
  return MONTH_PATTERN.test(text);
}

/** The month `by` months after (negative: before) `month`. */
export function addMonths(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The `count` months ending with `month`, oldest first. */
export function monthsEnding(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => addMonths(month, i - count + 1));
}

/** Naive local microseconds since 1970 as `YYYY-MM-DDTHH:MM:SS`. */
export function localMoment(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
}
