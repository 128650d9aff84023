import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { openFile } from '#etl/readers/index.ts';
import {
  collect,
  freshPath,
  put,
  readAll,
  refusalOf,
  sheetXml,
  stylesXml,
  table,
  withFolder,
  workbookParts,
  zip,
} from './files.ts';

withFolder();

async function written(fill: (workbook: ExcelJS.Workbook) => void): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  fill(workbook);
  const path = freshPath('book.xlsx');
  await workbook.xlsx.writeFile(path);
  return path;
}

/** A workbook of one sheet from the XML of its rows. */
async function rowsOf(
  rows: string,
  more: { strings?: string; styles?: string; after?: string } = {},
) {
  return table(await put('book.xlsx', zip(workbookParts(sheetXml(rows, more.after), more))));
}

describe('a workbook written by ExcelJS', () => {
  test('texts, numbers, booleans, dates, formulas and errors', async () => {
    const path = await written((workbook) => {
      const sheet = workbook.addWorksheet('报修');
      sheet.addRow(['单号', '金额', '付清', '报修时间', '合计', '错误', '折扣']);
      const row = sheet.addRow(['BX001', 1200.5, true]);
      row.getCell(4).value = new Date(Date.UTC(2026, 9, 3, 14, 30));
      row.getCell(4).numFmt = 'yyyy-mm-dd hh:mm';
      row.getCell(5).value = { formula: 'B2*2', result: 2401, date1904: false };
      row.getCell(6).value = { error: '#N/A' };
      row.getCell(7).value = 0.1;
      row.getCell(7).numFmt = '0%';
      sheet.addRow([
        '电话',
        13_800_138_000,
        false,
        null,
        { formula: 'A1&"x"', result: '单号x', date1904: false },
      ]);
      sheet.addRow([{ formula: '1/0', result: { error: '#DIV/0!' }, date1904: false }]);
    });
    const read = await readAll(path);
    expect(read).toMatchObject({ format: 'xlsx', encoding: null });
    expect(await table(path)).toEqual([
      [1, '单号', '金额', '付清', '报修时间', '合计', '错误', '折扣'],
      [
        2,
        'BX001',
        1200.5,
        true,
        { serial: 46_298.60416666667, text: '2026-10-03 14:30' },
        2401,
        { error: '#N/A' },
        '10%',
      ],
      [3, '电话', 13_800_138_000, false, null, '单号x'],
      [4, { error: '#DIV/0!' }],
    ]);
  });

  test('rich text is joined', async () => {
    const path = await written((workbook) => {
      workbook.addWorksheet('a').getCell('B2').value = {
        richText: [{ text: '漏水,' }, { font: { bold: true }, text: '很急' }],
      };
    });
    expect(await table(path)).toEqual([[2, null, '漏水,很急']]);
  });

  test('merged ranges: the value stands in the top-left cell alone', async () => {
    const path = await written((workbook) => {
      const sheet = workbook.addWorksheet('a');
      sheet.getCell('A1').value = '时间';
      sheet.mergeCells('A1:C1');
      sheet.getCell('D1').value = '李强';
      sheet.mergeCells('D1:D3');
      sheet.getCell('A2').value = 100;
    });
    const { sheets } = await readAll(path);
    expect(sheets[0]?.merges).toEqual([
      { top: 1, left: 1, bottom: 1, right: 3 },
      { top: 1, left: 4, bottom: 3, right: 4 },
    ]);
    expect(await table(path)).toEqual([
      [1, '时间', null, null, '李强'],
      [2, 100],
    ]);
  });

  test('hidden rows and sheets are read and marked', async () => {
    const path = await written((workbook) => {
      const sheet = workbook.addWorksheet('10月');
      sheet.addRow(['a']);
      sheet.addRow(['b']).hidden = true;
      workbook.addWorksheet('旧', { state: 'hidden' }).addRow(['c']);
      workbook.addWorksheet('更旧', { state: 'veryHidden' }).addRow(['d']);
    });
    const { sheets } = await readAll(path);
    expect(sheets.map(({ name, position, hidden }) => [name, position, hidden])).toEqual([
      ['10月', 0, false],
      ['旧', 1, true],
      ['更旧', 2, true],
    ]);
    expect(sheets[0]?.rows).toEqual([
      { row: 1, cells: ['a'] },
      { row: 2, cells: ['b'], hidden: true },
    ]);
  });

  test('the 1904 date system', async () => {
    const path = await written((workbook) => {
      workbook.properties.date1904 = true;
      const cell = workbook.addWorksheet('a').getCell('A1');
      cell.value = new Date(Date.UTC(2026, 9, 3));
      cell.numFmt = 'yyyy-mm-dd';
    });
    const { sheets } = await readAll(path);
    expect(sheets[0]?.date1904).toBe(true);
    // 46,298 − 1,462 days.
    expect(sheets[0]?.rows[0]?.cells).toEqual([{ serial: 44_836, text: '2026-10-03' }]);
  });

  test('thousands of rows come in batches, twice the same', async () => {
    const path = await written((workbook) => {
      const sheet = workbook.addWorksheet('a');
      for (let row = 1; row <= 10_000; row += 1) sheet.addRow([`BX${row}`, row, '张三']);
    });
    const source = await openFile(path, { lang: 'zh' });
    const sizes: number[] = [];
    for await (const batch of source.sheets[0]?.rows() ?? []) sizes.push(batch.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096);
    const rows = await collect(source.sheets[0]?.rows() ?? []);
    expect(rows).toHaveLength(10_000);
    expect(rows.every(({ row, cells }) => cells[0] === `BX${row}` && cells[1] === row)).toBe(true);
    await source.close();
  });
});

describe('what the format allows and other writers do', () => {
  test('rows and cells without coordinates count on', async () => {
    expect(
      await rowsOf(
        '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="B5"><v>2</v></c><c><v>4</v></c></row><row><c><v>6</v></c></row>',
      ),
    ).toEqual([
      [1, 1, null, 3],
      [5, null, 2, 4],
      [6, 6],
    ]);
  });

  test('inline strings, phonetic guides, escapes, entities, CDATA, comments', async () => {
    const strings =
      '<sst><si><t>张三</t><rPh sb="0" eb="1"><t>zhang</t></rPh><phoneticPr/></si><si><r><t xml:space="preserve">甲 </t></r><r><rPr><b/></rPr><t>乙</t></r></si><si><t/></si></sst>';
    expect(
      await rowsOf(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>' +
          '<c r="D1" t="inlineStr"><is><r><t>第一行_x000D_\n</t></r><r><t>&lt;二&gt; &#20108; &#x4E8C;</t></r><rPh><t>no</t></rPh></is></c>' +
          '<c r="E1" t="str"><f>A1&amp;"&lt;"</f><v>a_x005F_x000D_</v></c><!-- <c r="F1"><v>1</v></c> -->' +
          '<c r="G1" t="inlineStr"><is><t><![CDATA[<b>&amp;]]></t></is></c></row>',
        { strings },
      ),
    ).toEqual([[1, '张三', '甲 乙', null, '第一行\n<二> 二 二', 'a_x000D_', null, '<b>&amp;']]);
  });

  test('formulas arrive as their cached value; without one it is not known, and that is said', async () => {
    expect(
      await rowsOf(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>NOW()</f></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="b"><f>TRUE</f><v>1</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
      ),
    ).toEqual([[1, 2, { error: '' }, null, true, { error: '#DIV/0!' }]]);
  });

  test('dates stored as ISO text', async () => {
    expect(await rowsOf('<row r="1"><c r="A1" t="d"><v>2026-10-03T14:30:00</v></c></row>')).toEqual(
      [[1, { serial: 46_298 + 14.5 / 24, text: '2026-10-03 14:30' }]],
    );
  });

  test('styles decide how numbers are shown', async () => {
    const styles = stylesXml([
      'General',
      'yyyy"年"m"月"d"日" h:mm',
      '000000',
      '0.00%',
      '"BX"0000',
      '#,##0.00',
    ]);
    const cells = [0, 1, 2, 3, 4, 5].map(
      (style) => `<c s="${style}"><v>${style === 3 ? 0.5 : 46298.25}</v></c>`,
    );
    expect(
      await rowsOf(`<row>${cells.join('')}<c s="2"><v>17</v></c><c s="4"><v>17</v></c></row>`, {
        styles,
      }),
    ).toEqual([
      [
        1,
        46298.25,
        { serial: 46298.25, text: '2026-10-03 06:00' },
        46298.25,
        '50%',
        46298.25,
        46298.25,
        '000017',
        'BX0017',
      ],
    ]);
  });

  test('values left under a merged range are not seen', async () => {
    expect(
      await rowsOf(
        '<row r="1"><c r="A1"><v>100</v></c><c r="B1"><v>100</v></c></row><row r="2"><c r="A2"><v>100</v></c><c r="B2"><v>100</v></c><c r="C2"><v>7</v></c></row><row r="3"><c r="A3"><v>8</v></c></row>',
        { after: '<mergeCells count="1"><mergeCell ref="$A$1:$B$2"/></mergeCells>' },
      ),
    ).toEqual([
      [1, 100],
      [2, null, null, 7],
      [3, 8],
    ]);
  });

  test('prefixed elements', async () => {
    const xml =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1" hidden="true"><x:c r="A1" t="inlineStr"><x:is><x:t>张三</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>';
    const { sheets } = await readAll(await put('book.xlsx', zip(workbookParts(xml))));
    expect(sheets[0]).toMatchObject({
      rows: [{ row: 1, cells: ['张三'], hidden: true }],
      merges: [{ top: 1, left: 1, bottom: 1, right: 2 }],
    });
  });

  test('a UTF-16 part', async () => {
    const parts = workbookParts('');
    const xml = sheetXml('<row><c t="inlineStr"><is><t>张三</t></is></c></row>').replace(
      'UTF-8',
      'UTF-16',
    );
    const path = await put(
      'book.xlsx',
      zip({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.from(`\ufeff${xml}`, 'utf16le') }),
    );
    expect(await table(path)).toEqual([[1, '张三']]);
  });

  test('backslashes in part names and a workbook that lies elsewhere', async () => {
    const parts = workbookParts(sheetXml('<row><c><v>1</v></c></row>'));
    const moved = Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [
        name.replace(/^xl\//, 'book/').replaceAll('/', '\\'),
        content.replaceAll('xl/workbook.xml', 'book/workbook.xml'),
      ]),
    );
    expect(await table(await put('book.xlsx', zip(moved)))).toEqual([[1, 1]]);
  });

  test('chart sheets are passed over, the positions of the others stay', async () => {
    const parts = workbookParts(sheetXml('<row><c><v>1</v></c></row>'), {
      workbook:
        '<workbook xmlns:r="r"><sheets><sheet name="图" sheetId="2" r:id="r9"/><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
    });
    const rels = parts['xl/_rels/workbook.xml.rels']?.replace(
      '</Relationships>',
      '<Relationship Id="r9" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
    );
    const path = await put(
      'book.xlsx',
      zip({ ...parts, 'xl/_rels/workbook.xml.rels': rels ?? '' }),
    );
    const { sheets } = await readAll(path);
    expect(sheets.map(({ name, position }) => [name, position])).toEqual([['表', 1]]);
  });

  test('styled empty cells cost nothing, however far they reach', async () => {
    const row = (number: number) =>
      `<row r="${number}"><c r="A${number}"><v>${number}</v></c><c r="XFD${number}" s="1"/></row>`;
    const rows = await rowsOf(
      Array.from({ length: 2_000 }, (_, index) => row(index + 1)).join('') +
        '<row r="1048576" s="1"/>',
    );
    expect(rows).toHaveLength(2_000);
    expect(rows.at(-1)).toEqual([2_000, 2_000]);
  });

  test('a tag split by the end of a piece', async () => {
    // Inflated pieces have 2^18 bytes; lines of 57 bytes put the cuts everywhere.
    const rows = Array.from(
      { length: 40_000 },
      (_, index) =>
        `<row r="${index + 1}"><c r="B${index + 1}" t="inlineStr"><is><t>张&amp;三 ${index}</t></is></c></row>`,
    );
    const read = await rowsOf(rows.join(''));
    expect(read).toHaveLength(40_000);
    expect(
      read.every(([row, , text]) => typeof row === 'number' && text === `张&三 ${row - 1}`),
    ).toBe(true);
  });

  test('workbooks without shared strings or styles', async () => {
    expect(await rowsOf('<row><c s="3"><v>5</v></c></row>')).toEqual([[1, 5]]);
  });

  test('text where a number belongs stays text', async () => {
    expect(await rowsOf('<row><c><v>13800138000 </v></c><c><v>无</v></c></row>')).toEqual([
      [1, 13_800_138_000, '无'],
    ]);
  });
});

describe('limits', () => {
  test('2,001 columns with content', async () => {
    const cells = (columns: number) => `<row>${'<c><v>1</v></c>'.repeat(columns)}</row>`;
    const path = (columns: number) =>
      put('book.xlsx', zip(workbookParts(sheetXml(cells(columns)))));
    expect(await refusalOf(await path(2_001))).toMatchObject({ code: 'too_many_columns' });
    expect((await table(await path(2_000)))[0]).toHaveLength(2_001);
  });

  test('201 sheets', async () => {
    const sheets = Array.from(
      { length: 201 },
      (_, index) => `<sheet name="s${index}" r:id="r1"/>`,
    ).join('');
    const workbook = `<workbook xmlns:r="r"><sheets>${sheets}</sheets></workbook>`;
    const path = await put(
      'book.xlsx',
      zip(workbookParts(sheetXml('<row><c><v>1</v></c></row>'), { workbook })),
    );
    expect((await refusalOf(path)).code).toBe('too_many_sheets');
  });

  test('a cell beyond 65,536 characters names sheet and row', async () => {
    const rows = `<row r="9"><c t="inlineStr"><is><t>${'长'.repeat(65_537)}</t></is></c></row>`;
    const refused = await refusalOf(await put('book.xlsx', zip(workbookParts(sheetXml(rows)))));
    expect(refused.code).toBe('cell_too_long');
    expect(refused.message).toContain('工作表「10月」第 9 行');
  });
});
