/** Sheets that name their technician in the sheet's name alone: nothing of it is read, and that is said. */
import { z } from 'zod';
import type { SheetPlan } from '#etl/session/session.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { CellIssue } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { type Lang, loadMessage } from './messages.ts';
import { sheetWarning } from './sheet-warning.ts';

/**
 * By sheet_ord, a warning for every sheet without a column for the technician that is called by a name of the roster, or by one
 * that other sheets have in such a column.
 */
export async function personInSheetName(
  warehouse: Warehouse,
  plans: readonly SheetPlan[],
  lang: Lang,
): Promise<ReadonlyMap<number, CellIssue>> {
  const nameless = plans.filter(({ recognition }) => {
    const targets = recognition.columns.flatMap((column) => column.targets);
    return (
      recognition.form === undefined &&
      recognition.kinds.some((kind) => fieldOf(kind, 'technician') !== undefined) &&
      targets.every(({ field }) => field !== 'technician')
    );
  });
  const found = new Map<number, CellIssue>();
  for (const { sheetOrd, source } of nameless) {
    const [called] = await warehouse.read(
      // Few names stand on very many tickets: each is spelled out once.
      `SELECT EXISTS (FROM person_match WHERE name_key = person_key($sheet)) OR EXISTS (
         FROM (SELECT technician FROM stg_ticket UNION SELECT technician FROM stg_receipt)
         WHERE person_key(technician) = person_key($sheet)
       ) AS is_person`,
      z.object({ is_person: z.boolean() }),
      { sheet: source.name },
    );
    if (called?.is_person !== true) continue;
    const message = loadMessage(lang, 'person_in_sheet_name', { sheet: source.name });
    const about = { field: 'technician', value: source.name };
    found.set(sheetOrd, sheetWarning('person_in_sheet_name', message, about));
  }
  return found;
}
