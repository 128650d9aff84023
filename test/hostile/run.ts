/**
 * `npm run hostile [FOLDER…]`: imports every file of the folders and says how each was answered, one line a file. Without
 * a folder that of HOSTILE_FILES. Ends with 1 where a file crashed the import, got no message, took more than 20 s or
 * 1 GB, or changed the database.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Judge, type Verdict } from './judge.ts';

/** What a folder of test files holds beside them. */
const NOT_TRIED = /^(?:readme(?:\.\w+)?|manifest\.csv|\..*)$/i;

const given = process.argv.slice(2);
const folders = given.length > 0 ? given : (process.env.HOSTILE_FILES?.split(':') ?? []);
if (folders.length === 0) {
  console.log(
    'No folder given, and HOSTILE_FILES names none: nothing to try. npm run hostile FOLDER…',
  );
  process.exit(0);
}

const verdicts: Verdict[] = [];
const judge = new Judge();
for (const folder of folders) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_TRIED.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of files) {
    const verdict = await judge.judge(path);
    verdicts.push(verdict);
    console.log(line(relative(folder, path), verdict));
  }
}
await judge.close();

const bad = verdicts.filter((verdict) => verdict.faults.length > 0);
const of = (test: (verdict: Verdict) => boolean): number => verdicts.filter(test).length;
const most = (figure: (verdict: Verdict) => number): Verdict | undefined =>
  [...verdicts].sort((a, b) => figure(b) - figure(a))[0];
const slowest = most((verdict) => verdict.seconds);
const largest = most((verdict) => verdict.peakMib);
console.log(
  [
    '',
    `${verdicts.length} files: ${of((v) => v.format !== null && v.thrown === null)} read, ` +
      `${of((v) => v.format === null && v.thrown === null)} refused by the readers, ${bad.length} answered badly`,
    `slowest ${slowest?.seconds.toFixed(2)} s (${slowest?.file}), ` +
      `most memory ${largest?.peakMib.toFixed(0)} MiB (${largest?.file})`,
  ].join('\n'),
);
for (const verdict of bad) console.log(`BAD ${verdict.file}: ${verdict.faults.join('; ')}`);
process.exit(bad.length > 0 ? 1 : 0);

/** `ok  xlsx  not_recognised  12 rows  0.31 s  214 MiB  name`. */
function line(name: string, verdict: Verdict): string {
  return [
    verdict.faults.length > 0 ? 'BAD' : 'ok ',
    (verdict.format ?? '-').padEnd(4),
    (verdict.code ?? 'imported').padEnd(22),
    `${verdict.rows} rows`.padStart(9),
    `${verdict.seconds.toFixed(2)} s`.padStart(8),
    `${verdict.peakMib.toFixed(0)} MiB`.padStart(8),
    ` ${name}`,
  ].join(' ');
}
