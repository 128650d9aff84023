/** From a staged and compared sheet to what people read of it and what is stored about it. */
import { z } from 'zod';
import { cellText } from '#etl/cells/fold.ts';
import type { FileChoices } from '#etl/choices.ts';
import type { FormCell, FormFacts } from '#etl/recognise/form/types.ts';
import { DERIVED_RANK } from '#etl/recognise/recognise-sheet.ts';
import { CELL_SEPARATOR } from '#etl/session/original-texts.ts';
import type { FileFacts, SheetPlan, StagedSheet } from '#etl/session/session.ts';
import { sheetIssues } from '#etl/session/stage-rows.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import type { CellIssue, ColumnMatch, FieldType, SheetKind } from '#etl/types.ts';
import { cellPlace, columnLetter } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { DuplicateRow, SheetComparison } from './compare.ts';
import type { LayoutChange } from './layout-change.ts';
import { type Lang, loadMessage } from './messages.ts';
import {
  type FormFault,
  type RejectedOriginal,
  type RejectedRow,
  type RejectedSheet,
  type SheetResult,
  SKIP_REASONS,
  type SkipReason,
} from './result.ts';
import { sheetWarning } from './sheet-warning.ts';
import type { ColumnRecord, SheetCount, SheetRecord } from './store.ts';

/** The result of a sheet; without staged rows and comparison, of one that was not read. */
export function sheetResult(
  plan: SheetPlan,
  staged: StagedSheet | null,
  comparison: SheetComparison | null,
): SheetResult {
  const { recognition, source } = plan;
  const rejected = (staged?.rejectedRows ?? 0) + (comparison?.duplicateRows ?? 0);
  const counts = {
    new: comparison?.new ?? 0,
    changed: comparison?.changed ?? 0,
    unchanged: comparison?.unchanged ?? 0,
  };
  const issues = staged?.issues ?? sheetIssues(plan.recognition);
  return {
    sheet: source.name,
    kind: recognition.kinds,
    header_row: recognition.headerRow,
    header_rows:
      recognition.headerRow === 0 ? 0 : recognition.headerRow - recognition.headerTop + 1,
    hidden: source.hidden,
    hidden_rows: staged?.hiddenRows ?? 0,
    rows: counts.new + counts.changed + counts.unchanged + rejected,
    ...counts,
    rejected,
    skipped: Object.values(staged?.skipped ?? {}).reduce((sum, n) => sum + n, 0),
    skipped_by: staged?.skipped ?? {},
    changed_fields: comparison?.changedFields ?? {},
    removed: comparison?.removed ?? 0,
    mapping: mappingOf(plan),
    unmapped: recognition.unmapped,
    issues,
    issues_left_out: staged?.issuesLeftOut ?? 0,
  };
}

function mappingOf(plan: SheetPlan): Record<string, string | string[]> {
  return headerFields(
    plan.recognition.columns.map(({ column, header, targets }) => ({
      letter: columnLetter(column),
      header,
      fields: targets.filter(({ rank }) => rank < DERIVED_RANK).map(({ field }) => field),
    })),
  );
}

/** Header → field; a header that occurs twice carries its column letter the second time. */
export function headerFields(
  columns: readonly {
    readonly letter: string;
    readonly header: string;
    readonly fields: readonly string[];
  }[],
): Record<string, string | string[]> {
  const mapping: Record<string, string | string[]> = {};
  for (const { letter, header, fields: named } of columns) {
    const fields = [...new Set(named)];
    const [only] = fields;
    if (only === undefined) continue;
    const name = Object.hasOwn(mapping, header) ? `${header} (${letter})` : header;
    mapping[name] = fields.length === 1 ? only : fields;
  }
  return mapping;
}

/** Rows that repeat a key of the file or of another month, with their texts as staged and an issue that names the first row of that key. */
export function duplicateRows(
  plan: SheetPlan,
  plans: readonly SheetPlan[],
  comparison: SheetComparison,
  lang: 'zh' | 'en',
): RejectedRow[] {
  return comparison.duplicates.map((duplicate) => {
    const texts = duplicate.cells.split(CELL_SEPARATOR);
    const keyColumn = keyColumnOf(plan, duplicate, texts);
    const firstSheet = plans.find((other) => other.sheetOrd === duplicate.first_ord)?.source.name;
    const first =
      firstSheet === undefined || duplicate.first_ord === plan.sheetOrd
        ? loadMessage(lang, 'first_row', { row: duplicate.first_row })
        : loadMessage(lang, 'first_row_sheet', { row: duplicate.first_row, sheet: firstSheet });
    const place =
      keyColumn && plan.recognition.form?.rows.get(duplicate.row_no)?.cells[keyColumn.column - 1];
    const { stored_on, stored_for } = duplicate;
    const reused = stored_on !== null && stored_for !== null;
    const issue: CellIssue = {
      row: place?.row ?? duplicate.row_no,
      column: place?.letter ?? (keyColumn === undefined ? null : columnLetter(keyColumn.column)),
      header: keyColumn?.header ?? null,
      field: keyColumn?.targets.find((target) => target.kind === duplicate.kind)?.field ?? null,
      // What the person sees in the cell; of a merged one, the number without what a derived key adds to it.
      value:
        texts[(keyColumn?.column ?? 0) - 1]?.trim() ||
        (duplicate.row_key.split('@')[0] ?? duplicate.row_key),
      code: reused ? 'number_reused' : 'duplicate_key',
      message: reused
        ? loadMessage(lang, 'number_reused', { day: stored_on, customer: stored_for })
        : loadMessage(lang, 'duplicate_key', { first }),
      severity: 'reject',
    };
    return {
      row: duplicate.row_no,
      cells: texts.map((text) => (text === '' ? null : text)),
      issues: [issue],
    };
  });
}

/** Fields whose column a person looks at to tell records of a kind apart, the key's own number first. */
const KEY_FIELDS: Readonly<Record<SheetKind, readonly string[]>> = {
  ticket: ['ticket_no', 'phone', 'customer_name'],
  receipt: ['receipt_no', 'ticket_no'],
  requisition_line: ['requisition_no', 'ticket_no'],
  follow_up: ['ticket_no'],
  complaint: ['complaint_no', 'ticket_no'],
  price: ['part_no', 'part_name'],
  agreement: ['phone', 'customer_name'],
  staff: ['employee_no'],
  expense: ['employee'],
};

/** The column that names the record of a duplicate row: the first of its kind's that is filled there. */
function keyColumnOf(
  plan: SheetPlan,
  { kind }: DuplicateRow,
  texts: readonly string[],
): ColumnMatch | undefined {
  const own = KEY_FIELDS[kind].flatMap(
    (field) =>
      plan.recognition.columns.find((column) =>
        column.targets.some((target) => target.kind === kind && target.field === field),
      ) ?? [],
  );
  return own.find((column) => texts[column.column - 1]?.trim()) ?? own[0];
}

/** What the command line and the history say of a header that changed. */
export function layoutIssue(
  { added, removed, unread, last_batch }: LayoutChange,
  lang: Lang,
): CellIssue {
  const quote = (names: readonly string[]): string =>
    names
      .map((header) => (lang === 'zh' ? `「${header}」` : `“${header}”`))
      .join(lang === 'zh' ? '、' : ', ');
  const parts: string[] = [];
  if (added.length > 0) parts.push(loadMessage(lang, 'layout_added', { names: quote(added) }));
  if (removed.length > 0) {
    parts.push(loadMessage(lang, 'layout_removed', { names: quote(removed) }));
  }
  if (unread.length > 0) parts.push(loadMessage(lang, 'layout_unread', { names: quote(unread) }));
  const message = loadMessage(lang, 'layout_changed', {
    batch: last_batch ?? '',
    what: parts.join(lang === 'zh' ? '，' : ', '),
  });
  return sheetWarning('layout_changed', message);
}

/** The rejected rows of a sheet: those that could not be read, and those that repeat a key. */
export function rejectedSheet(
  file: string,
  plan: SheetPlan,
  staged: StagedSheet,
  duplicates: readonly RejectedRow[],
  original: RejectedOriginal | null,
): RejectedSheet {
  const { form } = plan.recognition;
  const headers: string[] = [];
  for (const column of plan.recognition.columns) headers[column.column - 1] = column.header;
  const rows = [...staged.rejected, ...duplicates]
    .sort((a, b) => a.row - b.row)
    .map((row) =>
      form === undefined ? mendedCells(row, plan.choices.edits ?? {}) : asTable(row, form),
    );
  return {
    file,
    sheet: plan.source.name,
    headers: Array.from(headers, (header) => header ?? ''),
    rows,
    leftOut: staged.rejectedRows - staged.rejected.length,
    headerRow: form === undefined ? plan.recognition.headerRow : 0,
    formFaults:
      form === undefined
        ? []
        : formFaults([...staged.rejected, ...duplicates].flatMap((row) => row.issues)),
    types: columnTypes(
      plan.recognition.columns.flatMap(({ column, targets }) =>
        targets.map(({ kind, field }) => ({ letter: columnLetter(column), kind, field })),
      ),
    ),
    original,
  };
}

/** What is wrong with which cells of a sheet of forms. */
export function formFaults(issues: readonly CellIssue[]): FormFault[] {
  return issues.flatMap(({ row, column, message, severity }) =>
    severity === 'reject' && row > 0 ? [{ row, column, message }] : [],
  );
}

/** What is written in each column, by letter. */
export function columnTypes(
  columns: readonly { readonly letter: string; readonly kind: SheetKind; readonly field: string }[],
): RejectedSheet['types'] {
  const types: Record<string, FieldType> = {};
  for (const { letter, kind, field } of columns) {
    const type = fieldOf(kind, field)?.type;
    if (type !== undefined) types[letter] ??= type;
  }
  return types;
}

/** The file as it was uploaded, with the cells a person typed over. */
export function rejectedOriginal(
  { path, choices = {} }: { readonly path: string; readonly choices?: FileChoices },
  { sha256, format, sheets }: FileFacts,
): RejectedOriginal {
  const edits = sheets.flatMap(({ name, position }) => {
    const own = choices[String(position)]?.edits;
    return own === undefined ? [] : [[name, own] as const];
  });
  return { path, sha256, format, edits: Object.fromEntries(edits) };
}

/** A rejected row with what was typed over its cells (by address): whoever mends the rest finds that work done. */
export function mendedCells(
  row: RejectedRow,
  edits: Readonly<Record<string, string | null>>,
): RejectedRow {
  const cells = [...row.cells];
  const mended: { column: string; original: string }[] = [];
  for (const [address, typed] of Object.entries(edits)) {
    const place = cellPlace(address);
    if (place.row !== row.row || typed === null) continue;
    const at = place.column - 1;
    while (cells.length < at) cells.push(null);
    mended.push({ column: place.letter, original: cellText(cells[at] ?? null) });
    cells[at] = typed === '' ? null : typed;
  }
  return mended.length === 0 ? row : { ...row, cells, mended };
}

/** Where the value of a column stands in the first form that has it. */
function firstPlace(form: FormFacts | undefined, at: number): FormCell | null {
  for (const { cells } of form?.rows.values() ?? []) {
    const place = cells[at];
    if (place) return place;
  }
  return null;
}

/** Forms go back to the clerk as a table, a row per form: what is wrong is marked in the table's own columns. */
function asTable(row: RejectedRow, form: FormFacts): RejectedRow {
  const places = form.rows.get(row.row)?.cells ?? [];
  const issues = row.issues.map((issue) => {
    const at = places.findIndex(
      (cell) => cell !== null && cell.row === issue.row && cell.letter === issue.column,
    );
    return at === -1 ? { ...issue, column: null } : { ...issue, column: columnLetter(at + 1) };
  });
  // A cell that could not be read as a whole goes back as it stands in the form.
  const cells = places.map((place, at) => {
    const faulty = form.rows.get(row.row)?.faults.some((fault) => fault.at === at) === true;
    return faulty ? (place?.text ?? null) : (row.cells[at] ?? null);
  });
  return { ...row, cells, issues };
}

/** What is stored about the sheet. */
export function sheetRecord(
  plan: SheetPlan,
  staged: StagedSheet,
  result: SheetResult,
): SheetRecord {
  const { recognition, source } = plan;
  return {
    sheetOrd: plan.sheetOrd,
    sheet: source.name,
    position: source.position,
    hidden: source.hidden,
    kinds: recognition.kinds,
    headerRow: recognition.headerRow,
    headerFingerprint: recognition.fingerprint,
    rows: result.rows,
    new: result.new,
    changed: result.changed,
    unchanged: result.unchanged,
    rejected: result.rejected,
    skipped: result.skipped,
    counts: sheetCounts(result),
    columns: recognition.columns.flatMap((column): ColumnRecord[] => {
      const place = {
        index: column.column,
        letter:
          firstPlace(recognition.form, column.column - 1)?.letter ?? columnLetter(column.column),
        header: column.header,
      };
      if (column.targets.length === 0) {
        return [{ ...place, kind: null, field: null, rank: null, why: null }];
      }
      return column.targets.map(({ kind, field, rank, why }) => ({
        ...place,
        kind,
        field,
        rank,
        why,
      }));
    }),
    issues: staged.issues,
    form: recognition.form ?? null,
  };
}

/** What the history shows besides the counts of src_sheet. */
function sheetCounts(result: SheetResult): SheetCount[] {
  const single: SheetCount[] = [
    { what: 'hidden_rows', name: '', count: result.hidden_rows },
    { what: 'header_rows', name: '', count: result.header_rows ?? 0 },
    { what: 'issues_left_out', name: '', count: result.issues_left_out },
  ];
  const skipped = Object.entries(result.skipped_by).map(
    ([name, count]): SheetCount => ({ what: 'skipped', name, count }),
  );
  const changed = Object.entries(result.changed_fields).map(
    ([name, count]): SheetCount => ({ what: 'changed', name, count }),
  );
  return [...single, ...skipped, ...changed].filter(({ count }) => count > 0);
}

const COUNT = z.object({
  sheet_id: z.number(),
  what: z.enum(['skipped', 'changed', 'hidden_rows', 'header_rows', 'issues_left_out']),
  name: z.string(),
  count: z.number(),
});

/** What was counted of the sheets of a file beyond src_sheet, by sheet_id. */
export async function readSheetCounts(
  warehouse: Warehouse,
  fileId: number,
): Promise<(sheetId: number) => CountedFacts> {
  const rows = await warehouse.read(
    `SELECT c.sheet_id, c.what, c.name, c.count FROM src_sheet_count AS c JOIN src_sheet AS s USING (sheet_id)
     WHERE s.file_id = $file ORDER BY c.sheet_id, c.what, c.count DESC, c.name`,
    COUNT,
    { file: fileId },
  );
  return (sheetId) => {
    const own = rows.filter((row) => row.sheet_id === sheetId);
    const one = (what: SheetCount['what']): number =>
      own.find((row) => row.what === what)?.count ?? 0;
    const skipped: Partial<Record<SkipReason, number>> = {};
    const changed: Record<string, number> = {};
    for (const { what, name, count } of own) {
      const reason = what === 'skipped' ? SKIP_REASONS.find((known) => known === name) : undefined;
      if (reason !== undefined) skipped[reason] = count;
      if (what === 'changed') changed[name] = count;
    }
    return {
      skipped_by: skipped,
      changed_fields: changed,
      hidden_rows: one('hidden_rows'),
      header_rows: one('header_rows') || null,
      issues_left_out: one('issues_left_out'),
    };
  };
}

/** Counts of a sheet that its history shows besides those of src_sheet. */
export type CountedFacts = Pick<
  SheetResult,
  'skipped_by' | 'changed_fields' | 'hidden_rows' | 'header_rows' | 'issues_left_out'
>;
