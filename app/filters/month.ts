/** Months in the URL: `YYYY-MM`, half-open as everywhere (a month runs up to the first instant of the next). */

export const MONTH_PATTERN = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month `by` months away; negative goes back. */
export function shiftMonth(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/**
 * The months one step before and after among those with data. A month without data in between is
 * passed over, so that the arrows never lead to an empty page.
 */
export function neighbours(
  month: string,
  months: readonly string[],
): { before: string | null; after: string | null } {
  return {
    before: months.filter((m) => m < month).at(-1) ?? null,
    after: months.find((m) => m > month) ?? null,
  };
}
