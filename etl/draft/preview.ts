/**
 * What importing a draft would do, found by doing it: the import itself runs in a transaction that is rolled back, and
 * before that the staged rows, the stored values and the figures of both sides are looked at.
 */

import { z } from 'zod';
import { cellText, dropSpaces, halfWidth } from '#etl/cells/fold.ts';
import type { FileChoices } from '#etl/choices.ts';
import { type ImportObserver, importFiles, type SheetOutcome } from '#etl/import-files.ts';
import { layoutChange } from '#etl/load/layout-change.ts';
import { recallForms, recallMappings, recallValues } from '#etl/load/remembered.ts';
import { monthsIn } from '#etl/load/replace-month.ts';
import type { FileError, FileResult, RejectedSheet } from '#etl/load/result.ts';
import { problemForPages } from '#etl/messages.ts';
import { type KnownValues, NOTHING_KNOWN } from '#etl/recognise/value-shape.ts';
import { RejectedRows } from '#etl/rejects/index.ts';
import type { FileFacts, ReadingSession, ReadRow, SheetPlan } from '#etl/session/session.ts';
import { sheetIssues } from '#etl/session/stage-rows.ts';
import type { CellIssue, ImportClock } from '#etl/types.ts';
import { policyOf } from '#queries/policy/policy.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import { aliasNames } from '#queries/values/person-names.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { countAskingSheets } from './answers.ts';
import { consequencesOf, type Standing } from './consequences.ts';
import { blankSheet, countsOf, describeSheet, filledCells, sumCounts } from './describe-sheet.ts';
import { factsInSheet, formLetters, formSample, joinedResults, joinedView } from './form-sheet.ts';
import { isOpen, type QuestionFacts, questionsOf, type Roster } from './questions.ts';
import { type StagedFacts, stagedFacts } from './staged-facts.ts';
import { draftText, type Lang } from './texts.ts';
import type {
  Consequences,
  Draft,
  DraftFile,
  DraftOptions,
  DraftSheet,
  RowCounts,
} from './types.ts';

/** Rows looked at for examples and shapes where the sheet was read, and where a question keeps it from being read. */
const SAMPLE_READ = 300;
const SAMPLE_UNREAD = 5_000;
/** Values of one column asked about as ticket numbers. */
const MAX_CODES = 200;

/** A file of a draft. */
export interface PreviewFile {
  /** Its place in the draft. */
  readonly index: number;
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly choices: FileChoices;
  /** Opens it, or hands out a session that is open already. Throws FileRefused. */
  open(): Promise<ReadingSession>;
}

export interface PreviewOptions {
  readonly options: DraftOptions;
  readonly clock: ImportClock;
  /** Called between files, while rows are read and before figures are compared; what it throws ends the preview. */
  readonly onProgress: (progress: { index: number; rows: number; done: number }) => void;
  /** All is read and compared; what it does to the figures is still to be found. What it throws ends the preview. */
  readonly onRead: (preview: Preview) => void;
}

/** A sheet with what its window needs. */
export interface PreviewSheet {
  readonly sheet: DraftSheet;
  readonly plan: SheetPlan | null;
  readonly facts: StagedFacts | null;
  readonly issues: readonly CellIssue[];
}

export interface Preview {
  readonly files: readonly DraftFile[];
  /** By place in the draft, then by position of the sheet. */
  readonly sheets: ReadonlyMap<number, ReadonlyMap<number, PreviewSheet>>;
  readonly counts: RowCounts;
  /** Questions that must be answered first. */
  readonly questions: number;
  readonly roster: Draft['roster'];
  /** Null while the figures are computed. */
  readonly consequences: Consequences | null;
  readonly rejects: readonly RejectedSheet[];
}

/** What is gathered of a file while it passes. */
interface Passing {
  source: FileFacts | null;
  plans: readonly SheetPlan[];
  outcomes: readonly SheetOutcome[];
  facts: ReadonlyMap<number, StagedFacts>;
  samples: Map<number, readonly ReadRow[]>;
  months: readonly string[];
}

/** What the database says, while everything stands. */
interface Gathered {
  readonly roster: Roster | null;
  /** Stored ticket numbers among the texts at hand. */
  readonly tickets: ReadonlySet<string>;
  /** By file and sheet_ord. */
  readonly layouts: ReadonlyMap<string, DraftSheet['layout_change']>;
}

/**
 * Previews the files of a draft, in their order, as one import.
 *
 * @param trial the connection to try it on; nothing of it stays
 * @param standing reads what is committed
 */
export async function previewFiles(
  trial: Warehouse,
  standing: Standing,
  files: readonly PreviewFile[],
  { options, clock, onProgress, onRead }: PreviewOptions,
): Promise<Preview> {
  const { lang } = clock;
  const passing = files.map(
    (): Passing => ({
      source: null,
      plans: [],
      outcomes: [],
      facts: new Map(),
      samples: new Map(),
      months: [],
    }),
  );
  const rejects = new RejectedRows();
  let gathered = NOTHING_GATHERED;
  let consequences: Consequences = { months: [], closed: [] };
  const rules = rulesOf(trial, lang);
  const described = (results: readonly FileResult[], figures: Preview['consequences']): Preview => {
    const each = files.map((file, place) => {
      const result = results[place];
      const seen = passing[place];
      if (result === undefined || seen === undefined) throw new Error('a file was lost on the way');
      return describeFile(file, result, seen, gathered, { options, lang, rules, place });
    });
    countAskingSheets(each.map((one) => one.file));
    return {
      files: each.map((one) => one.file),
      sheets: new Map(each.map((one) => [one.file.index, one.sheets])),
      counts: sumCounts(
        each.filter(({ file }) => file.error === null).map(({ file }) => file.counts),
      ),
      questions: each.reduce((sum, one) => sum + one.open, 0),
      roster: (gathered.roster?.people ?? []).map(({ employee_no, name }) => ({
        name,
        label: `${name} ${employee_no}`.trimEnd(),
        read_as: employee_no === '' ? name : employee_no,
      })),
      consequences: figures,
      rejects: rejects.sheets,
    };
  };
  let at = 0;
  const observer: ImportObserver = {
    opened(index, source) {
      const file = passing[index];
      if (file !== undefined) file.source = source;
    },
    planned(index, plans) {
      const file = passing[index];
      if (file !== undefined) file.plans = plans;
    },
    async read(index, session, sheets) {
      const file = passing[index];
      if (file !== undefined) await takeSamples(file, session, sheets);
    },
    async compared(index, outcomes, incoming) {
      const file = passing[index];
      if (file === undefined) return;
      const read = outcomes.flatMap((one) => (one.staged === null ? [] : [one.plan]));
      file.outcomes = outcomes;
      file.facts = await stagedFacts(trial, incoming, read, lang);
      file.months = await monthsIn(trial, incoming);
      at = index + 1;
      tell(0);
    },
    async beforeRebuild(results) {
      for (const [index, file] of passing.entries()) {
        const input = files[index];
        if (input !== undefined) await lookAt(trial, file, input, lang);
      }
      gathered = {
        roster: await rosterOf(trial),
        tickets: await storedTickets(trial, passing),
        layouts: await layoutsOf(standing, passing),
      };
      onRead(described(results, null));
    },
    async beforeRollback() {
      // Nobody may be waiting any more, and this takes longest.
      tell(0);
      consequences = await consequencesOf(trial, standing, lang);
      // A roster among the files counts now.
      gathered = { ...gathered, roster: await rosterOf(trial) };
    },
  };
  const tell = (rows: number): void =>
    onProgress({ index: files[Math.min(at, files.length - 1)]?.index ?? 0, rows, done: at });
  tell(0);
  // Months an earlier change on this connection touched are none of this one's.
  await trial.run('DELETE FROM touched_month');
  const { files: results } = await importFiles(
    trial,
    files.map(({ path, name, choices, open }) => ({ path, name, choices, open })),
    {
      dataDir: null,
      dryRun: true,
      othersWait: true,
      acceptPartial: options.error_rows === 'leave_out',
      rejects,
      observer,
      onProgress: (_, rows) => tell(rows),
      ...(options.replace_month === null ? {} : { replaceMonth: options.replace_month }),
    },
    clock,
  );
  return described(results, consequences);
}

const NOTHING_GATHERED: Gathered = {
  roster: null,
  tickets: new Set(),
  layouts: new Map(),
};

/** Rows of each sheet below its header, for examples and shapes; fewer of the sheets that were read anyway. */
async function takeSamples(
  file: Passing,
  session: ReadingSession,
  read: readonly SheetPlan[],
): Promise<void> {
  const wasRead = new Set(read.map(({ sheetOrd }) => sheetOrd));
  for (const { sheetOrd, recognition } of file.plans) {
    if (recognition.form !== undefined && recognition.form.rows.size > 0) {
      file.samples.set(sheetOrd, formSample(recognition.form, SAMPLE_READ));
      continue;
    }
    file.samples.set(
      sheetOrd,
      await session.rows(sheetOrd, {
        from: recognition.headerRow + 1,
        limit: wasRead.has(sheetOrd) ? SAMPLE_READ : SAMPLE_UNREAD,
      }),
    );
  }
}

/** A file that was not read (known already, or a question is open) is opened once more for what stands in it. */
async function lookAt(
  trial: Warehouse,
  file: Passing,
  input: PreviewFile,
  lang: Lang,
): Promise<void> {
  // Read already, or refused as a whole: its result says why.
  if (file.outcomes.length > 0 || file.source === null) return;
  const session = await input.open();
  try {
    file.plans = await session.plan({
      lang,
      remembered: await recallMappings(trial),
      forms: await recallForms(trial),
      values: await recallValues(trial),
      sheets: input.choices,
    });
    await takeSamples(file, session, []);
  } finally {
    await session.close();
  }
}

/** Headers that changed since the last batch, against what is stored and not against another sheet of the same upload. */
async function layoutsOf(
  standing: Standing,
  passing: readonly Passing[],
): Promise<Gathered['layouts']> {
  const layouts = new Map<string, DraftSheet['layout_change']>();
  for (const [index, file] of passing.entries()) {
    for (const plan of file.plans) {
      const change = await standing((warehouse) => layoutChange(warehouse, plan));
      layouts.set(`${index} ${plan.sheetOrd}`, change);
    }
  }
  return layouts;
}

async function rosterOf(warehouse: Warehouse): Promise<Roster | null> {
  const people = await warehouse.read(
    "SELECT employee_no, name, coalesce(aliases, '') AS aliases FROM stg_staff WHERE name IS NOT NULL ORDER BY row_key",
    z.object({ employee_no: z.string().nullable(), name: z.string(), aliases: z.string() }),
  );
  if (people.length === 0) return null;
  const known = await warehouse.read(
    'SELECT name_key, known FROM person_match',
    z.object({ name_key: z.string(), known: z.number() }),
  );
  return {
    people: people.map((person) => ({
      name: person.name,
      employee_no: person.employee_no ?? '',
      aliases: aliasNames(person.aliases),
    })),
    known: new Map(known.map((row) => [row.name_key, row.known])),
  };
}

/** Texts of unmapped columns that are stored ticket numbers. */
async function storedTickets(
  warehouse: Warehouse,
  passing: readonly Passing[],
): Promise<Set<string>> {
  const codes = new Set<string>();
  for (const file of passing) {
    for (const plan of file.plans) {
      const rows = (file.samples.get(plan.sheetOrd) ?? []).filter(({ role }) => role === 'data');
      for (const { column, targets } of plan.recognition.columns) {
        if (targets.length > 0) continue;
        for (const { row } of rows.slice(0, MAX_CODES)) {
          const text = codeOf(cellText(row.cells[column - 1]));
          // A number of a ticket has digits and is short.
          if (/\d/.test(text) && text.length <= 40) codes.add(text);
        }
      }
    }
  }
  if (codes.size === 0) return new Set();
  const rows = await warehouse.read(
    'SELECT DISTINCT row_key FROM ticket_row WHERE row_key IN (SELECT unnest(string_split($codes, chr(31))))',
    z.object({ row_key: z.string() }),
    { codes: [...codes].join('\u001f') },
  );
  return new Set(rows.map((row) => row.row_key));
}

function codeOf(text: string): string {
  return dropSpaces(halfWidth(text)).replaceAll('\u001f', '');
}

/** Rule numbers of the newest policy with their titles. */
function rulesOf(warehouse: Warehouse, lang: Lang): { no: string; title: string }[] {
  return policyOf(warehouse.policies, '9999-12').rules.map((rule) => ({
    no: rule.no,
    title: rule.title[lang],
  }));
}

interface DescribeOptions {
  readonly options: DraftOptions;
  readonly lang: Lang;
  readonly rules: QuestionFacts['rules'];
  /** Place among the files previewed. */
  readonly place: number;
}

function describeFile(
  input: PreviewFile,
  result: FileResult,
  seen: Passing,
  gathered: Gathered,
  { options, lang, rules, place }: DescribeOptions,
): { file: DraftFile; sheets: Map<number, PreviewSheet>; open: number } {
  const sheets = new Map<number, PreviewSheet>();
  const known: KnownValues = {
    names: new Set([...(gathered.roster?.known.keys() ?? NOTHING_KNOWN.names)]),
    ticketNos: gathered.tickets,
  };
  let open = 0;
  for (const facts of seen.source?.sheets ?? []) {
    // Forms of several label sets are several plans of one sheet.
    const plans = seen.plans.filter((one) => one.source.position === facts.position);
    const view = joinedView(
      plans.map((one) => ({
        plan: one,
        sample: seen.samples.get(one.sheetOrd) ?? [],
        facts: seen.facts.get(one.sheetOrd) ?? null,
      })),
    );
    if (view === null) {
      const sheet = blankSheet(facts);
      sheets.set(facts.position, { sheet, plan: null, facts: null, issues: [] });
      continue;
    }
    const { plan, sample, facts: staged } = view;
    const outcomes = seen.outcomes.filter((one) => plans.includes(one.plan));
    const issues = plans.flatMap(
      (one) =>
        outcomes.find((outcome) => outcome.plan === one)?.staged?.issues ??
        sheetIssues(one.recognition),
    );
    const asked: QuestionFacts = {
      plan,
      sample,
      filled: filledCells(plan, staged, sample),
      known,
      issues,
      names: staged?.names ?? [],
      roster: gathered.roster,
      rules,
      refuseErrors: options.error_rows === 'refuse',
      lang,
    };
    // What is in already asks nothing.
    const questions = result.known_in_batch === null ? questionsOf(asked) : [];
    open += questions.filter((question) => isOpen(question, asked)).length;
    const sheet = describeSheet(
      {
        plan,
        // A file that is in already keeps its counts by name: it was not read again.
        result:
          joinedResults(outcomes.map((one) => one.result)) ??
          result.sheets.find((one) => one.sheet === plan.source.name && staged === null) ??
          null,
        issues,
        facts: staged,
        sample,
        known,
        questions,
        roster: gathered.roster,
        layoutChange: gathered.layouts.get(`${place} ${plan.sheetOrd}`) ?? null,
        lang,
      },
      input.choices[facts.position] ?? {},
    );
    sheets.set(facts.position, { sheet, plan, facts: factsInSheet(plans, seen.facts), issues });
  }
  const list = [...sheets.values()].map((one) => one.sheet);
  return {
    file: {
      index: input.index,
      file: input.name,
      bytes: input.bytes,
      sha256: result.sha256,
      format: result.format,
      encoding: result.encoding,
      known_in_batch: result.known_in_batch,
      error: forPages(result.error, { open, result, options, lang }),
      counts: sumCounts(result.sheets.map(countsOf)),
      months: [...seen.months],
      sheets: list,
    },
    sheets,
    open,
  };
}

/** Refusals that speak of the command line, in the words of the page. */
function forPages(
  error: FileError | null,
  {
    open,
    result,
    options,
    lang,
  }: { open: number; result: FileResult; options: DraftOptions; lang: Lang },
): FileError | null {
  if (error === null) return null;
  switch (error.code) {
    case 'two_columns_one_field':
    case 'missing_required':
      return { ...error, message: draftText(lang, 'questions_first', { n: Math.max(open, 1) }) };
    case 'rows_rejected': {
      const n = result.sheets.reduce((sum, sheet) => sum + sheet.rejected, 0);
      const replacing = options.replace_month !== null;
      const code = replacing ? 'rows_rejected_replacing' : 'rows_rejected';
      return { ...error, message: draftText(lang, code, { n }) };
    }
    case 'not_recognised':
      return { ...error, message: draftText(lang, 'not_recognised') };
    default:
      return { ...error, message: problemForPages(error.message) };
  }
}

/** The letters of the columns that feed something. */
export function importedLetters(plan: SheetPlan): Set<string> {
  if (plan.recognition.form !== undefined) return formLetters(plan.recognition.form);
  return new Set(
    plan.recognition.columns
      .filter((column) => column.targets.length > 0)
      .map((column) => columnLetter(column.column)),
  );
}
