/** The kinds of sheet that pages name by `imports.kind.*`. */
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
