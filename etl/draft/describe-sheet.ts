/** From what recognition, reading and comparison found of a sheet to what people see of it. Pure. */
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import type { SheetResult } from '#etl/load/result.ts';
import { problemForPages } from '#etl/messages.ts';
import { DERIVED_RANK } from '#etl/recognise/recognise-sheet.ts';
import { isReturnedHeader } from '#etl/recognise/returned.ts';
import { fieldsOfShape, type KnownValues, shapeOf } from '#etl/recognise/value-shape.ts';
import type { ReadRow, SheetFacts, SheetPlan } from '#etl/session/session.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { CellIssue, ColumnMatch } from '#etl/types.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import { answeredValues } from './answers.ts';
import type { Roster } from './questions.ts';
import type { StagedFacts } from './staged-facts.ts';
import { automaticText, draftText, type Lang, TYPE_WORDS, whyText } from './texts.ts';
import type { DraftColumn, DraftSheet, Question, RowCounts } from './types.ts';

export interface SheetFindings {
  readonly plan: SheetPlan;
  /** Null where the sheet was not read: a question is open, or it is left out. */
  readonly result: SheetResult | null;
  readonly issues: readonly CellIssue[];
  readonly facts: StagedFacts | null;
  /** Rows below the header, as the file holds them. */
  readonly sample: readonly ReadRow[];
  readonly known: KnownValues;
  readonly questions: readonly Question[];
  readonly roster: Roster | null;
  readonly layoutChange: DraftSheet['layout_change'];
  readonly lang: Lang;
}

const EXAMPLES = 4;
const MAX_SUGGESTIONS = 3;

export const NO_ROWS: RowCounts = {
  rows: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
};

/** The counts of a sheet's result. */
export function countsOf(result: SheetResult | null): RowCounts {
  if (result === null) return NO_ROWS;
  const { rows, changed, unchanged, rejected, skipped, removed } = result;
  return { rows, new: result.new, changed, unchanged, rejected, skipped, removed };
}

/** Counts of several sheets or files together. */
export function sumCounts(all: readonly RowCounts[]): RowCounts {
  return all.reduce(
    (sum, one) => ({
      rows: sum.rows + one.rows,
      new: sum.new + one.new,
      changed: sum.changed + one.changed,
      unchanged: sum.unchanged + one.unchanged,
      rejected: sum.rejected + one.rejected,
      skipped: sum.skipped + one.skipped,
      removed: sum.removed + one.removed,
    }),
    NO_ROWS,
  );
}

/** A sheet with nothing in it. */
export function blankSheet(facts: SheetFacts): DraftSheet {
  return {
    position: facts.position,
    sheet: facts.name,
    hidden: facts.hidden,
    blank: true,
    form: false,
    kinds: [],
    header: null,
    counts: NO_ROWS,
    skipped_by: {},
    hidden_rows: 0,
    changed_fields: {},
    columns: [],
    questions: [],
    answered: [],
    automatic: [],
    layout_change: null,
    choices: {},
  };
}

/** What people see of a sheet. `choices` are the person's own, without the values remembered from before. */
export function describeSheet(findings: SheetFindings, choices: DraftSheet['choices']): DraftSheet {
  const { plan, result, questions, layoutChange } = findings;
  const { recognition, source } = plan;
  return {
    position: source.position,
    sheet: source.name,
    hidden: source.hidden,
    blank: false,
    form: recognition.form !== undefined || plan.choices.form !== undefined,
    ...(recognition.form === undefined ? {} : { form_labels: [...recognition.form.labels] }),
    kinds: [...recognition.kinds],
    header: headerOf(plan),
    counts: countsOf(result),
    skipped_by: { ...result?.skipped_by },
    hidden_rows: result?.hidden_rows ?? 0,
    changed_fields: { ...result?.changed_fields },
    columns: recognition.columns
      .filter(({ header }) => !isReturnedHeader(header))
      .map((column) => describeColumn(column, findings)),
    questions: [...questions],
    answered: answeredValues(choices, recognition.kinds, findings.roster, findings.lang),
    automatic: automatic(findings, choices),
    layout_change: layoutChange,
    choices,
  };
}

/** First and last header row, null where none was found. */
export function headerOf(plan: SheetPlan): { top: number; bottom: number } | null {
  const { headerTop, headerRow } = plan.recognition;
  return headerRow === 0 ? null : { top: headerTop, bottom: headerRow };
}

/** Filled cells per column letter: of all data rows where the sheet was read, else of the rows at hand. */
export function filledCells(
  plan: SheetPlan,
  facts: StagedFacts | null,
  sample: readonly ReadRow[],
): Map<string, number> {
  return new Map(
    plan.recognition.columns.map(({ column }) => {
      const letter = columnLetter(column);
      const counted = facts?.columns.get(letter)?.filled;
      return [letter, counted ?? textsOf(sample, column).length];
    }),
  );
}

function textsOf(sample: readonly ReadRow[], column: number): string[] {
  return sample
    .filter(({ role }) => role === 'data')
    .map(({ row }) => foldSpaces(cellText(row.cells[column - 1])))
    .filter((text) => text !== '');
}

function describeColumn(match: ColumnMatch, findings: SheetFindings): DraftColumn {
  const { plan, sample, facts } = findings;
  const letter = columnLetter(match.column);
  const texts = textsOf(sample, match.column);
  const targets = match.targets.filter((target) => target.rank < DERIVED_RANK);
  const fields = targets.map(({ kind, field }) => `${kind}.${field}`);
  return {
    letter,
    header: match.header,
    fields,
    why: targets[0]?.why ?? null,
    ...remarkOf(match, letter, findings),
    required: targets.some(({ kind, field }) => fieldOf(kind, field)?.required === true),
    examples: [...new Set(texts)].slice(0, EXAMPLES),
    filled: facts?.columns.get(letter)?.filled ?? texts.length,
    suggestions:
      fields.length > 0 || plan.recognition.kinds.length === 0
        ? []
        : suggestionsOf(match, findings),
  };
}

/** One sentence about a column: what is wrong with its values, else why it was matched. */
function remarkOf(
  match: ColumnMatch,
  letter: string,
  { plan, issues, facts, lang }: SheetFindings,
): Pick<DraftColumn, 'remark' | 'warning'> {
  const [target] = match.targets;
  const spoken = plan.recognition.problems.find(
    (problem) => problem.columns?.includes(match.column) && problem.code === 'lower_rank_unused',
  );
  if (target === undefined) {
    if (spoken !== undefined) return { remark: problemForPages(spoken.message), warning: true };
    const left = plan.choices.columns?.[letter] === null;
    return { remark: draftText(lang, left ? 'left_out_column' : 'not_imported'), warning: false };
  }
  const own = issues.filter((issue) => issue.column === letter && issue.row > 0);
  const bad = own.filter((issue) => issue.severity === 'reject');
  const type = fieldOf(target.kind, target.field)?.type ?? 'text';
  if (bad.length > 0) {
    return { remark: badCells(bad, TYPE_WORDS[type][lang], lang), warning: true };
  }
  if (own.length > 0) {
    return { remark: draftText(lang, 'assumed_cells', { n: own.length }), warning: false };
  }
  const why = whyText(lang, target.why);
  const distinct = facts?.columns.get(letter)?.distinct;
  return {
    remark:
      type === 'code' && distinct !== undefined && distinct > 0
        ? draftText(lang, 'distinct', { why, n: distinct })
        : why,
    warning: target.why === 'value_shape',
  };
}

/** How many cells of a column are refused, and as what: one that can be read well is not called unreadable. */
function badCells(bad: readonly CellIssue[], what: string, lang: Lang): string {
  const count = (code: string): number => bad.filter((issue) => issue.code === code).length;
  const duplicate = count('duplicate_key');
  const reused = count('number_reused');
  const future = count('future_time');
  const unread = bad.length - duplicate - reused - future;
  return [
    unread > 0 ? draftText(lang, 'bad_cells', { n: unread, what }) : null,
    duplicate > 0 ? draftText(lang, 'duplicate_cells', { n: duplicate }) : null,
    reused > 0 ? draftText(lang, 'reused_cells', { n: reused }) : null,
    future > 0 ? draftText(lang, 'future_cells', { n: future }) : null,
  ]
    .filter((text) => text !== null)
    .join(lang === 'zh' ? '，' : ', ');
}

function suggestionsOf(
  match: ColumnMatch,
  { plan, sample, known, lang }: SheetFindings,
): DraftColumn['suggestions'] {
  const cells = sample
    .filter(({ role }) => role === 'data')
    .map(({ row }) => row.cells[match.column - 1] ?? null);
  const shape = shapeOf(cells, known);
  if (shape === null) return [];
  const taken = new Set(
    plan.recognition.columns.flatMap((column) =>
      column.targets.map(({ kind, field }) => `${kind}.${field}`),
    ),
  );
  const share =
    shape.share === 1
      ? draftText(lang, 'all_of')
      : draftText(lang, 'most_of', { percent: Math.floor(shape.share * 100) });
  return fieldsOfShape(shape, plan.recognition.kinds, taken)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ field }) => ({ field, reason: draftText(lang, `shape_${shape.shape}`, { share }) }));
}

/** What was read in without asking, the most frequent first. */
function automatic(
  { plan, result, issues, facts, lang }: SheetFindings,
  own: DraftSheet['choices'],
): DraftSheet['automatic'] {
  const found = new Map<string, { count: number; message: string }>();
  for (const issue of issues) {
    if (issue.severity !== 'warning') continue;
    // What is said of the sheet as a whole says everything itself.
    const code = issue.row === 0 ? `${issue.code} ${issue.message}` : issue.code;
    const entry = found.get(code);
    const message =
      issue.row === 0 ? problemForPages(issue.message) : automaticText(lang, issue.code);
    if (entry === undefined) found.set(code, { count: 1, message: message ?? issue.message });
    else entry.count += 1;
  }
  const list = [...found].map(([code, entry]) => ({ code: code.split(' ')[0] ?? code, ...entry }));
  const add = (code: string, count: number, message: string): void => {
    if (count > 0) list.push({ code, count, message });
  };
  const columns = plan.recognition.columns
    .filter((column) => column.targets.length > 0)
    .map((column) => facts?.columns.get(columnLetter(column.column)));
  const total = (of: 'ditto' | 'fullWidth'): number =>
    columns.reduce((sum, column) => sum + (column?.[of] ?? 0), 0);
  add('ditto', total('ditto'), draftText(lang, 'auto_ditto'));
  add('full_width', total('fullWidth'), draftText(lang, 'auto_full_width'));
  const merged = plan.source.merges.filter(
    (merge) => merge.bottom > merge.top && merge.top > plan.recognition.headerRow,
  );
  add('merged', result === null ? 0 : merged.length, draftText(lang, 'auto_merged'));
  add('hidden_rows', result?.hidden_rows ?? 0, draftText(lang, 'auto_hidden_rows'));
  for (const use of facts?.remembered ?? []) {
    // What was said in this upload is listed with its way back.
    if (own.values?.[use.field]?.[use.written] !== undefined) continue;
    const read = plan.choices.values?.[use.field]?.[use.written] ?? '';
    const details = { written: use.written, read };
    add(
      'remembered_value',
      use.count,
      draftText(lang, read === '' ? 'auto_remembered_blank' : 'auto_remembered_value', details),
    );
  }
  return list.sort((a, b) => b.count - a.count);
}
