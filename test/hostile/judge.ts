/**
 * Judges how files are answered: every one must end in rows or in a message for people, within 20 s and 1 GB, without
 * a trace in the database. Files are imported in child processes, so that one that kills its process is noticed and
 * the next is tried all the same.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { basename } from 'node:path';
import { Writable } from 'node:stream';

export const MAX_SECONDS = 20;
export const MAX_MIB = 1024;

/** A file that has not ended by then is not waited for. */
const GIVE_UP_SECONDS = 90;

/** A process that keeps more than this would lend its memory to the next file. */
const MAX_REST_MIB = 640;

/** What a judging process is to import, into a database that may take so much memory; null: as much as ever. */
export interface ChildFile {
  readonly path: string;
  readonly databaseMb: number | null;
}

/** Said instead of a file: the process is to end. */
export const END = 'end';

/** What a judging process says of one file. */
export interface ChildAnswer {
  readonly file: string;
  /** Anything thrown that is no refusal, with its stack. */
  readonly thrown: string | null;
  /** Code and message of the refusal, null where the file was read. */
  readonly code: string | null;
  readonly message: string | null;
  /** Null where not even the format was told. */
  readonly format: string | null;
  readonly rows: number;
  readonly rejected: number;
  /** Faults of the messages of single cells. */
  readonly texts: readonly string[];
  readonly seconds: number;
  /** Time of the processor, all threads together. */
  readonly cpuSeconds: number;
  /** Peak of the process's resident memory. */
  readonly peakMib: number;
  /** Resident memory afterwards. */
  readonly restMib: number;
  readonly changed: boolean;
}

export interface Verdict extends ChildAnswer {
  /** What is wrong with the answer; empty for a good one. */
  readonly faults: readonly string[];
}

/** Imports files in a child process, and in the next one where that died or grew fat. */
export class Judge {
  #child: ChildProcess | null = null;
  #fresh = true;
  #errors = '';

  /**
   * Reads one file and judges the answer. A file too fat for a process that has read others gets one of its own.
   *
   * @param databaseMb memory its database may take, MB; null: as much as ever
   */
  async judge(path: string, databaseMb: number | null = null): Promise<Verdict> {
    const fresh = this.#fresh;
    const verdict = await this.#judge({ path, databaseMb });
    if (fresh || verdict.faults.length === 0) return verdict;
    await this.close();
    return this.#judge({ path, databaseMb });
  }

  async #judge(file: ChildFile): Promise<Verdict> {
    const answer = await this.#ask(file);
    this.#fresh = false;
    if (answer.restMib > MAX_REST_MIB || answer.thrown !== null) await this.close();
    return { ...answer, faults: faultsOf(answer) };
  }

  #ask(file: ChildFile): Promise<ChildAnswer> {
    const child = this.#child ?? this.#start();
    const started = performance.now();
    return new Promise((resolve) => {
      const died = (thrown: string): void => {
        this.#child = null;
        this.#fresh = true;
        const seconds = (performance.now() - started) / 1000;
        resolve({ ...NO_ANSWER, file: basename(file.path), thrown, seconds });
      };
      const watch = setTimeout(() => child.kill('SIGKILL'), GIVE_UP_SECONDS * 1000);
      const settle = (work: () => void): void => {
        clearTimeout(watch);
        child.removeAllListeners();
        work();
      };
      child.once('message', (answer) => settle(() => resolve(answer as ChildAnswer)));
      child.once('exit', (status, signal) =>
        settle(() => died(`the process ended (${signal ?? status}): ${this.#errors.slice(-600)}`)),
      );
      child.send(file);
    });
  }

  #start(): ChildProcess {
    const child = fork(new URL('./child.mjs', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#errors = '';
    child.stderr?.pipe(
      new Writable({
        write: (chunk, _, done) => {
          this.#errors = (this.#errors + String(chunk)).slice(-10_000);
          done();
        },
      }),
    );
    this.#child = child;
    this.#fresh = true;
    return child;
  }

  /** Ends the process. May be called again. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#fresh = true;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send(END);
    await ended;
  }
}

const NO_ANSWER: Omit<ChildAnswer, 'file' | 'thrown' | 'seconds'> = {
  code: null,
  message: null,
  format: null,
  rows: 0,
  rejected: 0,
  texts: [],
  cpuSeconds: 0,
  peakMib: 0,
  restMib: 0,
  changed: false,
};

/** What an answer lacks to be a good one. */
export function faultsOf(answer: ChildAnswer): string[] {
  const faults: string[] = [...answer.texts];
  if (answer.thrown !== null) faults.push(answer.thrown);
  if (answer.code !== null) {
    const message = answer.message?.trim() ?? '';
    if (message === '') faults.push(`an empty message for ${answer.code}`);
    if (/undefined|\[object|NaN|\{\w+\}/.test(message)) faults.push(`an odd message: ${message}`);
  }
  // Time that other programs took does not count, unless it is the file that waits.
  const own = Math.min(answer.seconds, Math.max(answer.cpuSeconds, answer.seconds / 3));
  if (own > MAX_SECONDS) {
    faults.push(`${answer.seconds.toFixed(1)} s (of its own: ${answer.cpuSeconds.toFixed(1)} s)`);
  }
  if (answer.peakMib > MAX_MIB) faults.push(`${answer.peakMib.toFixed(0)} MiB`);
  if (answer.changed) faults.push('the database is not as it was');
  return faults;
}
