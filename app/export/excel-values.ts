/**
 * Values of ours as Excel holds them. Pure.
 * Excel counts days since 1899-12-30 with the time as the fraction and knows no zone, which suits naive local times.
 */
import { columnLetter } from '#queries/values/column-letters.ts';

/** Excel refuses longer texts; the margin leaves room for the mark of the cut. */
const TEXT_LIMIT = 32_000;
/** Excel's limit for a page header or footer, in characters, its codes included. */
export const HEADER_LIMIT = 255;
const DAYS_TO_1970 = 25_569;
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?$/;

/** Excel serial (days) of a naive local time `YYYY-MM-DD[THH:MM[:SS]]`. Throws RangeError on anything else. */
export function excelSerial(time: string): number {
  const parts = TIME.exec(time);
  if (parts === null) throw new RangeError(`not a local time: ${time}`);
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) {
    throw new RangeError(`not a local time: ${time}`);
  }
  const days = Date.UTC(year, month - 1, day) / 86_400_000 + DAYS_TO_1970;
  return days + ((hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0)) / 86_400;
}

/** Yuan of whole fen: the double nearest to the exact decimal, which Excel shows exactly. */
export function yuan(fen: number): number {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not whole fen: ${fen}`);
  return fen / 100;
}

/** Text as a cell can hold it: overlong texts are cut and end in …. */
export function cellText(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)}…`;
}

/**
 * Whether a spreadsheet would take the text for a formula once someone edits the cell or saves it as csv: blanks, tabs
 * and line ends before the sign are dropped on the way, and Chinese input methods' wide signs count as the plain ones.
 * Such cells are stored as text like all others and carry Excel's quote mark on top.
 */
export function looksLikeFormula(text: string): boolean {
  return /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(text);
}

/** Text for a page header: `&` starts a code there and is doubled; cut to `limit` characters as written. */
export function headerText(text: string, limit: number): string {
  let out = '';
  for (const char of text.replaceAll(/\s+/g, ' ')) {
    const next = char === '&' ? '&&' : char;
    if (out.length + next.length > limit - 1) return `${out}…`;
    out += next;
  }
  return out;
}

/** Column letters of a column counted from 0: 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  return columnLetter(column + 1);
}

/** Address such as `C7` of a cell counted from 0. */
export function address(row: number, column: number): string {
  return `${columnLetters(column)}${row + 1}`;
}

/** Range such as `C7:C19`, bounds counted from 0 and inclusive. */
export function range(top: number, left: number, bottom: number, right: number): string {
  return `${address(top, left)}:${address(bottom, right)}`;
}
