/** Reads the rows of one sheet into the staging area: data rows become records or rejections, the rest is counted. */
import { cellText } from '#etl/cells/fold.ts';
import {
  createFirstPass,
  createMergeFiller,
  createRowJudge,
  createRowReader,
} from '#etl/recognise/index.ts';
import type { CellIssue, ImportClock, SheetRow } from '#etl/types.ts';
import type { Incoming } from './incoming.ts';
import { type SheetPlan, sheetIssues } from './plan.ts';
import type { RejectedRow, SkipReason } from './result.ts';

/** Joins a row's original texts; the character itself is taken out of texts. */
export const CELL_SEPARATOR = '\u001f';

/** Issues kept per sheet; beyond that a file is wrong as a whole and a longer list helps nobody. */
const MAX_REJECTIONS_KEPT = 10_000;
const MAX_WARNINGS_KEPT = 2_000;

/** Rows between two reports of progress. */
const PROGRESS_ROWS = 50_000;

/** What reading one sheet found. */
export interface StagedSheet {
  /** Rows that could not be read. */
  readonly rejectedRows: number;
  /** The first of them, with their cells. */
  readonly rejected: readonly RejectedRow[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly hiddenRows: number;
  readonly issues: readonly CellIssue[];
  readonly issuesLeftOut: number;
}

/**
 * Stages one sheet. A satisfaction column counts to 100 only if one of its values is over 5: rows are read on the
 * assumption that it does not, and once more from the top when a value shows that it does.
 */
export async function stageSheet(
  plan: SheetPlan,
  incoming: Incoming,
  clock: ImportClock,
  onProgress: (rows: number) => void,
): Promise<StagedSheet> {
  const hundreds = new Set<number>();
  for (;;) {
    const known = hundreds.size;
    const staged = await stageRows(plan, incoming, clock, hundreds, onProgress);
    if (staged !== null) return staged;
    if (hundreds.size === known) throw new Error('a sheet asked to be read again for no reason');
    await incoming.clearSheet(plan.sheetOrd);
  }
}

/** One pass over the rows; null when a column turned out to count to 100, which is then in `hundreds`. */
async function stageRows(
  plan: SheetPlan,
  incoming: Incoming,
  clock: ImportClock,
  hundreds: Set<number>,
  onProgress: (rows: number) => void,
): Promise<StagedSheet | null> {
  const { source, recognition, sheetOrd } = plan;
  const fillMerges = createMergeFiller(source.merges, recognition.headerRow);
  const judge = createRowJudge(recognition);
  const firstPass = createFirstPass(recognition);
  const read = createRowReader(recognition, clock, {
    date1904: source.date1904,
    columnsOfHundred: hundreds,
  });
  const issues = new KeptIssues(sheetIssues(plan));
  const rejected: RejectedRow[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  const skip = (reason: SkipReason): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  let rejectedRows = 0;
  let hiddenRows = 0;
  let dataRows = 0;

  await incoming.startWriting();
  try {
    for await (const rows of source.rows()) {
      for (const raw of rows) {
        if (raw.row <= recognition.headerRow) {
          if (raw.row < recognition.headerTop && isFilled(raw)) skip('title');
          continue;
        }
        const row = fillMerges(raw);
        const role = judge(row);
        if (role === 'blank') continue;
        if (role !== 'data') {
          skip(role);
          continue;
        }
        firstPass.see(row);
        if (firstPass.columnsOfHundred().size > hundreds.size) {
          for (const column of firstPass.columnsOfHundred()) hundreds.add(column);
          return null;
        }
        const { records, issues: found } = read(row);
        for (const issue of found) issues.add(issue);
        incoming.addCells(sheetOrd, row.row, originalTexts(row));
        for (const record of records) incoming.addRecord(sheetOrd, row.row, record);
        if (records.length === 0) {
          rejectedRows += 1;
          if (rejected.length < MAX_REJECTIONS_KEPT) {
            rejected.push({ row: row.row, cells: raw.cells, issues: found });
          }
        }
        if (row.hidden === true) hiddenRows += 1;
        dataRows += 1;
        if (dataRows % PROGRESS_ROWS === 0) onProgress(dataRows);
      }
    }
  } finally {
    incoming.stopWriting();
  }
  return {
    rejectedRows,
    rejected,
    skipped,
    hiddenRows,
    issues: issues.kept,
    issuesLeftOut: issues.leftOut,
  };
}

/** Issues up to a limit; rejections are not crowded out by warnings. */
class KeptIssues {
  readonly kept: CellIssue[];
  leftOut = 0;
  #rejections = 0;
  #warnings = 0;

  constructor(first: readonly CellIssue[]) {
    this.kept = [...first];
  }

  add(issue: CellIssue): void {
    const rejection = issue.severity === 'reject';
    const count = rejection ? ++this.#rejections : ++this.#warnings;
    if (count > (rejection ? MAX_REJECTIONS_KEPT : MAX_WARNINGS_KEPT)) this.leftOut += 1;
    else this.kept.push(issue);
  }
}

/** The row's texts up to its last filled cell, joined. */
function originalTexts(row: SheetRow): string {
  const { cells } = row;
  let last = cells.length;
  while (last > 0 && isEmpty(row, last - 1)) last -= 1;
  let plain = true;
  for (let i = 0; i < last && plain; i += 1) {
    const cell = cells[i];
    plain = typeof cell === 'string' || cell === null;
  }
  const filled = last === cells.length ? cells : cells.slice(0, last);
  const joined = plain
    ? filled.join(CELL_SEPARATOR)
    : filled.map((cell) => cellText(cell)).join(CELL_SEPARATOR);
  if (countOddCharacters(joined) === Math.max(last - 1, 0)) return joined;
  return filled
    .map((cell) => cellText(cell).replaceAll(CELL_SEPARATOR, ' ').replaceAll('\0', ''))
    .join(CELL_SEPARATOR);
}

/** Separators in the text, counting a NUL as one too many: DuckDB's texts end at a NUL. */
function countOddCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 31) count += 1;
    else if (code === 0) count += 1_000_000;
  }
  return count;
}

function isFilled(row: SheetRow): boolean {
  return row.cells.some((_, index) => !isEmpty(row, index));
}

function isEmpty(row: SheetRow, index: number): boolean {
  const cell = row.cells[index];
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}
