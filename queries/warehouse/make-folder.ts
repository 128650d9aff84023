import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never ends where the system says of an
 * existing folder that what is to be made in it does not exist, as /proc does; here each folder is tried once.
 *
 * @throws the system's error where a folder cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    const found = await stat(at).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      return null;
    });
    if (found !== null && !found.isDirectory())
      throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${at}'`), {
        code: 'ENOTDIR',
      });
    if (found !== null || at === dirname(at)) break;
    missing.push(at);
  }
  for (const folder of missing.reverse()) {
    await mkdir(folder).catch((error: unknown) => {
      // Another program made it meanwhile.
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
