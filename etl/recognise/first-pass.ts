/** What only the whole sheet can tell before its rows are read: the scale of each satisfaction column. */

import { blankReading } from '#etl/cells/blank.ts';
import { isOverFive } from '#etl/cells/satisfaction.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { RecognisedSheet, SheetRow } from '#etl/types.ts';

export interface FirstPass {
  /** Looks at one row below the header. */
  see(row: SheetRow): void;
  /** 1-based columns whose numbers count to 100. */
  columnsOfHundred(): ReadonlySet<number>;
}

/** Whether the rows must be gone through once before they are read. */
export function needsFirstPass(recognised: RecognisedSheet): boolean {
  return satisfactionColumns(recognised).length > 0;
}

/** Begins the pass over the rows below the header. */
export function createFirstPass(recognised: RecognisedSheet): FirstPass {
  const columns = satisfactionColumns(recognised);
  const naming = namingColumns(recognised);
  const hundred = new Set<number>();
  return {
    see(row) {
      // An average below the last row belongs to no record and says nothing of the scale.
      if (
        naming.length > 0 &&
        naming.every((column) => blankReading(row.cells[column - 1] ?? null))
      )
        return;
      for (const column of columns) {
        const cell = row.cells[column - 1];
        if (cell !== undefined && cell !== null && isOverFive(cell)) hundred.add(column);
      }
    },
    columnsOfHundred: () => hundred,
  };
}

function satisfactionColumns(recognised: RecognisedSheet): number[] {
  return recognised.columns
    .filter(({ targets }) =>
      targets.some(({ kind, field }) => fieldOf(kind, field)?.type === 'satisfaction'),
    )
    .map(({ column }) => column);
}

/** Columns that say what or when a record is, besides its amounts and scores. */
function namingColumns(recognised: RecognisedSheet): number[] {
  const measures = new Set(['satisfaction', 'money', 'number', 'decimal', 'percent']);
  return recognised.columns
    .filter(({ targets }) =>
      targets.some(
        ({ kind, field }) => !measures.has(fieldOf(kind, field)?.type ?? 'satisfaction'),
      ),
    )
    .map(({ column }) => column);
}
