/**
 * Drafts at work: each upload is previewed in the background, once more after every decision, and committed as one
 * batch. Pages ask for the state; nobody waits for a file to be read.
 */

import type { SheetChoices } from '#etl/choices.ts';
import { importFiles } from '#etl/import-files.ts';
import type { ImportResult, RejectedSheet } from '#etl/load/result.ts';
import type { ImportClock } from '#etl/types.ts';
import { localMoment } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { answerEverywhere, answeredAlike, type SheetPlace, withoutValue } from './answers.ts';
import { mergeChoices } from './choices.ts';
import type { Standing } from './consequences.ts';
import { NO_ROWS } from './describe-sheet.ts';
import { DraftStore, type StoredDraft, type StoredFile } from './draft-store.ts';
import { OpenFiles } from './open-files.ts';
import { importedLetters, type Preview, type PreviewFile, previewFiles } from './preview.ts';
import { sheetWindow } from './sheet-window.ts';
import { draftText, type Lang } from './texts.ts';
import type { Draft, DraftOptions, DraftSummary, SheetWindow, WindowQuery } from './types.ts';

/** The database as drafts need it. */
export interface DraftDatabase {
  /** Runs `work` on a connection where a change may be tried and rolled back. `standing` reads what is committed. */
  trial<T>(work: (warehouse: Warehouse, standing: Standing) => Promise<T>): Promise<T>;
  /** Runs `work` on a connection where it writes for good; what pages keep of the old figures is void afterwards. */
  commit<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T>;
}

export interface DraftsOptions {
  readonly dataDir: string;
  /** Of drafts that nobody has looked at yet. */
  readonly lang: Lang;
  /** Naive local wall-clock time of the company, microseconds since 1970. */
  readonly now: () => number;
  readonly database: DraftDatabase;
}

/** Something asked of a draft that it cannot do; the message is for people. */
export class DraftRefused extends Error {
  override readonly name = 'DraftRefused';
}

/** Ends a preview whose draft has changed or gone meanwhile. */
class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** A change waits this long for its preview, so that most pages show the new state at once. */
const SETTLE_MS = 1_500;

/** A draft in memory. */
interface Live {
  stored: StoredDraft;
  /** Of whoever looked at it last: what is found is told in it. */
  lang: Lang;
  /** Counts the changes; a preview of an earlier one is void. */
  revision: number;
  gone: boolean;
  preview: Preview | null;
  /** The preview is of the draft as it is now, though what it does to the figures may still be computed. */
  read: boolean;
  /** Those that wait until it is. */
  readonly waiting: Set<() => void>;
  /** Last rows of sheets that a window has found, by file and position. */
  readonly lastRows: Map<string, number>;
  error: string | null;
  progress: Draft['progress'];
  /** Settles when the draft is ready or failed. */
  running: Promise<void> | null;
}

export class Drafts {
  readonly #store: DraftStore;
  readonly #files: OpenFiles;
  readonly #live = new Map<string, Live>();
  readonly #loading = new Map<string, Promise<Live | null>>();
  /** Drafts whose files are being removed: what is still on disk is none any more. */
  readonly #leaving = new Set<string>();

  constructor(readonly options: DraftsOptions) {
    this.#store = new DraftStore(options.dataDir);
    this.#files = new OpenFiles();
  }

  /** Removes drafts nobody touched for `days`; how many went. `nowMillis`: the computer's clock. */
  sweep(days: number, nowMillis: number): Promise<number> {
    return this.#store.sweep(days, nowMillis);
  }

  /** All drafts, the newest first. */
  async list(): Promise<DraftSummary[]> {
    const drafts = await this.#store.list();
    return drafts.map(({ id, created_at, actor, files }) => {
      const live = this.#live.get(id);
      return {
        id,
        created_at,
        actor,
        files: files.map((file) => file.name),
        // One that nothing reads waits for whoever opens it, be its preview still good or not.
        state: live === undefined || isIdle(live) ? 'ready' : stateOf(live),
      };
    });
  }

  /** Takes files over and begins to read them. */
  async create(
    files: readonly { readonly name: string; readonly path: string }[],
    actor: string | null,
    lang = this.options.lang,
  ): Promise<string> {
    if (files.length === 0) throw new DraftRefused(draftText(lang, 'no_files'));
    const createdAt = localMoment(this.options.now());
    const stored = await this.#store.create(files, { createdAt, actor });
    this.#begin(this.#keep(stored, lang));
    return stored.id;
  }

  /**
   * The draft as it stands; null when there is none. In another language than it was told in before it is read anew;
   * without one it stays as it is.
   */
  async draft(id: string, lang?: Lang): Promise<Draft | null> {
    const live = await this.#find(id, lang);
    if (live === null) return null;
    if (lang !== undefined && lang !== live.lang && !live.gone) {
      live.lang = lang;
      this.#begin(live);
      await Promise.race([this.#seen(live), pause(SETTLE_MS)]);
    }
    const { stored, preview, error } = live;
    const state = stateOf(live);
    const ready = state === 'ready' ? preview : null;
    return {
      id,
      created_at: stored.created_at,
      actor: stored.actor,
      options: { ...stored.options },
      state,
      // A draft that is imported is gone but for those that look on.
      progress: state === 'reading' || live.gone ? live.progress : null,
      error,
      counts: ready?.counts ?? NO_ROWS,
      questions: ready?.questions ?? 0,
      roster: ready?.roster ?? [],
      // While reading, what the last preview found stays to be seen.
      files: [...(preview?.files ?? stored.files.map(unread))].filter((file) =>
        stored.files.some((one) => one.index === file.index),
      ),
      consequences: ready?.consequences ?? null,
    };
  }

  /** Merges decisions about one sheet and reads the draft again. `reset` forgets its earlier ones first. */
  async choose(
    id: string,
    file: number,
    position: number,
    patch: SheetChoices,
    reset = false,
  ): Promise<void> {
    await this.#change(id, (stored) =>
      this.#decide(stored, { file, position }, (before) =>
        mergeChoices(reset ? {} : before, patch),
      ),
    );
  }

  /**
   * Takes the answer to a question of a sheet and reads the draft again. What a text or a name means is taken for every
   * sheet that asks the same.
   */
  async answer(id: string, file: number, position: number, patch: SheetChoices): Promise<void> {
    const { preview } = await this.#read(id);
    const changes = answerEverywhere(preview?.files ?? [], { file, position }, patch);
    await this.#change(id, (stored) =>
      changes.reduce(
        (all, change) => this.#decide(all, change, (before) => mergeChoices(before, change.patch)),
        stored,
      ),
    );
  }

  /** Takes back what was said about a text, wherever the same was said of it, and reads the draft again. */
  async takeAnswerBack(
    id: string,
    file: number,
    position: number,
    field: string,
    value: string,
  ): Promise<void> {
    const { preview } = await this.#read(id);
    const places = answeredAlike(preview?.files ?? [], { file, position }, field, value);
    await this.#change(id, (stored) =>
      places.reduce(
        (all, place) =>
          this.#decide(all, place, (before) =>
            mergeChoices({}, withoutValue(before, place.field, value)),
          ),
        stored,
      ),
    );
  }

  async setOptions(id: string, options: Partial<DraftOptions>): Promise<void> {
    const month = options.replace_month;
    if (typeof month === 'string' && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) {
      throw new DraftRefused(this.#say('bad_month', { month }));
    }
    await this.#change(id, (stored) => ({
      ...stored,
      options: { ...stored.options, ...options },
    }));
  }

  async removeFile(id: string, index: number): Promise<void> {
    await this.#change(id, (stored) => ({
      ...stored,
      files: stored.files.filter((file) => file.index !== index),
    }));
    await this.#files.drop(keyOf(id, index));
    await this.#store.removeFile(id, index);
  }

  /** Rows of a sheet, as the last preview saw them. */
  async window(
    id: string,
    file: number,
    position: number,
    query: WindowQuery,
  ): Promise<SheetWindow> {
    const live = await this.#read(id);
    const seen = live.preview?.sheets.get(file)?.get(position);
    const stored = fileOf(live.stored, file);
    if (seen === undefined || stored === null) {
      throw new DraftRefused(live.error ?? draftText(live.lang, 'no_such_sheet'));
    }
    const choices = stored.choices[String(position)] ?? {};
    const place = `${file} ${position}`;
    const session = await this.#files.lend(
      keyOf(id, file),
      this.#store.pathOf(id, file),
      stored.name,
      live.lang,
      'again',
    );
    try {
      const window = await sheetWindow(
        session,
        seen.plan,
        {
          issues: seen.issues,
          facts: seen.facts,
          edits: choices.edits ?? {},
          leftOut: new Set(choices.leftOutRows ?? []),
          imported: seen.plan === null ? new Set() : importedLetters(seen.plan),
          lastRow: live.lastRows.get(place) ?? null,
        },
        query,
      );
      live.lastRows.set(place, window.last_row);
      return window;
    } finally {
      await session.close();
    }
  }

  /** The rejected rows of the files or of one, sheet by sheet; the language they are told in; whom names may mean. */
  async rejected(
    id: string,
    file?: number,
  ): Promise<{
    sheets: readonly RejectedSheet[];
    lang: Lang;
    persons: readonly string[];
  }> {
    const { preview, lang } = await this.#read(id);
    const persons = preview?.roster.map(({ name }) => name) ?? [];
    const path = file === undefined ? null : this.#store.pathOf(id, file);
    const sheets = (preview?.rejects ?? []).filter(
      ({ original }) => path === null || original?.path === path,
    );
    return { sheets, lang, persons };
  }

  /**
   * Imports the files in one batch and one transaction. Files that are refused stay behind in the draft, so that nothing
   * a person mended is lost; otherwise the draft goes.
   */
  async commit(
    id: string,
  ): Promise<{ batch: number | null; refused: { file: string; message: string }[] }> {
    const live = await this.#settled(id);
    const { stored, preview } = live;
    const { lang } = live;
    if (preview === null) throw new DraftRefused(live.error ?? draftText(lang, 'gone'));
    if (preview.questions > 0) {
      throw new DraftRefused(draftText(lang, 'questions_open', { n: preview.questions }));
    }
    const refused = preview.files.flatMap(({ index, file, error }) =>
      error === null ? [] : [{ index, file, message: error.message }],
    );
    const taken = stored.files.filter((file) => !refused.some((one) => one.index === file.index));
    let batch: number | null = null;
    if (taken.length > 0) {
      const result = await this.#import(live, taken);
      batch = result.batch;
      for (const [place, file] of result.files.entries()) {
        const index = taken[place]?.index;
        if (file.error === null || index === undefined) continue;
        refused.push({ index, file: file.file, message: file.error.message });
      }
    }
    await this.#leave(live, new Set(refused.map((one) => one.index)));
    return { batch, refused: refused.map(({ file, message }) => ({ file, message })) };
  }

  /** Stops reading and forgets the draft and its files. */
  async discard(id: string): Promise<void> {
    const live = this.#live.get(id);
    if (live !== undefined) {
      live.gone = true;
      live.revision += 1;
      this.#live.delete(id);
    }
    this.#leaving.add(id);
    try {
      await this.#files.drop(`${id} `);
      await this.#store.remove(id);
    } finally {
      this.#leaving.delete(id);
    }
  }

  /** Everything of other drafts is compared with other data now: they are previewed again when asked for. */
  dataChanged(): void {
    for (const live of this.#live.values()) {
      if (live.running === null) live.preview = null;
      else this.#begin(live);
    }
  }

  /** Stops what is running; drafts stay on disk. */
  async close(): Promise<void> {
    const running = [...this.#live.values()].map((live) => {
      live.gone = true;
      live.revision += 1;
      return live.running;
    });
    this.#live.clear();
    await Promise.all(running);
    await this.#files.close();
  }

  /** Imports files of a draft. Meanwhile nobody changes it, and nobody imports it a second time. */
  async #import(live: Live, files: readonly StoredFile[]): Promise<ImportResult> {
    const { actor, options } = live.stored;
    live.gone = true;
    live.progress = null;
    const names = files.map((file) => file.name);
    try {
      return await this.options.database.commit((warehouse) =>
        importFiles(
          warehouse,
          files.map((file) => this.#input(live, file)),
          {
            dataDir: this.options.dataDir,
            oneTransaction: true,
            othersWait: true,
            acceptPartial: options.error_rows === 'leave_out',
            onProgress: (file, rows) => {
              const done_files = Math.max(0, names.indexOf(file));
              live.progress = { file, rows, done_files, files: files.length };
            },
            ...(options.replace_month === null ? {} : { replaceMonth: options.replace_month }),
            ...(actor === null ? {} : { actor }),
          },
          this.#clock(live.lang),
        ),
      );
    } finally {
      live.gone = false;
    }
  }

  /** Takes out what went in; files in `left` stay, with their choices. */
  async #leave(live: Live, left: ReadonlySet<number>): Promise<void> {
    const { stored } = live;
    if (left.size === 0) {
      await this.discard(stored.id);
      return;
    }
    for (const file of stored.files.filter((one) => !left.has(one.index))) {
      await this.#files.drop(keyOf(stored.id, file.index));
      await this.#store.removeFile(stored.id, file.index);
    }
    live.stored = { ...stored, files: stored.files.filter((file) => left.has(file.index)) };
    await this.#store.save(live.stored);
    this.#begin(live);
  }

  /** Writes a change down, begins to read again and waits a moment for it. */
  async #change(id: string, change: (stored: StoredDraft) => StoredDraft): Promise<void> {
    const live = await this.#find(id);
    if (live === null || live.gone) throw new DraftRefused(this.#say('gone'));
    live.stored = change(live.stored);
    await this.#store.save(live.stored);
    this.#begin(live);
    await Promise.race([this.#seen(live), pause(SETTLE_MS)]);
  }

  /** The draft with other decisions about one of its sheets. */
  #decide(
    stored: StoredDraft,
    { file, position }: SheetPlace,
    decide: (before: SheetChoices) => SheetChoices | null,
  ): StoredDraft {
    const at = fileOf(stored, file);
    if (at === null || !Number.isInteger(position) || position < 0) {
      throw new DraftRefused(this.#say('no_such_sheet'));
    }
    const { [String(position)]: before = {}, ...others } = at.choices;
    const now = decide(before);
    if (now === null) throw new DraftRefused(this.#say('bad_choice'));
    // A file nobody decided anything about is told from one with decisions: it may be in already.
    const decided = Object.keys(now).length > 0;
    return withFile(stored, {
      ...at,
      choices: decided ? { ...others, [String(position)]: now } : others,
    });
  }

  async #find(id: string, lang = this.options.lang): Promise<Live | null> {
    const known = this.#live.get(id);
    if (known !== undefined) {
      if (known.preview === null && known.error === null && known.running === null) {
        this.#begin(known);
      }
      return known;
    }
    if (this.#leaving.has(id)) return null;
    const loading = this.#loading.get(id) ?? this.#load(id, lang);
    this.#loading.set(id, loading);
    try {
      return await loading;
    } finally {
      this.#loading.delete(id);
    }
  }

  async #load(id: string, lang: Lang): Promise<Live | null> {
    const stored = await this.#store.read(id);
    if (stored === null) return null;
    const live = this.#keep(stored, lang);
    this.#begin(live);
    return live;
  }

  #keep(stored: StoredDraft, lang: Lang): Live {
    const live: Live = {
      stored,
      lang,
      revision: 0,
      gone: false,
      preview: null,
      read: false,
      waiting: new Set(),
      lastRows: new Map(),
      error: null,
      progress: null,
      running: null,
    };
    this.#live.set(stored.id, live);
    return live;
  }

  /** The draft once its sheets can be shown, or it failed. */
  async #read(id: string): Promise<Live> {
    const live = await this.#find(id);
    if (live === null) throw new DraftRefused(this.#say('gone'));
    await this.#seen(live);
    if (live.gone) throw new DraftRefused(this.#say('gone'));
    return live;
  }

  /** Waits until the draft as it is now was read, or nothing reads it any more. */
  async #seen(live: Live): Promise<void> {
    while (live.running !== null && !live.read) {
      let told = (): void => {};
      const read = new Promise<void>((resolve) => {
        told = resolve;
      });
      live.waiting.add(told);
      await Promise.race([live.running, read]);
      live.waiting.delete(told);
    }
  }

  /** The draft once it is ready with all it does, or failed. */
  async #settled(id: string): Promise<Live> {
    const live = await this.#find(id);
    if (live === null) throw new DraftRefused(this.#say('gone'));
    while (live.running !== null) await live.running;
    if (live.gone) throw new DraftRefused(this.#say('gone'));
    return live;
  }

  /** Begins a preview of the draft as it is now; the promise settles when that or a later one is done. */
  #begin(live: Live): Promise<void> {
    live.revision += 1;
    live.read = false;
    live.error = null;
    live.progress = {
      file: live.stored.files[0]?.name ?? '',
      rows: 0,
      done_files: 0,
      files: live.stored.files.length,
    };
    live.running ??= this.#run(live).finally(() => {
      live.running = null;
    });
    return live.running;
  }

  async #run(live: Live): Promise<void> {
    while (!live.gone) {
      const { revision } = live;
      try {
        const preview = await this.#preview(live, revision);
        if (live.revision !== revision) continue;
        live.preview = preview;
        live.read = true;
        return;
      } catch (error) {
        if (live.gone || live.revision !== revision) continue;
        live.preview = null;
        live.error = draftText(live.lang, 'failed', {
          problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
        });
        return;
      }
    }
  }

  #preview(live: Live, revision: number): Promise<Preview> {
    const { stored } = live;
    const current = (): void => {
      if (live.gone || live.revision !== revision) throw new Superseded();
    };
    return this.options.database.trial((warehouse, standing) => {
      current();
      return previewFiles(
        warehouse,
        standing,
        stored.files.map((file) => this.#input(live, file)),
        {
          options: stored.options,
          clock: this.#clock(live.lang),
          onProgress: ({ index, rows, done }) => {
            current();
            live.progress = {
              file: fileOf(stored, index)?.name ?? '',
              rows,
              done_files: done,
              files: stored.files.length,
            };
          },
          onRead: (preview) => {
            current();
            live.preview = preview;
            live.read = true;
            for (const told of live.waiting) told();
          },
        },
      );
    });
  }

  #input({ stored, lang }: Live, { index, name, bytes, choices }: StoredFile): PreviewFile {
    const { id } = stored;
    const path = this.#store.pathOf(id, index);
    const open = () => this.#files.lend(keyOf(id, index), path, name, lang, 'once');
    return { index, path, name, bytes, choices, open };
  }

  #clock(lang: Lang): ImportClock {
    return { nowMicros: this.options.now(), lang };
  }

  /** Of a draft that is none, or of which it is not known who asks. */
  #say(code: Parameters<typeof draftText>[1], details?: Parameters<typeof draftText>[2]): string {
    return draftText(this.options.lang, code, details);
  }
}

/** Nothing reads the draft, and the last reading did not fail. */
function isIdle(live: Live): boolean {
  return live.running === null && live.error === null;
}

function stateOf(live: Live): Draft['state'] {
  if (live.running !== null && !live.read) return 'reading';
  return live.error !== null ? 'failed' : live.preview === null ? 'reading' : 'ready';
}

/** A file of which nothing is known yet. */
function unread({ index, name, bytes }: StoredFile): Draft['files'][number] {
  return {
    index,
    file: name,
    bytes,
    sha256: null,
    format: null,
    encoding: null,
    known_in_batch: null,
    error: null,
    counts: NO_ROWS,
    months: [],
    sheets: [],
  };
}

function fileOf(stored: StoredDraft, index: number): StoredFile | null {
  return stored.files.find((file) => file.index === index) ?? null;
}

function withFile(stored: StoredDraft, file: StoredFile): StoredDraft {
  return {
    ...stored,
    files: stored.files.map((one) => (one.index === file.index ? file : one)),
  };
}

function keyOf(id: string, index: number): string {
  return `${id} ${index} `;
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, millis).unref();
  });
}
