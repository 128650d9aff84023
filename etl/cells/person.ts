/** Persons are kept as written; they are matched to the roster when figures are computed. */

import { readCode } from '#etl/cells/code.ts';
import type { CellReading, ReadContext } from '#etl/cells/reading.ts';
import { readText } from '#etl/cells/text.ts';
import type { Cell } from '#etl/types.ts';

/** Ｅ００７: no name is written so. */
const FULL_WIDTH_NUMBER = /^[\s\u3000]*[Ａ-Ｚａ-ｚ]*[０-９]+[\s\u3000]*$/;

/** Reads a name, alias or employee number. */
export function readPerson(cell: Cell, context: ReadContext): CellReading<string> {
  // An employee number typed as a number must come out as plain digits.
  const numbered =
    typeof cell === 'number' || (typeof cell === 'string' && FULL_WIDTH_NUMBER.test(cell));
  return numbered ? readCode(cell, context) : readText(cell);
}
