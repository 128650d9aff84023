/** Reads the rows of one sheet: data rows become records or rejections, the rest is counted. */

import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import type { SheetChoices } from '#etl/choices.ts';
import { type RejectedRow, SKIP_REASONS, type SkipReason } from '#etl/load/result.ts';
import { issueMessage, problemMessage } from '#etl/messages.ts';
import { BeyondLimit, MAX_SHEET_CHARS } from '#etl/readers/limits.ts';
import type { RowReading } from '#etl/recognise/assemble-row.ts';
import {
  createFirstPass,
  createMergeFiller,
  createRowJudge,
  createRowReader,
} from '#etl/recognise/index.ts';
import type { Recognition } from '#etl/recognise/recognise-sheet.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { Cell, CellIssue, ImportClock, SheetCut, SheetRow, SheetSource } from '#etl/types.ts';
import { cellPlace, columnLetter } from '#queries/values/column-letters.ts';
import { isEmptyCell, joinedTexts } from './original-texts.ts';
import type { StagedSheet } from './session.ts';
import type { StagingPacker } from './staged-tables.ts';

/** Issues kept per sheet; beyond that a file is wrong as a whole and a longer list helps nobody. */
const MAX_REJECTIONS_KEPT = 10_000;
const MAX_WARNINGS_KEPT = 2_000;

/** Characters of the rejected rows, and of the issues, that are kept: they cross threads and are shown to people. */
const MAX_CHARS_KEPT = 32 * 1024 * 1024;

/** A sheet with its rows at hand, as recognised. */
export interface OpenSheet {
  readonly source: SheetSource;
  readonly recognition: Recognition;
  readonly choices: SheetChoices;
}

export interface StageOptions {
  readonly clock: ImportClock;
  /** 1-based satisfaction columns known to count to 100; the ones found are added. */
  readonly hundreds: Set<number>;
  /** Called between batches of rows; reading goes on when it resolves. */
  readonly between: (dataRows: number) => Promise<void> | void;
  /** Only the rows before or from this place on. */
  readonly half?: Half;
}

/** Characters between two calls of `between`, however few rows they are. */
const CHARS_BETWEEN = 4 * 1024 * 1024;

/** One half of a long sheet. */
export interface Half {
  readonly cut: SheetCut;
  readonly which: 'first' | 'second';
}

/**
 * Why the rows read so far are void. `again`: a satisfaction column turned out to count to 100, which is then in
 * `hundreds`. `whole`: the sheet cannot be read in halves after all.
 */
export type StageStop = 'again' | 'whole';

/**
 * One pass over the rows. A satisfaction column counts to 100 only if one of its values is over 5: rows are read on the
 * assumption that it does not.
 */
export async function stageRows(
  { source, recognition, choices }: OpenSheet,
  packer: StagingPacker,
  { clock, hundreds, between, half }: StageOptions,
): Promise<StagedSheet | StageStop> {
  let whole = false;
  const fillMerges = createMergeFiller(source.merges, recognition.headerRow);
  const judge = createRowJudge(recognition);
  const firstPass = createFirstPass(recognition);
  const correct = createCorrector(recognition, choices);
  const findUnread = createUnreadFinder(recognition, clock.lang);
  const leftOut = new Set(choices.leftOutRows ?? []);
  const edited = new Set(Object.keys(choices.edits ?? {}).map((address) => cellPlace(address).row));
  const read = createRowReader(recognition, clock, {
    date1904: source.date1904,
    columnsOfHundred: hundreds,
    ...(half?.which === 'second'
      ? {
          onNeedsRowsBefore: () => {
            whole = true;
          },
        }
      : {}),
  });
  const issues = new KeptIssues(half?.which === 'second' ? [] : sheetIssues(recognition));
  const rejected: RejectedRow[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  const skip = (reason: SkipReason): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  let rejectedRows = 0;
  let rejectedChars = 0;
  let characters = 0;
  let charactersTold = 0;
  let hiddenRows = 0;
  let dataRows = 0;
  /** The row of another header, below which nobody knows what the columns are. */
  let otherHeader: number | null = null;

  const batches = half === undefined ? source.rows() : partOf(source, half);
  for await (const rows of batches) {
    if (rows === NOT_A_CUT || whole) return 'whole';
    for (const raw of rows) {
      if (raw.row <= recognition.headerRow) {
        if (raw.row < recognition.headerTop && raw.cells.some((cell) => !isEmptyCell(cell)))
          skip('title');
        continue;
      }
      const filled = fillMerges(raw);
      const row = correct(filled);
      const role = judge(row, edited.has(row.row) ? row : filled);
      if (role === 'blank') continue;
      if (role !== 'data' && role !== 'other_header' && role !== 'unmended') {
        if (role === 'repeated_header') otherHeader = null;
        skip(role);
        continue;
      }
      if (role === 'other_header') {
        // The other half would not know of it.
        if (half !== undefined) return 'whole';
        otherHeader = row.row;
      }
      if (leftOut.has(row.row)) {
        skip('left_out');
        continue;
      }
      firstPass.see(row);
      if (firstPass.columnsOfHundred().size > hundreds.size) {
        for (const column of firstPass.columnsOfHundred()) hundreds.add(column);
        return half === undefined ? 'again' : 'whole';
      }
      const { records, issues: found } =
        role === 'unmended'
          ? refusedRow('not_mended', row.row, clock.lang)
          : otherHeader === null
            ? read(row)
            : underOtherHeader(row.row, otherHeader, clock.lang);
      for (const issue of found) issues.add(issue);
      for (const issue of findUnread(row)) issues.add(issue);
      const texts = joinedTexts(filled, source.plain);
      characters += texts.length;
      if (characters > MAX_SHEET_CHARS) throw new BeyondLimit('unpacks_too_large');
      packer.addCells(row.row, texts);
      if (characters > charactersTold + CHARS_BETWEEN) {
        charactersTold = characters;
        await between(dataRows);
      }
      for (const record of records) packer.addRecord(row.row, record);
      if (records.length === 0) {
        rejectedRows += 1;
        rejectedChars += texts.length;
        if (rejected.length < MAX_REJECTIONS_KEPT && rejectedChars <= MAX_CHARS_KEPT) {
          rejected.push({ row: row.row, cells: raw.cells, issues: found });
        }
      }
      if (row.hidden === true) hiddenRows += 1;
      dataRows += 1;
    }
    await between(dataRows);
  }
  if (whole) return 'whole';
  packer.finish();
  return {
    rejectedRows,
    rejected,
    skipped,
    hiddenRows,
    issues: issues.kept,
    issuesLeftOut: issues.leftOut,
  };
}

/** A header that is not the sheet's own, and the rows below it: none of them is read. */
function underOtherHeader(row: number, header: number, lang: ImportClock['lang']): RowReading {
  const code = row === header ? 'other_header' : 'below_other_header';
  return refusedRow(code, row, lang, String(header));
}

/** A row that is not read at all. */
function refusedRow(
  code: Parameters<typeof issueMessage>[0],
  row: number,
  lang: ImportClock['lang'],
  detail = '',
): RowReading {
  const issue: CellIssue = {
    row,
    column: null,
    header: null,
    field: null,
    value: '',
    code,
    message: issueMessage(code, lang, { detail }),
    severity: 'reject',
  };
  return { records: [], issues: [issue] };
}

/** Handed out when a half ends where no row ends. */
const NOT_A_CUT: readonly SheetRow[] = [];

async function* partOf(source: SheetSource, half: Half): AsyncGenerator<readonly SheetRow[]> {
  if (source.half === undefined) throw new Error(`${source.name} has no halves`);
  const exact = yield* source.half(half.cut, half.which);
  if (!exact) yield NOT_A_CUT;
}

/** What both halves of a sheet found together. */
export function bothHalves(first: StagedSheet, second: StagedSheet): StagedSheet {
  const issues = new KeptIssues([]);
  const unread = new Set(first.issues.filter(isUnread).map(({ column }) => column));
  for (const issue of first.issues) issues.add(issue);
  for (const issue of second.issues) {
    if (!isUnread(issue) || !unread.has(issue.column)) issues.add(issue);
  }
  const skipped = { ...first.skipped };
  for (const reason of SKIP_REASONS) {
    const more = second.skipped[reason];
    if (more !== undefined) skipped[reason] = (skipped[reason] ?? 0) + more;
  }
  return {
    rejectedRows: first.rejectedRows + second.rejectedRows,
    rejected: [...first.rejected, ...second.rejected].slice(0, MAX_REJECTIONS_KEPT),
    skipped,
    hiddenRows: first.hiddenRows + second.hiddenRows,
    issues: issues.kept,
    issuesLeftOut: first.issuesLeftOut + second.issuesLeftOut + issues.leftOut,
  };
}

/** What recognition had to say about the sheet as a whole. */
export function sheetIssues(recognition: Recognition): CellIssue[] {
  return recognition.problems.map((problem) => ({
    row: 0,
    column: null,
    header: null,
    field: null,
    value: '',
    code: problem.code,
    message: problem.message,
    severity: problem.fatal ? 'reject' : 'warning',
  }));
}

const NO_ISSUES: readonly CellIssue[] = [];

/** More columns without a header are a sheet of another make, and a longer list helps nobody. */
const MAX_UNREAD_NAMED = 20;

/**
 * Finds columns without a header in which something is written: nobody said what it is, so it is not read, and that is
 * said once per column.
 */
function createUnreadFinder(
  { columns, form }: Recognition,
  lang: ImportClock['lang'],
): (row: SheetRow) => readonly CellIssue[] {
  // Of a form every value was found by its label.
  if (form) return () => NO_ISSUES;
  const known = new Set(columns.map(({ column }) => column - 1));
  const last = Math.max(-1, ...known);
  const gaps = Array.from({ length: last }, (_, at) => at).filter((at) => !known.has(at));
  let named = 0;
  return ({ row, cells }) => {
    if (named === MAX_UNREAD_NAMED || (gaps.length === 0 && cells.length <= last + 1)) {
      return NO_ISSUES;
    }
    const found: CellIssue[] = [];
    const look = (at: number): void => {
      const cell = cells[at];
      if (cell === undefined || isEmptyCell(cell) || known.has(at) || named === MAX_UNREAD_NAMED)
        return;
      const value = foldSpaces(cellText(cell));
      if (value === '') return;
      known.add(at);
      named += 1;
      const column = columnLetter(at + 1);
      const shown = value.length > 20 ? `${value.slice(0, 20)}…` : value;
      const parts = { header: column, value: shown, detail: String(row) };
      const message = problemMessage('column_without_header', lang, parts);
      found.push({ ...UNREAD, column, value, message });
    };
    for (const at of gaps) look(at);
    for (let at = last + 1; at < cells.length; at++) look(at);
    return found;
  };
}

const UNREAD = {
  row: 0,
  header: null,
  field: null,
  code: 'column_without_header',
  severity: 'warning',
} as const;

function isUnread({ code }: CellIssue): boolean {
  return code === UNREAD.code;
}

/** Puts what a person typed, and the value a text was said to mean, in the place of what the file holds. */
function createCorrector(
  recognition: Recognition,
  choices: SheetChoices,
): (row: SheetRow) => SheetRow {
  const typed = new Map<number, { at: number; text: string }[]>();
  for (const [address, text] of Object.entries(choices.edits ?? {})) {
    const { row, column } = cellPlace(address);
    typed.set(row, [...(typed.get(row) ?? []), { at: column - 1, text }]);
  }
  const meant: { at: number; texts: ReadonlyMap<string, string> }[] = [];
  for (const { column, targets } of recognition.columns) {
    const texts = new Map<string, string>();
    for (const { kind, field } of targets) {
      // A name stays as written; whom it means counts when figures are computed (queries/persons).
      if (fieldOf(kind, field)?.type === 'person') continue;
      for (const name of [field, `${kind}.${field}`]) {
        const said = Object.entries(choices.values?.[name] ?? {});
        for (const [text, value] of said) texts.set(text, value);
      }
    }
    if (texts.size > 0) meant.push({ at: column - 1, texts });
  }
  if (typed.size === 0 && meant.length === 0) return (row) => row;
  return (row) => {
    let cells: Cell[] | null = null;
    const put = (at: number, text: string): void => {
      cells ??= [...row.cells];
      while (cells.length <= at) cells.push(null);
      cells[at] = text === '' ? null : text;
    };
    for (const { at, text } of typed.get(row.row) ?? []) put(at, text);
    for (const { at, texts } of meant) {
      const instead = texts.get(foldSpaces(cellText((cells ?? row.cells)[at])));
      if (instead !== undefined) put(at, instead);
    }
    return cells === null ? row : { ...row, cells };
  };
}

/** Issues up to a limit; rejections are not crowded out by warnings. */
class KeptIssues {
  readonly kept: CellIssue[];
  leftOut = 0;
  #rejections = 0;
  #warnings = 0;
  #characters = 0;

  constructor(first: readonly CellIssue[]) {
    this.kept = [...first];
  }

  add(issue: CellIssue): void {
    const rejection = issue.severity === 'reject';
    const count = rejection ? ++this.#rejections : ++this.#warnings;
    this.#characters += issue.value.length + issue.message.length;
    const full =
      count > (rejection ? MAX_REJECTIONS_KEPT : MAX_WARNINGS_KEPT) ||
      this.#characters > MAX_CHARS_KEPT;
    if (full) this.leftOut += 1;
    else this.kept.push(issue);
  }
}
