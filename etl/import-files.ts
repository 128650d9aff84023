/**
 * The whole story of an import: open → recognise → map → read rows → stage → compare → (preview) → commit.
 * One batch per call, one transaction per file: a file is in whole or not at all.
 */
import { compareIncoming, type SheetComparison } from '#etl/load/compare.ts';
import { findKnownFile, type KnownFile } from '#etl/load/history.ts';
import { Incoming } from '#etl/load/incoming.ts';
import { type KindTables, readKindTables } from '#etl/load/kind-tables.ts';
import { loadMessage } from '#etl/load/messages.ts';
import { keepOriginal } from '#etl/load/originals.ts';
import { incomingSheet, planSheets, type SheetPlan } from '#etl/load/plan.ts';
import { recallMappings, rememberMapping } from '#etl/load/remembered.ts';
import { findRemoved } from '#etl/load/replace-month.ts';
import type { FileError, FileResult, ImportResult, SheetResult } from '#etl/load/result.ts';
import {
  duplicateIssues,
  headerFields,
  rejectedSheet,
  sheetRecord,
  sheetResult,
} from '#etl/load/sheet-result.ts';
import { type StagedSheet, stageSheet } from '#etl/load/stage-sheet.ts';
import { startBatch, storeFile } from '#etl/load/store.ts';
import { openFile } from '#etl/readers/index.ts';
import type { RejectedRows } from '#etl/rejects.ts';
import { FileRefused, type ImportClock, type SheetKind, type SourceFile } from '#etl/types.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** A file to import. */
export interface ImportInput {
  readonly path: string;
  /** Name for people where the path has another, e.g. of an upload. */
  readonly name?: string;
}

export interface ImportOptions {
  /** Folder that keeps the originals; null keeps none. */
  readonly dataDir: string | null;
  /** Shows everything and changes nothing. */
  readonly dryRun?: boolean;
  /** Commits the readable rows of a file although others are rejected. */
  readonly acceptPartial?: boolean;
  /** The kind of all sheets, instead of what their headers say. */
  readonly kind?: SheetKind;
  /** Header → field or `kind.field`; null leaves a column out. */
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** `YYYY-MM`: stored rows of that month and of the file's kinds that are absent from the file go. */
  readonly replaceMonth?: string;
  /** Who imports. */
  readonly actor?: string;
  /** Collects the rejected rows. */
  readonly rejects?: RejectedRows;
  readonly onProgress?: (file: string, rows: number) => void;
}

/** What one call carries from file to file. */
interface ImportRun {
  readonly warehouse: Warehouse;
  readonly options: ImportOptions;
  readonly clock: ImportClock;
  readonly tables: KindTables;
  batch: number | null;
}

/**
 * Imports files one after another; a refused file leaves the others in. Marts are rebuilt once, after the last file.
 * Refusals are part of the result; anything thrown is a defect or a broken database.
 */
export async function importFiles(
  warehouse: Warehouse,
  inputs: readonly ImportInput[],
  options: ImportOptions,
  clock: ImportClock,
): Promise<ImportResult> {
  const tables = await readKindTables(warehouse);
  const run: ImportRun = { warehouse, options, clock, tables, batch: null };
  const files: FileResult[] = [];
  if (options.dryRun === true) {
    // All files share one transaction that is rolled back: the second sees what the first would have changed.
    await warehouse.run('BEGIN TRANSACTION');
    try {
      for (const input of inputs) files.push(await importFile(run, input));
      await rebuildMarts(warehouse, { inTransaction: true });
    } finally {
      await warehouse.run('ROLLBACK');
    }
    return { batch: null, committed: false, dry_run: true, files };
  }
  for (const input of inputs) files.push(await importFile(run, input));
  await rebuildMarts(warehouse);
  return {
    batch: run.batch,
    // A refused file leaves the others in: the batch is committed when any of them is.
    committed: files.some((file) => file.error === null),
    dry_run: false,
    files,
  };
}

/** One file from path to result. */
async function importFile(run: ImportRun, input: ImportInput): Promise<FileResult> {
  const { lang } = run.clock;
  let source: SourceFile | null = null;
  try {
    source = await openFile(
      input.path,
      input.name === undefined ? { lang } : { lang, name: input.name },
    );
    const known = await knownFile(run, source.sha256);
    if (known !== null) return againResult(source, known);
    const plans = await planSheets(source.sheets, {
      lang,
      remembered: await recallMappings(run.warehouse),
      ...(run.options.kind === undefined ? {} : { kind: run.options.kind }),
      ...(run.options.mapping === undefined ? {} : { mapping: run.options.mapping }),
    });
    const refused = whyUnusable(source, plans, lang);
    if (refused !== null) {
      return fileResult(
        source,
        plans.map((plan) => sheetResult(plan, null, null)),
        refused,
      );
    }
    return await importSheets(run, input, source, plans);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return {
      file: error.file,
      sha256: source?.sha256 ?? null,
      format: source?.format ?? null,
      encoding: source?.encoding ?? null,
      committed: false,
      known_in_batch: null,
      error: { code: error.code, message: error.message },
      sheets: [],
    };
  } finally {
    await source?.close();
  }
}

/** Reads, compares and, unless rows are rejected, stores the recognised sheets of a file. */
async function importSheets(
  run: ImportRun,
  input: ImportInput,
  source: SourceFile,
  plans: readonly SheetPlan[],
): Promise<FileResult> {
  const { warehouse, options, clock } = run;
  const recognised = plans.filter((plan) => plan.recognition.kinds.length > 0);
  const incoming = await Incoming.open(warehouse, recognised.map(incomingSheet), run.tables);
  try {
    const staged = new Map<number, StagedSheet>();
    for (const plan of recognised) {
      const progress = options.onProgress;
      const sheet = await stageSheet(plan, incoming, clock, (rows) =>
        progress?.(source.file, rows),
      );
      staged.set(plan.sheetOrd, sheet);
    }
    const compared = await compareIncoming(warehouse, incoming);
    const removed = await findRemoved(warehouse, incoming, options.replaceMonth ?? null);
    const outcomes = plans.map((plan) => sheetOutcome(run, plan, plans, staged, compared, removed));
    for (const outcome of outcomes) {
      if (outcome.staged === null || outcome.result.rejected === 0) continue;
      options.rejects?.add(
        await rejectedSheet(
          warehouse,
          source.file,
          outcome.plan,
          outcome.staged,
          outcome.duplicates,
        ),
      );
    }
    const results = outcomes.map((outcome) => outcome.result);
    const error = whyRejected(source, results, options, clock.lang);
    if (error !== null) return fileResult(source, results, error);

    const records = outcomes.flatMap((outcome) =>
      outcome.staged === null ? [] : [sheetRecord(outcome.plan, outcome.staged, outcome.result)],
    );
    const storedPath =
      options.dryRun === true || options.dataDir === null
        ? null
        : await keepOriginal(input.path, source.sha256, options.dataDir);
    const store = async (): Promise<number> => {
      const batch = run.batch ?? (await startBatch(warehouse, batchRecord(run)));
      await storeFile(warehouse, batch, { ...source, storedPath }, records, incoming);
      if (options.mapping !== undefined) {
        for (const plan of recognised)
          await rememberMapping(warehouse, plan.recognition, clock.nowMicros);
      }
      return batch;
    };
    run.batch = options.dryRun === true ? await store() : await warehouse.transaction(store);
    return fileResult(source, results, null, options.dryRun !== true);
  } finally {
    await incoming.drop();
  }
}

/** One sheet after staging and comparison. */
interface SheetOutcome {
  readonly plan: SheetPlan;
  /** Null for a sheet that was not recognised. */
  readonly staged: StagedSheet | null;
  readonly duplicates: ReturnType<typeof duplicateIssues>;
  readonly result: SheetResult;
}

function sheetOutcome(
  run: ImportRun,
  plan: SheetPlan,
  plans: readonly SheetPlan[],
  staged: ReadonlyMap<number, StagedSheet>,
  compared: ReadonlyMap<number, SheetComparison>,
  removed: ReadonlyMap<number, number>,
): SheetOutcome {
  const sheet = staged.get(plan.sheetOrd) ?? null;
  const comparison = compared.get(plan.sheetOrd) ?? null;
  if (sheet === null || comparison === null) {
    return { plan, staged: null, duplicates: [], result: sheetResult(plan, null, null) };
  }
  const duplicates = duplicateIssues(plan, plans, comparison, run.clock.lang);
  const full = { ...comparison, removed: removed.get(plan.sheetOrd) ?? 0 };
  const read = { ...sheet, issues: [...sheet.issues, ...duplicates].sort((a, b) => a.row - b.row) };
  return { plan, staged: read, duplicates, result: sheetResult(plan, read, full) };
}

/** The live batch that holds this very file; only where the call leaves every choice to recognition. */
async function knownFile(run: ImportRun, sha256: string): Promise<KnownFile | null> {
  const { kind, mapping, replaceMonth } = run.options;
  if (kind !== undefined || mapping !== undefined || replaceMonth !== undefined) return null;
  return findKnownFile(run.warehouse, sha256);
}

/**
 * The result for a file that is in already: all its accepted rows are unchanged, and what was rejected then is shown
 * again without refusing anything.
 */
function againResult(source: SourceFile, known: KnownFile): FileResult {
  const sheets = known.sheets.map(
    (sheet): SheetResult => ({
      sheet: sheet.sheet,
      kind: sheet.kinds,
      header_row: sheet.headerRow,
      header_rows: null,
      hidden: sheet.hidden,
      hidden_rows: 0,
      rows: sheet.rows,
      new: 0,
      changed: 0,
      unchanged: sheet.rows - sheet.rejected,
      rejected: sheet.rejected,
      skipped: sheet.skipped,
      skipped_by: {},
      changed_fields: {},
      removed: 0,
      mapping: headerFields(sheet.columns),
      unmapped: sheet.columns.flatMap(({ header, fields }) =>
        fields.length === 0 ? [header] : [],
      ),
      issues: sheet.issues,
      issues_left_out: 0,
    }),
  );
  return { ...fileResult(source, sheets, null, true), known_in_batch: known.batch };
}

/** Why no row of the file can be read: nothing recognised, or a question about columns that only a person can answer. */
function whyUnusable(
  source: SourceFile,
  plans: readonly SheetPlan[],
  lang: 'zh' | 'en',
): FileError | null {
  const { file } = source;
  if (plans.every((plan) => plan.recognition.kinds.length === 0)) {
    const fatal = plans
      .flatMap((plan) => plan.recognition.problems)
      .find((problem) => problem.fatal);
    return fatal === undefined
      ? { code: 'not_recognised', message: loadMessage(lang, 'not_recognised', { file }) }
      : { code: fatal.code, message: fatal.message };
  }
  const problems = plans.flatMap((plan) =>
    plan.recognition.problems
      .filter((problem) => problem.fatal)
      .map((problem) => ({
        code: problem.code,
        message: loadMessage(lang, 'sheet_refused', {
          file,
          sheet: plan.source.name,
          problem: problem.message,
        }),
      })),
  );
  const [first] = problems;
  if (first === undefined) return null;
  return { code: first.code, message: problems.map((problem) => problem.message).join('\n') };
}

/** Why a file whose rows were read is not committed. */
function whyRejected(
  source: SourceFile,
  sheets: readonly SheetResult[],
  options: ImportOptions,
  lang: 'zh' | 'en',
): FileError | null {
  const rejected = sheets.reduce((sum, sheet) => sum + sheet.rejected, 0);
  const accepted = sheets.reduce((sum, sheet) => sum + sheet.rows, 0) - rejected;
  if (rejected + accepted === 0) {
    return {
      code: 'no_data_rows',
      message: loadMessage(lang, 'no_data_rows', { file: source.file }),
    };
  }
  if (rejected === 0) return null;
  // A rejected row would look absent and take its stored record with it.
  const replacing = options.replaceMonth !== undefined;
  if (options.acceptPartial === true && !replacing) return null;
  return {
    code: 'rows_rejected',
    message: loadMessage(lang, replacing ? 'rows_rejected_replacing' : 'rows_rejected', {
      file: source.file,
      rejected,
      accepted,
    }),
  };
}

function fileResult(
  source: SourceFile,
  sheets: readonly SheetResult[],
  error: FileError | null,
  committed = false,
): FileResult {
  return {
    file: source.file,
    sha256: source.sha256,
    format: source.format,
    encoding: source.encoding,
    committed,
    known_in_batch: null,
    error,
    sheets,
  };
}

function batchRecord(run: ImportRun): Parameters<typeof startBatch>[1] {
  const { kind, mapping, acceptPartial, replaceMonth, actor } = run.options;
  return {
    nowMicros: run.clock.nowMicros,
    actor: actor ?? null,
    options: { kind, mapping, acceptPartial, replaceMonth },
  };
}
