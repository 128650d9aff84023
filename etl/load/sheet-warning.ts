import type { CellIssue } from '#etl/types.ts';

/** A warning about a sheet as a whole: it stands at no cell. `field` and `value`: what it speaks of. */
export function sheetWarning(
  code: string,
  message: string,
  { field = null, value = '' }: Partial<Pick<CellIssue, 'field' | 'value'>> = {},
): CellIssue {
  return { row: 0, column: null, header: null, field, value, code, message, severity: 'warning' };
}
