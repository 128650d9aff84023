/**
 * One row of a sheet becomes many: formats, heights and merged cells are repeated, everything below moves down, and
 * formulas, names, conditional formats, validations, pictures and the print area of the whole workbook follow.
 *
 * exceljs's own insertion leaves merged cells, formulas and names behind, so the sheet's model is rebuilt instead.
 */
import ExcelJS from 'exceljs';
import { type Growth, moveFormula, moveRange } from './formula-refs.ts';

interface CellModel {
  address: string;
  type: number;
  formula?: string | undefined;
  sharedFormula?: string | undefined;
  shareType?: string | undefined;
  ref?: string | undefined;
  result?: unknown;
  master?: string | undefined;
  [other: string]: unknown;
}
interface RowModel {
  number: number;
  cells: CellModel[];
  [other: string]: unknown;
}
interface Anchor {
  nativeRow: number;
  [other: string]: unknown;
}
/** The part of exceljs's sheet model that knows of rows; its own types leave it open. */
interface SheetModel {
  rows: RowModel[];
  merges: string[];
  mergeCells?: string[];
  dataValidations: Record<string, unknown>;
  conditionalFormattings: { ref: string; rules: { formulae?: unknown[] }[] }[];
  rowBreaks?: { id: number }[];
  pageSetup: { printArea?: string };
  autoFilter?: unknown;
  media: { range?: { tl?: Anchor; br?: Anchor } }[];
  [other: string]: unknown;
}

const ADDRESS = /^([A-Z]+)(\d+)$/;

function parts(address: string): { column: string; row: number } {
  const [, column = '', row = ''] = ADDRESS.exec(address) ?? [];
  return { column, row: Number(row) };
}

export function growRow(workbook: ExcelJS.Workbook, growth: Growth): void {
  for (const sheet of workbook.worksheets) {
    const formulas = plainFormulas(sheet);
    const model = sheet.model as unknown as SheetModel;
    const own = sheet.name === growth.sheet;
    const rows = model.rows.flatMap((row): RowModel[] => {
      if (!own || row.number < growth.row)
        return [movedRow(row, row.number, null, sheet, growth, formulas)];
      if (row.number > growth.row) {
        return [movedRow(row, row.number + growth.extra, null, sheet, growth, formulas)];
      }
      return Array.from({ length: growth.extra + 1 }, (_, copy) =>
        movedRow(row, row.number + copy, copy, sheet, growth, formulas),
      );
    });
    const next: SheetModel = { ...model, rows, mergeCells: model.merges };
    if (own) moveParts(next, model, growth);
    // The sheet remembers its merged cells beside its model.
    for (const merge of model.merges) sheet.unMergeCells(merge);
    sheet.model = next as unknown as ExcelJS.WorksheetModel;
  }
  workbook.definedNames.model = workbook.definedNames.model.map((name) => ({
    ...name,
    ranges: name.ranges.map((range) => movedName(range, growth)),
  }));
}

/** A name's range; a name for one cell of the person's row names that column of all persons. */
function movedName(range: string, growth: Growth): string {
  const at = range.lastIndexOf('!') + 1;
  const place = range.slice(at);
  const whole = place.includes(':') ? range : `${range}:${place}`;
  return moveFormula(whole, '', growth, null).replace(/!(.+):\1$/, '!$1');
}

/** Formulas by address, shared ones written out: a group that shares one cannot be cut in two. */
function plainFormulas(sheet: ExcelJS.Worksheet): Map<string, string> {
  const found = new Map<string, string>();
  sheet.eachRow((row) => {
    row.eachCell((cell) => {
      if (cell.type === ExcelJS.ValueType.Formula) found.set(cell.address, cell.formula);
    });
  });
  return found;
}

function movedRow(
  row: RowModel,
  to: number,
  copy: number | null,
  sheet: ExcelJS.Worksheet,
  growth: Growth,
  formulas: ReadonlyMap<string, string>,
): RowModel {
  const cells = row.cells.map((cell): CellModel => {
    const address = `${parts(cell.address).column}${to}`;
    // Styles are objects that cells may share: a copy's format must not change the others'.
    const style = structuredClone(cell.style);
    if (cell.type === ExcelJS.ValueType.Merge) {
      // Read back as an empty cell, which keeps its border; the range is merged again afterwards.
      return { address, type: ExcelJS.ValueType.Null, style };
    }
    const formula = formulas.get(cell.address);
    if (formula === undefined) return { ...cell, address, style };
    const { sharedFormula: _shared, shareType, ref, result: _result, ...rest } = cell;
    const array = shareType === 'array' && ref !== undefined;
    return {
      ...rest,
      address,
      style,
      formula: moveFormula(formula, sheet.name, growth, copy),
      ...(array ? { shareType, ref: `${address}:${address}` } : {}),
    };
  });
  return { ...row, number: to, cells };
}

function moveParts(next: SheetModel, model: SheetModel, growth: Growth): void {
  const { row, extra } = growth;
  const range = (text: string) => moveRange(text, growth);
  next.mergeCells = model.merges.flatMap((merge) => {
    const [from = '', to = from] = merge.split(':');
    const [start, end] = [parts(from), parts(to)];
    if (start.row !== row || end.row !== row) return [range(merge)];
    return Array.from(
      { length: extra + 1 },
      (_, copy) => `${start.column}${row + copy}:${end.column}${row + copy}`,
    );
  });
  next.dataValidations = Object.fromEntries(
    Object.entries(model.dataValidations).flatMap(([address, rule]) => {
      if (address.includes(':') || address.startsWith('range')) return [[address, rule]];
      const at = parts(address);
      if (at.row < row) return [[address, rule]];
      if (at.row > row) return [[`${at.column}${at.row + extra}`, rule]];
      return Array.from({ length: extra + 1 }, (_, copy) => [`${at.column}${row + copy}`, rule]);
    }),
  );
  next.conditionalFormattings = model.conditionalFormattings.map((each) => ({
    ...each,
    ref: range(each.ref),
  }));
  if (model.rowBreaks !== undefined) {
    next.rowBreaks = model.rowBreaks.map((each) =>
      each.id > row ? { ...each, id: each.id + extra } : each,
    );
  }
  const { printArea } = model.pageSetup;
  if (printArea !== undefined) {
    next.pageSetup = {
      ...model.pageSetup,
      printArea: printArea.split('&&').map(range).join('&&'),
    };
  }
  if (typeof model.autoFilter === 'string') next.autoFilter = range(model.autoFilter);
  next.media = model.media.map((medium) => {
    const { range: at } = medium;
    if (at === undefined) return medium;
    const moved = (anchor: Anchor | undefined) =>
      anchor === undefined || anchor.nativeRow < row
        ? anchor
        : { ...anchor, nativeRow: anchor.nativeRow + extra };
    return { ...medium, range: { ...at, tl: moved(at.tl), br: moved(at.br) } } as typeof medium;
  });
}
