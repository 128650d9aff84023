/** Reading one file, done in the thread at hand. `openSession` of thread.ts does the same elsewhere. */
import { cellText } from '#etl/cells/fold.ts';
import { planSheets } from '#etl/load/plan.ts';
import { openFile } from '#etl/readers/index.ts';
import { BeyondLimit } from '#etl/readers/limits.ts';
import { refusal } from '#etl/readers/messages.ts';
import { originalOf } from '#etl/recognise/form/source.ts';
import { createMergeFiller, createRowJudge, type RowRole } from '#etl/recognise/index.ts';
import type {
  ImportClock,
  SheetCut,
  SheetRow,
  SheetSource,
  SourceFile,
  TextFacts,
} from '#etl/types.ts';
import type {
  FileFacts,
  PlanChoices,
  ReadingSession,
  ReadRow,
  RowsWanted,
  SheetFacts,
  SheetPlan,
  StagedSheet,
  StagingSink,
} from './session.ts';
import {
  type Half,
  type OpenSheet,
  type StageOptions,
  type StageStop,
  stageRows,
} from './stage-rows.ts';
import { StagingPacker, type ValueColumns } from './staged-tables.ts';

/** Rows between two reports of progress. */
const PROGRESS_ROWS = 50_000;

/** Characters handed out by one call for rows; a page shows a fraction of that. */
const MAX_CHARS_HANDED_OUT = 16 * 1024 * 1024;

export class FileReading implements ReadingSession {
  readonly file: FileFacts;
  readonly #source: SourceFile;
  readonly #planned = new Map<number, OpenSheet>();

  private constructor(
    source: SourceFile,
    readonly lang: 'zh' | 'en',
  ) {
    const { sheets, close: _, ...facts } = source;
    this.#source = source;
    this.file = { ...facts, sheets: sheets.map(factsOf) };
  }

  /** Opens a file of any kind that the product reads. Throws FileRefused. */
  static async open(
    path: string,
    options: { readonly lang: 'zh' | 'en'; readonly name?: string; readonly known?: TextFacts },
  ): Promise<FileReading> {
    return new FileReading(await openFile(path, options), options.lang);
  }

  async plan(choices: PlanChoices): Promise<readonly SheetPlan[]> {
    this.#planned.clear();
    const { remembered = {}, ...rest } = choices;
    const plans = await planSheets(this.#source.sheets, {
      ...rest,
      // Every row would be tried as one of the remembered headers.
      ...(Object.keys(remembered).length === 0
        ? {}
        : { remembered: (fingerprint: string) => remembered[fingerprint] }),
    });
    return plans.map((plan) => {
      this.#planned.set(plan.sheetOrd, plan);
      return { ...plan, source: factsOf(originalOf(plan.source)) };
    });
  }

  async stage(
    sheetOrd: number,
    columns: ValueColumns,
    clock: ImportClock,
    sink: StagingSink,
    between: () => Promise<void> | void = () => undefined,
  ): Promise<StagedSheet> {
    const hundreds = new Set<number>();
    for (;;) {
      const known = hundreds.size;
      const staged = await this.#pass(sheetOrd, columns, sink, { clock, hundreds, between });
      if (typeof staged === 'object') return staged;
      if (hundreds.size === known) throw new Error('a sheet asked to be read again for no reason');
      await sink.restart();
    }
  }

  /** A place near the middle of a long sheet where a second thread can begin, null where there is none. */
  async middle(sheetOrd: number): Promise<SheetCut | null> {
    return (await this.#open(sheetOrd).source.middle?.()) ?? null;
  }

  /** Stages one half of a sheet; null where the sheet has to be read whole after all, and what came is void. */
  async stageHalf(
    sheetOrd: number,
    columns: ValueColumns,
    clock: ImportClock,
    sink: StagingSink,
    half: Half,
    between: () => Promise<void> | void,
  ): Promise<StagedSheet | null> {
    const options = { clock, hundreds: new Set<number>(), between, half };
    const staged = await this.#pass(sheetOrd, columns, sink, options);
    return typeof staged === 'object' ? staged : null;
  }

  async #pass(
    sheetOrd: number,
    columns: ValueColumns,
    sink: StagingSink,
    options: StageOptions,
  ): Promise<StagedSheet | StageStop> {
    let told = 0;
    const packer = new StagingPacker(sheetOrd, columns, (table, chunk) => sink.chunk(table, chunk));
    return this.#refusing(() =>
      stageRows(this.#open(sheetOrd), packer, {
        ...options,
        between: (rows) => {
          if (rows >= told + PROGRESS_ROWS) {
            sink.progress(rows - told);
            told = rows;
          }
          return options.between(rows);
        },
      }),
    );
  }

  /** Makes a refusal of a limit that was met where the file's name is not known. */
  async #refusing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BeyondLimit)) throw error;
      throw refusal({ file: this.file.file, lang: this.lang }, error.code);
    }
  }

  #open(sheetOrd: number): OpenSheet {
    const sheet = this.#planned.get(sheetOrd);
    if (sheet === undefined) throw new RangeError(`sheet ${sheetOrd} was not planned`);
    return sheet;
  }

  async rows(sheetOrd: number, wanted: RowsWanted): Promise<readonly ReadRow[]> {
    return this.#refusing(() => this.#rows(sheetOrd, wanted));
  }

  async #rows(sheetOrd: number, wanted: RowsWanted): Promise<readonly ReadRow[]> {
    const planned = this.#planned.get(sheetOrd);
    const held = planned?.source ?? this.#source.sheets[sheetOrd];
    if (held === undefined) return [];
    // Of printed forms the sheet itself is shown, not the table they make.
    const source = originalOf(held);
    const recognition = planned?.recognition.form ? null : (planned?.recognition ?? null);
    const headerRow = recognition?.headerRow ?? 0;
    const fillMerges = createMergeFiller(source === held ? source.merges : [], headerRow);
    const judge = planned?.recognition.form
      ? this.#judgeForms(held.position)
      : recognition === null
        ? null
        : createRowJudge(recognition);
    const only = wanted.only === undefined ? null : new Set(wanted.only);
    const last = wanted.only?.at(-1) ?? Number.POSITIVE_INFINITY;
    const found: ReadRow[] = [];
    let characters = 0;
    for await (const rows of source.rows()) {
      for (const raw of rows) {
        const row = fillMerges(raw);
        const above = row.row <= headerRow;
        // The judge sees every row: what a row is may depend on those before it.
        const below = above ? null : (judge?.(row) ?? 'data');
        if (row.row < wanted.from || (only !== null && !only.has(row.row))) continue;
        const isTitle = row.row < (recognition?.headerTop ?? 1);
        found.push({ row, role: below ?? (isTitle ? 'title' : 'header') });
        for (const cell of row.cells) characters += cellText(cell).length;
        if (found.length >= wanted.limit || row.row >= last || characters > MAX_CHARS_HANDED_OUT)
          return found;
      }
    }
    return found;
  }

  /** A row of a sheet of forms is data where a form's label or value stands in it. */
  #judgeForms(position: number): (row: SheetRow) => RowRole {
    const rows = new Set<number>();
    for (const { source, recognition } of this.#planned.values()) {
      if (source.position !== position) continue;
      for (const { sheetRows } of recognition.form?.rows.values() ?? []) {
        for (const row of sheetRows) rows.add(row);
      }
    }
    return (row) => {
      if (rows.has(row.row)) return 'data';
      return row.cells.some((cell) => cellText(cell).trim() !== '') ? 'note' : 'blank';
    };
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}

function factsOf(source: SheetSource): SheetFacts {
  const { name, position, hidden, date1904, merges } = source;
  return { name, position, hidden, date1904, merges };
}
