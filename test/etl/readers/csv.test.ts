import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { openFile } from '#etl/readers/index.ts';
import { collect, put, readAll, refusalOf, table, withFolder } from './files.ts';

withFolder();

/** 单号,客户 / A1,张三 in GBK, written down byte by byte. */
const GBK = Buffer.from('b5a5bac52cbfcdbba70a41312cd5c5c8fd0a', 'hex');
const TEXT = '单号,客户\nA1,张三\n';
const ROWS = [
  [1, '单号', '客户'],
  [2, 'A1', '张三'],
];

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('encodings', () => {
  test.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\ufeff${TEXT}`)],
    ['gb18030', GBK],
    ['utf-16le', utf16(TEXT, false)],
    ['utf-16be', utf16(TEXT, true)],
  ])('%s', async (encoding, bytes) => {
    const path = await put('报修.csv', bytes);
    const read = await readAll(path);
    expect(read).toMatchObject({ format: 'csv', encoding, bytes: bytes.length });
    expect(read.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await table(path)).toEqual(ROWS);
  });

  test('a four-byte GB18030 character is read', async () => {
    // 㐂 is 81 39 EF 31 by the standard's table; the common characters around it make the text Chinese.
    const bytes = Buffer.concat([GBK, Buffer.from('8139ef312c31', 'hex')]);
    expect((await table(await put('生僻字.csv', bytes))).at(-1)).toEqual([3, '\u3402', '1']);
  });

  test('UTF-8 whose first foreign character comes after the first megabyte', async () => {
    const filler = 'A1,abcdefgh\n'.repeat(100_000);
    const rows = await table(await put('迟.csv', `${filler}末,尾\n`));
    expect(rows).toHaveLength(100_001);
    expect(rows.at(-1)).toEqual([100_001, '末', '尾']);
  });

  test('characters survive every boundary between pieces', async () => {
    // 7 bytes a line against pieces of 2^18 bytes: each alignment within a character occurs.
    const rows = await table(await put('边界.csv', '张,李\n'.repeat(300_000).replace(/\n$/, '')));
    expect(rows).toHaveLength(300_000);
    expect(rows.every(([, first, second]) => first === '张' && second === '李')).toBe(true);
  });

  test('GB18030 and UTF-16 characters survive the boundaries too', async () => {
    const gbk = Buffer.concat(
      Array.from({ length: 60_000 }, () => Buffer.from('d5c52cc0ee310a', 'hex')),
    );
    const wide = utf16('张,李1\n'.repeat(60_000), true);
    for (const bytes of [gbk, wide]) {
      const rows = await table(await put('边界.csv', bytes));
      expect(rows).toHaveLength(60_000);
      expect(rows.every(([, first, second]) => first === '张' && second === '李1')).toBe(true);
    }
  });

  test('UTF-8 broken in one place names the line instead of turning into gibberish', async () => {
    const bytes = Buffer.from(`${TEXT}A2,李四\nA3,王五\n`);
    bytes[bytes.indexOf(Buffer.from('李')) + 1] = 0x20;
    const refused = await refusalOf(await put('坏字.csv', bytes));
    expect(refused.code).toBe('broken_encoding');
    expect(refused.message).toContain('第 3 行');
  });

  test('UTF-8 cut off within its last character', async () => {
    const bytes = Buffer.from(`${TEXT}A2,李四`).subarray(0, -1);
    expect((await refusalOf(await put('截断.csv', bytes))).code).toBe('broken_encoding');
  });

  test.each([
    // 注文番号,お客様 in Shift-JIS decodes as GB18030 without an error.
    ['Shift-JIS', Buffer.from('928d95b694d48d862c82a88b7197bf0a', 'hex')],
    ['Latin-1', Buffer.from('Stra\xdfe,Gr\xf6\xdfe\nK\xf6ln,1\n', 'latin1')],
    ['UTF-32', Buffer.from('fffe0000420000002c000000', 'hex')],
    ['UTF-16 without a mark', Buffer.from('no,name\n1,abc\n', 'utf16le')],
  ])('%s is refused', async (_, bytes) => {
    expect((await refusalOf(await put('编码.csv', bytes))).code).toBe('unknown_encoding');
  });

  test('random bytes are no text', async () => {
    const bytes = Buffer.from(
      Array.from({ length: 4_000 }, (_, index) => (index * 7919 + (index >> 3)) % 251),
    );
    expect((await refusalOf(await put('乱.csv', bytes))).code).toBe('not_a_spreadsheet');
  });
});

describe('separators', () => {
  test.each([',', ';', '\t', '|'])('%j', async (separator) => {
    const text =
      ['单号', '客户', '备注'].join(separator) +
      `\n1${separator}"张${separator}三"${separator}好\n`;
    expect(await table(await put('分隔.txt', text))).toEqual([
      [1, '单号', '客户', '备注'],
      [2, '1', `张${separator}三`, '好'],
    ]);
  });

  test('titles and commas in texts do not outvote the table', async () => {
    const text = '报修台账,10月,售后部\n单号;金额;备注\n1;1,50;a,b\n2;2,75;c,d\n3;3,10;e\n';
    expect((await table(await put('分号.csv', text)))[1]).toEqual([2, '单号', '金额', '备注']);
  });

  test('a sep= line is a hint and no row', async () => {
    expect(await table(await put('提示.csv', 'sep=;\n单号;客户,名\n1;张\n'))).toEqual([
      [1, '单号', '客户,名'],
      [2, '1', '张'],
    ]);
  });

  test('a single column', async () => {
    expect(await table(await put('单列.csv', '单号\n1\n2'))).toEqual([
      [1, '单号'],
      [2, '1'],
      [3, '2'],
    ]);
  });
});

describe('rows', () => {
  test('are counted as a spreadsheet counts them', async () => {
    const text = '单号,故障\n\n1,"漏水,\n""很急"""\n,\n2,熄火\n';
    expect(await table(await put('行号.csv', text))).toEqual([
      [1, '单号', '故障'],
      [3, '1', '漏水,\n"很急"'],
      [5, '2', '熄火'],
    ]);
  });

  test('ragged rows stay as they are, empty cells are null', async () => {
    expect(await table(await put('参差.csv', 'a,b,c\n1\n1,,3\n1,2,3,4\n'))).toEqual([
      [1, 'a', 'b', 'c'],
      [2, '1'],
      [3, '1', null, '3'],
      [4, '1', '2', '3', '4'],
    ]);
  });

  test.each(['\r\n', '\r', '\n'])('line ends %j', async (end) => {
    const text = ['a,b', '1,"x y"', '2,z', ''].join(end);
    expect(await table(await put('行尾.csv', text))).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x y'],
      [3, '2', 'z'],
    ]);
  });

  test('line ends of all kinds in one file', async () => {
    const rows = await table(await put('混合.csv', 'a,b\r\n1,x\r2,y\n3,z'));
    expect(rows.map(([row]) => row)).toEqual([1, 2, 3, 4]);
  });

  test('carriage returns split from their line feeds by the end of a piece', async () => {
    // 9 bytes a line: over 2^18 bytes some piece ends between \r and \n.
    const rows = await table(await put('回车.csv', 'ab,cdef\r\n'.repeat(200_000)));
    expect(rows).toHaveLength(200_000);
    expect(rows.at(-1)).toEqual([200_000, 'ab', 'cdef']);
  });

  test('stray NULs fall away, a unit separator is a space', async () => {
    expect(await table(await put('空字符.csv', '单\0号,客户\n1,张\x1f三\0\n'))).toEqual([
      [1, '单号', '客户'],
      [2, '1', '张 三'],
    ]);
  });

  test('="00123" is 00123', async () => {
    expect(
      (await table(await put('公式.csv', '单号,电话\n="00123","=""13800138000"""\n')))[1],
    ).toEqual([2, '00123', '13800138000']);
  });

  test('quoted fields survive the boundaries between pieces', async () => {
    const line = '"1,2","第一行\n第二行",尾\n';
    const rows = await table(await put('长.csv', line.repeat(40_000)));
    expect(rows).toHaveLength(40_000);
    expect(rows.at(-1)).toEqual([40_000, '1,2', '第一行\n第二行', '尾']);
    expect(new Set(rows.map((row) => JSON.stringify(row.slice(1)))).size).toBe(1);
  });

  test('come in batches, may be left early and asked for again', async () => {
    const path = await put('批.csv', 'a,b\n'.repeat(20_000));
    const source = await openFile(path, { lang: 'zh' });
    const rows = () => source.sheets[0]?.rows() ?? [];
    let first = 0;
    for await (const batch of rows()) {
      first = batch.length;
      break;
    }
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(4_096);
    expect(await collect(rows())).toHaveLength(20_000);
    await source.close();
  });

  test('opened once more, what the first opening found out counts until the file is written to', async () => {
    const path = await put('再.csv', GBK);
    const first = await openFile(path, { lang: 'zh' });
    if (first.text === null) throw new Error('a csv is a text');
    const second = await openFile(path, { lang: 'zh', known: first.text });
    expect(second).toMatchObject({ sha256: first.sha256, encoding: 'gb18030', text: first.text });
    expect(await collect(second.sheets[0]?.rows() ?? [])).toHaveLength(2);
    await first.close();
    await second.close();
    await utimes(path, new Date(), new Date(first.text.writtenMs + 1_000));
    await expect(openFile(path, { lang: 'zh', known: first.text })).rejects.toMatchObject({
      code: 'changed_while_read',
    });
  });

  test('the sheet is called like the file, the upload name counting', async () => {
    const read = await readAll(await put('x.csv', TEXT), 'zh', '10月报修.csv');
    expect(read.file).toBe('10月报修.csv');
    expect(read.sheets[0]?.name).toBe('10月报修');
  });
});

describe('quotes that do not pair up', () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `${from + index},正常\n`).join('');

  test('to the end of the file: refused with the row', async () => {
    const refused = await refusalOf(await put('引号.csv', `单号,故障\n1,"漏水\n${lines(2, 50)}`));
    expect(refused.code).toBe('unclosed_quote');
    expect(refused.message).toContain('第 2 行');
  });

  test('to the next quote, hundreds of rows below', async () => {
    const text = `单号,故障\n1,"漏水\n${lines(2, 400)}401,"好"\n`;
    expect(await refusalOf(await put('引号.csv', text))).toMatchObject({ code: 'unclosed_quote' });
  });

  test('to the next quote, a few rows below', async () => {
    const text = `单号,故障\n1,"漏水\n2,正常\n3,"好"\n4,正常\n`;
    const refused = await refusalOf(await put('引号.csv', text));
    expect(refused.code).toBe('unclosed_quote');
    expect(refused.message).toContain('第 2 行');
  });

  test('in a file of many pieces: neither slow nor silent', async () => {
    const start = performance.now();
    const text = `单号,故障\n${lines(1, 1000)}x,"漏\n${lines(1, 600_000)}`;
    const refused = await refusalOf(await put('引号.csv', text));
    expect(refused.message).toContain('第 1,002 行'.replace(',', ''));
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('on the last line: only that cell is concerned, and kept', async () => {
    expect((await table(await put('引号.csv', '单号,故障\n1,"漏水\n'))).at(-1)?.[2]).toMatch(
      /^漏水/,
    );
  });

  test('quotes within an unquoted text are text', async () => {
    expect((await table(await put('引号.csv', '单号,故障\n1,屏幕5"不亮\n2,好\n')))[1]).toEqual([
      2,
      '1',
      '屏幕5"不亮',
    ]);
  });
});

describe('limits', () => {
  test('a cell of 65,537 characters', async () => {
    const refused = await refusalOf(await put('长格.csv', `a,b\n1,${'长'.repeat(65_537)}\n`));
    expect(refused.code).toBe('cell_too_long');
    expect(refused.message).toContain('第 2 行');
    expect(await table(await put('长格.csv', `a,b\n1,${'长'.repeat(65_536)}\n`))).toHaveLength(2);
  });

  test('2,001 columns with content; empty ones do not count', async () => {
    const wide = (columns: number) =>
      `a\n${Array.from({ length: columns }, () => 'x').join(',')}\n`;
    expect((await refusalOf(await put('宽.csv', wide(2_001)))).code).toBe('too_many_columns');
    expect(await table(await put('宽.csv', wide(2_000)))).toHaveLength(2);
    expect(await table(await put('宽.csv', `a${','.repeat(5_000)}\n`))).toHaveLength(1);
  });

  test('only separators and blank lines is no content', async () => {
    expect((await refusalOf(await put('空.csv', '\n,,,\n\n'))).code).toBe('no_rows');
  });
});
