/**
 * How a workbook that was sent back for mending is known again: the columns it has beside the file's own, and what its row
 * keys say. Pure.
 *
 * A row key is the number of the row in the original, and how the row is to be taken when the workbook comes back:
 *
 * - `12` could not be read: it is read anew.
 * - `12 =3f9a01c2` was read: as long as its cells are the same it is not touched, be the stored record what it may by now.
 * - `12 *3f9a01c2` repeats another row's key: as long as its cells are the same it repeats it still.
 */
import { createHash } from 'node:crypto';
import { foldSpaces } from '#etl/cells/fold.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import type { Cell } from '#etl/types.ts';

/** Headers of the columns added to the file's own. */
export const REJECT_HEADERS = {
  zh: { explanation: '错误说明', row: '原行号' },
  en: { explanation: 'What is wrong', row: 'Original row' },
} as const;

/** First cell of the sheet that holds the texts of drop-downs: no sheet of the department's. */
export const PICK_LIST_MARK = '售后月报·下拉名单';

/** Hex digits of the original's SHA-256 behind the header of the row keys. */
export const ORIGINAL_DIGITS = 12;
const MARK_DIGITS = 8;

const EXPLANATIONS = new Set(
  Object.values(REJECT_HEADERS).map(({ explanation }) => normaliseHeader(explanation)),
);
const ROW_HEADER = new RegExp(
  `^(?:${Object.values(REJECT_HEADERS)
    .map(({ row }) => normaliseHeader(row))
    .join('|')})([0-9a-f]{${ORIGINAL_DIGITS}})?$`,
);
const ROW_KEY = new RegExp(`^(\\d+)(?: ([=*])([0-9a-f]{${MARK_DIGITS}}))?$`);

/** The columns that a workbook sent back has beside its own. */
export interface ReturnedColumns {
  /** Of the row keys, from 1. */
  readonly column: number;
  /** Columns before the first of ours: those of the file. */
  readonly width: number;
  /** Begin of the original's SHA-256; null where the header does not tell it. */
  readonly original: string | null;
}

/** What a row of a workbook sent back is. */
export type ReturnedRole = 'data' | 'untouched' | 'unmended';

/** Whether a header is one of ours: such a column is no change of a sheet's layout. */
export function isReturnedHeader(header: string): boolean {
  const name = normaliseHeader(header);
  return EXPLANATIONS.has(name) || ROW_HEADER.test(name);
}

/** Finds our columns among the headers of a sheet; null where it was not sent back. */
export function returnedColumns(
  headers: readonly { readonly column: number; readonly header: string }[],
): ReturnedColumns | null {
  const explained = headers.find(({ header }) => EXPLANATIONS.has(normaliseHeader(header)));
  const keyed = headers.find(({ header }) => ROW_HEADER.test(normaliseHeader(header)));
  if (explained === undefined || keyed === undefined) return null;
  const [, original = null] = ROW_HEADER.exec(normaliseHeader(keyed.header)) ?? [];
  return {
    column: keyed.column,
    width: Math.min(explained.column, keyed.column) - 1,
    original,
  };
}

/** Header of the row keys of a sheet of that original. */
export function rowHeader(lang: 'zh' | 'en', sha256: string): string {
  return `${REJECT_HEADERS[lang].row} ${sha256.slice(0, ORIGINAL_DIGITS)}`;
}

/** The key of a row, its merged cells filled; `width`: columns of the file. */
export function rowKey(
  row: number,
  cells: readonly Cell[],
  width: number,
  how: 'mend' | 'read' | 'repeats',
): string {
  if (how === 'mend') return String(row);
  return `${row} ${how === 'read' ? '=' : '*'}${markOf(cells, width)}`;
}

/** What a row of a workbook sent back is, by its key; its merged cells filled. */
export function returnedRole(
  cells: readonly Cell[],
  { column, width }: ReturnedColumns,
): ReturnedRole {
  const key = cells[column - 1];
  const [, , how, mark] = ROW_KEY.exec(typeof key === 'string' ? key.trim() : '') ?? [];
  if (mark === undefined || mark !== markOf(cells, width)) return 'data';
  return how === '=' ? 'untouched' : 'unmended';
}

/** A short name of what stands in a row; the same however the workbook was saved meanwhile. */
function markOf(cells: readonly Cell[], width: number): string {
  const texts = Array.from({ length: width }, (_, at) => plainText(cells[at] ?? null));
  while (texts.at(-1) === '') texts.pop();
  return createHash('sha256').update(texts.join('\u001f')).digest('hex').slice(0, MARK_DIGITS);
}

function plainText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return foldSpaces(cell);
  if (typeof cell !== 'object') return String(cell);
  // To the second: programs differ in the last digits of a time.
  return 'serial' in cell ? `@${Math.round(cell.serial * 86_400)}` : cell.error;
}
