/**
 * Reading in a thread of its own, so that pages are answered while a million rows come in, and a file that is made to
 * hang or to eat memory ends with a message instead of ending the program.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MIN_BYTES_TO_CUT } from '#etl/readers/limits.ts';
import { refusal } from '#etl/readers/messages.ts';
import { FileRefused, type ImportClock, type SheetCut, type TextFacts } from '#etl/types.ts';
import type { FromWorker, Results, ToWorker } from './messages.ts';
import type {
  FileFacts,
  PlanChoices,
  ReadingSession,
  ReadRow,
  RowsWanted,
  SheetPlan,
  StagedSheet,
  StagingSink,
} from './session.ts';
import { bothHalves } from './stage-rows.ts';
import type { ValueColumns } from './staged-tables.ts';

export interface OpenOptions {
  readonly lang: 'zh' | 'en';
  /** Name to use for people instead of the path's own, e.g. of an upload. */
  readonly name?: string;
  readonly limits?: ThreadLimits;
}

/** What a thread may take for a file. */
export interface ThreadLimits {
  /**
   * A thread that has worked so long without handing out a row is at a file that leads nowhere. Opening, recognising and
   * the start of staging count together, so that a person waits no longer whichever of them it is. Milliseconds.
   */
  readonly silenceMs?: number;
  /** Memory of a thread's objects, MiB. Buffers stand apart; the readers' own limits hold those down. */
  readonly objectsMib?: number;
}

const SILENCE_MS = 15_000;
const OBJECTS_MIB = 640;

/** Threads kept for the next file. Starting one takes a third of a second. */
const idle: ReadingThread[] = [];
const MAX_IDLE = 1;

/** A thread that read a larger file has memory of its own that is better given back. */
const MAX_IDLE_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Opens a file of any kind that the product reads.
 * @throws FileRefused with a code of readers/messages.ts; any other error is a defect
 */
export async function openSession(path: string, options: OpenOptions): Promise<ReadingSession> {
  const [[thread, file]] = await Promise.all([
    openThread(path, options, null),
    startSecond(path, options),
  ]);
  return new ThreadSession(thread, file, path, options);
}

/** A long text will be read by two threads: the second starts while the first looks at the file. */
async function startSecond(path: string, { name = path, limits }: OpenOptions): Promise<void> {
  // Only a guess by the name: at worst the thread waits for the next file.
  if (limits !== undefined || !/\.(?:csv|txt)$/i.test(name)) return;
  const found = await stat(path).catch(() => null);
  if (found === null || found.size < MIN_BYTES_TO_CUT || idle.length >= MAX_IDLE) return;
  new ReadingThread().rest();
}

/** A thread that has the file open. `known`: what another thread found out about the same text. */
async function openThread(
  path: string,
  options: OpenOptions,
  known: TextFacts | null,
): Promise<[ReadingThread, FileFacts]> {
  const { lang, name, limits } = options;
  const thread = limits === undefined ? (idle.pop() ?? new ReadingThread()) : newThread(limits);
  thread.hold();
  try {
    const file = { name: name ?? basename(path), lang };
    const call = { call: 'open', path, lang, name: name ?? null, known } as const;
    return [thread, await thread.call(call, file)];
  } catch (error) {
    await thread.release();
    throw error;
  }
}

/** A thread of its own limits; it serves no other file. */
function newThread({
  silenceMs = SILENCE_MS,
  objectsMib = OBJECTS_MIB,
}: ThreadLimits): ReadingThread {
  return new ReadingThread(silenceMs, objectsMib, false);
}

class ThreadSession implements ReadingSession {
  #choices: PlanChoices | null = null;
  #closed = false;

  constructor(
    readonly thread: ReadingThread,
    readonly file: FileFacts,
    readonly path: string,
    readonly options: OpenOptions,
  ) {}

  async plan(choices: PlanChoices): Promise<readonly SheetPlan[]> {
    this.#choices = choices;
    return this.#call({ call: 'plan', choices });
  }

  async stage(
    sheetOrd: number,
    columns: ValueColumns,
    clock: ImportClock,
    sink: StagingSink,
  ): Promise<StagedSheet> {
    const cut = await this.#call({ call: 'middle', sheetOrd });
    if (cut !== null) {
      const staged = await this.#stageHalves({ call: 'half', sheetOrd, columns, clock }, cut, sink);
      if (staged !== null) return staged;
      await sink.restart();
    }
    return this.#call({ call: 'stage', sheetOrd, columns, clock }, sink);
  }

  async rows(sheetOrd: number, wanted: RowsWanted): Promise<readonly ReadRow[]> {
    return this.#call({ call: 'rows', sheetOrd, wanted });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.thread.release(this.file.bytes <= MAX_IDLE_FILE_BYTES);
  }

  /** A long text is read by two threads, one half each. Null where it has to be read whole after all. */
  async #stageHalves(
    call: Omit<Extract<Call, { call: 'half' }>, 'half'>,
    cut: SheetCut,
    sink: StagingSink,
  ): Promise<StagedSheet | null> {
    const choices = this.#choices;
    if (choices === null) throw new Error('plan was not called');
    const file = { name: this.file.file, lang: this.options.lang };
    const first = this.#call({ ...call, half: { cut, which: 'first' } }, sink);
    first.catch(() => undefined);
    const [other] = await openThread(this.path, this.options, this.file.text);
    try {
      await other.call({ call: 'plan', choices }, file);
      const second = other.call({ ...call, half: { cut, which: 'second' } }, file, sink);
      // What the second half says counts only where the first has shown that it begins at a row.
      second.catch(() => undefined);
      const before = await first;
      if (before === null) return null;
      const rest = await second;
      return rest === null ? null : bothHalves(before, rest);
    } finally {
      await other.release(false);
    }
  }

  #call<C extends Call>(message: C, sink?: StagingSink): Promise<Results[C['call']]> {
    return this.thread.call(message, { name: this.file.file, lang: this.options.lang }, sink);
  }
}

type Call = Exclude<ToWorker, { call: 'taken' }>;

/** A call under way. */
interface Pending {
  readonly call: Call['call'];
  readonly file: { readonly name: string; readonly lang: 'zh' | 'en' };
  readonly sink: StagingSink | null;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread and the call it is at. */
class ReadingThread {
  readonly #worker: Worker;
  #pending: Pending | null = null;
  #started = 0;
  /** When the thread last handed something out; moved back by what earlier calls for the file took. */
  #heard = 0;
  /** Milliseconds that opening the file, and the last recognition of it, took. */
  readonly #took = { open: 0, plan: 0 };
  #watch: NodeJS.Timeout | null = null;
  #dead = false;

  constructor(
    readonly silenceMs = SILENCE_MS,
    objectsMib = OBJECTS_MIB,
    readonly mayRest = true,
  ) {
    this.#worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: objectsMib },
      // The thread registers what it needs itself.
      execArgv: [],
    });
    this.#worker.on('message', (message: FromWorker) => void this.#take(message));
    this.#worker.on('error', (error) => this.#died(error));
    this.#worker.on('exit', () => this.#died(new Error('the reading thread ended')));
  }

  /** Keeps the program running while a file is open. */
  hold(): void {
    this.#worker.ref();
  }

  /** Sends one call. Only one may be under way. */
  call<C extends Call>(
    message: C,
    file: Pending['file'],
    sink?: StagingSink,
  ): Promise<Results[C['call']]> {
    if (this.#pending !== null) throw new Error('the reading thread is at another call');
    if (this.#dead) throw new Error('the reading thread has ended');
    return new Promise((resolve, reject) => {
      this.#pending = { call: message.call, file, sink: sink ?? null, resolve, reject };
      this.#started = performance.now();
      this.#heard = this.#started - this.#spentBefore(message);
      this.#watch = setInterval(
        () => this.#checkSilence(),
        Math.min(1000, Math.ceil(this.silenceMs / 4)),
      );
      this.#worker.postMessage(message satisfies ToWorker);
    });
  }

  /** Done with the file: the thread waits for the next one, or ends where it is busy or one waits already. */
  async release(keep = true): Promise<void> {
    if (this.#dead) return;
    if (!keep || !this.mayRest || this.#pending !== null || idle.length >= MAX_IDLE) {
      await this.#end();
      return;
    }
    await this.call({ call: 'close' }, { name: '', lang: 'zh' });
    this.rest();
  }

  /** Waits for a file, without keeping the program running. */
  rest(): void {
    this.#worker.unref();
    idle.push(this);
  }

  async #take(message: FromWorker): Promise<void> {
    this.#heard = performance.now();
    const pending = this.#pending;
    if (pending === null) return;
    try {
      switch (message.event) {
        case 'chunk':
          pending.sink?.chunk(message.table, message.chunk);
          break;
        case 'progress':
          pending.sink?.progress(message.rows);
          break;
        case 'restart':
          await pending.sink?.restart();
          break;
        case 'done':
          this.#remember(pending.call);
          this.#settle()?.resolve(message.result as never);
          return;
        case 'refused':
          this.#settle()?.reject(new FileRefused(message.code, message.message, message.file));
          return;
        case 'failed':
          this.#settle()?.reject(message.error);
          return;
      }
      // Not before others had their turn: chunks that follow one another at once would leave nobody else one.
      setImmediate(() => this.#worker.postMessage({ call: 'taken' } satisfies ToWorker));
    } catch (error) {
      // The sink failed: what the thread still reads is for nobody.
      this.#settle()?.reject(error);
      await this.#end();
    }
  }

  #remember(call: Call['call']): void {
    const took = performance.now() - this.#started;
    if (call === 'open') this.#took.open = took;
    if (call === 'plan') this.#took.plan = took;
  }

  /** Milliseconds that the file has taken before this call, without a row. */
  #spentBefore({ call }: Call): number {
    const { open, plan } = this.#took;
    if (call === 'plan') return open;
    return call === 'stage' || call === 'half' ? open + plan : 0;
  }

  #settle(): Pending | null {
    const pending = this.#pending;
    this.#pending = null;
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
    return pending;
  }

  #checkSilence(): void {
    // What arrived while this thread was busy itself is taken first.
    setImmediate(() => {
      if (this.#pending === null || performance.now() - this.#heard < this.silenceMs) return;
      const { file } = this.#pending;
      const refused = refusal({ file: file.name, lang: file.lang }, 'takes_too_long', {
        limit: this.silenceMs / 1000,
      });
      this.#settle()?.reject(refused);
      void this.#end();
    });
  }

  #died(error: Error): void {
    this.#dead = true;
    const at = idle.indexOf(this);
    if (at >= 0) idle.splice(at, 1);
    const pending = this.#settle();
    if (pending === null) return;
    const { name, lang } = pending.file;
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    pending.reject(outOfMemory ? refusal({ file: name, lang }, 'takes_too_much_memory') : error);
  }

  async #end(): Promise<void> {
    this.#dead = true;
    this.#settle()?.reject(new Error('the file was closed while it was read'));
    await this.#worker.terminate();
  }
}
