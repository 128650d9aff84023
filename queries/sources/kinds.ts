/** The kinds of sheet of the department (forms.md): each has a row table `<kind>_row` and a folded `stg_<kind>`. */
export const SHEET_KINDS = [
  'ticket',
  'receipt',
  'requisition_line',
  'follow_up',
  'complaint',
  'price',
  'agreement',
  'staff',
  'expense',
] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];
