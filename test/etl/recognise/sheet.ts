import { isoDay, isoMoment } from '#etl/cells/calendar.ts';
import {
  createMergeFiller,
  createRowJudge,
  createRowReader,
  type RecogniseOptions,
  type Recognition,
  type RowReading,
  type RowRole,
  recogniseSheet,
} from '#etl/recognise/index.ts';
import { COLUMNS, KINDS } from '#etl/sheets/index.ts';
import type { Cell, ImportClock, MergeRange, SheetRow } from '#etl/types.ts';

/** The import of these tests: 2026-11-02 08:00. */
export const CLOCK: ImportClock = { nowMicros: Date.UTC(2026, 10, 2, 8) * 1000, lang: 'zh' };

/** Rows counted from 1; an empty array is a blank row. */
export function sheetOf(...rows: readonly (readonly Cell[])[]): SheetRow[] {
  return rows.map((cells, i) => ({ row: i + 1, cells }));
}

export function recognise(
  rows: readonly SheetRow[],
  options: Partial<RecogniseOptions> = {},
  merges: readonly MergeRange[] = [],
): Recognition {
  return recogniseSheet(rows, merges, { sheetName: 'Sheet1', lang: 'zh', ...options });
}

/** `header → kind.field, …` of the mapped columns. */
export function mapped(recognised: Recognition): Record<string, string> {
  return Object.fromEntries(
    recognised.columns
      .filter((column) => column.targets.length > 0)
      .map((column) => [
        column.header,
        column.targets.map((target) => `${target.kind}.${target.field}`).join(' '),
      ]),
  );
}

export function problemCodes(recognised: Recognition): string[] {
  return recognised.problems.map(({ code, fatal }) => (fatal ? `${code}!` : code));
}

export interface ReadOptions {
  readonly recognise?: Partial<RecogniseOptions>;
  readonly merges?: readonly MergeRange[];
  readonly date1904?: boolean;
  readonly columnsOfHundred?: ReadonlySet<number>;
}

/** All data rows of a sheet as the loader would read them. */
export function readSheet(rows: readonly SheetRow[], options: ReadOptions = {}): RowReading[] {
  const merges = options.merges ?? [];
  const recognised = recognise(rows, options.recognise, merges);
  const judge = createRowJudge(recognised);
  const fill = createMergeFiller(merges, recognised.headerRow);
  const read = createRowReader(recognised, CLOCK, {
    date1904: options.date1904 ?? false,
    ...(options.columnsOfHundred ? { columnsOfHundred: options.columnsOfHundred } : {}),
  });
  return rows
    .filter((row) => row.row > recognised.headerRow)
    .map(fill)
    .filter((row) => judge(row) === 'data')
    .map(read);
}

export function rolesOf(rows: readonly SheetRow[], merges: readonly MergeRange[] = []): RowRole[] {
  const recognised = recognise(rows, {}, merges);
  const judge = createRowJudge(recognised);
  return rows.filter((row) => row.row > recognised.headerRow).map((row) => judge(row));
}

/** The filled values of a reading, times and dates as text: `kind.column` → value. */
export function valuesOf(reading: RowReading | undefined): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const record of reading?.records ?? []) {
    for (const { column, type } of KINDS[record.kind].spec.fields) {
      const value = record.values[COLUMNS[record.kind].indexOf(column)];
      if (value === null || value === undefined) continue;
      const day = record.dayOnly?.includes(column) === true;
      shown[`${record.kind}.${column}`] =
        typeof value !== 'number'
          ? value
          : type === 'time'
            ? `${isoMoment(value).replace('T', ' ').slice(0, 16)}${day ? ' day' : ''}`
            : type === 'date'
              ? isoDay(value)
              : value;
    }
  }
  return shown;
}

/** `column code` of each issue, rejecting ones with a mark. */
export function issuesOf(reading: RowReading | undefined): string[] {
  return (reading?.issues ?? []).map(
    ({ column, code, severity }) => `${column ?? '-'} ${code}${severity === 'reject' ? '!' : ''}`,
  );
}
