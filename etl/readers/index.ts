/**
 * A file becomes sheets. The reader is chosen by what the file holds, never by its name: an xlsx called .csv, a csv
 * or an HTML table called .xls are simply read; anything else is refused with one message that says what is wrong,
 * with which file, and what to do.
 */

import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { FileFormat, SheetRow, SheetSource, SourceFile, TextFacts } from '#etl/types.ts';
import { fingerprint, readAt } from './bytes.ts';
import { directoryNames } from './cfb.ts';
import { openCsv } from './csv.ts';
import {
  decideEncoding,
  declaredEncoding,
  type TextEncoding,
  TextInspection,
  texts,
} from './encoding.ts';
import {
  MAX_FILE_BYTES,
  MAX_UNZIPPED_BYTES,
  MAX_WHOLE_FILE_BYTES,
  MAX_WHOLE_UNZIPPED_BYTES,
} from './limits.ts';
import { openHtml } from './markup/html.ts';
import { openSpreadsheetXml } from './markup/spreadsheet-xml.ts';
import { type ForeignKind, type Lang, type ReaderContext, refusal } from './messages.ts';
import { SIGNATURE_BYTES, tellSignature } from './signature.ts';
import { checkBinaryPart, checkOdsContent } from './whole-parts.ts';
import { findWorkbookPart, openXlsx } from './xlsx/index.ts';
import { ZipArchive } from './zip.ts';

const MIB = 1024 * 1024;

/** What a format's reader found, before the file as a whole is judged. */
interface Opened {
  readonly format: FileFormat;
  readonly encoding: TextEncoding | null;
  readonly sheets: readonly SheetSource[];
}

/**
 * Opens a file of any kind that the product reads.
 *
 * Damage is found on opening wherever the format allows it; what only shows while rows pass (a quote that never
 * closes, too many columns) is thrown from `rows()` as the same kind of error, and nothing of the file may be kept.
 *
 * @param options.name name to use for people instead of the path's own, e.g. of an upload
 * @param options.known what opening the same text before found out; it is taken over instead of passing through it again
 * @throws FileRefused with a stable code of messages.ts; any other error is a defect
 */
export async function openFile(
  path: string,
  options: { readonly lang: Lang; readonly name?: string; readonly known?: TextFacts },
): Promise<SourceFile> {
  const context: ReaderContext = { file: options.name ?? basename(path), lang: options.lang };
  const bytes = await sizeOf(path, context);
  const handle = await openForReading(path, context);
  const { mtimeMs } = await handle.stat();
  const unchanged = async (): Promise<void> => {
    const now = await handle.stat();
    if (now.size !== bytes || now.mtimeMs !== mtimeMs) throw refusal(context, 'changed_while_read');
  };
  const { known } = options;
  try {
    if (known !== undefined && (known.bytes !== bytes || known.writtenMs !== mtimeMs)) {
      throw refusal(context, 'changed_while_read');
    }
    const head = await readAt(handle, 0, Math.min(bytes, SIGNATURE_BYTES));
    const inspection = new TextInspection();
    const signature = tellSignature(head);
    if (signature.kind === 'foreign')
      throw refusal(context, signature.code, { what: signature.what });
    const textual =
      signature.kind !== 'zip' && signature.kind !== 'cfb' && signature.kind !== 'biff';
    const look = (chunk: Buffer): void => {
      if (textual) inspection.push(chunk);
    };
    const sha256 = known?.sha256 ?? (await fingerprint(handle, bytes, look));
    inspection.end();

    let opened: Opened;
    switch (signature.kind) {
      case 'zip':
        opened = await openZip(handle, bytes, context);
        break;
      case 'cfb':
        opened = await openCfb(handle, bytes, context);
        break;
      case 'biff':
        opened = await openBinary(handle, bytes, context, { format: 'xls', ansi: true });
        break;
      case 'html':
      case 'spreadsheet_xml':
        opened = await openMarkup(handle, bytes, head, inspection, signature.kind, context);
        break;
      case 'text': {
        const told = known?.encoding ?? (await decideEncoding(handle, head, inspection, context));
        const sheet = await openCsv(handle, bytes, told, sheetName(context), context);
        opened = { format: 'csv', encoding: told, sheets: [sheet] };
      }
    }
    if (!(await hasRows(opened.sheets))) throw refusal(context, 'no_rows');
    await unchanged();
    const sheets = opened.sheets.map((sheet) => watched(sheet, unchanged));
    const { format, encoding } = opened;
    const text =
      encoding === null || format !== 'csv'
        ? null
        : { sha256, encoding, bytes, writtenMs: mtimeMs };
    const close = () => handle.close();
    return { file: context.file, sha256, bytes, format, encoding, text, sheets, close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The sheet, whose rows end in a refusal where the file was written to meanwhile. Without this look, a copy under way
 * would be taken for a shorter file.
 */
function watched(sheet: SheetSource, unchanged: () => Promise<void>): SheetSource {
  async function* guarded<T>(
    rows: AsyncIterable<readonly SheetRow[], T> | Iterable<readonly SheetRow[], T>,
  ): AsyncGenerator<readonly SheetRow[], T> {
    try {
      const end = yield* rows;
      await unchanged();
      return end;
    } catch (error) {
      // What looks like damage may be the half of another state of the file.
      await unchanged();
      throw error;
    }
  }
  const { half } = sheet;
  return {
    ...sheet,
    rows: () => guarded(sheet.rows()),
    ...(half === undefined ? {} : { half: (cut, which) => guarded(half(cut, which)) }),
  };
}

async function sizeOf(path: string, context: ReaderContext): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw ioRefusal(error, context);
  });
  if (!found.isFile()) throw refusal(context, 'not_a_file');
  if (found.size === 0) throw refusal(context, 'empty_file');
  if (found.size > MAX_FILE_BYTES) {
    throw refusal(context, 'too_large', { limit: MAX_FILE_BYTES / MIB });
  }
  return found.size;
}

async function openForReading(path: string, context: ReaderContext): Promise<FileHandle> {
  return open(path, 'r').catch((error: unknown) => {
    throw ioRefusal(error, context);
  });
}

function ioRefusal(error: unknown, context: ReaderContext): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return refusal(context, 'not_found');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EBUSY')
    return refusal(context, 'unreadable');
  return error;
}

/** True as soon as one sheet hands out a row. A sheet that fails later fails for whoever reads it. */
async function hasRows(sheets: readonly SheetSource[]): Promise<boolean> {
  for (const sheet of sheets) {
    for await (const batch of sheet.rows()) {
      if (batch.length > 0) return true;
    }
  }
  return false;
}

async function openZip(handle: FileHandle, bytes: number, context: ReaderContext): Promise<Opened> {
  const zip = await ZipArchive.open(handle, bytes, context);
  if (zip.has('xl/workbook.bin') || zip.has('content.xml')) {
    return openWholeZip(zip, handle, bytes, context);
  }
  const workbook = await findWorkbookPart(zip, context);
  const what = foreignPackage(zip, workbook);
  if (what !== null) throw refusal(context, 'not_a_spreadsheet', { what });
  if (workbook === null) throw refusal(context, 'damaged', { where: 'workbook' });
  return { format: 'xlsx', encoding: null, sheets: await openXlsx(zip, workbook, context) };
}

/** What a package is that has no workbook, null for a workbook (or what is left of one). */
function foreignPackage(zip: ZipArchive, workbook: string | null): ForeignKind | null {
  if (zip.has('word/document.xml') || workbook?.startsWith('word/') === true) return 'word';
  if (zip.has('ppt/presentation.xml') || workbook?.startsWith('ppt/') === true) return 'powerpoint';
  if (zip.has('index/document.iwa')) return 'numbers';
  if (workbook !== null) return null;
  // The remains of a workbook are better called damaged than an archive.
  for (const name of zip.names()) if (name.startsWith('xl/')) return null;
  return 'archive';
}

/** xlsb and ods. */
async function openWholeZip(
  zip: ZipArchive,
  handle: FileHandle,
  bytes: number,
  context: ReaderContext,
): Promise<Opened> {
  if (zip.has('content.xml')) {
    let type = '';
    if (zip.has('mimetype')) type = await partText(zip, 'mimetype');
    if (type.includes('opendocument') && !type.includes('spreadsheet')) {
      throw refusal(context, 'not_a_spreadsheet', { what: 'document' });
    }
    const manifest = zip.has('META-INF/manifest.xml')
      ? await partText(zip, 'META-INF/manifest.xml')
      : '';
    if (manifest.includes('encryption-data')) throw refusal(context, 'encrypted');
  }
  if (zip.totalUnpackedBytes() > Math.min(MAX_UNZIPPED_BYTES, MAX_WHOLE_UNZIPPED_BYTES)) {
    throw refusal(context, 'unpacks_too_large');
  }
  zip.refuseBombs();
  // Every part is passed through once, for its check sum and its end: SheetJS itself takes what it gets.
  for (const name of zip.names()) {
    if (name.endsWith('/')) continue;
    if (name === 'content.xml') await checkOdsContent(zip, name, context);
    else await checkBinaryPart(zip, name, context);
  }
  return openBinary(handle, bytes, context, { format: 'xlsx', ansi: false });
}

async function partText(zip: ZipArchive, name: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of zip.read(name, { where: 'content' })) {
    parts.push(chunk);
    // The marks looked for stand at the beginning.
    if (parts.length >= 4) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

async function openCfb(handle: FileHandle, bytes: number, context: ReaderContext): Promise<Opened> {
  const names = await directoryNames(handle, bytes);
  if (names === null) throw refusal(context, 'damaged', { where: 'container' });
  if (names.has('EncryptedPackage') || names.has('EncryptionInfo')) {
    throw refusal(context, 'encrypted');
  }
  const has = (name: string) => [...names].some((other) => other.toLowerCase() === name);
  // Excel 5 and 95 call the stream Book, Excel 97 and later Workbook.
  if (has('workbook') || has('book')) {
    return openBinary(handle, bytes, context, { format: 'xls', ansi: !has('workbook') });
  }
  if (has('worddocument')) throw refusal(context, 'not_a_spreadsheet', { what: 'word' });
  if (has('powerpoint document'))
    throw refusal(context, 'not_a_spreadsheet', { what: 'powerpoint' });
  throw refusal(context, 'not_a_spreadsheet', { what: 'document' });
}

/** A binary format that SheetJS reads from memory. */
async function openBinary(
  handle: FileHandle,
  bytes: number,
  context: ReaderContext,
  { format, ansi }: { readonly format: 'xls' | 'xlsx'; readonly ansi: boolean },
): Promise<Opened> {
  refuseTooLarge(bytes, context);
  const data = await readAt(handle, 0, bytes);
  // SheetJS takes a tenth of a second to load: only those who need it wait for it.
  const { openWhole } = await import('./whole.ts');
  return { format, encoding: null, sheets: openWhole(data, context, { ansi }) };
}

/** HTML tables and XML Spreadsheet 2003. */
async function openMarkup(
  handle: FileHandle,
  bytes: number,
  head: Buffer,
  inspection: TextInspection,
  kind: 'html' | 'spreadsheet_xml',
  context: ReaderContext,
): Promise<Opened> {
  refuseTooLarge(bytes, context);
  const declared = inspection.notUtf8At === null ? null : declaredEncoding(head);
  let text = '';
  if (declared !== null) {
    text = declared.decode(await readAt(handle, 0, bytes)).replaceAll('\r\n', '\n');
  } else {
    const encoding = await decideEncoding(handle, head, inspection, context);
    for await (const piece of texts(handle, bytes, encoding)) text += piece;
  }
  if (kind === 'spreadsheet_xml') {
    return { format: 'xls', encoding: null, sheets: openSpreadsheetXml(text.trim(), context) };
  }
  if (!/<table[\s>]/i.test(text)) throw refusal(context, 'not_a_spreadsheet', { what: 'web_page' });
  return { format: 'xls', encoding: null, sheets: openHtml(text, sheetName(context), context) };
}

/** For formats without sheet names: the file's name without its ending. */
function sheetName(context: ReaderContext): string {
  return basename(context.file, extname(context.file));
}

function refuseTooLarge(bytes: number, context: ReaderContext): void {
  if (bytes > MAX_WHOLE_FILE_BYTES) {
    throw refusal(context, 'too_large', { limit: MAX_WHOLE_FILE_BYTES / MIB });
  }
}
