/** Opens the workbook in a spreadsheet program that is not ours; skipped where there is none. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { managerWorkbook } from '#app/export/manager-workbook.ts';
import { input } from './fixture.ts';

const found = (program: string, argument: string) =>
  spawnSync(program, [argument], { encoding: 'utf8', timeout: 60_000 }).error === undefined;
const ready = found('soffice', '--version') && found('pdftotext', '-v');
if (!ready) console.info('skipped: LibreOffice (soffice) or pdftotext is not installed');

describe.skipIf(!ready)('LibreOffice', () => {
  it.each([
    [
      'zh',
      '2026年10月 · ',
      ['总览', '时效', '返修', '满意度', '投诉', '收费', '人员', '扣减明细', '数据质量'],
    ],
    ['en', '2026-10 · ', ['Overview', 'Timeliness', 'Repeats', 'People', 'Deductions']],
  ] as const)(
    'opens and prints every sheet (%s), with no error and no column too narrow',
    { timeout: 180_000 },
    (lang, month, sheets) => {
      const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
      try {
        const file = join(folder, 'month.xlsx');
        writeFileSync(file, managerWorkbook(input({ lang })));
        const profile = `-env:UserInstallation=file://${folder}/profile`;
        const converted = spawnSync(
          'soffice',
          [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file],
          { encoding: 'utf8', timeout: 170_000 },
        );
        expect(converted.status, converted.stderr).toBe(0);
        const { stdout } = spawnSync('pdftotext', ['-layout', join(folder, 'month.pdf'), '-'], {
          encoding: 'utf8',
        });
        for (const sheet of sheets) expect(stdout).toContain(`${month}${sheet}`);
        expect(stdout).not.toMatch(/###|#(REF|VALUE|NAME|DIV)|Err:\d/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
