import { withParams } from '#app/filters/links.ts';
import type { CellSource } from '#queries/reports/types.ts';

/** The stored sheet with that cell shown. */
export function sourceLink(cell: Pick<CellSource, 'sheet_id' | 'row'> & { column: string | null }) {
  return withParams(`/source/${cell.sheet_id}`, { row: cell.row, col: cell.column });
}
