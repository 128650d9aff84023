/**
 * The files of drafts while people look at them: opening a workbook costs more than reading a window of it, so the last
 * few stay open. Each has its own thread, so they are few; one call at a time reaches each.
 */
import type { ReadingSession } from '#etl/session/session.ts';
import { openSession } from '#etl/session/thread.ts';

/** Files kept open beside those in use. */
const KEPT_OPEN = 2;
/** A file nobody looked at for this long is closed. */
const IDLE_MS = 60_000;

interface OpenFile {
  readonly key: string;
  readonly session: Promise<ReadingSession>;
  /** Settles when everything asked so far is done. */
  tail: Promise<unknown>;
  users: number;
  timer: NodeJS.Timeout | null;
}

export class OpenFiles {
  /** The one used last stands last. */
  readonly #files = new Map<string, OpenFile>();

  /**
   * Lends the open file out; nobody else gets at it until `close` of the lent session is called. Throws FileRefused.
   *
   * @param key names draft and file
   * @param lang of what the file is refused with; in each the file is opened by itself
   */
  async lend(key: string, path: string, name: string, lang: 'zh' | 'en'): Promise<ReadingSession> {
    const file = this.#open(`${key}${lang}`, path, name, lang);
    file.users += 1;
    if (file.timer !== null) clearTimeout(file.timer);
    const before = file.tail;
    let done = (): void => undefined;
    file.tail = new Promise<void>((resolve) => {
      done = resolve;
    });
    await before;
    try {
      const giveBack = (): void => {
        file.users -= 1;
        done();
        this.#rest(file);
      };
      return lent(await file.session, giveBack, () => this.#forget(file));
    } catch (error) {
      file.users -= 1;
      done();
      this.#forget(file);
      throw error;
    }
  }

  /** Closes the files whose key begins so, once they are not in use. */
  async drop(prefix: string): Promise<void> {
    for (const file of [...this.#files.values()]) {
      if (file.key.startsWith(prefix)) await this.#close(file);
    }
  }

  /** Closes everything. */
  async close(): Promise<void> {
    await this.drop('');
  }

  /** The next to ask opens the file anew. */
  #forget(file: OpenFile): void {
    if (this.#files.get(file.key) === file) this.#files.delete(file.key);
  }

  #open(key: string, path: string, name: string, lang: 'zh' | 'en'): OpenFile {
    const known = this.#files.get(key);
    if (known !== undefined) {
      this.#files.delete(key);
      this.#files.set(key, known);
      return known;
    }
    const session = openSession(path, { lang, name });
    // Refusals reach whoever asked; nobody may have by the time.
    session.catch(() => undefined);
    const file: OpenFile = { key, session, tail: Promise.resolve(), users: 0, timer: null };
    this.#files.set(key, file);
    return file;
  }

  #rest(file: OpenFile): void {
    if (file.users > 0) return;
    if (this.#files.get(file.key) !== file) {
      void this.#close(file);
      return;
    }
    const idle = [...this.#files.values()].filter((one) => one.users === 0);
    for (const old of idle.slice(0, Math.max(0, idle.length - KEPT_OPEN))) void this.#close(old);
    if (this.#files.get(file.key) !== file) return;
    file.timer = setTimeout(() => void this.#close(file), IDLE_MS);
    // A file at rest does not keep the program running.
    file.timer.unref();
  }

  async #close(file: OpenFile): Promise<void> {
    this.#forget(file);
    if (file.timer !== null) clearTimeout(file.timer);
    await file.tail;
    // A thread that ended by itself has nothing left to close.
    await file.session.then((session) => session.close()).catch(() => undefined);
  }
}

/** The session with `close` meaning that it is given back. A call that fails may have ended its thread: `broken`. */
function lent(session: ReadingSession, giveBack: () => void, broken: () => void): ReadingSession {
  let given = false;
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      broken();
      throw error;
    }
  };
  return {
    file: session.file,
    plan: (choices) => watched(session.plan(choices)),
    stage: (sheetOrd, columns, clock, sink) =>
      watched(session.stage(sheetOrd, columns, clock, sink)),
    rows: (sheetOrd, wanted) => watched(session.rows(sheetOrd, wanted)),
    close: async () => {
      if (given) return;
      given = true;
      giveBack();
    },
  };
}
