/**
 * Rejected rows go back to the clerk: the file itself as a workbook whose bad cells are red, corrected there and imported
 * once more. It is made in a thread of its own, since it opens the original again.
 */
import { writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { RejectedSheet } from '#etl/load/result.ts';
import type { PickLists, RejectsJob } from './workbook.ts';

export type { PickLists } from './workbook.ts';

const OBJECTS_MIB = 512;
const MAX_MS = 60_000;

const NO_LISTS: PickLists = { persons: [], rules: [] };

/** Gathers the rejected rows of an import, sheet by sheet. */
export class RejectedRows {
  readonly #sheets: RejectedSheet[] = [];

  add(sheet: RejectedSheet): void {
    this.#sheets.push(sheet);
  }

  get sheets(): readonly RejectedSheet[] {
    return this.#sheets;
  }
}

/**
 * The workbook to mend the rejected rows in, as bytes of an xlsx. Where an original is not kept, holds printed forms or is
 * too large to be given back whole, its rejected rows alone stand in it.
 */
export async function rejectsWorkbook(
  sheets: readonly RejectedSheet[],
  lang: 'zh' | 'en',
  lists: PickLists = NO_LISTS,
): Promise<Uint8Array> {
  const job = { sheets, lang, lists };
  try {
    return await apart({ ...job, whole: true });
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return await apart({ ...job, whole: false });
  }
}

/** Writes that workbook to a file. */
export async function writeRejects(
  path: string,
  sheets: readonly RejectedSheet[],
  lang: 'zh' | 'en',
  lists: PickLists = NO_LISTS,
): Promise<void> {
  await writeFile(path, await rejectsWorkbook(sheets, lang, lists));
}

/** More than the thread may take of time or memory. */
class TooMuch extends Error {}

function apart(job: RejectsJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: OBJECTS_MIB },
      // The thread registers what it needs itself.
      execArgv: [],
    });
    const late = setTimeout(() => void worker.terminate(), MAX_MS);
    worker.once('message', resolve);
    worker.once('error', (error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(full ? new TooMuch() : error);
    });
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new TooMuch());
    });
  });
}
