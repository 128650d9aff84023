/**
 * Where the header of a sheet stands: one row, or two or three of which the upper ones span groups of columns
 * (时间 over 报修, 到达, 完工). Title rows above are skipped; a header repeated on later pages scores the same as
 * the first, so the topmost of the best rows is taken.
 */

import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { isSerialCell } from '#etl/cells/reading.ts';
import { readTimeText } from '#etl/cells/time.ts';
import { aliasHits } from '#etl/recognise/alias-index.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { Cell, MergeRange, SheetRow } from '#etl/types.ts';

/** How far down a header is looked for. */
export const HEADER_SEARCH_ROWS = 60;

/** Characters of a header that are looked at. A longer text is none, and every row of the sample may be one. */
const MAX_HEADER_CHARS = 200;

function headerText(cell: Cell | undefined): string {
  const text = cellText(cell);
  return foldSpaces(text.length > MAX_HEADER_CHARS ? text.slice(0, MAX_HEADER_CHARS) : text);
}

/** The header of one column. */
export interface HeaderCell {
  /** 1-based. */
  readonly column: number;
  /** The header as it is shown and as mappings name it. */
  readonly header: string;
  /** Texts under which the column may be known, best first. */
  readonly spellings: readonly string[];
  readonly twoRow: boolean;
}

export interface HeaderBlock {
  /** 1-based rows; equal for a single-row header. */
  readonly top: number;
  readonly bottom: number;
  readonly cells: readonly HeaderCell[];
  /** Texts of the header rows as written, by 0-based column, for telling repeated headers. */
  readonly rows: readonly (readonly string[])[];
  /** Columns that stand for something. */
  readonly matched: number;
}

/** Whether a spelling is known to a mapping, besides the aliases. */
export type KnownSpelling = (normalised: string) => boolean;

/** Finds the header; null where no row has two columns that stand for something. */
export function findHeader(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  known: KnownSpelling,
  least = 2,
): HeaderBlock | null {
  const near = merges.filter((merge) => merge.top <= HEADER_SEARCH_ROWS);
  let best: HeaderBlock | null = null;
  const rows = sample.filter((row) => row.cells.some((cell) => cellText(cell).trim() !== ''));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!row || row.row > HEADER_SEARCH_ROWS) break;
    const single = headerBlock([row], near, known);
    if (single.matched >= least && single.matched > (best?.matched ?? 0)) best = single;
    const next = rows[i + 1];
    if (!next || next.row !== row.row + 1) continue;
    const below = headerBlock([next], near, known);
    const double = headerBlock([row, next], near, known);
    // Two rows only where neither alone explains as much: a title above or a record below adds nothing.
    if (
      double.matched >= least &&
      double.matched > single.matched &&
      double.matched > below.matched &&
      double.matched > (best?.matched ?? 0)
    ) {
      best = double;
    }
    const last = rows[i + 2];
    // Where neither the row nor the two together name anything, three do not either: most rows are records.
    if (!last || last.row !== next.row + 1 || single.matched + double.matched === 0) continue;
    const triple = stackedBlock([row, next, last], near, known);
    const lower = headerBlock([next, last], near, known);
    if (
      triple.matched >= least &&
      triple.matched > Math.max(single.matched, double.matched, lower.matched) &&
      triple.matched > (best?.matched ?? 0)
    ) {
      best = triple;
    }
  }
  return best;
}

/**
 * The first row of another table above the header, null where there is none: names of three columns or more, and below
 * them, before the header, a row with a time in a column of times. What stands above a header is taken for a title.
 */
export function tableAbove(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  known: KnownSpelling,
  header: HeaderBlock,
): number | null {
  const rows = sample.filter((row) => row.row < header.top);
  for (const [i, row] of rows.entries()) {
    const block = headerBlock([row], merges, known);
    if (block.matched < LEAST_OF_A_TABLE) continue;
    const times = block.cells.filter((cell) =>
      aliasHits(cell.header).some(({ kind, field }) => fieldOf(kind, field)?.type === 'time'),
    );
    const below = rows.slice(i + 1);
    if (below.some((one) => times.some((cell) => isMoment(one.cells[cell.column - 1]))))
      return row.row;
  }
  return null;
}

/** Columns that make a row above the header one of another table; a letterhead names a phone and an address. */
const LEAST_OF_A_TABLE = 3;

function isMoment(cell: Cell | undefined): boolean {
  if (cell === undefined || cell === null) return false;
  if (isSerialCell(cell)) return true;
  return typeof cell === 'string' && cell.trim() !== '' && readTimeText(cell).ok;
}

/**
 * The header that a person pointed at: all rows from `top` to `bottom`. Of more than two rows the upper two are read
 * first, then what they say together with the next one. Null where those rows are blank or not among the sample.
 */
export function headerAt(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  known: KnownSpelling,
  place: { readonly top: number; readonly bottom: number },
): HeaderBlock | null {
  const rows = sample.filter((row) => row.row >= place.top && row.row <= place.bottom);
  if (rows.length === 0) return null;
  const block = stackedBlock(rows, merges, known);
  return block.cells.length === 0 ? null : { ...block, top: place.top, bottom: place.bottom };
}

/** Header rows one below the other: what the upper ones say together stands over the next. */
function stackedBlock(
  rows: readonly SheetRow[],
  merges: readonly MergeRange[],
  known: KnownSpelling,
): HeaderBlock {
  const [first, ...others] = rows;
  let block = headerBlock(first ? [first] : [], merges, known);
  const { top } = block;
  let upper = first;
  for (const lower of others) {
    block = headerBlock(upper ? [upper, lower] : [lower], merges, known);
    const texts: string[] = [];
    for (const cell of block.cells) {
      // 过程 over 时间 over 报修: what means nothing together is named by its lower text.
      const plain = cell.spellings.at(-1) ?? cell.header;
      texts[cell.column - 1] = isKnown(cell.header, known) ? cell.header : plain;
    }
    upper = { row: lower.row, cells: Array.from(texts, (text) => text ?? '') };
  }
  return { ...block, top, rows: rows.map((row) => row.cells.map(headerText)) };
}

function headerBlock(
  rows: readonly SheetRow[],
  merges: readonly MergeRange[],
  known: KnownSpelling,
): HeaderBlock {
  const [upper, lower] = rows;
  const top = upper?.row ?? 0;
  const bottom = lower?.row ?? top;
  const texts = rows.map((row) => row.cells.map(headerText));
  const width = Math.max(0, ...texts.map((row) => row.length));
  const parents = lower ? parentTexts(texts[0] ?? [], texts[1] ?? [], top, merges) : [];
  const cells: HeaderCell[] = [];
  let matched = 0;
  const seen = new Set<string>();
  for (let i = 0; i < width; i++) {
    const own = (lower ? texts[1]?.[i] : texts[0]?.[i]) ?? '';
    const parent = parents[i] ?? '';
    const spellings = lower ? combined(parent, own) : own === '' ? [] : [own];
    if (spellings.length === 0) continue;
    const hit = spellings.find((text) => isKnown(text, known));
    if (hit !== undefined) {
      const key = normaliseHeader(hit);
      // A word that fills a whole row (a merged title repeated by a csv export) counts once.
      if (!seen.has(key)) matched++;
      seen.add(key);
    }
    cells.push({
      column: i + 1,
      header: hit ?? spellings[0] ?? own,
      spellings,
      twoRow: parent !== '' && own !== '' && parent !== own,
    });
  }
  return { top, bottom, cells, rows: texts, matched };
}

function isKnown(text: string, known: KnownSpelling): boolean {
  return aliasHits(text).length > 0 || known(normaliseHeader(text));
}

/**
 * The upper header text over each column: by its merge; where a cell is merged with none, it stands over the blank ones
 * right of it as well (跨列居中 merges nothing), up to the next text or merged cell.
 */
function parentTexts(
  upper: readonly string[],
  lower: readonly string[],
  top: number,
  merges: readonly MergeRange[],
): string[] {
  const width = Math.max(upper.length, lower.length);
  const parents = Array.from({ length: width }, (_, i) => upper[i] ?? '');
  const covered = new Set<number>();
  for (const merge of merges) {
    if (merge.top > top || merge.bottom < top) continue;
    const text = upper[merge.left - 1] ?? '';
    for (let i = merge.left - 1; i < Math.min(merge.right, width); i++) {
      parents[i] = text;
      covered.add(i);
    }
  }
  let last = '';
  for (let i = 0; i < width; i++) {
    if (covered.has(i)) last = '';
    else if (parents[i] !== '') last = parents[i] ?? '';
    else if ((lower[i] ?? '') !== '') parents[i] = last;
  }
  return parents;
}

/** 派工情况 over 时间 means 派工时间. */
const GROUP_SUFFIX = /(?:基本信息|信息|情况|资料|记录|登记|环节|栏|内容)$/;

/** Spellings of a two-row header: parent + child, child + parent, child alone. */
export function combined(parent: string, child: string): string[] {
  if (child === '' || parent === child) return parent === '' ? [] : [parent];
  if (parent === '') return [child];
  const stem = parent.replace(GROUP_SUFFIX, '');
  const spellings = [parent + child];
  if (stem !== parent && stem !== '') spellings.push(stem + child);
  spellings.push(child + parent);
  // Under 技术人员 a 电话 is not the customer's: only the name may stand for the group.
  if (isPerson(parent)) {
    if (/^(?:姓名|名字|名称)$/.test(normaliseHeader(child))) spellings.push(parent);
    return spellings;
  }
  spellings.push(child);
  return spellings;
}

function isPerson(header: string): boolean {
  return aliasHits(header).some(
    ({ kind, field }) => field === 'contact_name' || fieldOf(kind, field)?.type === 'person',
  );
}
