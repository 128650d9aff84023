/**
 * Files made to do harm, or as damaged as a bad disk leaves them, each with the answer it must get. Written when a test
 * asks for them: the large ones are repetitions that take no time to make and, where zipped, no place on the disk.
 * Everything is the same on every run.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { type Repeated, writeZip, type ZipPart } from './zip-writer.ts';

/** The answer a file must get. Rows are the data rows found, rejected ones included. */
export type Expected =
  /** Stable code of the refusal. Several where the size of the machine decides which limit is met first. */
  | { readonly refused: string | readonly string[] }
  | { readonly rows: number; readonly rejected?: number };

export interface HostileFile {
  readonly name: string;
  /** Writes it into a folder of its own; its path. */
  readonly write: (folder: string) => string;
  readonly expected: Expected;
  /** Memory the database may take, where the file is to fill it; in MB, absent as much as ever. */
  readonly databaseMb?: number;
}

const MIB = 1024 * 1024;
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const HEADER = ['单号', '客户姓名', '报修时间'] as const;
const TICKET = ['BX001', '张伟', '2026-10-01 09:00'] as const;
const CSV = `${HEADER.join(',')}\n${TICKET.join(',')}\n`;

/** Pseudo-random bytes, the same on every run: text that deflate finds little to save in. */
function noise(bytes: number, seed = 42): Buffer {
  const out = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    out[at] = 97 + ((state >>> 16) % 26);
  }
  return out;
}

function file(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A file of `before`, `block` so many times, `after`, written piece by piece. */
function longFile(folder: string, name: string, { before, block, times, after }: Repeated): string {
  const path = join(folder, name);
  const out = openSync(path, 'w');
  writeSync(out, Buffer.from(before));
  const bytes = Buffer.from(block);
  for (let i = 0; i < times; i += 1) writeSync(out, bytes);
  writeSync(out, Buffer.from(after));
  closeSync(out);
  return path;
}

const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (...texts: readonly string[]): string => `<row>${texts.map(inline).join('')}</row>`;
const TABLE = row(...HEADER) + row(...TICKET);
const SHEET_START = `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}">`;

const sheetXml = (rows: string, after = ''): string =>
  `${SHEET_START}<sheetData>${rows}</sheetData>${after}</worksheet>`;
/** A sheet that begins with the table and goes on with so many blocks. */
const longSheet = (block: string | Buffer, times: number, after = ''): Repeated => ({
  before: `${SHEET_START}<sheetData>${TABLE}`,
  block,
  times,
  after: `</sheetData>${after}</worksheet>`,
});

const SHEET_PART = 'xl/worksheets/sheet1.xml';
const relationship = (id: string, type: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"${more}/>`;
const relationshipsXml = (...list: readonly string[]): string =>
  `<Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`;

interface Book {
  readonly sheet?: string | Repeated;
  readonly strings?: string | Repeated;
  readonly styles?: string | Repeated;
  readonly workbook?: string;
  readonly relationships?: string;
  readonly more?: readonly ZipPart[];
}

/** The parts of a workbook with one sheet. */
function bookParts(book: Book): ZipPart[] {
  const parts: ZipPart[] = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content: relationshipsXml(relationship('r1', 'officeDocument', 'xl/workbook.xml')),
    },
    { name: 'xl/workbook.xml', content: book.workbook ?? workbookXml() },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        book.relationships ??
        relationshipsXml(
          relationship('r1', 'worksheet', 'worksheets/sheet1.xml'),
          relationship('r2', 'sharedStrings', 'sharedStrings.xml'),
          relationship('r3', 'styles', 'styles.xml'),
        ),
    },
    { name: SHEET_PART, content: book.sheet ?? sheetXml(TABLE) },
  ];
  if (book.strings !== undefined)
    parts.push({ name: 'xl/sharedStrings.xml', content: book.strings });
  if (book.styles !== undefined) parts.push({ name: 'xl/styles.xml', content: book.styles });
  return [...parts, ...(book.more ?? [])];
}

const workbookXml = (
  sheets = '<sheet name="10月" sheetId="1" r:id="r1"/>',
  properties = '',
): string =>
  `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets>${sheets}</sheets></workbook>`;

/** Styles whose style n shows numbers with the n-th format code. */
function stylesXml(codes: readonly string[]): string {
  const escaped = codes.map((code) =>
    code.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  );
  return `<styleSheet xmlns="${MAIN}"><numFmts>${escaped
    .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`)
    .join('')}</numFmts><cellXfs>${codes
    .map((_, index) => `<xf numFmtId="${200 + index}"/>`)
    .join('')}</cellXfs></styleSheet>`;
}

const kinds: HostileFile[] = [];

function add(
  name: string,
  write: (folder: string) => string,
  expected: Expected,
  more: Pick<HostileFile, 'databaseMb'> = {},
): void {
  kinds.push({ name, write, expected, ...more });
}

/** A workbook, named after the case. */
function addBook(
  name: string,
  book: Book | (() => Book),
  expected: Expected,
  more: Pick<HostileFile, 'databaseMb'> = {},
): void {
  add(
    name,
    (folder) => {
      const path = join(folder, `${name}.xlsx`);
      writeZip(path, bookParts(typeof book === 'function' ? book() : book));
      return path;
    },
    expected,
    more,
  );
}

/** A zip of any parts under the name of a workbook. */
function addZip(name: string, parts: () => Iterable<ZipPart>, expected: Expected): void {
  add(
    name,
    (folder) => {
      const path = join(folder, `${name}.xlsx`);
      writeZip(path, parts());
      return path;
    },
    expected,
  );
}

// ---- Archives ----------------------------------------------------------------------------------------------------

addBook(
  'zip-bomb-flat',
  { sheet: longSheet(' '.repeat(MIB), 1024) },
  { refused: 'unpacks_too_large' },
);
addZip(
  'zip-bomb-nested',
  function* () {
    // 42.zip: archives within archives, every layer sixteen times the one before.
    for (let i = 0; i < 16; i += 1) {
      yield { name: `lib ${i}.zip`, content: Buffer.from('PK\x03\x04'.repeat(20_000), 'latin1') };
    }
  },
  { refused: 'not_a_spreadsheet' },
);
addBook(
  'zip-bomb-in-a-part-nobody-reads',
  {
    more: [
      {
        name: 'xl/media/image1.png',
        content: { before: '', block: '\0'.repeat(MIB), times: 900, after: '' },
      },
    ],
  },
  { refused: 'unpacks_too_large' },
);
// 20 MiB that shrink no more than real sheets do, and hold one row.
addBook(
  'zip-bomb-of-comments',
  { sheet: longSheet(`<!--${noise(6_000)}${' '.repeat(MIB - 6_007)}-->`, 20) },
  { rows: 1 },
);
for (const [name, says] of [
  ['smaller', { unpackedBytes: 100 }],
  ['larger', { unpackedBytes: 10 * MIB }],
  ['beyond-the-end', { packedBytes: 10 * MIB }],
  ['of-gigabytes', { unpackedBytes: 0xf000_0000 }],
] as const) {
  addZip(
    `zip-size-${name}`,
    () => bookParts({}).map((part) => (part.name === SHEET_PART ? { ...part, says } : part)),
    { refused: name === 'of-gigabytes' ? 'unpacks_too_large' : 'damaged' },
  );
}
addZip(
  'zip-overlapping-parts',
  function* () {
    yield* bookParts({});
    // Sixty parts of 50 MiB that share their bytes: 3 GiB out of one.
    const content = { before: '', block: noise(64 * 1024), times: 800, after: '' };
    for (let i = 0; i < 60; i += 1) {
      yield { name: `xl/worksheets/sheet${i + 2}.xml`, content, sameDataAsBefore: i > 0 };
    }
  },
  { refused: 'unpacks_too_large' },
);
addBook(
  'zip-two-parts-of-one-name',
  { more: [{ name: SHEET_PART, content: sheetXml(TABLE.replace('BX001', 'BX002')) }] },
  { refused: 'damaged' },
);
addBook(
  'zip-path-traversal',
  {
    more: ['../../../../tmp/aftercare-hostile', '/etc/aftercare-hostile', 'C:\\aftercare'].map(
      (name) => ({ name, content: 'x' }),
    ),
  },
  { rows: 1 },
);
addZip(
  'zip-70000-parts',
  function* () {
    yield* bookParts({});
    for (let i = 0; i < 70_000; i += 1) {
      yield { name: `xl/media/${i}`, content: '', stored: true };
    }
  },
  { refused: 'unpacks_too_large' },
);
add(
  'zip-cut-off',
  (folder) => {
    const path = join(folder, 'whole.xlsx');
    writeZip(path, bookParts({}));
    return file(folder, 'zip-cut-off.xlsx', cut(path, 0.7));
  },
  { refused: 'damaged' },
);

// ---- Sheets of a workbook ----------------------------------------------------------------------------------------

addBook(
  'empty-columns-300000',
  {
    sheet: {
      before: `${SHEET_START}<cols>`,
      block: '<col min="1" max="16384" width="9" style="1"/>'.repeat(1_000),
      times: 300,
      after: `</cols><sheetData>${TABLE}<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>`,
    },
  },
  { rows: 1 },
);
addBook(
  'values-in-the-last-column',
  { sheet: longSheet('<row><c r="XFD1"><v>1</v></c></row>'.repeat(1_000), 60) },
  // Slow on a busy machine.
  { refused: ['unpacks_too_large', 'takes_too_long'] },
);
addBook(
  'blank-rows-100000',
  { sheet: longSheet('<row ht="15"><c s="1"/><c s="1"/></row>'.repeat(1_000), 100) },
  { rows: 1 },
);
addBook(
  'more-rows-than-excel-has',
  { sheet: longSheet('<row/>'.repeat(1_000), 1_100) },
  { refused: 'too_many_rows' },
);
addBook(
  'five-thousand-columns',
  { sheet: sheetXml(row(...Array.from({ length: 5_000 }, (_, index) => `列${index}`)) + TABLE) },
  { refused: 'too_many_columns' },
);
addBook(
  'shared-strings-40-mib',
  () => ({
    strings: {
      before: `<sst xmlns="${MAIN}">`,
      block: Array.from(
        { length: 1_000 },
        (_, index) => `<si><t>${noise(84, index)}</t></si>`,
      ).join(''),
      times: 420,
      after: '</sst>',
    },
  }),
  { rows: 1 },
);
addBook(
  'shared-strings-of-nothing',
  {
    strings: {
      before: `<sst xmlns="${MAIN}">`,
      // Noise keeps the ratio ordinary.
      block: `<!--${noise(8_000)}-->${'<si/>'.repeat(200_000)}`,
      times: 250,
      after: '</sst>',
    },
  },
  { refused: 'unpacks_too_large' },
);
for (const index of ['7', '-1', '0.5', '1e99', 'x', '']) {
  addBook(
    `shared-string-number-${index || 'blank'}`,
    {
      sheet: sheetXml(`${TABLE}<row><c t="s"><v>${index}</v></c></row>`),
      strings: `<sst xmlns="${MAIN}"><si><t>单号</t></si></sst>`,
    },
    // Nothing between the tags is an empty cell.
    index === '' ? { rows: 1 } : { refused: 'damaged' },
  );
}
addBook(
  'xml-nested-100000-deep',
  { sheet: sheetXml(`${TABLE}${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`) },
  { rows: 1 },
);
addBook(
  'xml-attribute-without-end',
  { sheet: longSheet(`<row ht="${noise(MIB)}`, 3) },
  { refused: 'damaged' },
);
addBook(
  'xml-processing-instructions',
  {
    sheet: `<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/x.xsl" type="text/xsl"?><worksheet xmlns="${MAIN}"><?php system("x"); ?><sheetData><?target?>${TABLE}</sheetData></worksheet>`,
  },
  { rows: 1 },
);
const LAUGHS = `<!DOCTYPE lolz [<!ENTITY a0 "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`,
).join('')}]>`;
addBook(
  'xml-billion-laughs',
  {
    sheet: `<?xml version="1.0"?>${LAUGHS}<worksheet xmlns="${MAIN}"><sheetData>${TABLE}${row('&a9;')}</sheetData></worksheet>`,
  },
  { refused: 'unsafe_xml' },
);
/** An address that says whether anybody came; set by the test. */
export const canary = { url: 'http://127.0.0.1:9/canary' };
addBook(
  'xml-external-entity',
  () => ({
    strings: `<?xml version="1.0"?><!DOCTYPE sst SYSTEM "${canary.url}/dtd" [<!ENTITY x SYSTEM "${canary.url}/entity"><!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><sst xmlns="${MAIN}"><si><t>&x;</t></si></sst>`,
  }),
  { refused: 'unsafe_xml' },
);
addBook(
  'characters-that-xml-forbids',
  {
    // Halves of surrogate pairs, beyond Unicode, NUL, and the workbook's own way of writing them.
    sheet: sheetXml(
      `${row(...HEADER)}${row('BX&#xD800;1', '张&#xDFFF;_xD83D_&#x110000;&#0;&#xFFFF;', TICKET[2])}`,
    ),
  },
  { rows: 1 },
);
addBook(
  'seventy-thousand-sheets',
  () => ({
    workbook: workbookXml(
      Array.from(
        { length: 70_000 },
        (_, index) => `<sheet name="${index}" sheetId="${index + 1}" r:id="r1"/>`,
      ).join(''),
    ),
  }),
  { refused: 'too_many_sheets' },
);
addBook(
  'two-hundred-sheets-one-part',
  () => ({
    sheet: longSheet(`<row><c t="inlineStr"><is><t>${noise(90)}</t></is></c></row>`, 20_000),
    workbook: workbookXml(
      Array.from(
        { length: 200 },
        (_, index) => `<sheet name="${index}" sheetId="${index + 1}" r:id="r1"/>`,
      ).join(''),
    ),
  }),
  { refused: 'damaged' },
);

// ---- Merged ranges -----------------------------------------------------------------------------------------------

const merges = (list: string): string => `<mergeCells>${list}</mergeCells>`;
addBook(
  'merges-600000',
  () => ({
    sheet: sheetXml(
      TABLE,
      merges(
        Array.from(
          { length: 600_000 },
          (_, index) => `<mergeCell ref="D${index + 5}:E${index + 5}"/>`,
        ).join(''),
      ),
    ),
  }),
  { refused: 'too_many_merges' },
);
addBook(
  'merges-overlapping',
  {
    // 100,000 ranges, all over the same columns and rows, under 20,000 rows.
    sheet: longSheet(
      row(...TICKET),
      19_999,
      merges('<mergeCell ref="E3:F1048576"/>'.repeat(100_000)),
    ),
  },
  // The same ticket 20,000 times: all but the first are duplicates.
  { rows: 20_000, rejected: 19_999 },
);
addBook(
  'merges-of-whole-columns',
  {
    // The name, written once, holds for the whole column; A:A without rows is no range.
    sheet: sheetXml(
      `${TABLE}<row r="3">${inline('BX002')}<c r="C3" t="inlineStr"><is><t>${TICKET[2]}</t></is></c></row>`,
      merges(
        '<mergeCell ref="B2:B1048576"/><mergeCell ref="A:A"/><mergeCell ref="D1:XFD1048576"/>',
      ),
    ),
  },
  { rows: 2 },
);
addBook(
  'merges-that-fill-a-hundred-million-cells',
  () => {
    const column = (index: number): string => {
      let letters = '';
      for (let rest = index; rest > 0; rest = Math.floor((rest - 1) / 26)) {
        letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
      }
      return letters;
    };
    const columns = Array.from({ length: 1_500 }, (_, index) => column(index + 4));
    return {
      sheet: {
        before: `${SHEET_START}<sheetData>${row(...HEADER)}<row>${TICKET.map(inline).join('')}${columns.map(() => inline('x')).join('')}</row>`,
        block: row(...TICKET).repeat(1_000),
        times: 70,
        after: `</sheetData>${merges(columns.map((name) => `<mergeCell ref="${name}2:${name}1048576"/>`).join(''))}</worksheet>`,
      },
    };
  },
  { refused: 'unpacks_too_large' },
);

// ---- Relationships -----------------------------------------------------------------------------------------------

for (const [name, relationships, expected] of [
  ['circular', relationship('r1', 'worksheet', 'workbook.xml'), { refused: 'no_rows' }],
  ['missing', relationship('r9', 'worksheet', 'worksheets/sheet1.xml'), { refused: 'damaged' }],
  ['absolute', relationship('r1', 'worksheet', '/xl/worksheets/sheet1.xml'), { rows: 1 }],
  [
    'outside',
    relationship('r1', 'worksheet', '../../../../../../etc/passwd'),
    { refused: 'damaged' },
  ],
  [
    'external',
    relationship('r1', 'worksheet', 'http://127.0.0.1:9/sheet1.xml', ' TargetMode="External"'),
    { refused: 'damaged' },
  ],
] as const satisfies readonly (readonly [string, string, Expected])[]) {
  addBook(`relationship-${name}`, { relationships: relationshipsXml(relationships) }, expected);
}

// ---- Styles, numbers, dates --------------------------------------------------------------------------------------

addBook(
  'styles-300000-formats',
  () => ({
    styles: {
      before: `<styleSheet xmlns="${MAIN}"><numFmts>${Array.from(
        { length: 100_000 },
        (_, index) => `<numFmt numFmtId="${index + 200}" formatCode="yyyy&quot;${index}&quot;"/>`,
      ).join('')}</numFmts><cellXfs>`,
      block: Array.from(
        { length: 1_000 },
        (_, index) => `<xf numFmtId="${index * 97 + 200}" xfId="${noise(12, index)}"/>`,
      ).join(''),
      times: 300,
      after: '</cellXfs></styleSheet>',
    },
  }),
  { rows: 1 },
);
const FORMATS = [
  '['.repeat(1_000),
  '"'.repeat(999),
  '\\'.repeat(999),
  `${'y'.repeat(500)}${'['.repeat(500)}`,
  `${'am/pm'.repeat(200)}h`,
  `[h${'h'.repeat(1_000)}]`,
  'e+'.repeat(400),
  `yyyy${'_'.repeat(800)}*`,
  'y'.repeat(1_000_000),
];
addBook(
  'formats-made-to-loop',
  {
    styles: stylesXml(FORMATS),
    // 46296 is 2026-10-01. The sheet has a ticket per format; the first columns are texts.
    sheet: sheetXml(
      row(...HEADER) +
        FORMATS.map(
          (_, index) =>
            `<row>${inline(`BX${index}`)}${inline('张伟')}<c s="${index}"><v>46296.375</v></c></row>`,
        ).join(''),
    ),
  },
  { rows: FORMATS.length },
);
/** Serials at the ends of both date systems. 46296 is 2026-10-01 in the 1900 system, 44834 in that of 1904. */
const SERIALS = [
  '0',
  '-1',
  '1',
  '59',
  '60',
  '61',
  '-0.5',
  '1e308',
  '-1e308',
  '2958465.99999999',
  '2958466',
  '1e-320',
];
for (const [name, properties, good] of [
  ['1900', '', '46296.5'],
  ['1904', '<workbookPr date1904="1"/>', '44834.5'],
] as const) {
  addBook(
    `dates-at-the-ends-of-${name}`,
    {
      workbook: workbookXml(undefined, properties),
      styles: stylesXml(['yyyy-mm-dd hh:mm']),
      sheet: sheetXml(
        row('单号', '客户姓名', '购买日期', '报修时间') +
          [good, ...SERIALS]
            .map(
              (serial, index) =>
                `<row>${inline(`BX${index}`)}${inline('张伟')}<c s="0"><v>${serial}</v></c>${inline('2026-10-01 09:00')}</row>`,
            )
            .join(''),
      ),
    },
    // None of the twelve is a date of 1990 to 2100; none may come out as 1899, 1904 or 1970.
    { rows: 13, rejected: 12 },
  );
}
const QUANTITIES = ['2', '-0', 'NaN', 'Infinity', '-INF', '1e308', '1e400', '5e-324', '0x10'];
addBook(
  'numbers-that-are-none',
  {
    sheet: sheetXml(
      row('领料单号', '单号', '零件名称', '数量') +
        QUANTITIES.map(
          (text, index) =>
            `<row>${[`L${index}`, `BX${index}`, '点火针'].map(inline).join('')}<c><v>${text}</v></c></row>`,
        ).join(''),
    ),
  },
  // 2, -0 and 5e-324 are quantities, however odd; 0x10 is 16 to no spreadsheet.
  { rows: 9, rejected: 6 },
);
addBook(
  'texts-that-begin-like-formulas',
  {
    sheet: sheetXml(
      row('单号', '回访时间', '客户意见') +
        ['=cmd|&apos;/C calc&apos;!A0', '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', '=HYPERLINK(1)']
          .map((text, index) => row(`BX${index}`, '2026-10-01 10:00', text))
          .join(''),
    ),
  },
  { rows: 6 },
);

/** A text of 32,767 characters, the most that Excel keeps in a cell, shared by all cells that show it. */
const LONG_STRINGS = `<sst xmlns="${MAIN}"><si><t>${noise(32_767)}</t></si></sst>`;
const shared = '<c t="s"><v>0</v></c>';
addBook(
  'one-long-text-in-every-cell',
  {
    strings: LONG_STRINGS,
    sheet: {
      before: `${SHEET_START}<sheetData>${row(...HEADER, ...Array.from({ length: 50 }, (_, index) => `列${index}`))}`,
      block: `<row>${TICKET.map(inline).join('')}${shared.repeat(50)}</row>`,
      // A gigabyte and a half of text out of kilobytes.
      times: 1_000,
      after: '</sheetData></worksheet>',
    },
  },
  { refused: 'unpacks_too_large' },
);
addBook(
  'long-texts-that-are-no-times',
  {
    strings: LONG_STRINGS,
    sheet: {
      before: `${SHEET_START}<sheetData>${row(...HEADER, '答复时间', '列1', '列2', '列3')}`,
      block: `<row>${TICKET.map(inline).join('')}${shared.repeat(4)}</row>`,
      times: 400,
      after: '</sheetData></worksheet>',
    },
  },
  // 50 MiB of text in 400 rows: read, and too much for a small database to keep.
  { refused: 'takes_too_much_memory' },
  { databaseMb: 90 },
);
addBook(
  'texts-that-nest-in-cells',
  {
    sheet: sheetXml(
      row('单号', '回访时间', '满意度', '是否解决') +
        ['5-', '(', '满意/', '☑', '1(', '★']
          .map((text, index) =>
            row(`BX${index}`, '2026-10-01 10:00', text.repeat(10_000), '不'.repeat(30_000)),
          )
          .join(''),
    ),
  },
  { rows: 6, rejected: 6 },
);

// ---- Texts -------------------------------------------------------------------------------------------------------

const csvCase = (name: string, content: string | Uint8Array, expected: Expected): void =>
  add(name, (folder) => file(folder, `${name}.csv`, content), expected);
const longCsv = (name: string, content: Repeated, expected: Expected): void =>
  add(name, (folder) => longFile(folder, `${name}.csv`, content), expected);

longCsv(
  'csv-quote-never-closed',
  {
    before: `${CSV}BX002,"张`,
    block: 'BX003,李娜,2026-10-01 10:00\n'.repeat(32_768),
    times: 24,
    after: '',
  },
  { refused: 'unclosed_quote' },
);
longCsv(
  'csv-quote-never-closed-without-line-ends',
  { before: `${CSV}BX002,"张`, block: 'x'.repeat(MIB), times: 12, after: '' },
  { refused: 'unclosed_quote' },
);
longCsv(
  'csv-one-long-line',
  { before: CSV, block: noise(MIB), times: 24, after: '\n' },
  { refused: 'cell_too_long' },
);
longCsv(
  'csv-one-line-of-commas',
  { before: CSV, block: ','.repeat(MIB), times: 3, after: 'x\n' },
  { refused: 'too_many_columns' },
);
longCsv(
  'csv-blank-lines',
  { before: '\n', block: '\n'.repeat(MIB), times: 24, after: CSV },
  { refused: 'too_many_rows' },
);
longCsv(
  'csv-quotes-only',
  { before: CSV, block: '"'.repeat(MIB), times: 8, after: '\n' },
  { refused: ['unclosed_quote', 'cell_too_long'] },
);
csvCase(
  'csv-five-thousand-columns',
  `${Array.from({ length: 5_000 }, (_, index) => `列${index}`).join(',')}\n`,
  { refused: 'too_many_columns' },
);
csvCase('csv-nul-bytes', CSV.replace('张伟', '张\0伟\0'), { rows: 1 });
csvCase('csv-mark-in-the-middle', `${CSV}\ufeffBX002,\ufeff李娜,\ufeff2026-10-01 10:00\n`, {
  rows: 2,
});
csvCase('csv-carriage-returns-only', `${CSV}BX002,李娜,2026-10-01 10:00\n`.replaceAll('\n', '\r'), {
  rows: 2,
});
csvCase(
  'csv-mixed-separators',
  `${CSV}BX002;李娜;2026-10-01 10:00\nBX003,王芳,2026-10-01 11:00\n`,
  {
    refused: 'mixed_separators',
  },
);
csvCase(
  'csv-lone-surrogates',
  Buffer.concat([
    Buffer.from(CSV.repeat(3)),
    Buffer.from([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf]),
    Buffer.from(`,${CSV}`),
  ]),
  { refused: 'broken_encoding' },
);
csvCase(
  'csv-broken-utf8-in-the-middle',
  Buffer.concat([
    Buffer.from(CSV + 'BX002,李娜,2026-10-01 10:00\n'.repeat(200)),
    Buffer.from([0x42, 0xe6, 0x9d, 0x2c]),
    Buffer.from('BX002,李娜,2026-10-01 10:00\n'.repeat(200)),
  ]),
  { refused: 'broken_encoding' },
);
csvCase(
  'csv-utf16-of-odd-length',
  Buffer.concat([
    Buffer.from(`\ufeff${CSV.replaceAll(',', '\t')}`, 'utf16le'),
    Buffer.from([0x41]),
  ]),
  { refused: 'unknown_encoding' },
);
/** 单号,客户姓名,报修时间 and one ticket of 㐂 (four bytes, 0x8139EF31), in GB18030. */
const GB18030 = Buffer.concat([
  Buffer.from(
    'b5a5bac52cbfcdbba7d0d5c3fb2cb1a8d0decab1bce40a42583030312cd5c5ceb02c323032362d31302d30312030393a30300a',
    'hex',
  ),
  Buffer.from('42583030322cd5c5', 'hex'),
  Buffer.from('8139ef31', 'hex'),
  Buffer.from('2c323032362d31302d30312031303a30300a', 'hex'),
]);
csvCase('csv-gb18030-of-four-bytes', GB18030, { rows: 2 });
csvCase(
  'csv-gb18030-cut-off',
  Buffer.concat([GB18030, Buffer.from('42583030332cd5c58139', 'hex')]),
  {
    refused: 'unknown_encoding',
  },
);
csvCase('csv-noise', noiseBytes(50_000), { refused: 'not_a_spreadsheet' });

function noiseBytes(bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  let state = 7;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    out[at] = state >>> 24;
  }
  return out;
}

// ---- xls and its containers --------------------------------------------------------------------------------------

/** A BIFF8 workbook of so many tickets. */
function xls(rows: number): Buffer {
  const book = XLSX.utils.book_new();
  const table = [
    [...HEADER],
    ...Array.from({ length: rows }, (_, index) => [`BX${index}`, '张伟', TICKET[2]]),
  ];
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(table), '10月');
  const bytes: unknown = XLSX.write(book, { type: 'buffer', bookType: 'biff8' });
  if (!Buffer.isBuffer(bytes)) throw new Error('SheetJS wrote no bytes');
  return bytes;
}

/** An OLE2 container with one stream. */
function container(name: string, stream: Buffer): Buffer {
  const cfb = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(cfb, name, stream);
  return Buffer.from(XLSX.CFB.write(cfb, { type: 'buffer' }));
}

/** The Workbook stream of {@link xls}. */
function workbookStream(rows: number): Buffer {
  const found = XLSX.CFB.find(XLSX.CFB.read(xls(rows), { type: 'buffer' }), '/Workbook');
  return Buffer.from((found?.content ?? []) as Uint8Array);
}

/** Position of the first record of a kind. */
function recordAt(stream: Buffer, kind: number): number {
  for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readUInt16LE(at + 2)) {
    if (stream.readUInt16LE(at) === kind) return at;
  }
  throw new Error(`no record ${kind}`);
}

function cut(path: string, share: number): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(0, Math.floor(bytes.length * share));
}

add('xls-whole', (folder) => file(folder, 'whole.xls', xls(300)), { rows: 300 });
add(
  'xls-cut-off-within-a-record',
  (folder) => {
    const stream = workbookStream(300);
    return file(
      folder,
      'cut.xls',
      container('Workbook', stream.subarray(0, stream.length - 4_001)),
    );
  },
  { refused: 'damaged' },
);
add(
  'xls-record-longer-than-the-file',
  (folder) => {
    const stream = workbookStream(300);
    // The first row's description says it takes 65,535 bytes.
    stream.writeUInt16LE(0xffff, recordAt(stream, 0x0200) + 2);
    return file(folder, 'long.xls', container('Workbook', stream));
  },
  { refused: 'damaged' },
);
add(
  'xls-four-billion-strings',
  (folder) => {
    const stream = workbookStream(300);
    const at = recordAt(stream, 0x00fc);
    stream.writeUInt32LE(0xffff_ffff, at + 4);
    stream.writeUInt32LE(0xffff_ffff, at + 8);
    return file(folder, 'strings.xls', container('Workbook', stream));
  },
  // The numbers are only hints: the texts themselves are all there.
  { rows: 300 },
);
add(
  'xls-sectors-in-a-circle',
  (folder) => {
    const bytes = xls(3_000);
    const fat = bytes.readUInt32LE(76);
    // The tenth sector of the workbook leads back to the first.
    bytes.writeUInt32LE(0, (fat + 1) * 512 + 10 * 4);
    return file(folder, 'circle.xls', bytes);
  },
  { refused: 'damaged' },
);
add(
  'xls-directory-in-a-circle',
  (folder) => {
    const bytes = xls(300);
    const directory = bytes.readUInt32LE(48);
    bytes.writeUInt32LE(directory, (bytes.readUInt32LE(76) + 1) * 512 + directory * 4);
    return file(folder, 'directory.xls', bytes);
  },
  { refused: 'damaged' },
);
add(
  'xls-encrypted',
  (folder) => {
    // BOF of a workbook, FILEPASS of RC4, EOF.
    const stream = Buffer.concat([
      Buffer.from('0908100000060500bb0dcc070000000006000000', 'hex'),
      Buffer.from('2f003600010001000100', 'hex'),
      Buffer.alloc(48, 7),
      Buffer.from('0a000000', 'hex'),
    ]);
    return file(folder, 'secret.xls', container('Workbook', stream));
  },
  { refused: 'encrypted' },
);
add(
  'xlsx-encrypted',
  (folder) => {
    const cfb = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(cfb, 'EncryptionInfo', Buffer.alloc(200, 4));
    XLSX.CFB.utils.cfb_add(cfb, 'EncryptedPackage', noiseBytes(9_000));
    return file(folder, 'secret.xlsx', Buffer.from(XLSX.CFB.write(cfb, { type: 'buffer' })));
  },
  { refused: 'encrypted' },
);

// ---- HTML and XML under the name of xls --------------------------------------------------------------------------

const htmlRow = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const HTML_TABLE = htmlRow(HEADER) + htmlRow(TICKET);
const htmlCase = (name: string, content: string | Repeated, expected: Expected): void =>
  add(
    name,
    (folder) =>
      typeof content === 'string'
        ? file(folder, `${name}.xls`, content)
        : longFile(folder, `${name}.xls`, content),
    expected,
  );

htmlCase(
  'html-colspan-100000000',
  `<table>${HTML_TABLE}<tr><td>BX002</td><td>李娜</td><td colspan="100000000">2026-10-01 10:00</td></tr></table>`,
  { rows: 2 },
);
htmlCase(
  'html-rowspan-100000000',
  // The name goes on for ever; the next row has a number and a time only.
  `<table>${htmlRow(HEADER)}<tr><td>BX001</td><td rowspan="100000000">张伟</td><td>${TICKET[2]}</td></tr><tr><td>BX002</td><td>2026-10-01 10:00</td></tr></table>`,
  { rows: 2 },
);
htmlCase(
  'html-wall-of-spans',
  {
    before: `<table>${HTML_TABLE}<tr>${'<td colspan="2000" rowspan="9999999">x</td>'.repeat(8)}</tr>`,
    block: '<tr><td>x'.repeat(1_000),
    times: 300,
    after: '</table>',
  },
  { refused: 'unpacks_too_large' },
);
htmlCase(
  'html-tables-nested-100000-deep',
  `<table>${HTML_TABLE}</table>${'<table><tr><td>'.repeat(100_000)}`,
  { rows: 1 },
);
htmlCase(
  'html-tags-never-closed',
  { before: `<table>${HTML_TABLE}`, block: '<td a="'.repeat(10_000), times: 400, after: '' },
  {
    rows: 1,
  },
);
const SPREADSHEET_XML =
  '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="10月"><Table>';
const xmlRow = (texts: readonly string[], attributes = ''): string =>
  `<Row${attributes}>${texts.map((text) => `<Cell><Data ss:Type="String">${text}</Data></Cell>`).join('')}</Row>`;
const XML_TABLE = xmlRow(HEADER) + xmlRow(TICKET);
htmlCase(
  'spreadsheet-xml-far-away',
  `${SPREADSHEET_XML}${XML_TABLE}<Row ss:Index="1048577"><Cell ss:Index="99999999"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet></Workbook>`,
  { refused: 'too_many_rows' },
);
htmlCase(
  'spreadsheet-xml-merged-for-ever',
  `${SPREADSHEET_XML}${XML_TABLE}<Row><Cell ss:MergeAcross="999999999" ss:MergeDown="999999999"><Data ss:Type="String">BX002</Data></Cell></Row></Table></Worksheet></Workbook>`,
  // Its number is there, which is enough for a ticket.
  { rows: 2 },
);
htmlCase(
  'spreadsheet-xml-nested-100000-deep',
  `${SPREADSHEET_XML}${XML_TABLE}${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Table></Worksheet></Workbook>`,
  { rows: 1 },
);
htmlCase(
  'spreadsheet-xml-billion-laughs',
  `<?xml version="1.0"?>${LAUGHS}${SPREADSHEET_XML.slice(21)}${xmlRow(['&a9;'])}</Table></Worksheet></Workbook>`,
  { refused: 'unsafe_xml' },
);

// ---- ods and xlsb ------------------------------------------------------------------------------------------------

const ODS = (rows: string, start = '<?xml version="1.0"?>'): string =>
  `${start}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="10月">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`;
const odsCell = (text: string, attributes = ''): string =>
  `<table:table-cell office:value-type="string"${attributes}><text:p>${text}</text:p></table:table-cell>`;
const odsRow = (texts: readonly string[], attributes = ''): string =>
  `<table:table-row${attributes}>${texts.map((text) => odsCell(text)).join('')}</table:table-row>`;
const ODS_TABLE = odsRow(HEADER) + odsRow(TICKET);
const odsCase = (name: string, content: string, expected: Expected): void =>
  add(
    name,
    (folder) => {
      const path = join(folder, `${name}.ods`);
      writeZip(path, [
        {
          name: 'mimetype',
          content: 'application/vnd.oasis.opendocument.spreadsheet',
          stored: true,
        },
        { name: 'content.xml', content },
        {
          name: 'styles.xml',
          content:
            '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        },
        {
          name: 'META-INF/manifest.xml',
          content:
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        },
      ]);
      return path;
    },
    expected,
  );
odsCase(
  'ods-blank-cells-to-the-end',
  ODS(
    `${ODS_TABLE}<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`,
  ),
  { rows: 1 },
);
odsCase(
  'ods-filled-cells-to-the-end',
  ODS(
    `${ODS_TABLE}<table:table-row table:number-rows-repeated="1048576">${odsCell('x', ' table:number-columns-repeated="16384"')}</table:table-row>`,
  ),
  { refused: 'unpacks_too_large' },
);
odsCase('ods-billion-laughs', ODS(ODS_TABLE + odsRow(['&a9;']), `<?xml version="1.0"?>${LAUGHS}`), {
  refused: 'unsafe_xml',
});

/** An xlsb of so many tickets whose sheet part is changed. */
function xlsb(rows: number, change: (part: Buffer) => Buffer): ZipPart[] {
  const book = XLSX.utils.book_new();
  const table = [
    [...HEADER],
    ...Array.from({ length: rows }, (_, index) => [`BX${index}`, '张伟', TICKET[2]]),
  ];
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(table), '10月');
  const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'xlsb' });
  const package_ = XLSX.CFB.read(bytes, { type: 'buffer' });
  return package_.FullPaths.flatMap((path: string, index: number): ZipPart[] => {
    const name = path.replace(/^Root Entry\//, '');
    const content = Buffer.from((package_.FileIndex[index]?.content ?? []) as Uint8Array);
    if (content.length === 0) return [];
    return [{ name, content: /worksheets\/sheet1\.bin$/.test(name) ? change(content) : content }];
  });
}
addZip('xlsb-whole', () => xlsb(300, (part) => part), { rows: 300 });
addZip('xlsb-sheet-cut-off', () => xlsb(300, (part) => part.subarray(0, part.length >> 1)), {
  refused: 'damaged',
});
add(
  'xlsb-file-cut-off',
  (folder) => {
    const path = join(folder, 'whole.xlsb');
    writeZip(
      path,
      xlsb(300, (part) => part),
    );
    return file(folder, 'cut.xlsb', cut(path, 0.8));
  },
  { refused: 'damaged' },
);

// ---- Something else under the name of a workbook -----------------------------------------------------------------

add(
  'picture',
  (folder) =>
    file(
      folder,
      'photo.xlsx',
      Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), noiseBytes(999)]),
    ),
  { refused: 'not_a_spreadsheet' },
);
add(
  'pdf',
  (folder) => file(folder, 'bill.xls', Buffer.concat([Buffer.from('%PDF-1.7\n'), noiseBytes(999)])),
  {
    refused: 'not_a_spreadsheet',
  },
);
add(
  'program',
  (folder) =>
    file(
      folder,
      'setup.csv',
      Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(500)]),
    ),
  { refused: 'not_a_spreadsheet' },
);
add('empty', (folder) => file(folder, 'empty.xlsx', ''), { refused: 'empty_file' });
add('nul-only', (folder) => file(folder, 'nul.csv', Buffer.alloc(MIB)), {
  refused: 'not_a_spreadsheet',
});
add(
  'directory',
  (folder) => {
    const path = join(folder, 'folder.xlsx');
    mkdirSync(path);
    return path;
  },
  { refused: 'not_a_file' },
);
add('nowhere', (folder) => join(folder, 'gone.xlsx'), { refused: 'not_found' });

export const HOSTILE_FILES: readonly HostileFile[] = kinds;
