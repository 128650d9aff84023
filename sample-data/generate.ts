/**
 * Writes the sample department: a seeded story of some months of after-sales work, as the spreadsheets such a
 * department keeps, with the truth beside them.
 *
 * `npx tsx sample-data/generate.ts` rewrites the shipped files and the figures expected of them.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { classicFiles } from './shapes/classic.ts';
import type { GridFile } from './shapes/grid.ts';
import { halfMonthFiles } from './shapes/half.ts';
import { registerFiles } from './shapes/registers.ts';
import { wideFiles } from './shapes/wide.ts';
import { type SampleOptions, SHIPPED, simulateDepartment } from './simulate/department.ts';
import { createRandom } from './simulate/random.ts';
import { truthFiles } from './truth.ts';
import { fileBytes } from './writers/write-file.ts';

/** The spreadsheets as grids, in the order a department would upload them. Pure. */
export function generateSample(options: SampleOptions): GridFile[] {
  const department = simulateDepartment(options);
  const random = createRandom(options.seed).fork('spellings');
  const shapes = { classic: classicFiles, half: halfMonthFiles, wide: wideFiles };
  return [
    ...registerFiles(department, random.fork('registers')),
    ...department.months.flatMap((month) => shapes[month.shape](month, random.fork(month.month))),
  ];
}

export interface WrittenSample {
  /** Base names of the spreadsheets, in upload order. */
  files: string[];
  tickets: number;
}

/** Writes the spreadsheets into the folder `out` and the truth into `out/truth`; replaces what is there under these names. */
export async function writeSample(out: string, options: SampleOptions): Promise<WrittenSample> {
  const files = generateSample(options);
  await mkdir(join(out, 'truth')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  for (const file of files) await writeFile(join(out, file.file), await fileBytes(file));
  for (const [name, text] of truthFiles(files)) await writeFile(join(out, 'truth', name), text);
  return {
    files: files.map(({ file }) => file),
    tickets: files.reduce(
      (sum, { truth }) => sum + truth.filter(({ kind }) => kind === 'ticket').length,
      0,
    ),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const out = join(import.meta.dirname, 'department');
  for (const name of await readdir(out)) await rm(join(out, name), { recursive: true });
  const { files, tickets } = await writeSample(out, SHIPPED);
  process.stdout.write(`${files.length} files, ${tickets} tickets\n`);
}
