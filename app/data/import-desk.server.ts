/** The import desk over the serving process's database: drafts in the data folder, history in the database. */
import { join } from 'node:path';
import { batchRejects } from '#etl/draft/batch-rejects.ts';
import {
  batchDetail,
  batchSummaries,
  originalOf,
  readOriginal,
  sourceView,
  storedSheet,
} from '#etl/draft/batches.ts';
import { consequencesOf } from '#etl/draft/consequences.ts';
import { Drafts } from '#etl/draft/drafts.ts';
import { forgetReading, rememberedReadings } from '#etl/load/remembered.ts';
import { takeBatchBack, undoBatch, whyNotUndone } from '#etl/load/undo.ts';
import { rejectsWorkbook } from '#etl/rejects/index.ts';
import { knownWords } from '#etl/rejects/known-words.ts';
import type { DeskDatabase } from './desk-database.server.ts';
import type { ImportDesk } from './import-desk.ts';

export interface ImportDeskOptions {
  readonly dataDir: string;
  readonly lang: 'zh' | 'en';
  readonly stderr: (text: string) => void;
  /** Naive local wall-clock time of the company, microseconds since 1970. */
  readonly now: () => number;
  readonly database: DeskDatabase;
}

/** Drafts nobody touched for so long are removed when the program starts. */
const DRAFT_DAYS = 30;

/**
 * Opens the import desk. `dataChanged` is to be called when the data were changed by others; `close` waits for what is
 * being read, and leaves drafts on disk.
 */
export async function openImportDesk(
  options: ImportDeskOptions,
): Promise<{ desk: ImportDesk; dataChanged: () => void; close: () => Promise<void> }> {
  const { dataDir, database, lang } = options;
  const drafts = new Drafts({ dataDir, lang, now: options.now, database });
  const removed = await drafts.sweep(DRAFT_DAYS, Date.now());
  if (removed > 0) {
    options.stderr(
      lang === 'zh'
        ? `已删除 ${removed} 个 ${DRAFT_DAYS} 天没有动过的待导入文件\n`
        : `removed ${removed} uploads that nobody had touched for ${DRAFT_DAYS} days\n`,
    );
  }
  const desk: ImportDesk = {
    uploadDir: join(dataDir, 'uploads'),
    drafts: () => drafts.list(),
    createDraft: (files, actor, asked) => drafts.create(files, actor, asked),
    draft: (id, asked) => drafts.draft(id, asked),
    choose: (id, file, position, patch, reset) => drafts.choose(id, file, position, patch, reset),
    answer: (id, file, position, patch) => drafts.answer(id, file, position, patch),
    takeAnswerBack: (id, file, position, field, value) =>
      drafts.takeAnswerBack(id, file, position, field, value),
    setOptions: (id, changes) => drafts.setOptions(id, changes),
    removeFile: (id, file) => drafts.removeFile(id, file),
    window: (id, file, position, query) => drafts.window(id, file, position, query),
    rejects: async (id, file) => {
      const { sheets, lang: told, persons } = await drafts.rejected(id, file);
      if (sheets.length === 0) return null;
      const words = await database.read(knownWords);
      return rejectsWorkbook(sheets, told, persons.length === 0 ? words : { ...words, persons });
    },
    commit: async (id) => {
      const result = await drafts.commit(id);
      if (result.batch !== null) drafts.dataChanged();
      return result;
    },
    discard: (id) => drafts.discard(id),

    batches: () => database.read(batchSummaries),
    batch: (id, asked = lang) => database.read((warehouse) => batchDetail(warehouse, id, asked)),
    batchRejects: async (id, asked = lang) => {
      const { sheets, words } = await database.read(async (warehouse) => ({
        sheets: await batchRejects(warehouse, id, dataDir),
        words: await knownWords(warehouse),
      }));
      return sheets.length === 0 ? null : rejectsWorkbook(sheets, asked, words);
    },
    undoConsequences: (id, asked = lang) =>
      database.tryHere(async (warehouse, standing) => {
        const refused = await whyNotUndone(warehouse, id, asked);
        if (refused !== null) throw refused;
        await warehouse.run('BEGIN TRANSACTION');
        try {
          await takeBatchBack(warehouse, id);
          return await consequencesOf(warehouse, standing, asked);
        } finally {
          await warehouse.run('ROLLBACK');
        }
      }),
    undo: async (id, actor, asked = lang) => {
      const by = { actor, nowMicros: options.now() };
      await database.write((warehouse) => undoBatch(warehouse, id, asked, by));
      drafts.dataChanged();
    },
    remembered: () => database.read(rememberedReadings),
    forget: async (key) => {
      await database.write((warehouse) => forgetReading(warehouse, key));
      drafts.dataChanged();
    },
    original: async (fileId) => {
      const found = await database.read((warehouse) => originalOf(warehouse, fileId, dataDir));
      const bytes = found === null ? null : await readOriginal(found.path);
      return found === null || bytes === null ? null : { file: found.file, bytes };
    },
    source: async (sheetId, row, column, asked = lang) => {
      const stored = await database.read((warehouse) =>
        storedSheet(warehouse, sheetId, row, dataDir),
      );
      // Outside the queue: opening a workbook may take a while.
      return stored === null ? null : sourceView(stored, row, column, asked);
    },
  };
  return { desk, dataChanged: () => drafts.dataChanged(), close: () => drafts.close() };
}
