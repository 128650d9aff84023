import { sheetContent } from '#queries/ledger/deductions.ts';
import type { DeductionSheet } from '#queries/ledger/types.ts';

/** HR's sheet as scripts get it: the stable names only. */
export function deductionJson(sheet: DeductionSheet) {
  const { month, ...content } = sheetContent(sheet);
  const { state, revision, checksum } = sheet;
  return { month, state, revision, checksum, ...content };
}
