/**
 * References in formulas when one row becomes many. Pure.
 *
 * A template has one row for a person; filled, that row stands once per person and everything below moves down. Formulas
 * keep their meaning: ranges that hold the person's row grow over all persons, references to rows below move along. In a
 * person's own row, references to that row and (without `$`) to the row above follow from row to row, as when it is
 * filled down by hand; references to any other row stay where they point.
 */

/** The row that became many. Rows count from 1. */
export interface Growth {
  readonly sheet: string;
  readonly row: number;
  /** Rows added below it; −1 never: a template without persons keeps its one row. */
  readonly extra: number;
}

/** A formula outside the person's row takes one person's cell, which after growing would be only the first one's. */
export class LoneReference extends Error {
  override readonly name = 'LoneReference';
  constructor(readonly reference: string) {
    super(reference);
  }
}

const PREFIX = String.raw`(?:'((?:[^']|'')+)'!|([\p{L}_][\p{L}\p{N}_.]*)!)?`;
const CELL = String.raw`(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})`;
/** A text, or a reference to a cell, a range or whole rows, none of them inside a longer name. */
const TOKEN = new RegExp(
  String.raw`"(?:[^"]|"")*"|${PREFIX}(?<![\p{L}\p{N}_.$])(?:${CELL}(?::${CELL})?|(\$?)(\d{1,7}):(\$?)(\d{1,7}))(?![\p{L}\p{N}_(.!])`,
  'gu',
);
/** Functions that take a list of values, so that one cell means the whole column as well. */
const OF_LIST = /(?:SUM|COUNT|COUNTA|AVERAGE|MAX|MIN|SUBTOTAL\s*\(\s*\d+\s*,)\s*\(?\s*$/i;

interface Ref {
  readonly absolute: string;
  readonly row: number;
}

/**
 * The formula with its references moved. `home`: the sheet the formula stands on. `copy`: 0, 1, 2 … for the formula of
 * the n-th person's row, null for a formula outside it.
 * @throws LoneReference
 */
export function moveFormula(
  formula: string,
  home: string,
  { sheet, row, extra }: Growth,
  copy: number | null,
): string {
  return formula.replace(TOKEN, (...args: unknown[]) => {
    const groups = args.slice(0, 15).map((part) => (typeof part === 'string' ? part : undefined));
    const [whole = '', quoted, plain, a$, aCol, ar$, aRow, b$, bCol, br$, bRow, c$, c, d$, d] =
      groups;
    if (whole.startsWith('"')) return whole;
    const named = quoted?.replaceAll("''", "'") ?? plain ?? home;
    if (named !== sheet) return whole;
    const prefix = whole.slice(0, whole.lastIndexOf('!') + 1);
    const place = (ref: Ref, side: 'start' | 'end' | 'one'): number => {
      if (copy !== null) {
        const follows = ref.absolute === '' && (ref.row === row || ref.row === row - 1);
        if (follows) return ref.row + copy;
      }
      if (ref.row > row) return ref.row + extra;
      return side === 'end' && ref.row === row && copy === null ? ref.row + extra : ref.row;
    };
    if (c !== undefined && d !== undefined) {
      const start = place({ absolute: c$ ?? '', row: Number(c) }, 'start');
      const end = place({ absolute: d$ ?? '', row: Number(d) }, 'end');
      return `${prefix}${c$}${start}:${d$}${end}`;
    }
    const first = { absolute: ar$ ?? '', row: Number(aRow) };
    const left = `${a$}${aCol}${ar$}`;
    if (bRow !== undefined) {
      const start = place(first, 'start');
      const end = place({ absolute: br$ ?? '', row: Number(bRow) }, 'end');
      return `${prefix}${left}${start}:${b$}${bCol}${br$}${end}`;
    }
    if (copy === null && first.row === row) {
      const at = typeof args[15] === 'number' ? args[15] : 0;
      const before = formula.slice(0, at);
      const after = formula.slice(at + whole.length);
      if (!OF_LIST.test(before) || !/^\s*\)/.test(after)) throw new LoneReference(whole);
      return `${prefix}${left}${row}:${left}${row + extra}`;
    }
    return `${prefix}${left}${place(first, 'one')}`;
  });
}

/** A range such as `A1:K8`, or a cell, moved like one a formula outside the row names. */
export function moveRange(range: string, growth: Growth): string {
  return range
    .split(' ')
    .map((part) =>
      part.includes(':')
        ? moveFormula(part, growth.sheet, growth, null)
        : moveFormula(`${part}:${part}`, growth.sheet, growth, null).replace(/^(.*):\1$/, '$1'),
    )
    .join(' ');
}
