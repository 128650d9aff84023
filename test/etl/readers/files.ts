/** Files written by the tests themselves, and what the readers make of them. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll } from 'vitest';
import { openFile } from '#etl/readers/index.ts';
import { type Cell, FileRefused, type SheetRow, type SheetSource } from '#etl/types.ts';

let folder = '';
let written = 0;

/** Call once per test file: a folder of its own, gone afterwards. */
export function withFolder(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aftercare-readers-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
}

/** A path in the test's folder that nothing else uses. */
export function freshPath(name: string): string {
  written += 1;
  return join(folder, `${written}-${name}`);
}

export async function put(name: string, content: Uint8Array | string): Promise<string> {
  const path = freshPath(name);
  await writeFile(path, content);
  return path;
}

export interface ReadSheet {
  readonly name: string;
  readonly position: number;
  readonly hidden: boolean;
  readonly date1904: boolean;
  readonly merges: SheetSource['merges'];
  readonly rows: readonly SheetRow[];
}

export interface ReadFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly encoding: string | null;
  readonly sheets: readonly ReadSheet[];
}

/** Opens a file, reads everything in it and closes it. */
export async function readAll(
  path: string,
  lang: 'zh' | 'en' = 'zh',
  name?: string,
): Promise<ReadFile> {
  const source = await openFile(path, name === undefined ? { lang } : { lang, name });
  try {
    const sheets: ReadSheet[] = [];
    for (const { rows, ...sheet } of source.sheets)
      sheets.push({ ...sheet, rows: await collect(rows()) });
    const { file, sha256, bytes, format, encoding } = source;
    return { file, sha256, bytes, format, encoding, sheets };
  } finally {
    await source.close();
  }
}

export async function collect(
  batches: AsyncIterable<readonly SheetRow[]> | Iterable<readonly SheetRow[]>,
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** The only sheet's rows as `[row, ...cells]`. */
export async function table(path: string): Promise<(Cell | number)[][]> {
  const { sheets } = await readAll(path);
  if (sheets.length !== 1) throw new Error(`${sheets.length} sheets instead of one`);
  return (sheets[0]?.rows ?? []).map(({ row, cells }) => [row, ...cells]);
}

/** The refusal that reading a file ends in. */
export async function refusalOf(path: string, lang: 'zh' | 'en' = 'zh'): Promise<FileRefused> {
  try {
    await readAll(path, lang);
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error('the file was read');
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Parts of a workbook with one sheet, to be spread and overridden: every test shows only what it is about. */
export function workbookParts(
  sheetXml: string,
  more: { strings?: string; styles?: string; workbook?: string } = {},
): Record<string, string> {
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      more.workbook ??
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="10月" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...(more.strings === undefined ? {} : { 'xl/sharedStrings.xml': more.strings }),
    ...(more.styles === undefined ? {} : { 'xl/styles.xml': more.styles }),
  };
}

/** `<worksheet>` around rows. */
export function sheetXml(rows: string, after = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}"><dimension ref="A1"/><sheetData>${rows}</sheetData>${after}</worksheet>`;
}

/** Styles whose cell style n shows numbers with the n-th format code. */
export function stylesXml(codes: readonly string[]): string {
  const escaped = codes.map((code) =>
    code.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  );
  const formats = escaped.map(
    (code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`,
  );
  const styles = codes.map((_, index) => `<xf numFmtId="${200 + index}" applyNumberFormat="1"/>`);
  return `<styleSheet xmlns="${MAIN}"><numFmts>${formats.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`;
}

export function zip(parts: Record<string, string | Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(parts)) {
    entries[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(entries);
}
