/** What becomes of output that cannot be written: a reader that has closed is no fault, a full disk is one. */
import { langOf } from './lang.ts';

const TEXTS = {
  zh: (problem: string) => `结果没有写完：${problem}。换个地方存再试。\n`,
  en: (problem: string) =>
    `The result was not written in full: ${problem}. Save it elsewhere and try again.\n`,
} as const;

/** To be called once before anything is written to standard output. */
export function watchOutput(env: NodeJS.ProcessEnv = process.env): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` has read what it wanted.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    const lang = langOf(env);
    process.stderr.write(TEXTS[lang](error.message));
    process.exit(1);
  });
}
