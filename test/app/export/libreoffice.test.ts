/** Opens the workbook in a spreadsheet program that is not ours; skipped where there is none. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleTemplate } from '#app/export/deductions/sample-template.ts';
import { fillTemplate } from '#app/export/deductions/template.ts';
import { deductionWorkbook } from '#app/export/deductions/workbook.ts';
import { managerWorkbook } from '#app/export/manager-workbook.ts';
import { input as deductions } from './deductions/fixture.ts';
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

  it('opens and prints HR’s sheet, built-in and filled from a template', {
    timeout: 180_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
    try {
      const files = {
        built: deductionWorkbook(deductions()),
        filled: await fillTemplate(await sampleTemplate('zh'), deductions()),
      };
      const names = Object.entries(files).map(([name, bytes]) => {
        const file = join(folder, `${name}.xlsx`);
        writeFileSync(file, bytes);
        return file;
      });
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      const converted = spawnSync(
        'soffice',
        [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...names],
        { encoding: 'utf8', timeout: 170_000 },
      );
      expect(converted.status, converted.stderr).toBe(0);
      const text = (name: string) =>
        spawnSync('pdftotext', ['-layout', join(folder, `${name}.pdf`), '-'], { encoding: 'utf8' })
          .stdout;
      for (const sheet of ['扣款单', '明细', '调整', '纪律处理', '与上版差异']) {
        expect(text('built')).toContain(`2026年10月 · ${sheet}`);
      }
      // The sums LibreOffice itself computed on opening the filled template.
      expect(text('filled')).toMatch(
        /合计.*¥150\.00.*¥40\.50.*−¥50\.00.*¥30\.10.*¥170\.60.*¥150\.60/,
      );
      for (const name of Object.keys(files)) {
        expect(text(name)).toContain('草稿');
        expect(text(name), name).not.toMatch(/###|#(REF|VALUE|NAME|DIV)|Err:\d/);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
