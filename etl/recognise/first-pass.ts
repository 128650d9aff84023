/** What only the whole sheet can tell before its rows are read: the scale of each satisfaction column. */

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
  const hundred = new Set<number>();
  return {
    see(row) {
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
