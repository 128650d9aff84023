/** Ratio with 4 decimals, half away from zero on the decimal value; null where nothing was measured. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : roundTo(part / whole, 4);
}

/** `value` with `digits` decimals, half away from zero as a person reads the decimal number. */
export function roundTo(value: number, digits: number): number {
  const scale = 10 ** digits;
  // The relative nudge undoes binary noise: 1.005 is stored below its decimal value and would round down.
  const scaled = Math.abs(value) * scale * (1 + Number.EPSILON);
  return (Math.sign(value) * Math.round(scaled)) / scale;
}
