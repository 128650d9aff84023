/** A data row's texts as the file holds them, in one string: what lineage shows of a cell. */
import { cellText } from '#etl/cells/fold.ts';
import type { Cell, SheetRow } from '#etl/types.ts';

/** Joins a row's original texts; the character itself is taken out of texts. */
export const CELL_SEPARATOR = '\u001f';

/**
 * The row's texts up to its last filled cell, joined.
 *
 * @param plain no text holds a NUL or the separator
 */
export function joinedTexts({ cells }: SheetRow, plain = false): string {
  let last = cells.length;
  while (last > 0 && isEmptyCell(cells[last - 1])) last -= 1;
  let written = true;
  for (let i = 0; i < last && written; i += 1) {
    const cell = cells[i];
    written = typeof cell === 'string' || cell === null;
  }
  const filled = last === cells.length ? cells : cells.slice(0, last);
  const joined = written
    ? filled.join(CELL_SEPARATOR)
    : filled.map((cell) => cellText(cell)).join(CELL_SEPARATOR);
  if (plain || countOddCharacters(joined) === Math.max(last - 1, 0)) return joined;
  return filled
    .map((cell) => cellText(cell).replaceAll(CELL_SEPARATOR, ' ').replaceAll('\0', ''))
    .join(CELL_SEPARATOR);
}

/** Separators in the text, counting a NUL as one too many: DuckDB's texts end at a NUL. */
function countOddCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 31) count += 1;
    else if (code === 0) count += 1_000_000;
  }
  return count;
}

/** Whether nothing, or nothing but spaces, stands in the cell. */
export function isEmptyCell(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}
