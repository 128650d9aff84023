/** Free text: trimmed, inner white space folded. 无 is a blank here. */

import { blankReading, isBlankFreeText } from '#etl/cells/blank.ts';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { BLANK, type CellReading, read } from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** Reads a free text. */
export function readText(cell: Cell): CellReading<string> {
  if (typeof cell === 'string' && isBlankFreeText(cell)) return BLANK;
  const blank = blankReading(cell);
  if (blank) return blank;
  return read(foldSpaces(cellText(cell)));
}
