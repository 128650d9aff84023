/** Spreadsheets before they are written: cells, rows and merges, and which records a sheet holds. */
import type { Seconds } from '../times.ts';

/** A real date cell; `show` is the number format it carries. */
export interface DateCell {
  readonly time: Seconds;
  readonly show: 'date' | 'datetime' | 'seconds';
}

export type GridCell = null | string | number | DateCell;

/** Bounds from 1, inclusive. */
export interface GridMerge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface GridSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly (readonly GridCell[])[];
  readonly merges: readonly GridMerge[];
  /** Rows printed bold: titles and headers, from 1. */
  readonly boldRows: readonly number[];
  /** Column widths in characters. */
  readonly widths: readonly number[];
}

export type Kind =
  | 'ticket'
  | 'receipt'
  | 'requisition_line'
  | 'follow_up'
  | 'complaint'
  | 'price'
  | 'agreement'
  | 'staff'
  | 'expense';

/** A record as a sheet holds it; fields without a column of the sheet are no part of it. */
export interface TruthRecord {
  readonly file: string;
  readonly sheet: string;
  readonly kind: Kind;
  readonly record: object;
}

export interface GridFile {
  readonly file: string;
  readonly format: 'xlsx' | 'xls' | 'csv';
  readonly encoding?: 'utf-8' | 'utf-8-bom' | 'gb18030';
  readonly separator?: ',' | ';';
  readonly sheets: readonly GridSheet[];
  readonly truth: readonly TruthRecord[];
  /** Per sheet and kind: the fields it has a column for. */
  readonly captured: readonly { sheet: string; kind: Kind; fields: readonly string[] }[];
}

export interface Column<Row> {
  readonly header: string;
  /** Upper header cell, merged over neighbouring columns with the same one. */
  readonly parent?: string;
  /** What the column feeds, `kind.field`; none for a column the product does not read. */
  readonly feeds?: readonly `${Kind}.${string}`[];
  readonly width?: number;
  cell(row: Row, index: number): GridCell;
}

export interface SheetPlan<Row> {
  readonly name: string;
  readonly hidden?: boolean;
  /** Title rows above the header, each merged over the whole width. */
  readonly titles?: readonly string[];
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Print the header again after so many rows, as on a new page. */
  readonly repeatHeaderEvery?: number;
  /** Rows below the data: totals, signatures, notes. */
  readonly footer?: readonly (readonly GridCell[])[];
  /** Columns (by header) whose equal neighbours are merged vertically. */
  readonly mergeDown?: readonly string[];
  /** The records a row holds. */
  records(row: Row): readonly (readonly [Kind, object])[];
}

export interface BuiltSheet {
  readonly sheet: GridSheet;
  readonly records: readonly (readonly [Kind, object])[];
  readonly captured: ReadonlyMap<Kind, readonly string[]>;
}

/** Lays out one sheet. */
export function buildSheet<Row>(plan: SheetPlan<Row>): BuiltSheet {
  const { columns } = plan;
  const rows: GridCell[][] = [];
  const merges: GridMerge[] = [];
  const boldRows: number[] = [];
  for (const title of plan.titles ?? []) {
    rows.push([title, ...Array<null>(columns.length - 1).fill(null)]);
    boldRows.push(rows.length);
    if (columns.length > 1) {
      merges.push({ top: rows.length, left: 1, bottom: rows.length, right: columns.length });
    }
  }
  const twoRows = columns.some(({ parent }) => parent !== undefined);
  if (twoRows) {
    const top = rows.length + 1;
    rows.push(
      columns.map(({ parent, header }, i) =>
        parent === undefined ? header : parent === columns[i - 1]?.parent ? null : parent,
      ),
    );
    rows.push(columns.map(({ parent, header }) => (parent === undefined ? null : header)));
    boldRows.push(top, top + 1);
    merges.push(...headerMerges(columns, top));
  } else {
    rows.push(columns.map(({ header }) => header));
    boldRows.push(rows.length);
  }

  const firstData = rows.length + 1;
  const records: (readonly [Kind, object])[] = [];
  plan.rows.forEach((row, index) => {
    if (plan.repeatHeaderEvery !== undefined && index > 0 && index % plan.repeatHeaderEvery === 0) {
      rows.push(columns.map(({ header }) => header));
      boldRows.push(rows.length);
    }
    rows.push(columns.map((column) => column.cell(row, index)));
    records.push(...plan.records(row));
  });
  for (const header of plan.mergeDown ?? []) {
    mergeDown(
      rows,
      merges,
      columns.findIndex((column) => column.header === header),
      firstData,
    );
  }
  for (const cells of plan.footer ?? []) rows.push([...cells]);

  return {
    sheet: {
      name: plan.name,
      hidden: plan.hidden ?? false,
      rows,
      merges,
      boldRows,
      widths: columns.map(({ width, header }) => width ?? Math.max(8, header.length * 2 + 2)),
    },
    records,
    captured: capturedBy(columns),
  };
}

function headerMerges<Row>(columns: readonly Column<Row>[], top: number): GridMerge[] {
  const merges: GridMerge[] = [];
  let left = 0;
  while (left < columns.length) {
    const parent = columns[left]?.parent;
    let right = left;
    if (parent === undefined) {
      merges.push({ top, left: left + 1, bottom: top + 1, right: left + 1 });
    } else {
      while (columns[right + 1]?.parent === parent) right += 1;
      if (right > left) merges.push({ top, left: left + 1, bottom: top, right: right + 1 });
    }
    left = right + 1;
  }
  return merges;
}

function mergeDown(
  rows: GridCell[][],
  merges: GridMerge[],
  column: number,
  firstData: number,
): void {
  let start = firstData - 1;
  for (let index = firstData; index <= rows.length; index += 1) {
    const value = rows[start]?.[column];
    if (index < rows.length && rows[index]?.[column] === value) continue;
    if (index - start > 1) {
      merges.push({ top: start + 1, left: column + 1, bottom: index, right: column + 1 });
      for (let row = start + 1; row < index; row += 1) {
        const cells = rows[row];
        if (cells !== undefined) cells[column] = null;
      }
    }
    start = index;
  }
}

function capturedBy<Row>(columns: readonly Column<Row>[]): Map<Kind, string[]> {
  const captured = new Map<Kind, string[]>();
  for (const target of columns.flatMap(({ feeds }) => feeds ?? [])) {
    const dot = target.indexOf('.');
    const kind = KINDS.find((name) => name === target.slice(0, dot));
    if (kind === undefined) throw new RangeError(`unknown kind in ${target}`);
    const field = target.slice(dot + 1);
    const fields = captured.get(kind) ?? [];
    if (!fields.includes(field)) captured.set(kind, [...fields, field]);
  }
  return captured;
}

export const KINDS: readonly Kind[] = [
  'ticket',
  'receipt',
  'requisition_line',
  'follow_up',
  'complaint',
  'price',
  'agreement',
  'staff',
  'expense',
];

export interface FilePlan {
  readonly file: string;
  readonly format: GridFile['format'];
  readonly encoding?: 'utf-8' | 'utf-8-bom' | 'gb18030';
  readonly separator?: ',' | ';';
  readonly sheets: readonly BuiltSheet[];
}

/** Puts sheets into a file and notes which records and columns it holds. */
export function buildFile({ sheets, ...file }: FilePlan): GridFile {
  return {
    ...file,
    sheets: sheets.map(({ sheet }) => sheet),
    truth: sheets.flatMap(({ sheet, records }) =>
      records.map(([kind, record]) => ({ file: file.file, sheet: sheet.name, kind, record })),
    ),
    captured: sheets.flatMap(({ sheet, captured }) =>
      [...captured].map(([kind, fields]) => ({ sheet: sheet.name, kind, fields })),
    ),
  };
}
