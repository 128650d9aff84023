/** The shipped spreadsheets of the sample department. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'department');

/** Paths of the shipped spreadsheets, in the order of their names. */
export function sampleFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => /\.(xlsx|xls|csv|txt)$/i.test(file))
    .sort()
    .map((file) => join(FOLDER, file));
}
