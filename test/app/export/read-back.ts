/** Reads a workbook back with another library than the one that wrote it, and recomputes its formulas. */
import ExcelJS from 'exceljs';

export async function readBack(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  await workbook.xlsx.load(copy);
  return workbook;
}

export function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  return sheet;
}

/** The n-th cell (from 1) of the sheet, row by row, whose text is `words`. Throws when there is none. */
export function findCell(sheet: ExcelJS.Worksheet, words: string, n = 1): ExcelJS.Cell {
  let left = n;
  // Counted once: the library walks all rows each time it is asked.
  const { rowCount, columnCount } = sheet;
  for (let row = 1; row <= rowCount; row += 1) {
    for (let column = 1; column <= columnCount; column += 1) {
      const cell = sheet.getCell(row, column);
      if (cell.value === words) {
        left -= 1;
        if (left === 0) return cell;
      }
    }
  }
  throw new Error(`no cell ${words} on ${sheet.name}`);
}

/** Cell of a table: `row` rows below the header `header`. */
export function below(sheet: ExcelJS.Worksheet, header: ExcelJS.Cell, row: number): ExcelJS.Cell {
  return sheet.getCell(Number(header.row) + row, Number(header.col));
}

/** Value a cell shows: of a formula its cached result. */
export function shown(cell: ExcelJS.Cell): unknown {
  return cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value;
}

export interface FormulaCell {
  readonly sheet: string;
  readonly address: string;
  readonly formula: string;
  readonly cached: unknown;
  readonly computed: number;
}

/** Every formula of the workbook, computed anew from the cells it names. Throws on one it does not know. */
export function recompute(workbook: ExcelJS.Workbook): FormulaCell[] {
  const found: FormulaCell[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.type !== ExcelJS.ValueType.Formula) return;
        found.push({
          sheet: sheet.name,
          address: cell.address,
          formula: cell.formula,
          cached: cell.result,
          computed: evaluate(sheet, cell.formula),
        });
      });
    });
  }
  return found;
}

const CELL = String.raw`[A-Z]+\d+`;
const RANGE = `(${CELL}):(${CELL})`;

function evaluate(sheet: ExcelJS.Worksheet, formula: string): number {
  const value = (address: string): unknown => shown(sheet.getCell(address));
  const number = (address: string): number => {
    const cell = sheet.getCell(address);
    if (cell.type === ExcelJS.ValueType.Formula) return evaluate(sheet, cell.formula);
    return typeof cell.value === 'number' ? cell.value : 0;
  };
  const addresses = (from: string, to: string): string[] => {
    const [a, b] = [sheet.getCell(from), sheet.getCell(to)];
    const list: string[] = [];
    for (let row = Number(a.row); row <= Number(b.row); row += 1) {
      for (let column = Number(a.col); column <= Number(b.col); column += 1) {
        list.push(sheet.getCell(row, column).address);
      }
    }
    return list;
  };
  const sum = (from: string, to: string) =>
    addresses(from, to).reduce((total, address) => total + number(address), 0);
  /** A cell of this sheet, or of another: `'明细'!J9`. */
  const anywhere = (address: string): number => {
    const [, other, cell] = /^'([^']+)'!(.+)$/.exec(address) ?? [];
    if (other === undefined || cell === undefined) return number(address);
    const target = sheetOf(sheet.workbook, other).getCell(cell);
    return target.type === ExcelJS.ValueType.Formula
      ? evaluate(target.worksheet, target.formula)
      : Number(target.value ?? 0);
  };
  const terms = (expression: string): number =>
    [...expression.matchAll(/([+-]?)('[^']+'![A-Z]+\d+|[A-Z]+\d+)/g)].reduce(
      (total, [, sign, address]) => total + (sign === '-' ? -1 : 1) * anywhere(address ?? ''),
      0,
    );
  const TERM = `(?:'[^']+'!)?${CELL}`;
  const rules: readonly (readonly [string, (...parts: string[]) => number])[] = [
    [`(?:SUM\\(|SUBTOTAL\\(9,)${RANGE}\\)`, (from, to) => sum(from ?? '', to ?? '')],
    [`SUM\\(${RANGE}\\)/(${CELL})`, (from, to, by) => sum(from ?? '', to ?? '') / number(by ?? '')],
    [
      `SUMPRODUCT\\(\\{1,2,3,4,5\\},${RANGE}\\)/(${CELL})`,
      (from, to, by) =>
        addresses(from ?? '', to ?? '').reduce(
          (total, address, index) => total + number(address) * (index + 1),
          0,
        ) / number(by ?? ''),
    ],
    [`(${CELL})-(${CELL})`, (a, b) => number(a ?? '') - number(b ?? '')],
    [`(${CELL})/(${CELL})`, (a, b) => number(a ?? '') / number(b ?? '')],
    [
      `ROUND\\((${CELL})-(${CELL}),2\\)`,
      (a, b) => Math.round((number(a ?? '') - number(b ?? '')) * 100) / 100,
    ],
    [`(${TERM}(?:[+-]${TERM})*)`, (expression) => terms(expression ?? '')],
    [
      `ROUND\\((${TERM}(?:[+-]${TERM})*),2\\)`,
      (expression) => Math.round(terms(expression ?? '') * 100) / 100,
    ],
    [`ROWS\\(${RANGE}\\)`, (from, to) => addresses(from ?? '', to ?? '').length],
    [
      `COUNTIF\\(${RANGE},(${CELL})\\)`,
      (from, to, like) =>
        addresses(from ?? '', to ?? '').filter((address) => value(address) === value(like ?? ''))
          .length,
    ],
    [
      `SUMIF\\(${RANGE},(${CELL}),${RANGE}\\)`,
      (from, to, like, first, last) => {
        const amounts = addresses(first ?? '', last ?? '');
        return addresses(from ?? '', to ?? '').reduce(
          (total, address, index) =>
            value(address) === value(like ?? '') ? total + number(amounts[index] ?? '') : total,
          0,
        );
      },
    ],
  ];
  for (const [pattern, compute] of rules) {
    const parts = new RegExp(`^${pattern}$`).exec(formula);
    if (parts !== null) return compute(...parts.slice(1));
  }
  throw new Error(`unknown formula ${formula} on ${sheet.name}`);
}
