/**
 * The registry of sheet kinds. To add one: its file here, its line below, its table in
 * queries/sources/source_tables.sql and its name in SHEET_KINDS.
 */

import { agreement } from '#etl/sheets/agreement.ts';
import { complaint } from '#etl/sheets/complaint.ts';
import { expense } from '#etl/sheets/expense.ts';
import { followUp } from '#etl/sheets/follow-up.ts';
import type { SheetKindModule } from '#etl/sheets/kind.ts';
import { price } from '#etl/sheets/price.ts';
import { receipt } from '#etl/sheets/receipt.ts';
import { requisitionLine } from '#etl/sheets/requisition-line.ts';
import { staff } from '#etl/sheets/staff.ts';
import { ticket } from '#etl/sheets/ticket.ts';
import type { FieldSpec, SheetKind } from '#etl/types.ts';

export const KINDS: Readonly<Record<SheetKind, SheetKindModule>> = {
  ticket,
  receipt,
  requisition_line: requisitionLine,
  follow_up: followUp,
  complaint,
  price,
  agreement,
  staff,
  expense,
};

/**
 * Columns that a field fills besides its own: they are captured whenever the field is, and have no header.
 */
export const COMPANIONS: Readonly<Partial<Record<SheetKind, Readonly<Record<string, string>>>>> = {
  complaint: { reason_text: 'reason' },
};

/** The columns of a kind in the order in which a row that was read holds its values. */
export const COLUMNS: Readonly<Record<SheetKind, readonly string[]>> = {
  ticket: columnsOf('ticket'),
  receipt: columnsOf('receipt'),
  requisition_line: columnsOf('requisition_line'),
  follow_up: columnsOf('follow_up'),
  complaint: columnsOf('complaint'),
  price: columnsOf('price'),
  agreement: columnsOf('agreement'),
  staff: columnsOf('staff'),
  expense: columnsOf('expense'),
};

function columnsOf(kind: SheetKind): readonly string[] {
  const own = KINDS[kind].spec.fields.map(({ column }) => column);
  return [...new Set([...own, ...Object.keys(COMPANIONS[kind] ?? {})])];
}

/** The field of a kind by its name. */
export function fieldOf(kind: SheetKind, field: string): FieldSpec | undefined {
  return KINDS[kind].spec.fields.find((spec) => spec.field === field);
}

export type { RowValue, RowValues, SheetKindModule } from '#etl/sheets/kind.ts';
