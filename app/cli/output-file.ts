/** Files that a command was asked to write: whether it can, and in words why not. */
import { open, rm } from 'node:fs/promises';
import { type Lang, systemProblem } from './system-problem.ts';

/**
 * Why nothing can be written to `path`, in words; null where it can. Found out by opening it, since rights, read-only and
 * special file systems have no other answer in common; what stands there is left as it is.
 */
export async function whyUnwritable(path: string, lang: Lang): Promise<string | null> {
  try {
    const made = await open(path, 'wx');
    await made.close();
    await rm(path, { force: true });
    return null;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      return cannotWrite(path, error, lang);
  }
  try {
    await (await open(path, 'r+')).close();
    return null;
  } catch (error) {
    return cannotWrite(path, error, lang);
  }
}

/** One sentence for a file that could not be written. */
export function cannotWrite(path: string, error: unknown, lang: Lang): string {
  const why = systemProblem(error, lang);
  return lang === 'zh' ? `写不了 ${path}：${why}` : `cannot write ${path}: ${why}`;
}
