/** Rows of a sheet for people to look at: its own texts, with what is wrong with them and what they would change. */
import { cellText } from '#etl/cells/fold.ts';
import type { ReadingSession, ReadRow, SheetPlan } from '#etl/session/session.ts';
import type { CellIssue, MergeRange } from '#etl/types.ts';
import { cellPlace, columnLetter } from '#queries/values/column-letters.ts';
import type { StagedFacts } from './staged-facts.ts';
import type { CellMark, RowState, SheetWindow, WindowQuery, WindowRow } from './types.ts';

/** Most rows of one window. */
export const MAX_WINDOW_ROWS = 500;
/** Rows looked at below the last data row for totals and signatures. */
const TAIL_ROWS = 500;
const NARROWEST = 4;
const WIDEST = 40;

/** What marks the rows. */
export interface WindowMarks {
  readonly issues: readonly CellIssue[];
  /** Null where the rows were not read. */
  readonly facts: Pick<StagedFacts, 'usual' | 'unusual' | 'replaced' | 'lastRow'> | null;
  /** Cell address → text typed over it. */
  readonly edits: Readonly<Record<string, string>>;
  readonly leftOut: ReadonlySet<number>;
  readonly imported: ReadonlySet<string>;
  /** The sheet's last row where an earlier window found it. */
  readonly lastRow: number | null;
}

/** A window of a sheet that is open in a session; `plan` null for a blank one. */
export async function sheetWindow(
  session: ReadingSession,
  plan: SheetPlan | null,
  marks: WindowMarks,
  query: WindowQuery,
): Promise<SheetWindow> {
  if (plan === null) {
    return { columns: [], header: null, merges: [], rows: [], last_row: 0 };
  }
  const limit = Math.max(1, Math.min(MAX_WINDOW_ROWS, Math.floor(query.limit)));
  const from = Math.max(1, Math.floor(query.from));
  const found =
    query.show === 'all'
      ? await session.rows(plan.sheetOrd, { from, limit })
      : await interestingRows(session, plan, marks, from, limit);
  const rows = found.map((row) => windowRow(row, marks));
  return {
    columns: columnsOf(plan, found, marks.imported),
    header: plan.recognition.headerRow === 0 ? null : headerOf(plan),
    merges: mergesIn(plan.source.merges, found),
    rows,
    last_row: marks.lastRow ?? (await lastRow(session, plan, marks, found, limit, query.show)),
  };
}

function headerOf(plan: SheetPlan): { top: number; bottom: number } {
  return { top: plan.recognition.headerTop, bottom: plan.recognition.headerRow };
}

/** Titles and header, and the rows that were rejected, would change something or carry a warning, with a row around. */
async function interestingRows(
  session: ReadingSession,
  plan: SheetPlan,
  marks: WindowMarks,
  from: number,
  limit: number,
): Promise<readonly ReadRow[]> {
  const wanted = new Set<number>();
  for (let row = 1; row <= plan.recognition.headerRow; row += 1) wanted.add(row);
  const around = (row: number): void => {
    for (let near = row - 1; near <= row + 1; near += 1) if (near >= 1) wanted.add(near);
  };
  for (const issue of marks.issues) if (issue.row > 0) around(issue.row);
  for (const [row, fate] of marks.facts?.unusual ?? []) {
    if (fate === 'changed' || fate === 'rejected') around(row);
  }
  if (marks.facts?.usual === 'changed' || marks.facts?.usual === 'rejected') {
    for (let row = plan.recognition.headerRow + 1; row <= marks.facts.lastRow; row += 1) {
      if (!marks.facts.unusual.has(row)) wanted.add(row);
    }
  }
  for (const address of Object.keys(marks.edits)) around(cellPlace(address).row);
  for (const row of marks.leftOut) around(row);
  const only = [...wanted].filter((row) => row >= from).sort((a, b) => a - b);
  if (only.length === 0) return [];
  // Numbers of blank rows find nothing: a few more are asked for.
  const rows = await session.rows(plan.sheetOrd, { from, limit, only });
  return rows.slice(0, limit);
}

function windowRow({ row, role }: ReadRow, marks: WindowMarks): WindowRow {
  const state = stateOf(row.row, role, marks);
  const own = marks.issues.filter((issue) => issue.row === row.row);
  const found: Record<string, CellMark> = {};
  const mark = (letter: string): CellMark => {
    const known = found[letter];
    if (known !== undefined) return known;
    const fresh: CellMark = { issue: null, before: null, edited: null };
    found[letter] = fresh;
    return fresh;
  };
  for (const issue of own) {
    if (issue.column === null) continue;
    const cell = mark(issue.column);
    // A refusal matters more than a warning about the same cell.
    if (cell.issue === null || issue.severity === 'reject') cell.issue = withoutRow(issue);
  }
  if (state === 'changed') {
    for (const { columns, before } of marks.facts?.replaced.get(row.row) ?? []) {
      for (const letter of columns) mark(letter).before = before ?? '';
    }
  }
  for (const [address, typed] of Object.entries(marks.edits)) {
    const { letter, column, row: at } = cellPlace(address);
    if (at !== row.row) continue;
    // Typed back as it was: no edit.
    if (cellText(row.cells[column - 1]) !== typed) mark(letter).edited = typed;
  }
  return {
    row: row.row,
    state,
    hidden: row.hidden === true,
    cells: row.cells.map(cellText),
    marks: found,
    issues: own.filter((issue) => issue.column === null).map(withoutRow),
  };
}

function stateOf(row: number, role: ReadRow['role'], marks: WindowMarks): RowState {
  // One that is in already is read where something was typed over it.
  const typed =
    role === 'untouched' && Object.keys(marks.edits).some((at) => cellPlace(at).row === row);
  // Another header is refused like a record that cannot be read.
  if (role !== 'data' && role !== 'other_header' && role !== 'unmended' && !typed) return role;
  // A row that was not read, because a person left it or its sheet out or a question is open, does not go in.
  if (marks.facts === null || marks.leftOut.has(row)) return 'left_out';
  return marks.facts.unusual.get(row) ?? marks.facts.usual;
}

function withoutRow({ row: _, ...issue }: CellIssue): Omit<CellIssue, 'row'> {
  return issue;
}

/** All columns up to the last one with a header or a cell, as wide as their texts; a Chinese character takes two. */
function columnsOf(
  plan: SheetPlan,
  rows: readonly ReadRow[],
  imported: ReadonlySet<string>,
): SheetWindow['columns'] {
  const headers = new Map(plan.recognition.columns.map((one) => [one.column, one.header]));
  const last = Math.max(0, ...headers.keys(), ...rows.map(({ row }) => row.cells.length));
  return Array.from({ length: last }, (_, i) => {
    const texts = rows
      // A title stands across all columns.
      .filter(({ role }) => role !== 'title')
      .map(({ row }) => cellText(row.cells[i]));
    const width = Math.max(
      NARROWEST,
      ...[headers.get(i + 1) ?? '', ...texts].map((text) => widthOf(text)),
    );
    const letter = columnLetter(i + 1);
    return { letter, width: Math.min(WIDEST, width), imported: imported.has(letter) };
  });
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (width >= WIDEST) return width;
    width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  }
  return width;
}

function mergesIn(merges: readonly MergeRange[], rows: readonly ReadRow[]): MergeRange[] {
  const first = rows[0]?.row.row ?? 0;
  const last = rows.at(-1)?.row.row ?? -1;
  return merges
    .filter((merge) => merge.top <= last && merge.bottom >= first)
    .map(({ top, left, bottom, right }) => ({ top, left, bottom, right }));
}

/** The sheet's last row: a window that was not filled has seen it, else it stands below the last data row. */
async function lastRow(
  session: ReadingSession,
  plan: SheetPlan,
  marks: WindowMarks,
  found: readonly ReadRow[],
  limit: number,
  show: WindowQuery['show'],
): Promise<number> {
  const seen = found.at(-1)?.row.row ?? 0;
  if (marks.facts === null) {
    // Rows of interest end before the sheet does.
    if (show === 'all' && found.length < limit) return seen;
    const rest = await session.rows(plan.sheetOrd, { from: seen + 1, limit: TAIL_ROWS * 20 });
    return rest.at(-1)?.row.row ?? seen;
  }
  const start = Math.max(marks.facts.lastRow, plan.recognition.headerRow, seen);
  const tail = await session.rows(plan.sheetOrd, { from: start + 1, limit: TAIL_ROWS });
  return tail.at(-1)?.row.row ?? start;
}
