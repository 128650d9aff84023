/** The middle of times measured: one alone says little of a machine that others share. NaN of none. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
