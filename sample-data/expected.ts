/**
 * The figures and fines that the sample must give, computed from its truth by a second, independent reading of
 * the definitions: no SQL, nothing of `queries/` or `etl/`. Where the product disagrees, one of the two is wrong.
 *
 * `npx tsx sample-data/expected.ts [TRUTH_FOLDER OUT_FOLDER]` rewrites `sample-data/expected/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import { buildCases } from './figures/cases.ts';
import { type ExpectedFine, expectedFines, inMonth } from './figures/fines.ts';
import { expectedReport, watermarkOf } from './figures/report.ts';
import { readTruth, type TruthTables } from './figures/truth-tables.ts';
import { isoTime } from './times.ts';

export const FINE_COLUMNS = [
  'rule',
  'subject_kind',
  'subject',
  'ticket_no',
  'person',
  'employee_no',
  'amount_fen',
  'occurred_at',
] as const;

/** Name → text of each expected file: `YYYY-MM.json`, `fines-YYYY-MM.csv`, `suspected-YYYY-MM.csv`. */
export function expectedFiles(truth: TruthTables): Map<string, string> {
  const as_of = watermarkOf(truth);
  const cases = buildCases(truth);
  const fines = expectedFines(cases, truth, as_of);
  const files = new Map<string, string>();
  for (const month of [...new Set(cases.map((of) => of.month))].sort()) {
    const report = expectedReport(month, cases, truth, fines, as_of);
    files.set(`${month}.json`, `${JSON.stringify(report, null, 2)}\n`);
    files.set(
      `fines-${month}.csv`,
      csv(FINE_COLUMNS, fines.fines.filter(inMonth(month)).map(fineRow)),
    );
    files.set(
      `suspected-${month}.csv`,
      csv(
        ['rule', 'ticket_no', 'occurred_at'],
        fines.suspected
          .filter(inMonth(month))
          .map((entry) => [entry.rule, entry.ticket_no, isoTime(entry.occurred_at)]),
      ),
    );
  }
  return files;
}

function fineRow(fine: ExpectedFine): string[] {
  return FINE_COLUMNS.map((column) =>
    column === 'occurred_at' ? isoTime(fine.occurred_at) : String(fine[column] ?? ''),
  );
}

function csv(header: readonly string[], rows: string[][]): string {
  return `${Papa.unparse([[...header], ...rows], { newline: '\n' })}\n`;
}

/** Reads a truth folder and writes what is expected of it. */
export async function writeExpected(truthFolder: string, out: string): Promise<string[]> {
  const files = expectedFiles(await readTruth(truthFolder));
  await mkdir(out, { recursive: true });
  for (const [name, text] of files) await writeFile(join(out, name), text);
  return [...files.keys()];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const here = import.meta.dirname;
  const [truthFolder = join(here, 'department', 'truth'), out = join(here, 'expected')] =
    process.argv.slice(2);
  for (const name of await writeExpected(truthFolder, out)) process.stdout.write(`${name}\n`);
}
