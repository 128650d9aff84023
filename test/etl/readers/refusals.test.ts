import { chmod, mkdir } from 'node:fs/promises';
import * as XLSX from '@e965/xlsx';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  freshPath,
  put,
  readAll,
  refusalOf,
  sheetXml,
  table,
  withFolder,
  workbookParts,
  zip,
} from './files.ts';

withFolder();

const SHEET = sheetXml('<row><c t="inlineStr"><is><t>单号</t></is></c></row>');
const WORKBOOK = zip(workbookParts(SHEET));

/** An OLE2 container with the given streams. */
function container(streams: Record<string, string>): Buffer {
  const cfb = XLSX.CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) {
    XLSX.CFB.utils.cfb_add(cfb, name, Buffer.from(content));
  }
  return Buffer.from(XLSX.CFB.write(cfb, { type: 'buffer' }));
}

describe('the name of a file decides nothing', () => {
  test('csv called .xls', async () => {
    const path = await put('台账.xls', '单号,客户\n1,张三\n');
    expect((await readAll(path)).format).toBe('csv');
  });

  test('xlsx called .csv', async () => {
    const path = await put('台账.csv', WORKBOOK);
    expect((await readAll(path)).format).toBe('xlsx');
    expect(await table(path)).toEqual([[1, '单号']]);
  });

  test('xls called .txt', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['单号']]), 'a');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff8' });
    expect((await readAll(await put('台账.txt', bytes))).format).toBe('xls');
  });

  test('csv whose first field looks like the start of something else', async () => {
    for (const start of ['ID', 'PK', 'MZ', '<5分钟', '{rtf', '%', '"<html>"', 'GIF']) {
      expect((await table(await put('台账.csv', `${start},客户\n1,张三\n`)))[1], start).toEqual([
        2,
        '1',
        '张三',
      ]);
    }
  });
});

describe('files that are no spreadsheets', () => {
  test.each([
    ['发票.pdf', '%PDF-1.7\n…', 'PDF 文档'],
    ['回执.xlsx', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), '图片'],
    ['回执.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'), '图片'],
    ['台账.zip', zipSync({ '台账.csv': Buffer.from('a,b') }), '压缩包'],
    ['台账.rar', Buffer.from('526172211a0700cf', 'hex'), '压缩包'],
    ['台账.csv.gz', Buffer.from('1f8b0800000000000003', 'hex'), '压缩包'],
    [
      '办法.docx',
      zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }),
      'Word 文档',
    ],
    ['办法.doc', container({ WordDocument: 'x' }), 'Word 文档'],
    ['邮件.msg', container({ '__properties_version1.0': 'x' }), 'Office 文档'],
    ['库.mdb', Buffer.from('\0\x01\0\0Standard Jet DB\0', 'latin1'), 'Access 数据库'],
    ['办法.rtf', '{\\rtf1\\ansi x}', 'RTF 文档'],
    ['数据.xml', '<?xml version="1.0"?><root><a/></root>', 'XML 文件'],
    ['程序.exe', Buffer.concat([Buffer.from('MZ\x90'), Buffer.alloc(200)]), '程序文件'],
  ])('%s', async (name, content, what) => {
    const refused = await refusalOf(await put(name, content));
    expect(refused.code).toBe('not_a_spreadsheet');
    expect(refused.message).toContain(what);
    expect(refused.message).toContain(name);
  });

  test('formats that could be saved otherwise say so', async () => {
    expect((await refusalOf(await put('a.slk', 'ID;PWXL;N;E\nC;Y1;X1;K1\nE\n'))).code).toBe(
      'unsupported_format',
    );
    expect((await refusalOf(await put('a.mht', 'MIME-Version: 1.0\nContent-Type: x\n'))).code).toBe(
      'unsupported_format',
    );
  });

  test('nothing there, nothing in it', async () => {
    expect((await refusalOf(freshPath('没有.csv'))).code).toBe('not_found');
    expect((await refusalOf(await put('空.csv', ''))).code).toBe('empty_file');
    expect(
      (
        await refusalOf(
          await put(
            '空.xlsx',
            zip(workbookParts(sheetXml('<row r="3" s="1"><c r="A3" s="1"/></row>'))),
          ),
        )
      ).code,
    ).toBe('no_rows');
    const folder = freshPath('文件夹');
    await mkdir(folder);
    expect((await refusalOf(folder)).code).toBe('not_a_file');
  });

  test.skipIf(process.getuid?.() === 0)('no permission', async () => {
    const path = await put('锁.csv', 'a,b\n');
    await chmod(path, 0);
    expect((await refusalOf(path)).code).toBe('unreadable');
  });
});

describe('encrypted', () => {
  test('an xlsx with a password is a container of its own', async () => {
    const bytes = container({ EncryptionInfo: 'x', EncryptedPackage: 'y' });
    const refused = await refusalOf(await put('工资.xlsx', bytes));
    expect(refused.code).toBe('encrypted');
    expect(refused.message).toBe(
      `「${refused.file}」设有打开密码，无法读取。在 Excel 或 WPS 中去掉密码并另存，再导入。`,
    );
  });

  test('an xls with a password has a FILEPASS record', async () => {
    // BOF of a workbook, FILEPASS of RC4, EOF.
    const stream = Buffer.concat([
      Buffer.from('0908100000060500bb0dcc07000000000600000' + '0', 'hex'),
      Buffer.from('2f00360001000100010' + '0', 'hex'),
      Buffer.alloc(48, 7),
      Buffer.from('0a000000', 'hex'),
    ]);
    const cfb = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(cfb, 'Workbook', stream);
    const bytes = Buffer.from(XLSX.CFB.write(cfb, { type: 'buffer' }));
    expect((await refusalOf(await put('工资.xls', bytes))).code).toBe('encrypted');
  });

  test('an ods with a password names it in its manifest', async () => {
    const bytes = zip({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': 'x',
      'META-INF/manifest.xml':
        '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>',
    });
    expect((await refusalOf(await put('工资.ods', bytes))).code).toBe('encrypted');
  });

  test('a zip with encrypted entries', async () => {
    const bytes = Buffer.from(WORKBOOK);
    // Bit 0 of the flags, in every directory entry.
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1)) {
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
    }
    expect((await refusalOf(await put('工资.xlsx', bytes))).code).toBe('encrypted');
  });
});

describe('damaged', () => {
  test('a download that stopped early, wherever it stopped', async () => {
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const cut = WORKBOOK.slice(0, Math.floor(WORKBOOK.length * share));
      expect((await refusalOf(await put('断.xlsx', cut))).code, String(share)).toBe('damaged');
    }
  });

  test('a container whose directory runs in a circle', async () => {
    const bytes = container({ Workbook: 'x'.repeat(5_000) });
    const directory = bytes.readUInt32LE(48);
    const fat = bytes.readUInt32LE(76);
    bytes.writeUInt32LE(directory, (fat + 1) * 512 + directory * 4);
    expect((await refusalOf(await put('圈.xls', bytes))).code).toBe('damaged');
  });

  test('an xls whose download stopped early', async () => {
    const book = XLSX.utils.book_new();
    const rows = Array.from({ length: 3_000 }, (_, index) => [index, `BX${index}`]);
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'a');
    const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'biff8' });
    expect(await table(await put('全.xls', bytes))).toHaveLength(3_000);
    for (const share of [0.001, 0.3, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      expect((await refusalOf(await put('断.xls', cut))).code, String(share)).toBe('damaged');
    }
  });

  test('an xls that is only a beginning', async () => {
    expect((await refusalOf(await put('断.xls', container({ Workbook: 'xx' })))).code).toBe(
      'damaged',
    );
  });

  test('one flipped bit in a stored part is noticed before any row is handed out', async () => {
    const parts = Object.entries(workbookParts(sheetXml('<row><c><v>1200</v></c></row>')));
    const stored = zipSync(
      Object.fromEntries(
        parts.map(([name, content]) => [name, [Buffer.from(content), { level: 0 }]]),
      ),
    );
    const bytes = Buffer.from(stored);
    bytes[bytes.indexOf('1200')] = '9'.charCodeAt(0);
    const refused = await refusalOf(await put('错.xlsx', bytes));
    expect(refused.code).toBe('damaged');
    expect(refused.message).toContain('10月');
  });

  test.each([
    ['a sheet that breaks off', { 'xl/worksheets/sheet1.xml': SHEET.slice(0, -40) }],
    [
      'a sheet that is no XML',
      { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><<</row></sheetData></worksheet>' },
    ],
    ['a workbook without sheets', { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }],
    ['a workbook that is no XML', { 'xl/workbook.xml': 'x' }],
    [
      'rows in the wrong order',
      {
        'xl/worksheets/sheet1.xml': sheetXml(
          '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>',
        ),
      },
    ],
    [
      'a text that does not exist',
      { 'xl/worksheets/sheet1.xml': sheetXml('<row><c t="s"><v>7</v></c></row>') },
    ],
    [
      'a column beyond XFD',
      { 'xl/worksheets/sheet1.xml': sheetXml('<row><c r="XFE1"><v>7</v></c></row>') },
    ],
    [
      'bytes that are no UTF-8',
      { 'xl/worksheets/sheet1.xml': Buffer.from(SHEET.replace('单号', '\xff\xfe'), 'latin1') },
    ],
  ])('%s', async (_, parts) => {
    const path = await put('坏.xlsx', zip({ ...workbookParts(SHEET), ...parts }));
    expect((await refusalOf(path)).code).toBe('damaged');
  });

  test('a sheet that the workbook names but the file does not hold', async () => {
    const { 'xl/worksheets/sheet1.xml': _, ...parts } = workbookParts(SHEET);
    expect((await refusalOf(await put('缺.xlsx', zip(parts)))).code).toBe('damaged');
  });
});

describe('made to do harm', () => {
  const DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';

  test.each(['xl/worksheets/sheet1.xml', 'xl/workbook.xml', 'xl/sharedStrings.xml'])(
    'a DTD in %s',
    async (part) => {
      const parts = workbookParts(SHEET, { strings: '<sst><si><t>a</t></si></sst>' });
      const path = await put(
        '实体.xlsx',
        zip({ ...parts, [part]: DTD + (parts[part] ?? '').replace(/^<\?xml.*\?>\n/, '') }),
      );
      expect((await refusalOf(path)).code).toBe('unsafe_xml');
    },
  );

  test('a DTD in XML Spreadsheet 2003', async () => {
    const xml = `<?xml version="1.0"?>${DTD}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`;
    expect((await refusalOf(await put('实体.xls', xml))).code).toBe('unsafe_xml');
  });

  test('a part that unpacks to a thousand times its size', async () => {
    const bomb = sheetXml(' '.repeat(40 * 1024 * 1024));
    expect((await refusalOf(await put('炸弹.xlsx', zip(workbookParts(bomb))))).code).toBe(
      'unpacks_too_large',
    );
  });

  test('a part that unpacks to more than its directory says', async () => {
    const bytes = Buffer.from(
      zip(workbookParts(sheetXml(`${' '.repeat(100_000)}<row><c><v>1</v></c></row>`))),
    );
    const name = bytes.lastIndexOf('xl/worksheets/sheet1.xml');
    bytes.writeUInt32LE(100, name - 46 + 24);
    expect((await refusalOf(await put('谎.xlsx', bytes))).code).toBe('damaged');
  });

  test('an archive that says it unpacks to gigabytes', async () => {
    const bytes = Buffer.from(WORKBOOK);
    const name = bytes.lastIndexOf('xl/worksheets/sheet1.xml');
    bytes.writeUInt32LE(0xf000_0000, name - 46 + 24);
    expect((await refusalOf(await put('巨.xlsx', bytes))).code).toBe('unpacks_too_large');
  });
});

describe('messages', () => {
  test('are English when the run is', async () => {
    const refused = await refusalOf(await put('发票.pdf', '%PDF-1.7'), 'en');
    expect(refused.message).toBe(
      `“${refused.file}” is not a spreadsheet (it is a PDF document). xlsx, xls, csv and txt can be imported.`,
    );
  });

  test('speak plainly', async () => {
    const { refusal, REFUSAL_CODES } = await import('#etl/readers/messages.ts');
    for (const code of REFUSAL_CODES) {
      const details = { what: 'pdf', where: 'sheet', sheet: '9月', row: 3, limit: 2_000 } as const;
      const zh = refusal({ file: 'a.csv', lang: 'zh' }, code, details).message;
      const en = refusal({ file: 'a.csv', lang: 'en' }, code, details).message;
      expect(zh, code).toContain('「a.csv」');
      expect(en, code).toContain('“a.csv”');
      expect(zh + en, code).not.toMatch(/[请您！!{}]|undefined/);
      expect(zh, code).toMatch(/。$/);
      expect(en, code).toMatch(/\.$/);
    }
  });
});
