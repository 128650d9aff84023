/**
 * A sheet of printed forms in a preview: the loader read it as tables with a row per form, people look at the sheet
 * itself. Pure.
 */
import type { SheetResult } from '#etl/load/result.ts';
import { joinLabels } from '#etl/recognise/form/label-sets.ts';
import type { FormFacts, FormRow } from '#etl/recognise/form/types.ts';
import type { Recognition } from '#etl/recognise/recognise-sheet.ts';
import type { ReadRow, SheetPlan } from '#etl/session/session.ts';
import type { ColumnMatch } from '#etl/types.ts';
import { columnLetter, columnNumber } from '#queries/values/column-letters.ts';
import type { ColumnCount, Fate, Replaced, StagedFacts, WrittenName } from './staged-facts.ts';

/** The forms as rows, for examples of what stands at each label. */
export function formSample(form: FormFacts, limit: number): ReadRow[] {
  return [...form.rows].slice(0, limit).map(([row, { cells }]) => ({
    row: { row, cells: cells.map((cell) => cell?.text ?? null) },
    role: 'data',
  }));
}

/** What people see of a sheet's plan: the rows at hand, and what staging them found. */
export interface SheetView {
  readonly plan: SheetPlan;
  readonly sample: readonly ReadRow[];
  /** Null where the sheet was not read. */
  readonly facts: StagedFacts | null;
}

/** The forms of a sheet, each set of labels planned by itself, as one view with a column per label. */
export function joinedView(views: readonly SheetView[]): SheetView | null {
  const [first] = views;
  if (first === undefined || views.length === 1) return first ?? null;
  const { headers, places } = joinLabels(
    views.map(({ plan }) => plan.recognition.columns.map((column) => column.header)),
  );
  /** Cells of one table in the places of the joined one. */
  const moved = <T>(table: number, cells: readonly T[], blank: T): T[] => {
    const row = Array.from(headers, () => blank);
    for (const [at, cell] of cells.entries()) {
      const place = places[table]?.[at];
      if (place !== undefined) row[place] = cell;
    }
    return row;
  };
  const columns = headers.map((header, place): ColumnMatch => {
    const own = views.flatMap(({ plan }, table) => {
      const at = places[table]?.indexOf(place) ?? -1;
      return plan.recognition.columns[at] ?? [];
    });
    const targets = own.find((column) => column.targets.length > 0)?.targets ?? [];
    return { column: place + 1, header, targets };
  });
  const form = joinedForm(
    views.flatMap(({ plan }, table) => {
      const own = plan.recognition.form;
      if (own === undefined) return [];
      const rows = [...own.rows].map(([number, row]): [number, FormRow] => [
        number,
        { ...row, cells: moved(table, row.cells, null) },
      ]);
      return [{ ...own, rows: new Map(rows) }];
    }),
  );
  const recognition: Recognition = {
    ...first.plan.recognition,
    kinds: [...new Set(views.flatMap(({ plan }) => plan.recognition.kinds))],
    columns,
    unmapped: [...new Set(views.flatMap(({ plan }) => plan.recognition.unmapped))],
    problems: views.flatMap(({ plan }, table) =>
      plan.recognition.problems.map(({ columns: named, ...problem }) => ({
        ...problem,
        ...(named && { columns: named.map((one) => (places[table]?.[one - 1] ?? one - 1) + 1) }),
      })),
    ),
    ...(form && { form }),
  };
  return {
    plan: { ...first.plan, recognition },
    sample: views.flatMap(({ sample }, table) =>
      sample.map(({ row, role }) => ({
        row: { ...row, cells: moved(table, row.cells, null) },
        role,
      })),
    ),
    facts: first.facts && joinedFacts(first.facts, views, places),
  };
}

function joinedForm(forms: readonly FormFacts[]): FormFacts | undefined {
  const [first] = forms;
  return (
    first && {
      ...first,
      forms: forms.reduce((sum, form) => sum + form.forms, 0),
      labels: forms.flatMap((form) => form.labels).toSorted((a, b) => a.form - b.form),
      rows: new Map(forms.flatMap((form) => [...form.rows])),
      edits: forms.flatMap((form) => form.edits),
    }
  );
}

/** What was counted per column, and the names, of all tables; the fates of rows are told by `factsInSheet`. */
function joinedFacts(
  first: StagedFacts,
  views: readonly SheetView[],
  places: readonly (readonly number[])[],
): StagedFacts {
  const columns = new Map<string, ColumnCount>();
  const remembered = new Map<string, StagedFacts['remembered'][number]>();
  for (const [table, { facts }] of views.entries()) {
    for (const [letter, count] of facts?.columns ?? []) {
      const place = places[table]?.[columnNumber(letter) - 1];
      if (place === undefined) continue;
      const joined = columnLetter(place + 1);
      const there = columns.get(joined);
      columns.set(
        joined,
        there === undefined
          ? count
          : {
              filled: there.filled + count.filled,
              // Two tables may hold the same number: how many differ is not known.
              distinct: 0,
              ditto: there.ditto + count.ditto,
              fullWidth: there.fullWidth + count.fullWidth,
            },
      );
    }
    for (const use of facts?.remembered ?? []) {
      const id = `${use.field} ${use.written}`;
      remembered.set(id, { ...use, count: (remembered.get(id)?.count ?? 0) + use.count });
    }
  }
  return { ...first, columns, names: joinedNames(views), remembered: [...remembered.values()] };
}

function joinedNames(views: readonly SheetView[]): WrittenName[] {
  const names = new Map<string, WrittenName>();
  for (const written of views.flatMap(({ facts }) => facts?.names ?? [])) {
    const id = `${written.field} ${written.name}`;
    const rows = [...(names.get(id)?.rows ?? []), ...written.rows].sort((a, b) => a - b);
    names.set(id, { ...written, rows });
  }
  return [...names.values()];
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
