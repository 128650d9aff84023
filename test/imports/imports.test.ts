/**
 * Golden cases: each sub-folder is one defect or shape of the department's files. `UPDATE_GOLDENS=1` writes the
 * expected files anew, to be read as a diff; without it a missing golden fails.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inputs, runCase } from './golden.ts';

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const update = process.env.UPDATE_GOLDENS === '1';

describe('import goldens', () => {
  test('there are cases, each with an input', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    for (const name of cases) expect(inputs(join(root, name)), name).not.toHaveLength(0);
  });

  test('goldens are not rewritten in CI', () => {
    expect(update && process.env.CI !== undefined).toBe(false);
  });

  test.each(cases)('%s', async (name) => {
    const folder = join(root, name);
    const outcome = await runCase(folder);
    for (const { files } of outcome.results) {
      for (const sheet of files.flatMap((file) => file.sheets)) {
        expect(sheet.rows, 'rows = new + changed + unchanged + rejected').toBe(
          sheet.new + sheet.changed + sheet.unchanged + sheet.rejected,
        );
      }
    }
    check(join(folder, 'expected.json'), outcome.json);
    check(join(folder, 'expected-rows.csv'), outcome.rows);
  });
});

function check(path: string, actual: string): void {
  if (update) {
    writeFileSync(path, actual);
    return;
  }
  expect(existsSync(path), `${path} is missing; write it with UPDATE_GOLDENS=1 and read it`).toBe(
    true,
  );
  expect(actual).toBe(readFileSync(path, 'utf8'));
}
