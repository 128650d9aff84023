/** Keeps the uploaded file itself, by content: every figure can be traced to the sheet a person handed in. */

import { constants } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '#queries/warehouse/make-folder.ts';

/** Folder of the originals inside the data folder. */
const FOLDER = 'originals';

/**
 * Copies the file to `<dataDir>/originals/<sha256>` unless it is there; returns the path relative to the data folder.
 * A copy, never a link: the user goes on editing the file. Written beside its place first, so that a copy that was
 * cut short never carries the name.
 */
export async function keepOriginal(path: string, sha256: string, dataDir: string): Promise<string> {
  const relative = `${FOLDER}/${sha256}`;
  const target = join(dataDir, relative);
  const present = await stat(target).catch(() => null);
  if (present?.isFile() === true) return relative;
  await makeFolder(join(dataDir, FOLDER));
  const partial = `${target}.${process.pid}.part`;
  try {
    // A file system that can share blocks copies a large file at once.
    await copyFile(path, partial, constants.COPYFILE_FICLONE);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  return relative;
}
