/** Drafts over a database of one test, and short ways to upload csv texts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Drafts } from '#etl/draft/drafts.ts';
import type { Draft, DraftSheet, Question } from '#etl/draft/types.ts';
import { importFiles } from '#etl/import-files.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyWarehouse, furtherConnection } from '../../empty-warehouse.ts';

/** 2026-11-15 09:00. */
export const NOW_MICROS = Date.UTC(2026, 10, 15, 9) * 1000;

export class DraftDesk {
  drafts: Drafts;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly warehouse: Warehouse,
    readonly writer: Warehouse,
    readonly folder: string,
  ) {
    this.drafts = this.#open();
  }

  static async open(): Promise<DraftDesk> {
    const warehouse = await emptyWarehouse();
    const folder = await mkdtemp(join(tmpdir(), 'aftercare-drafts-'));
    return new DraftDesk(warehouse, await furtherConnection(warehouse), folder);
  }

  #open(): Drafts {
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const result = this.#queue.then(work, work);
      this.#queue = result.catch(() => undefined);
      return result;
    };
    return new Drafts({
      dataDir: this.folder,
      lang: 'zh',
      now: () => NOW_MICROS,
      database: {
        trial: (work) => inTurn(() => work(this.writer, (read) => read(this.warehouse))),
        commit: (work) =>
          inTurn(async () => {
            try {
              return await work(this.writer);
            } finally {
              this.warehouse.changed();
            }
          }),
      },
    });
  }

  /** As after a restart of the program: only what is on disk remains. */
  async restart(): Promise<void> {
    await this.drafts.close();
    this.drafts = this.#open();
  }

  /** Writes a csv file and returns its path. */
  async csv(name: string, rows: readonly (readonly string[])[]): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, `${rows.map((row) => row.join(',')).join('\n')}\n`);
    return path;
  }

  /** Uploads csv files as one draft and waits for its preview. */
  async upload(files: Readonly<Record<string, readonly (readonly string[])[]>>): Promise<string> {
    const id = await this.begin(files);
    await this.ready(id);
    return id;
  }

  /** Uploads csv files as one draft, whose first decision comes before its preview. */
  async begin(files: Readonly<Record<string, readonly (readonly string[])[]>>): Promise<string> {
    const list: { name: string; path: string }[] = [];
    for (const [name, rows] of Object.entries(files)) {
      list.push({ name, path: await this.csv(name, rows) });
    }
    return this.drafts.create(list, '李会计');
  }

  /** The draft once it is read, with what it does to the figures. */
  async ready(id: string): Promise<Draft> {
    return this.#once(id, ({ consequences }) => consequences !== null);
  }

  /** The draft once its sheets can be shown. */
  async read(id: string): Promise<Draft> {
    return this.#once(id, () => true);
  }

  async #once(id: string, enough: (draft: Draft) => boolean): Promise<Draft> {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const draft = await this.drafts.draft(id);
      if (draft === null) throw new Error('there is no such draft');
      if (draft.state === 'failed') throw new Error(draft.error ?? 'failed');
      if (draft.state === 'ready' && enough(draft)) return draft;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the draft was not read in 12 seconds');
  }

  /** A sheet of a ready draft. */
  async sheet(id: string, file = 0, position = 0): Promise<DraftSheet> {
    const draft = await this.ready(id);
    const found = draft.files
      .find((one) => one.index === file)
      ?.sheets.find((one) => one.position === position);
    if (found === undefined) throw new Error(`file ${file} has no sheet ${position}`);
    return found;
  }

  /** Gives a question's answer of this label. */
  async answer(id: string, question: Question, label: string): Promise<void> {
    const option = question.options.find((one) => one.label === label);
    if (option === undefined) {
      throw new Error(`no answer ${label} in ${question.options.map((one) => one.label).join()}`);
    }
    await this.drafts.answer(id, 0, 0, option.patch);
    await this.ready(id);
  }

  /** Imports csv files for real, past any draft. */
  async import(paths: readonly string[]): Promise<void> {
    const result = await importFiles(
      this.writer,
      paths.map((path) => ({ path })),
      { dataDir: this.folder },
      { nowMicros: NOW_MICROS, lang: 'zh' },
    );
    for (const file of result.files) if (file.error !== null) throw new Error(file.error.message);
    this.warehouse.changed();
  }

  async all(sql: string): Promise<Record<string, unknown>[]> {
    return this.warehouse.read(sql, z.record(z.string(), z.unknown()));
  }

  async close(): Promise<void> {
    await this.drafts.close();
    this.warehouse.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A question of one type, which the sheet must have. */
export function question<T extends Question['type']>(
  sheet: DraftSheet,
  type: T,
): Extract<Question, { type: T }> {
  const found = sheet.questions.find(
    (one): one is Extract<Question, { type: T }> => one.type === type,
  );
  if (found === undefined) throw new Error(`no question ${type}`);
  return found;
}
