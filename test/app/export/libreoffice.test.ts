/** Opens the workbook in a spreadsheet program that is not ours; skipped where there is none. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
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
  const texts = new Map<string, string>();

  // One process opens them all: its start takes as long as a workbook.
  beforeAll(async () => {
    const books = {
      zh: managerWorkbook(input({ lang: 'zh' })),
      en: managerWorkbook(input({ lang: 'en' })),
      built: deductionWorkbook(deductions()),
      filled: await fillTemplate(await sampleTemplate('zh'), deductions()),
    };
    const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
    try {
      const files = Object.entries(books).map(([name, bytes]) => {
        const file = join(folder, `${name}.xlsx`);
        writeFileSync(file, bytes);
        return file;
      });
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      const converted = spawnSync(
        'soffice',
        [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files],
        { encoding: 'utf8', timeout: 170_000 },
      );
      expect(converted.status, converted.stderr).toBe(0);
      for (const name of Object.keys(books)) {
        const pdf = join(folder, `${name}.pdf`);
        const { stdout } = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
        texts.set(name, stdout);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);

  it.each([
    [
      'zh',
      '2026年10月 · ',
      ['总览', '时效', '返修', '满意度', '投诉', '收费', '人员', '扣减明细', '数据质量'],
    ],
    ['en', '2026-10 · ', ['Overview', 'Timeliness', 'Repeats', 'People', 'Deductions']],
    ['built', '2026年10月 · ', ['扣款单', '明细', '调整', '纪律处理', '与上版差异']],
    ['filled', '', ['草稿']],
  ])(
    'opens and prints every sheet (%s), with no error and no column too narrow',
    (book, month, sheets) => {
      const text = texts.get(book);
      for (const sheet of sheets) expect(text).toContain(`${month}${sheet}`);
      expect(text).not.toMatch(/###|#(REF|VALUE|NAME|DIV)|Err:\d/);
    },
  );

  it('computes the sums of HR’s sheet, filled from a template, on opening it', () => {
    expect(texts.get('built')).toContain('草稿');
    expect(texts.get('filled')).toMatch(
      /合计.*¥150\.00.*¥40\.50.*−¥50\.00.*¥30\.10.*¥170\.60.*¥150\.60/,
    );
  });
});
