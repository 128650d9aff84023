/**
 * A sheet of printed forms in a preview: the loader read it as tables with a row per form, people look at the sheet
 * itself. Pure.
 */
import type { SheetResult } from '#etl/load/result.ts';
import type { FormFacts } from '#etl/recognise/form/types.ts';
import type { ReadRow, SheetPlan } from '#etl/session/session.ts';
import { columnNumber } from '#queries/values/column-letters.ts';
import type { Fate, Replaced, StagedFacts } from './staged-facts.ts';

/** The forms as rows, for examples of what stands at each label. */
export function formSample(form: FormFacts, limit: number): ReadRow[] {
  return [...form.rows].slice(0, limit).map(([row, { cells }]) => ({
    row: { row, cells: cells.map((cell) => cell?.text ?? null) },
    role: 'data',
  }));
}

/** Letters of the columns that hold a value of the forms. */
export function formLetters(form: FormFacts): Set<string> {
  const letters = new Set<string>();
  for (const { cells } of form.rows.values()) {
    for (const cell of cells) if (cell !== null) letters.add(cell.letter);
  }
  return letters;
}

/** The results of the forms of a sheet, each set of labels read by itself, as one. */
export function joinedResults(results: readonly SheetResult[]): SheetResult | null {
  let [sum] = results;
  if (sum === undefined) return null;
  for (const one of results.slice(1)) sum = joined(sum, one);
  return sum;
}

function joined(a: SheetResult, b: SheetResult): SheetResult {
  return {
    ...a,
    kind: [...new Set([...a.kind, ...b.kind])],
    rows: a.rows + b.rows,
    new: a.new + b.new,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
    skipped: a.skipped + b.skipped,
    removed: a.removed + b.removed,
    hidden_rows: a.hidden_rows + b.hidden_rows,
    skipped_by: joinedCounts(a.skipped_by, b.skipped_by),
    changed_fields: joinedCounts(a.changed_fields, b.changed_fields),
    mapping: { ...b.mapping, ...a.mapping },
    unmapped: [...new Set([...a.unmapped, ...b.unmapped])],
    issues: [...a.issues, ...b.issues].sort((x, y) => x.row - y.row),
    issues_left_out: a.issues_left_out + b.issues_left_out,
  };
}

function joinedCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** What became of each form, told of the sheet's own rows and cells. Facts of a table stay as they are. */
export function factsInSheet(
  plans: readonly SheetPlan[],
  facts: ReadonlyMap<number, StagedFacts>,
): StagedFacts | null {
  const [first] = plans.flatMap((plan) => facts.get(plan.sheetOrd) ?? []);
  if (first === undefined || plans.every((plan) => plan.recognition.form === undefined)) {
    return first ?? null;
  }
  const unusual = new Map<number, Fate>();
  const replaced = new Map<number, readonly Replaced[]>();
  let lastRow = 0;
  for (const plan of plans) {
    const own = facts.get(plan.sheetOrd);
    for (const [number, { sheetRows, cells }] of plan.recognition.form?.rows ?? []) {
      const fate = own?.unusual.get(number) ?? own?.usual;
      for (const row of sheetRows) {
        // Of forms side by side the refused one is what people look for.
        if (fate !== undefined && unusual.get(row) !== 'rejected') unusual.set(row, fate);
        lastRow = Math.max(lastRow, row);
      }
      for (const { field, columns, before } of own?.replaced.get(number) ?? []) {
        for (const letter of columns) {
          const cell = cells[columnNumber(letter) - 1];
          if (!cell) continue;
          const there = replaced.get(cell.row) ?? [];
          replaced.set(cell.row, [...there, { field, columns: [cell.letter], before }]);
        }
      }
    }
  }
  return { ...first, unusual, replaced, lastRow };
}
