import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as SheetJS from '@e965/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectedFiles } from '#sample-data/expected.ts';
import { readTruth } from '#sample-data/figures/truth-tables.ts';
import { generateSample } from '#sample-data/generate.ts';
import type { GridFile } from '#sample-data/shapes/grid.ts';
import { SHIPPED } from '#sample-data/simulate/department.ts';
import { truthFiles } from '#sample-data/truth.ts';
import { fileBytes } from '#sample-data/writers/write-file.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'sample-data');
const DEPARTMENT = join(SAMPLE, 'department');

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

describe('the shipped sample department', () => {
  let files: GridFile[];
  beforeAll(() => {
    files = generateSample(SHIPPED);
  });

  it('is what its seed gives, byte by byte', async () => {
    // A number format that something else in this process met must not come into the files.
    SheetJS.SSF.load('0.0000"度"');
    for (const file of files) {
      const shipped = await readFile(join(DEPARTMENT, file.file));
      expect(sha256(await fileBytes(file)), file.file).toBe(sha256(shipped));
    }
  });

  it('has no file that the seed does not give', async () => {
    const names = (await readdir(DEPARTMENT)).filter((name) => name !== 'truth');
    expect(names.sort()).toEqual(files.map(({ file }) => file).sort());
  });

  it('has the truth that was written', async () => {
    const truth = truthFiles(files);
    expect((await readdir(join(DEPARTMENT, 'truth'))).sort()).toEqual([...truth.keys()].sort());
    for (const [name, text] of truth) {
      expect(await readFile(join(DEPARTMENT, 'truth', name), 'utf8'), name).toBe(text);
    }
  });

  it('has the expected figures that its truth gives', async () => {
    const expected = expectedFiles(await readTruth(join(DEPARTMENT, 'truth')));
    expect((await readdir(join(SAMPLE, 'expected'))).sort()).toEqual([...expected.keys()].sort());
    for (const [name, text] of expected) {
      expect(await readFile(join(SAMPLE, 'expected', name), 'utf8'), name).toBe(text);
    }
  });

  it('stays under two megabytes', async () => {
    const names = await readdir(DEPARTMENT, { recursive: true });
    const sizes = await Promise.all(names.map((name) => stat(join(DEPARTMENT, name))));
    const total = sizes.filter((entry) => entry.isFile()).reduce((sum, { size }) => sum + size, 0);
    expect(total).toBeLessThan(2_000_000);
  });

  it('comes in every format and shape', () => {
    const formats = files.map(({ format, encoding }) => `${format} ${encoding ?? ''}`.trim());
    expect(new Set(formats)).toEqual(
      new Set(['xlsx', 'xls', 'csv gb18030', 'csv utf-8-bom', 'csv utf-8']),
    );
    const kindsPerSheet = files.flatMap(({ captured, sheets }) =>
      sheets.map(({ name }) => captured.filter(({ sheet }) => sheet === name).length),
    );
    expect(Math.max(...kindsPerSheet), 'a wide ledger feeds three kinds').toBe(3);
    const kinds = new Set(files.flatMap(({ captured }) => captured.map(({ kind }) => kind)));
    expect(kinds.size, 'every kind of sheet occurs').toBe(9);
    expect(files.some(({ sheets }) => sheets.some(({ hidden }) => hidden))).toBe(true);
  });

  it('captures other fields in other months', () => {
    const keeps = (file: RegExp, kind: string, field: string): boolean =>
      files
        .filter((entry) => file.test(entry.file))
        .some(({ captured }) =>
          captured.some((entry) => entry.kind === kind && entry.fields.includes(field)),
        );
    expect(keeps(/^2026年8月/, 'ticket', 'relayed_at')).toBe(false);
    expect(keeps(/^2026年9月/, 'ticket', 'relayed_at')).toBe(true);
    expect(keeps(/^2026年8月/, 'receipt', 'badge_shown')).toBe(false);
    expect(keeps(/^2026年10月/, 'receipt', 'badge_shown')).toBe(true);
    expect(keeps(/^2026年9月/, 'receipt', 'submitted_at')).toBe(false);
    expect(keeps(/^2026年10月/, 'receipt', 'submitted_at')).toBe(true);
  });
});
