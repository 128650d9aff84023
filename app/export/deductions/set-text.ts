/** The one way texts go into a workbook of HR's own. */
import type ExcelJS from 'exceljs';
import { cellText, looksLikeFormula } from '../excel-values.ts';

/** Always a text; one that a spreadsheet would run once somebody edits it is kept from that by the text format. */
export function setText(cell: ExcelJS.Cell, text: string): void {
  cell.value = text === '' ? null : cellText(text);
  if (looksLikeFormula(text)) cell.style = { ...cell.style, numFmt: '@' };
}
