/** The parts of an xlsx package as text, and the small ones as what they say. */

import { MAX_RESIDENT_PART_BYTES, MAX_SHARED_STRINGS } from '../limits.ts';
import { type ReaderContext, type RefusalDetails, refusal } from '../messages.ts';
import { builtInDisplay, displayOf, type NumberDisplay } from '../number-format.ts';
import type { ZipArchive } from '../zip.ts';
import {
  attribute,
  booleanAttribute,
  decodeEscapes,
  XmlError,
  type XmlHandler,
  XmlTokenizer,
} from './xml.ts';

/** A part as text in pieces. UTF-8 unless a byte order mark says UTF-16. */
export async function* partTexts(
  zip: ZipArchive,
  part: string,
  context: ReaderContext,
  details: RefusalDetails,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of zip.read(part, details)) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      const text = decoder.decode(chunk, { stream: true });
      if (text !== '') yield text;
    }
    decoder?.decode();
  } catch (error) {
    // TypeError is how the decoder reports bytes that are no text.
    if (error instanceof TypeError) throw refusal(context, 'damaged', details);
    throw error;
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  // Without a mark, the NUL beside the first `<` tells.
  if (start[0] === 0x3c && start[1] === 0) return 'utf-16le';
  if (start[0] === 0 && start[1] === 0x3c) return 'utf-16be';
  return 'utf-8';
}

/** What is wrong with a part, as a refusal. */
export function partRefusal(
  error: unknown,
  context: ReaderContext,
  details: RefusalDetails,
): unknown {
  if (!(error instanceof XmlError)) return error;
  return refusal(context, error.reason === 'dtd' ? 'unsafe_xml' : 'damaged', details);
}

/** Reads a whole part through a handler. */
export async function readPart(
  zip: ZipArchive,
  part: string,
  handler: XmlHandler,
  context: ReaderContext,
  details: RefusalDetails,
): Promise<void> {
  if (zip.unpackedBytes(part) > MAX_RESIDENT_PART_BYTES) {
    throw refusal(context, 'unpacks_too_large');
  }
  const tokenizer = new XmlTokenizer(handler);
  try {
    for await (const text of partTexts(zip, part, context, details)) tokenizer.push(text);
    tokenizer.end();
  } catch (error) {
    throw partRefusal(error, context, details);
  }
}

/** One relationship of a part: what it points to, with the target as a path from the package's root. */
export interface Relationship {
  readonly id: string;
  /** Last word of the type: `worksheet`, `sharedStrings`, `styles`, `officeDocument`, … */
  readonly type: string;
  readonly target: string;
}

/** Relationships of a part ('' is the package itself); none if it has no such file. */
export async function relationships(
  zip: ZipArchive,
  part: string,
  context: ReaderContext,
): Promise<Relationship[]> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const file = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const found: Relationship[] = [];
  if (!zip.has(file)) return found;
  await readPart(
    zip,
    file,
    {
      wantsText: false,
      open(name, attributes) {
        if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
        found.push({
          id: attribute(attributes, 'Id') ?? '',
          type: attribute(attributes, 'Type')?.split('/').at(-1) ?? '',
          target: resolve(folder, attribute(attributes, 'Target') ?? ''),
        });
      },
      close() {},
      text() {},
    },
    context,
    { where: 'workbook' },
  );
  return found;
}

function resolve(folder: string, target: string): string {
  const path = target.replaceAll('\\', '/');
  const steps: string[] = [];
  for (const step of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** What workbook.xml says. */
export interface WorkbookPart {
  readonly date1904: boolean;
  readonly sheets: readonly {
    readonly name: string;
    readonly relationship: string;
    readonly hidden: boolean;
  }[];
}

export async function readWorkbookPart(
  zip: ZipArchive,
  part: string,
  context: ReaderContext,
): Promise<WorkbookPart> {
  let date1904 = false;
  const sheets: WorkbookPart['sheets'][number][] = [];
  await readPart(
    zip,
    part,
    {
      wantsText: false,
      open(name, attributes) {
        if (name === 'workbookPr') date1904 = booleanAttribute(attributes, 'date1904');
        if (name !== 'sheet') return;
        const state = attribute(attributes, 'state');
        sheets.push({
          name: decodeEscapes(attribute(attributes, 'name') ?? ''),
          relationship: /:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '',
          hidden: state === 'hidden' || state === 'veryHidden',
        });
      },
      close() {},
      text() {},
    },
    context,
    { where: 'workbook' },
  );
  return { date1904, sheets };
}

/**
 * How the numbers of each cell style are shown, by style index (`s` of a cell).
 */
export async function readStyles(
  zip: ZipArchive,
  part: string,
  context: ReaderContext,
): Promise<NumberDisplay[]> {
  const formats = new Map<number, string>();
  const formatIds: number[] = [];
  let inCellFormats = false;
  await readPart(
    zip,
    part,
    {
      wantsText: false,
      open(name, attributes, empty) {
        if (name === 'numFmt') {
          const code = attribute(attributes, 'formatCode');
          if (code !== null) formats.set(Number(attribute(attributes, 'numFmtId')), code);
        } else if (name === 'cellXfs') {
          inCellFormats = !empty;
        } else if (name === 'xf' && inCellFormats) {
          formatIds.push(Number(attribute(attributes, 'numFmtId') ?? 0));
        }
      },
      close(name) {
        if (name === 'cellXfs') inCellFormats = false;
      },
      text() {},
    },
    context,
    { where: 'styles' },
  );
  const displays = new Map<number, NumberDisplay>();
  return formatIds.map((id) => {
    let display = displays.get(id);
    if (display === undefined) {
      const code = formats.get(id);
      display = code === undefined ? builtInDisplay(id) : displayOf(code);
      displays.set(id, display);
    }
    return display;
  });
}

/** Collects the text of one rich or plain string: runs joined, phonetic guides left out. */
export class StringCollector {
  private collected = '';
  private phonetic = 0;
  wantsText = false;

  open(name: string, empty: boolean): void {
    if (empty) return;
    if (name === 'rPh') this.phonetic += 1;
    else if (name === 't') this.wantsText = this.phonetic === 0;
  }

  close(name: string): void {
    if (name === 'rPh') this.phonetic -= 1;
    else if (name === 't') this.wantsText = false;
  }

  text(text: string): void {
    this.collected += text;
  }

  take(): string {
    const text = decodeEscapes(this.collected).replaceAll('\r\n', '\n');
    this.collected = '';
    return text;
  }
}

/** The texts that cells refer to by number. */
export async function readSharedStrings(
  zip: ZipArchive,
  part: string,
  context: ReaderContext,
): Promise<string[]> {
  const strings: string[] = [];
  const collector = new StringCollector();
  const add = (text: string): void => {
    if (strings.length >= MAX_SHARED_STRINGS) throw refusal(context, 'unpacks_too_large');
    strings.push(text);
  };
  await readPart(
    zip,
    part,
    {
      get wantsText() {
        return collector.wantsText;
      },
      open(name, _attributes, empty) {
        collector.open(name, empty);
        if (name === 'si' && empty) add('');
      },
      close(name) {
        collector.close(name);
        if (name === 'si') add(collector.take());
      },
      text(text) {
        collector.text(text);
      },
    },
    context,
    { where: 'strings' },
  );
  return strings;
}
