import type { DraftSheet } from '#app/data/import-desk.ts';

/** The kinds of sheet that pages name by `imports.kind.*`. A list of its own: the browser's bundle takes none of the importer. */
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
] as const satisfies readonly DraftSheet['kinds'][number][];
