/**
 * The whole story of an import: open → recognise → map → read rows → stage → compare → (preview) → commit.
 * One batch per call, one transaction per file: a file is in whole or not at all.
 */
import type { FileChoices } from '#etl/choices.ts';
import { storeEdits } from '#etl/load/cell-edits.ts';
import { ROWS_WHILE_OTHERS_WAIT } from '#etl/load/chunk-appender.ts';
import { compareIncoming, type SheetComparison } from '#etl/load/compare.ts';
import { findKnownFile, type KnownFile, storedOriginals } from '#etl/load/history.ts';
import { Incoming } from '#etl/load/incoming.ts';
import { type KindTables, readKindTables } from '#etl/load/kind-tables.ts';
import { layoutChange } from '#etl/load/layout-change.ts';
import { loadMessage } from '#etl/load/messages.ts';
import { keepOriginal } from '#etl/load/originals.ts';
import { personInSheetName } from '#etl/load/person-in-sheet-name.ts';
import { incomingSheet } from '#etl/load/plan.ts';
import {
  recallForms,
  recallMappings,
  recallValues,
  rememberForm,
  rememberMapping,
  rememberValues,
} from '#etl/load/remembered.ts';
import {
  beginReplacing,
  findRemoved,
  keepKeys,
  nothingToReplace,
} from '#etl/load/replace-month.ts';
import type {
  FileError,
  FileResult,
  ImportResult,
  RejectedRow,
  SheetResult,
} from '#etl/load/result.ts';
import {
  duplicateRows,
  headerFields,
  layoutIssue,
  rejectedOriginal,
  rejectedSheet,
  sheetRecord,
  sheetResult,
} from '#etl/load/sheet-result.ts';
import { startBatch, storeFile } from '#etl/load/store.ts';
import { sha256Of } from '#etl/readers/bytes.ts';
import { refusal } from '#etl/readers/messages.ts';
import type { RejectedRows } from '#etl/rejects/index.ts';
import type { FileFacts, ReadingSession, SheetPlan, StagedSheet } from '#etl/session/session.ts';
import { openSession } from '#etl/session/thread.ts';
import { type CellIssue, FileRefused, type ImportClock, type SheetKind } from '#etl/types.ts';
import { noteOwnFinesGone, ownFines } from '#queries/ledger/own-fines.ts';
import { rebuildMarts } from '#queries/warehouse/rebuild.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** A file to import. */
export interface ImportInput {
  readonly path: string;
  /** Name for people where the path has another, e.g. of an upload. */
  readonly name?: string;
  /** What a person decided about the file, by sheet position. */
  readonly choices?: FileChoices;
  /** Opens the file; absent: the path is opened. Throws FileRefused. The session is closed when the file is done. */
  readonly open?: () => Promise<ReadingSession>;
}

/** One sheet after staging and comparison. */
export interface SheetOutcome {
  readonly plan: SheetPlan;
  /** Null for a sheet that was not recognised. */
  readonly staged: StagedSheet | null;
  /** Rows taken out because they repeat a key. */
  readonly duplicates: readonly RejectedRow[];
  readonly result: SheetResult;
}

/** Looks on while files are imported: what a preview shows stands in tables that are gone afterwards. */
export interface ImportObserver {
  /** A file was opened. `index` is its place among the inputs. */
  opened?(index: number, source: FileFacts): void;
  /** Its sheets were recognised; not for a file that is in already. */
  planned?(index: number, plans: readonly SheetPlan[]): void;
  /** The rows of these sheets are in, and the file is still open. */
  read?(index: number, session: ReadingSession, sheets: readonly SheetPlan[]): Promise<void>;
  /** Its rows were compared; the tables of load/compare.ts stand until the promise is settled. */
  compared?(index: number, outcomes: readonly SheetOutcome[], incoming: Incoming): Promise<void>;
  /** A dry run has stored all rows and is about to bring the marts up to date. */
  beforeRebuild?(files: readonly FileResult[]): Promise<void>;
  /** A dry run has brought the marts up to date and is about to be rolled back. */
  beforeRollback?(): Promise<void>;
}

export interface ImportOptions {
  /** Folder that keeps the originals; null keeps none. */
  readonly dataDir: string | null;
  /** Shows everything and changes nothing. */
  readonly dryRun?: boolean;
  /** All files and the marts in one transaction: who reads meanwhile sees the figures before or after, nothing between. */
  readonly oneTransaction?: boolean;
  /** Other requests wait on this thread: it is never held for long, at some cost to the whole. */
  readonly othersWait?: boolean;
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
  /** Called when a file is open, and from time to time while its rows are read. */
  readonly onProgress?: (file: string, rows: number) => void;
  readonly observer?: ImportObserver;
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
    const tried = await tryFiles(run, inputs);
    return { batch: null, committed: false, dry_run: true, files: tried };
  }
  const by = { nowMicros: clock.nowMicros, actor: options.actor ?? null };
  const all = async (inTransaction: boolean): Promise<void> => {
    const own = await ownFines(warehouse, by);
    if (options.replaceMonth !== undefined) await beginReplacing(warehouse);
    for (const [index, input] of inputs.entries()) files.push(await importFile(run, input, index));
    await rebuildMarts(warehouse, { inTransaction });
    if (run.batch !== null)
      await noteOwnFinesGone(warehouse, own, by, { batch: run.batch, how: 'import' });
  };
  await (options.oneTransaction === true ? warehouse.transaction(() => all(true)) : all(false));
  return {
    batch: run.batch,
    // A refused file leaves the others in: the batch is committed when any of them is.
    committed: files.some((file) => file.error === null),
    dry_run: false,
    files,
  };
}

/**
 * All files in one transaction that is rolled back: the second sees what the first would have changed. A file that the
 * database has no memory for ends the transaction; the others are tried anew without it.
 */
async function tryFiles(run: ImportRun, inputs: readonly ImportInput[]): Promise<FileResult[]> {
  const { warehouse, options } = run;
  const tooLarge = new Map<number, FileResult>();
  for (;;) {
    const files: FileResult[] = [];
    const known = tooLarge.size;
    await warehouse.run('BEGIN TRANSACTION');
    try {
      if (options.replaceMonth !== undefined) await beginReplacing(warehouse);
      for (const [index, input] of inputs.entries()) {
        const file = tooLarge.get(index) ?? (await importFile(run, input, index));
        files.push(file);
        if (file.error?.code !== 'takes_too_much_memory' || tooLarge.has(index)) continue;
        tooLarge.set(index, file);
        break;
      }
      if (tooLarge.size > known) continue;
      await options.observer?.beforeRebuild?.(files);
      // What would come of the figures is nobody's to see unless somebody looks before all of it is gone.
      if (options.observer?.beforeRollback !== undefined) {
        await rebuildMarts(warehouse, { inTransaction: true });
        await options.observer.beforeRollback();
      }
      return files;
    } finally {
      await warehouse.run('ROLLBACK');
    }
  }
}

/** The refusal that an error means: the readers' own, or the database's lack of memory. Null for a defect. */
function refusalOf(error: unknown, file: string, lang: 'zh' | 'en'): FileRefused | null {
  if (error instanceof FileRefused) return error;
  // DuckDB has no error classes: its words are all there is.
  const outOfMemory = error instanceof Error && /\bOut of Memory Error\b/.test(error.message);
  return outOfMemory ? refusal({ file, lang }, 'takes_too_much_memory') : null;
}

/** One file from path to result. */
async function importFile(run: ImportRun, input: ImportInput, index: number): Promise<FileResult> {
  const { lang } = run.clock;
  let session: ReadingSession | null = null;
  try {
    session = await (input.open?.() ??
      openSession(input.path, input.name === undefined ? { lang } : { lang, name: input.name }));
    const source = session.file;
    run.options.observer?.opened?.(index, source);
    run.options.onProgress?.(source.file, 0);
    const known = await knownFile(run, input, source.sha256);
    if (known !== null) return againResult(source, known);
    const plans = await session.plan({
      lang,
      remembered: await recallMappings(run.warehouse),
      forms: await recallForms(run.warehouse),
      values: await recallValues(run.warehouse),
      ...(run.options.kind === undefined ? {} : { kind: run.options.kind }),
      ...(run.options.mapping === undefined ? {} : { mapping: run.options.mapping }),
      ...(input.choices === undefined ? {} : { sheets: input.choices }),
      // Replacing a month asks for every row of it.
      ...(run.options.replaceMonth === undefined
        ? { stored: await storedOriginals(run.warehouse) }
        : {}),
    });
    run.options.observer?.planned?.(index, plans);
    const refused = whyUnusable(source, plans, lang);
    if (refused !== null) {
      return fileResult(
        source,
        plans.map((plan) => sheetResult(plan, null, null)),
        refused,
      );
    }
    return await importSheets(run, input, index, session, plans);
  } catch (error) {
    const refused = refusalOf(error, session?.file.file ?? input.path, lang);
    if (refused === null) throw error;
    // Of one transaction all is lost.
    if (refused !== error && run.options.oneTransaction === true) throw refused;
    return {
      file: refused.file,
      sha256: session?.file.sha256 ?? (await sha256Of(input.path)),
      format: session?.file.format ?? null,
      encoding: session?.file.encoding ?? null,
      committed: false,
      known_in_batch: null,
      error: { code: refused.code, message: refused.message },
      sheets: [],
    };
  } finally {
    await session?.close();
  }
}

/** Reads, compares and, unless rows are rejected, stores the recognised sheets of a file. */
async function importSheets(
  run: ImportRun,
  input: ImportInput,
  index: number,
  session: ReadingSession,
  plans: readonly SheetPlan[],
): Promise<FileResult> {
  const { warehouse, options, clock } = run;
  const source = session.file;
  const recognised = plans.filter((plan) => plan.recognition.kinds.length > 0);
  const layouts = await layoutIssues(run, recognised);
  const unnamed = await personInSheetName(warehouse, recognised, clock.lang);
  const incoming = await Incoming.open(
    warehouse,
    recognised.map(incomingSheet),
    run.tables,
    options.othersWait === true ? { maxWaitingRows: ROWS_WHILE_OTHERS_WAIT } : {},
  );
  try {
    const staged = new Map<number, StagedSheet>();
    await incoming.startWriting();
    let rows = 0;
    for (const { sheetOrd } of recognised) {
      const read = await session.stage(sheetOrd, incoming.valueColumns, clock, {
        chunk: (table, chunk) => incoming.addChunk(table, chunk),
        progress: (more) => {
          rows += more;
          options.onProgress?.(source.file, rows);
        },
        restart: () => incoming.restartSheet(sheetOrd),
      });
      const name = unnamed.get(sheetOrd);
      const ofSheet = [...(layouts.get(sheetOrd) ?? []), ...(name === undefined ? [] : [name])];
      const issues = [...ofSheet, ...read.issues];
      staged.set(sheetOrd, { ...read, issues });
    }
    incoming.stopWriting();
    await options.observer?.read?.(index, session, recognised);
    // Rows are in: what reading took in memory goes back before the database needs its own.
    await session.close();
    const compared = await compareIncoming(warehouse, incoming);
    const month = options.replaceMonth ?? null;
    const removed = await findRemoved(warehouse, incoming, month);
    for (const [ord, issue] of await nothingToReplace(warehouse, incoming, month, clock.lang)) {
      const sheet = staged.get(ord);
      if (sheet) staged.set(ord, { ...sheet, issues: [issue, ...sheet.issues] });
    }
    const outcomes = plans.map((plan) => sheetOutcome(run, plan, plans, staged, compared, removed));
    await options.observer?.compared?.(index, outcomes, incoming);
    for (const outcome of outcomes) {
      if (outcome.staged === null || outcome.result.rejected === 0) continue;
      options.rejects?.add(
        rejectedSheet(
          source.file,
          outcome.plan,
          outcome.staged,
          outcome.duplicates,
          rejectedOriginal(input, source),
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
      if (options.replaceMonth !== undefined) await keepKeys(warehouse, incoming);
      await storeFile(warehouse, batch, { ...source, storedPath }, records, incoming);
      const by = { nowMicros: clock.nowMicros, actor: options.actor ?? null };
      await storeEdits(warehouse, recognised, by);
      for (const plan of recognised) {
        const { columns, kinds, header, values, form } =
          input.choices?.[plan.source.position] ?? {};
        const confirmed = columns !== undefined || kinds !== undefined || header !== undefined;
        if (options.mapping !== undefined || confirmed)
          await rememberMapping(warehouse, plan.recognition, clock.nowMicros);
        if (form !== undefined) await rememberForm(warehouse, form, by);
        if (values !== undefined)
          await rememberValues(warehouse, plan.recognition.kinds, values, by, clock.lang);
      }
      return batch;
    };
    const held = options.dryRun === true || options.oneTransaction === true;
    run.batch = held ? await store() : await warehouse.transaction(store);
    return fileResult(source, results, null, options.dryRun !== true);
  } finally {
    await incoming.drop();
  }
}

/** Headers that changed since the last batch, by sheet_ord. A preview shows them in a place of their own. */
async function layoutIssues(
  { warehouse, options, clock, batch }: ImportRun,
  plans: readonly SheetPlan[],
): Promise<ReadonlyMap<number, readonly CellIssue[]>> {
  const found = new Map<number, readonly CellIssue[]>();
  if (options.observer !== undefined) return found;
  for (const plan of plans) {
    const change = await layoutChange(warehouse, plan, batch);
    if (change !== null) found.set(plan.sheetOrd, [layoutIssue(change, clock.lang)]);
  }
  return found;
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
  const duplicates = duplicateRows(plan, plans, comparison, run.clock.lang);
  const full = { ...comparison, removed: removed.get(plan.sheetOrd) ?? 0 };
  const issues = [...sheet.issues, ...duplicates.flatMap((row) => row.issues)];
  const read = { ...sheet, issues: issues.sort((a, b) => a.row - b.row) };
  return { plan, staged: read, duplicates, result: sheetResult(plan, read, full) };
}

/** The live batch that holds this very file; only where the call leaves every choice to recognition. */
async function knownFile(
  run: ImportRun,
  input: ImportInput,
  sha256: string,
): Promise<KnownFile | null> {
  const { kind, mapping, replaceMonth } = run.options;
  if (kind !== undefined || mapping !== undefined || replaceMonth !== undefined) return null;
  if (Object.keys(input.choices ?? {}).length > 0) return null;
  return findKnownFile(run.warehouse, sha256);
}

/**
 * The result for a file that is in already: all its accepted rows are unchanged, and what was rejected then is shown
 * again without refusing anything.
 */
function againResult(source: FileFacts, known: KnownFile): FileResult {
  const sheets = known.sheets.map(
    (sheet): SheetResult => ({
      sheet: sheet.sheet,
      kind: sheet.kinds,
      header_row: sheet.headerRow,
      hidden: sheet.hidden,
      rows: sheet.rows,
      new: 0,
      changed: 0,
      unchanged: sheet.rows - sheet.rejected,
      rejected: sheet.rejected,
      skipped: sheet.skipped,
      ...sheet.facts,
      changed_fields: {},
      removed: 0,
      mapping: headerFields(sheet.columns),
      unmapped: sheet.columns.flatMap(({ header, fields }) =>
        fields.length === 0 ? [header] : [],
      ),
      issues: sheet.issues,
    }),
  );
  return { ...fileResult(source, sheets, null, true), known_in_batch: known.batch };
}

/** Why no row of the file can be read: nothing recognised, or a question about columns that only a person can answer. */
function whyUnusable(
  source: FileFacts,
  plans: readonly SheetPlan[],
  lang: 'zh' | 'en',
): FileError | null {
  const { file } = source;
  if (plans.length > 0 && plans.every((plan) => plan.choices.leaveOut === true)) {
    return { code: 'left_out', message: loadMessage(lang, 'left_out', { file }) };
  }
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
  source: FileFacts,
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
  source: FileFacts,
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
