import * as XLSX from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { put, readAll, refusalOf, table, withFolder } from './files.ts';

withFolder();

/** A workbook with what matters in it, in any format SheetJS writes. */
function workbook(bookType: XLSX.BookType): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['售后报修台账', null, null, null],
    ['单号', '报修时间', '金额', '付清'],
    ['BX001', 46_298.604166666664, 1200.5, true],
    ['BX002', 46_299, 0.15, false],
    [null, null, null, null],
    [17, null, 13_800_138_000, null],
  ]);
  const format = (address: string, code: string) => {
    const cell: XLSX.CellObject = sheet[address];
    cell.z = code;
  };
  format('B3', 'yyyy-mm-dd hh:mm');
  format('B4', 'yyyy"年"m"月"d"日"');
  format('C4', '0%');
  format('A6', '000000');
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 3 } }];
  sheet['!rows'] = [];
  sheet['!rows'][3] = { hidden: true };
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '上半月');
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['旧']]), '旧表');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  return XLSX.write(book, { type: 'buffer', bookType });
}

const CELLS = [
  { row: 1, cells: ['售后报修台账'] },
  { row: 2, cells: ['单号', '报修时间', '金额', '付清'] },
  {
    row: 3,
    cells: ['BX001', { serial: 46_298.604166666664, text: '2026-10-03 14:30' }, 1200.5, true],
  },
  { row: 4, cells: ['BX002', { serial: 46_299, text: '2026-10-04' }, '15%', false], hidden: true },
  { row: 6, cells: ['000017', null, 13_800_138_000] },
];

describe('binary workbooks', () => {
  test('xls of Excel 97 to 2003', async () => {
    const read = await readAll(await put('9月.xls', workbook('biff8')));
    expect(read).toMatchObject({ format: 'xls', encoding: null });
    expect(read.sheets.map(({ name, position, hidden }) => [name, position, hidden])).toEqual([
      ['上半月', 0, false],
      ['旧表', 1, true],
    ]);
    expect(read.sheets[0]?.merges).toEqual([{ top: 1, left: 1, bottom: 1, right: 4 }]);
    // SheetJS writes no hidden rows into xls.
    expect(read.sheets[0]?.rows).toEqual(CELLS.map(({ row, cells }) => ({ row, cells })));
  });

  test('xls of Excel 5/95 with Chinese in code page 936', async () => {
    const book = XLSX.utils.book_new();
    const rows = [
      ['AAAA', 'no'],
      ['BBBB', 'A1'],
    ];
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'a');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff5' });
    // SheetJS writes no Chinese here: its placeholders become 单号 and 张三, its CODEPAGE record becomes 936.
    Buffer.from('b5a5bac5', 'hex').copy(bytes, bytes.indexOf('AAAA'));
    Buffer.from('d5c5c8fd', 'hex').copy(bytes, bytes.indexOf('BBBB'));
    const record = bytes.indexOf(Buffer.from([0x42, 0x00, 0x02, 0x00]));
    expect(record).toBeGreaterThan(0);
    bytes.writeUInt16LE(936, record + 4);
    expect(await table(await put('95.xls', bytes))).toEqual([
      [1, '单号', 'no'],
      [2, '张三', 'A1'],
    ]);
  });

  test('a bare BIFF stream', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['no', 7]]), 'a');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff2' });
    expect(await table(await put('2.xls', bytes))).toEqual([[1, 'no', 7]]);
  });

  test('xlsb', async () => {
    const read = await readAll(await put('9月.xlsb', workbook('xlsb')));
    expect(read.format).toBe('xlsx');
    expect(read.sheets[0]?.rows).toEqual(CELLS);
    expect(read.sheets[1]?.hidden).toBe(true);
  });

  test('ods', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['单号', 1.5, true]]), '表');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'ods' });
    expect(await table(await put('a.ods', bytes))).toEqual([[1, '单号', 1.5, true]]);
  });

  test('the 1904 date system', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([[44_836]]);
    const cell: XLSX.CellObject = sheet.A1;
    cell.z = 'yyyy-mm-dd';
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'a');
    book.Workbook = { WBProps: { date1904: true } };
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff8' });
    const { sheets } = await readAll(await put('1904.xls', bytes));
    expect(sheets[0]).toMatchObject({
      date1904: true,
      rows: [{ row: 1, cells: [{ serial: 44_836, text: '2026-10-03' }] }],
    });
  });

  test('errors', async () => {
    const sheet: XLSX.WorkSheet = {
      '!ref': 'A1:B1',
      A1: { t: 'e', v: 42 },
      B1: { t: 'e', v: 7 },
    };
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'a');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff8' });
    expect(await table(await put('错.xls', bytes))).toEqual([
      [1, { error: '#N/A' }, { error: '#DIV/0!' }],
    ]);
  });

  test('the reader keeps quiet on the console', async () => {
    const lines: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => lines.push(words);
    try {
      const bytes = workbook('biff8');
      // A record type that nobody knows, in place of the first window record (0x003D).
      const at = bytes.indexOf(Buffer.from([0x3d, 0x00, 0x12, 0x00]));
      expect(at).toBeGreaterThan(0);
      bytes.writeUInt16LE(0x1abc, at);
      await readAll(await put('9月.xls', bytes));
    } finally {
      console.error = error;
    }
    expect(lines).toEqual([]);
  });
});

describe('HTML under the name of xls', () => {
  const page = (body: string, charset = 'utf-8') =>
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><style>td{mso-number-format:"\\@"}</style></head><body>${body}</body></html>`;

  test('cells are the texts they show', async () => {
    const path = await put(
      '导出.xls',
      page(
        '<table border=1><tr><th>单号<th>电话</th><th>故障</th></tr>\n<tr><td>000123</td><td x:num="13800138000">13800138000</td><td>漏水&nbsp;&amp;\n 熄火<br/>很急 <span style="display:none">1</span>&#8220;急&#x201D;</td></tr></table>',
      ),
    );
    expect((await readAll(path)).format).toBe('xls');
    expect(await table(path)).toEqual([
      [1, '单号', '电话', '故障'],
      [2, '000123', '13800138000', '漏水 & 熄火\n很急 “急”'],
    ]);
  });

  test('spans become merged ranges and shift the cells after them', async () => {
    const { sheets } = await readAll(
      await put(
        '合并.xls',
        page(
          '<table><tr><td rowspan=3>李强</td><td colspan="2">时间</td><td>x</td></tr><tr><td>报修</td><td rowspan="2">到达</td><td>y</td></tr><tr><td>a</td><td>z</td></tr><tr style="display:none"><td>末</td></tr></table>',
        ),
      ),
    );
    expect(sheets[0]?.merges).toEqual([
      { top: 1, left: 1, bottom: 3, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
      { top: 2, left: 3, bottom: 3, right: 3 },
    ]);
    expect(sheets[0]?.rows).toEqual([
      { row: 1, cells: ['李强', '时间', null, 'x'] },
      { row: 2, cells: [null, '报修', '到达', 'y'] },
      { row: 3, cells: [null, 'a', null, 'z'] },
      { row: 4, cells: ['末'], hidden: true },
    ]);
  });

  test('a table within a layout table is a sheet of its own, empty ones are none', async () => {
    const { sheets } = await readAll(
      await put(
        '布局.xls',
        page(
          '<table><tr><td><table><tr><td>单号</td></tr><tr><td>1</td></tr></table></td></tr></table><table><tr><td>&nbsp;</td></tr></table>',
        ),
      ),
    );
    expect(sheets.map((sheet) => sheet.rows.map(({ cells }) => cells))).toEqual([
      [['单号'], ['1']],
    ]);
  });

  test('GBK, with the name of the encoding and without', async () => {
    const [before = '', after = ''] = page('<table><tr><td>?</td></tr></table>', 'gb2312').split(
      '?',
    );
    // 张三 in GBK.
    const bytes = Buffer.concat([
      Buffer.from(before),
      Buffer.from('d5c5c8fd', 'hex'),
      Buffer.from(after),
    ]);
    expect(await table(await put('国标.xls', bytes))).toEqual([[1, '张三']]);
    const bare = Buffer.concat([
      Buffer.from('<table><tr><td>'),
      Buffer.from('d5c5c8fd', 'hex'),
      Buffer.from('</td></tr></table>'),
    ]);
    expect(await table(await put('国标.xls', bare))).toEqual([[1, '张三']]);
  });

  test('the sheet is called as Excel wrote it, else like the file', async () => {
    const body = '<table><tr><td>1</td></tr></table>';
    const named = `<html><head><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>9月&amp;10月</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml></head>${body}</html>`;
    expect((await readAll(await put('a.xls', named))).sheets[0]?.name).toBe('9月&10月');
    expect((await readAll(await put('a.xls', page(body)), 'zh', '报表.xls')).sheets[0]?.name).toBe(
      '报表',
    );
  });

  test('a page without a table', async () => {
    expect(await refusalOf(await put('登录.xls', page('<p>会话已过期</p>')))).toMatchObject({
      code: 'not_a_spreadsheet',
    });
  });

  test('open quotes, comments and tags do not make it slow', async () => {
    for (const piece of [
      '<td a="',
      '<!-- <td>',
      '<td',
      '<script>',
      '&amp',
      '<table><tr><td rowspan=9999999 colspan=9999999>',
    ]) {
      const start = performance.now();
      const path = await put('慢.xls', `<table><tr><td>1</td></tr>${piece.repeat(100_000)}`);
      await readAll(path).catch(() => undefined);
      expect(performance.now() - start, piece).toBeLessThan(20_000);
    }
  });
});

describe('XML Spreadsheet 2003', () => {
  const xml = (table: string, rest = '') =>
    `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="z"><NumberFormat ss:Format="000000"/></Style></Styles><Worksheet ss:Name="9月"><Table>${table}</Table>${rest}</Worksheet></Workbook>`;

  test('types, positions, merges, comments and hidden things', async () => {
    const path = await put(
      '导出.xls',
      xml(
        '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">报修&#10;台账</Data></Cell><Cell><Data ss:Type="String">尾</Data></Cell></Row>' +
          '<Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="DateTime">2026-10-03T14:30:00.000</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell><Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.15</Data></Cell><Cell ss:StyleID="z"><Data ss:Type="Number">17</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>' +
          '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>体</ss:Data></Cell></Row>',
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>',
      ),
    );
    const read = await readAll(path);
    expect(read.format).toBe('xls');
    expect(read.sheets[0]).toEqual({
      name: '9月',
      position: 0,
      hidden: true,
      date1904: false,
      merges: [{ top: 1, left: 1, bottom: 1, right: 3 }],
      rows: [
        { row: 1, cells: ['报修\n台账', null, null, '尾'] },
        {
          row: 4,
          cells: [
            { serial: 46_298 + 14.5 / 24, text: '2026-10-03 14:30' },
            null,
            '15%',
            '000017',
            true,
            { error: '#N/A' },
          ],
          hidden: true,
        },
        { row: 5, cells: ['粗体'] },
      ],
    });
  });

  test('broken off', async () => {
    expect(await refusalOf(await put('断.xls', xml('<Row><Cell>').slice(0, -30)))).toMatchObject({
      code: 'damaged',
    });
  });
});
