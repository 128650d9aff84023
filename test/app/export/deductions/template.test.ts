/** HR's own template: what is filled where, what moves, and which templates are refused with the cell named. */
import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { LoneReference, moveFormula } from '#app/export/deductions/formula-refs.ts';
import { sampleTemplate } from '#app/export/deductions/sample-template.ts';
import { checkTemplate, fillTemplate, TemplateRefused } from '#app/export/deductions/template.ts';
import { readBack, recompute, sheetOf } from '../read-back.ts';
import { HOSTILE, input } from './fixture.ts';

async function bytesOf(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function sheetWith(cells: Record<string, ExcelJS.CellValue>): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('表');
  for (const [address, value] of Object.entries(cells)) sheet.getCell(address).value = value;
  return workbook;
}

async function refusal(workbook: ExcelJS.Workbook | Uint8Array): Promise<readonly string[]> {
  const bytes = workbook instanceof Uint8Array ? workbook : await bytesOf(workbook);
  try {
    await checkTemplate(bytes, 'zh');
  } catch (error) {
    if (error instanceof TemplateRefused) return error.details;
    throw error;
  }
  return [];
}

describe('references when the person’s row grows from 1 to 4', () => {
  const growth = { sheet: '表', row: 8, extra: 3 };
  test.each([
    ['SUM(E8:E8)', 'SUM(E8:E11)'],
    ['SUM(E$8:E$8)*2', 'SUM(E$8:E$11)*2'],
    ['SUM(E5:E8)', 'SUM(E5:E11)'],
    ['SUM(E5:E7)', 'SUM(E5:E7)'],
    ['SUM(E8:E9)', 'SUM(E8:E12)'],
    ['SUM(E8)', 'SUM(E8:E11)'],
    ['SUBTOTAL(9,E8)', 'SUBTOTAL(9,E8:E11)'],
    ['E9-F$10', 'E12-F$13'],
    ["'表'!E9+其他!E9", "'表'!E12+其他!E9"],
    ['COUNTA(8:8)', 'COUNTA(8:11)'],
    ['"E9 至 E8"&A1', '"E9 至 E8"&A1'],
    ['LOG10(E9)+AB9', 'LOG10(E12)+AB12'],
    ['SUMIF(B8:B8,"x",E8:E8)', 'SUMIF(B8:B11,"x",E8:E11)'],
  ])('outside it %s becomes %s', (formula, wanted) => {
    expect(moveFormula(formula, '表', growth, null)).toBe(wanted);
  });

  test.each([
    ['E8+F8', 0, 'E8+F8'],
    ['E8+F8', 2, 'E10+F10'],
    // A parameter above stays, a running number follows, the total below has moved.
    ['E8*B2', 2, 'E10*B2'],
    ['A7+1', 2, 'A9+1'],
    ['E8/E9', 2, 'E10/E12'],
    ['SUM(E$8:E8)', 3, 'SUM(E$8:E11)'],
    ['SUM(E8:K8)', 1, 'SUM(E9:K9)'],
  ])('in it %s of copy %i becomes %s', (formula, copy, wanted) => {
    expect(moveFormula(formula, '表', growth, copy)).toBe(wanted);
  });

  test('one person’s cell where all are meant is refused', () => {
    for (const formula of ['E8*2', 'ROUND(E8,2)', 'E8']) {
      expect(() => moveFormula(formula, '表', growth, null)).toThrow(LoneReference);
    }
  });
});

describe('a template of HR', () => {
  async function filled() {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('工资附表');
    sheet.mergeCells('A1:H1');
    sheet.getCell('A1').value = '{{ 公司 }} {{月份}}扣款';
    sheet.getCell('A1').font = { bold: true, size: 15 };
    sheet.getCell('H2').value = '{{制表日期}}';
    sheet.getCell('B3').value = 0.5;
    sheet.getCell('G3').value = '{{合计}}';
    sheet.getCell('G3').numFmt = '0.0';
    // The row of a person: two columns merged, a running number, a formula with a parameter above.
    sheet.mergeCells('B5:C5');
    sheet.getCell('A5').value = '{{序号}}';
    sheet.getCell('B5').value = '{{姓名}}（{{工号}}）';
    sheet.getCell('C5').border = { right: { style: 'double' } };
    sheet.getCell('D5').value = '{{规则 6 金额}}';
    sheet.getCell('D5').numFmt = '0.00';
    sheet.getCell('E5').value = '{{其他规则金额}}';
    sheet.getCell('F5').value = '{{部门}}';
    sheet.getCell('G5').value = '{{本月实扣}}';
    sheet.getCell('H5').value = { formula: 'G5*B3' };
    sheet.getRow(5).height = 31;
    // Below: totals that must grow and move, a merged line, a picture of the frame.
    sheet.getCell('A6').value = '合计';
    sheet.getCell('D6').value = { formula: 'SUM(D5:D5)' };
    sheet.getCell('G6').value = { formula: 'SUM(G5)' };
    sheet.getCell('H6').value = { formula: 'G6-D6' };
    sheet.getRow(6).height = 20;
    sheet.mergeCells('A8:D9');
    sheet.getCell('A8').value = '审核：';
    sheet.pageSetup.printArea = 'A1:H9';
    sheet.headerFooter.oddHeader = '&L内部&C工资附表';
    workbook.addWorksheet('封面').getCell('B2').value = { formula: 'SUM(工资附表!G5:G5)' };
    workbook.definedNames.add('工资附表!$G$5:$G$5', '实扣');
    const template = await bytesOf(workbook);
    return readBack(await fillTemplate(template, input({ made_at: '2026-11-04T10:11:12' })));
  }

  test('is filled: values typed, formats, merged cells, heights and formulas kept', async () => {
    const book = await filled();
    const sheet = sheetOf(book, '工资附表');
    expect(sheet.getCell('A1').value).toBe('海川厨具售后部 2026年10月扣款');
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true, size: 15 });
    expect(sheet.getCell('H2').value).toEqual(new Date(Date.UTC(2026, 10, 4)));
    expect(sheet.getCell('H2').numFmt).toBe('yyyy-mm-dd');
    expect(sheet.getCell('G3').value).toBe(170.6);
    expect(sheet.getCell('G3').numFmt).toBe('0.0');

    const column = (letter: string) => [5, 6, 7, 8].map((row) => sheet.getCell(letter + row).value);
    expect(column('A')).toEqual([1, 2, 3, 4]);
    expect(column('B')).toEqual([
      '赵刚（E009）',
      '李强（E007）',
      `${HOSTILE.name}（）`,
      '王芳（E001）',
    ]);
    expect(column('D')).toEqual([50, 100, 0, 0]);
    expect(column('E')).toEqual([20.5, 0, 20, 0]);
    expect(column('G')).toEqual([100.6, 80, 20, -50]);
    expect(sheet.getCell('D8').numFmt).toBe('0.00');
    expect(sheet.getCell('E8').numFmt).toBe('"¥"#,##0.00;"−¥"#,##0.00');
    for (const row of [5, 6, 7, 8]) {
      expect(sheet.getRow(row).height, `row ${row}`).toBe(31);
      expect(sheet.getCell(`C${row}`).master.address).toBe(`B${row}`);
      expect(sheet.getCell(`C${row}`).border).toMatchObject({ right: { style: 'double' } });
      expect(sheet.getCell(`H${row}`).formula).toBe(`G${row}*B3`);
    }
    expect(sheet.getCell('A9').value).toBe('合计');
    expect(sheet.getRow(9).height).toBe(20);
    expect(sheet.getCell('D9').formula).toBe('SUM(D5:D8)');
    expect(sheet.getCell('G9').formula).toBe('SUM(G5:G8)');
    expect(sheet.getCell('H9').formula).toBe('G9-D9');
    expect(sheet.getCell('D12').master.address).toBe('A11');
    expect(sheet.getCell('A11').value).toBe('审核：');
    expect(sheet.pageSetup.printArea).toBe('A1:H12');
    expect(sheetOf(book, '封面').getCell('B2').formula).toBe('SUM(工资附表!G5:G8)');
    expect(book.definedNames.getRanges('实扣').ranges).toEqual(["'工资附表'!$G$5:$G$8"]);
  });

  test('a name that begins like a formula stays text, even when somebody edits its cell', async () => {
    const sheet = sheetOf(await filled(), '工资附表');
    expect(sheet.getCell('B7').type).toBe(ExcelJS.ValueType.String);
    expect(sheet.getCell('B7').numFmt).toBe('@');
    expect(sheet.getCell('F7').value).toBe(HOSTILE.department);
    expect(sheet.getCell('F7').numFmt).toBe('@');
    expect(sheet.getCell('F8').numFmt).not.toBe('@');
  });

  test('says draft, revision and checksum on every page, whatever the template prints', async () => {
    const book = await filled();
    const sheet = sheetOf(book, '工资附表');
    expect(sheet.headerFooter.oddHeader).toBe('&L内部&C草稿：本月未关账，不作扣款依据 工资附表');
    expect(sheet.headerFooter.oddFooter).toBe('&R扣款单第 2 版 · 校验码 4be10000');
    expect(sheetOf(book, '封面').headerFooter.oddHeader).toContain('草稿');
  });

  test('carries control totals, its revision and the differences from the last one behind its own sheets', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('控制数').getCell('A1').value = '{{姓名}} {{规则 2.1 金额}}';
    const made = input({
      previousRevision: 1,
      differences: [
        {
          employee_no: 'E011',
          name: '=吴涛',
          before: { total_fen: 5_000, deduct_fen: 5_000 },
          after: { total_fen: 6_000, deduct_fen: 4_000 },
        },
        {
          employee_no: null,
          name: '钱进',
          before: null,
          after: { total_fen: 2_000, deduct_fen: 2_000 },
        },
      ],
    });
    const book = await readBack(await fillTemplate(await bytesOf(workbook), made));
    expect(book.worksheets.map(({ name }) => name)).toEqual(['控制数', '控制数 (2)', '与上版差异']);
    const rowsOf = (name: string) =>
      book
        .getWorksheet(name)
        ?.getSheetValues()
        .slice(1)
        .map((row) => (Array.isArray(row) ? row.slice(1) : row));
    const totals = new Map(
      (rowsOf('控制数 (2)') ?? []).map((row) =>
        Array.isArray(row) ? [row[0], row[1]] : [null, null],
      ),
    );
    expect(totals.get('扣款单版次')).toBe(made.sheet.revision);
    expect(totals.get('校验码')).toBe(made.sheet.checksum);
    expect(totals.get('人数')).toBe(4);
    // The fixture's: 170.60 due, 150.60 deducted, 20 carried on.
    expect([totals.get('应扣'), totals.get('本月实扣'), totals.get('结转下月')]).toEqual([
      170.6, 150.6, 20,
    ]);
    expect(rowsOf('与上版差异')?.slice(2)).toEqual([
      ['E011', '=吴涛', 50, 60, 10, 50, 40, -10],
      [undefined, '钱进', undefined, 20, 20, undefined, 20, 20],
    ]);
    expect(book.getWorksheet('与上版差异')?.getCell('B3').numFmt).toBe('@');
  });

  test('placeholders in English and in wide braces, inside rich text, none for nobody', async () => {
    const workbook = sheetWith({
      A1: { richText: [{ text: '{{month}}', font: { bold: true } }, { text: ' ｛｛company｝｝' }] },
      A2: '{{Employee No}}',
      B2: '{{rule7a count}}',
      C2: '{{limit checked}}',
    });
    const book = await readBack(
      await fillTemplate(
        await bytesOf(workbook),
        input({
          fines: [],
          sheet: {
            ...input().sheet,
            people: [],
            totals: { total_fen: 0, deduct_fen: 0, carried_out_fen: 0 },
          },
        }),
      ),
    );
    const sheet = sheetOf(book, '表');
    expect(sheet.getCell('A1').value).toEqual({
      richText: [{ text: '2026年10月', font: { bold: true } }, { text: ' 海川厨具售后部' }],
    });
    for (const address of ['A2', 'B2', 'C2']) expect(sheet.getCell(address).value).toBeNull();
  });

  test('the sample is a template, and its totals add up to the sheet', async () => {
    for (const lang of ['zh', 'en'] as const) {
      const sample = await sampleTemplate(lang);
      await checkTemplate(sample, lang);
      const bytes = await fillTemplate(sample, input({ lang }));
      const book = await readBack(bytes);
      // Whoever opens it sees sums of what is in it now.
      const parts = unzipSync(bytes);
      expect(strFromU8(parts['xl/workbook.xml'] ?? new Uint8Array())).toContain(
        'fullCalcOnLoad="1"',
      );
      const [sheet] = book.worksheets;
      // Four persons in rows 5 to 8, the sums below: late, others, adjustments, carried, due, deducted, carried out.
      const sums = new Map(recompute(book).map(({ address, computed }) => [address, computed]));
      expect(sheet?.getCell('I9').formula).toBe('SUM(I5:I8)');
      expect(sums.get('E9')).toBeCloseTo(150, 9);
      expect(sums.get('F9')).toBeCloseTo(40.5, 9);
      expect(sums.get('I9')).toBeCloseTo(170.6, 9);
      expect(sums.get('K9')).toBeCloseTo(150.6, 9);
      expect(sums.get('L9')).toBeCloseTo(20, 9);
      expect(sheet?.getCell('M11').master.address).toBe('A11');
    }
  });
});

describe('a template that cannot be filled is refused', () => {
  test('unknown placeholders, each with its cell', async () => {
    expect(
      await refusal(sheetWith({ A1: '{{工号}}', B1: '{{绩效}}', C3: '{{foo}}{{月份}}' })),
    ).toEqual(['表 B1 的占位符“绩效”不认识', '表 C3 的占位符“foo”不认识']);
  });

  test('no row of a person, or several', async () => {
    expect(await refusal(sheetWith({ A1: '{{月份}}' }))).toEqual([
      '没有人员那一行：至少在一个单元格写 姓名 或 工号 这样的占位符',
    ]);
    expect(await refusal(sheetWith({ A4: '{{姓名}}', B5: '{{应扣}}' }))).toEqual([
      '表 的人员占位符要在同一行，现在在 A4 B5',
    ]);
  });

  test('a total of one person only', async () => {
    expect(
      await refusal(sheetWith({ A4: '{{姓名}}', E4: '{{应扣}}', E5: { formula: 'E4*1' } })),
    ).toEqual(['表 E5 的公式只取了一个人的 E4：写成区域，例如 SUM(E8:E8)']);
  });

  test('what would be lost, what is no workbook, what is too large', async () => {
    const good = unzipSync(await bytesOf(sheetWith({ A1: '{{姓名}}' })));
    const withPart = (path: string, text = '<x/>') => zipSync({ ...good, [path]: strToU8(text) });
    expect((await refusal(withPart('xl/charts/chart1.xml')))[0]).toContain('图表');
    expect((await refusal(withPart('xl/vbaProject.bin')))[0]).toContain('宏');
    expect(
      (
        await refusal(
          withPart('xl/drawings/drawing1.xml', '<xdr:wsDr><xdr:sp></xdr:sp></xdr:wsDr>'),
        )
      )[0],
    ).toContain('文本框');
    expect(await refusal(strToU8('工号,姓名'))).toEqual(['打不开：要的是 xlsx 文件，没有密码']);
    expect((await refusal(withPart('xl/a.bin', ' '.repeat(61 * 1024 * 1024))))[0]).toContain(
      '太大',
    );
    expect(await refusal(zipSync(good))).toEqual([]);
  });
});
