/** Cells that a person typed over before their file went in: the file's own text stays, what was typed stands beside it. */

import type { SheetPlan } from '#etl/session/session.ts';
import { cellPlace } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/**
 * Stores the edits of a file's sheets. To be called inside the transaction that stored the file, while its staged texts
 * (`incoming_cells`) and the numbers of its sheets (`sheet_number`) stand. An edit of a row that holds no data is none.
 */
export async function storeEdits(
  warehouse: Warehouse,
  plans: readonly SheetPlan[],
  by: { readonly nowMicros: number; readonly actor: string | null },
): Promise<void> {
  for (const plan of plans) {
    await storeFormEdits(warehouse, plan, by);
    for (const [address, typed] of Object.entries(plan.choices.edits ?? {})) {
      const { letter, column, row } = cellPlace(address);
      await warehouse.run(
        `INSERT INTO src_cell_edit
         SELECT m.sheet_id, i.row_no, $letter, coalesce(string_split(i.cells, chr(31))[$index::INTEGER], ''),
           $typed, $actor, make_timestamp($now::BIGINT)
         FROM incoming_cells AS i JOIN sheet_number AS m USING (sheet_ord)
         WHERE i.sheet_ord = $sheet AND i.row_no = $row
           AND coalesce(string_split(i.cells, chr(31))[$index::INTEGER], '') <> $typed`,
        {
          letter,
          index: column,
          typed,
          actor: by.actor,
          now: by.nowMicros,
          sheet: plan.sheetOrd,
          row: Number(row),
        },
      );
    }
  }
}

/** Cells of printed forms: the reader of the forms applied the edits and knows what stood there. */
async function storeFormEdits(
  warehouse: Warehouse,
  { sheetOrd, recognition }: SheetPlan,
  by: { readonly nowMicros: number; readonly actor: string | null },
): Promise<void> {
  for (const { row, letter, original, typed } of recognition.form?.edits ?? []) {
    await warehouse.run(
      `INSERT INTO src_cell_edit
       SELECT sheet_id, $row, $letter, $original, $typed, $actor, make_timestamp($now::BIGINT)
       FROM sheet_number WHERE sheet_ord = $sheet`,
      { row, letter, original, typed, actor: by.actor, now: by.nowMicros, sheet: sheetOrd },
    );
  }
}
