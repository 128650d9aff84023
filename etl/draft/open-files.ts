/**
 * The files of drafts while people look at them: opening a workbook costs more than reading a window of it, so the last
 * few stay open. Each has its own thread, so they are few; one call at a time reaches each. The many small files of an
 * upload, each read once for its preview, pass through one thread that is warm by then.
 */
import type { PlanChoices, ReadingSession } from '#etl/session/session.ts';
import { openSession } from '#etl/session/thread.ts';

/** Files kept open beside those in use. */
const KEPT_OPEN = 2;
/** Larger files stay open whoever read them. Smaller ones are opened in a tenth of a second. */
const COSTLY_BYTES = 512 * 1024;
/** A file nobody looked at for this long is closed. */
const IDLE_MS = 60_000;

interface OpenFile {
  readonly key: string;
  readonly session: Promise<ReadingSession>;
  /** Settles when everything asked so far is done. */
  tail: Promise<unknown>;
  users: number;
  /** Whether it is worth waiting for the next who asks. */
  stays: boolean;
  /** Whether the open session has recognised it. */
  planned: boolean;
  timer: NodeJS.Timeout | null;
}

export class OpenFiles {
  /** The one used last stands last. */
  readonly #files = new Map<string, OpenFile>();
  /** How each file was last recognised: what its rows are follows from that, whoever opens it anew. */
  readonly #plans = new Map<string, PlanChoices>();

  /**
   * Lends the open file out, recognised as the last time; nobody else gets at it until `close` of the lent session is
   * called. Throws FileRefused.
   *
   * @param key names draft and file
   * @param lang of what the file is refused with; in each the file is opened by itself
   * @param wanted `again`: it is looked at, and more will be asked of it; `once`: it is recognised anew and read through
   */
  async lend(
    key: string,
    path: string,
    name: string,
    lang: 'zh' | 'en',
    wanted: 'once' | 'again',
  ): Promise<ReadingSession> {
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
      const giveBack = async (): Promise<void> => {
        file.users -= 1;
        done();
        await this.#rest(file);
      };
      const session = await file.session;
      file.stays ||= wanted === 'again' || session.file.bytes >= COSTLY_BYTES;
      const own = lent(session, {
        giveBack,
        broken: () => this.#forget(file),
        planned: (choices) => {
          this.#plans.set(file.key, choices);
          file.planned = true;
        },
      });
      const plan = this.#plans.get(file.key);
      if (wanted === 'again' && !file.planned && plan !== undefined) await own.plan(plan);
      return own;
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
    for (const key of [...this.#plans.keys()]) if (key.startsWith(prefix)) this.#plans.delete(key);
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
    const file: OpenFile = {
      key,
      session,
      tail: Promise.resolve(),
      users: 0,
      stays: false,
      planned: false,
      timer: null,
    };
    this.#files.set(key, file);
    return file;
  }

  async #rest(file: OpenFile): Promise<void> {
    if (file.users > 0) return;
    // Waited for: the thread is free for the next file then, which would start another otherwise.
    if (!file.stays || this.#files.get(file.key) !== file) return this.#close(file);
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
function lent(
  session: ReadingSession,
  {
    giveBack,
    broken,
    planned,
  }: {
    readonly giveBack: () => Promise<void>;
    readonly broken: () => void;
    readonly planned: (choices: PlanChoices) => void;
  },
): ReadingSession {
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
    plan: (choices) => {
      planned(choices);
      return watched(session.plan(choices));
    },
    stage: (sheetOrd, columns, clock, sink) =>
      watched(session.stage(sheetOrd, columns, clock, sink)),
    rows: (sheetOrd, wanted) => watched(session.rows(sheetOrd, wanted)),
    close: async () => {
      if (given) return;
      given = true;
      await giveBack();
    },
  };
}
