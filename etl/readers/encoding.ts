/**
 * The encoding of a text file, decided over the whole file before a single row is handed out, and its text.
 */

import { isAscii, isUtf8, transcode } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { chunks } from './bytes.ts';
import { type ReaderContext, refusal } from './messages.ts';

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** What one pass over the bytes found out about them. Feed every chunk in order, then call {@link end}. */
export class TextInspection {
  /** Offset of the chunk that holds the first byte that is not UTF-8, or null while all of it is. */
  notUtf8At: number | null = null;
  nulls = 0;
  /** Control characters other than tab, line feed, carriage return, form feed, NUL and end of file. */
  controls = 0;
  bytes = 0;
  /** NULs at even and odd offsets: UTF-16 without a mark has them on one side only. */
  readonly nullsBySide: [even: number, odd: number] = [0, 0];
  private carry: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    if (this.notUtf8At === null) {
      const joined = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
      const cut = utf8Cut(joined);
      if (!isUtf8(joined.subarray(0, cut))) this.notUtf8At = this.bytes - this.carry.length;
      this.carry = Buffer.from(joined.subarray(cut));
    }
    // Control characters show themselves early in binary data; the whole file is searched for NULs only.
    if (this.bytes === 0) {
      for (const byte of chunk.subarray(0, 65_536)) {
        if (
          byte < 0x09 ? byte !== 0 : (byte > 0x0d && byte < 0x20 && byte !== 0x1a) || byte === 0x7f
        )
          this.controls += 1;
      }
    }
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) {
      this.nulls += 1;
      this.nullsBySide[((this.bytes + at) & 1) as 0 | 1] += 1;
    }
    this.bytes += chunk.length;
  }

  end(): void {
    if (this.notUtf8At === null && this.carry.length > 0) {
      this.notUtf8At = this.bytes - this.carry.length;
    }
  }
}

/** Length of the part of `bytes` that does not end inside a UTF-8 sequence. */
function utf8Cut(bytes: Buffer): number {
  const last = bytes.length - 1;
  for (let at = last; at >= 0 && at > last - 3; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return at + length > bytes.length ? at : bytes.length;
    }
  }
  return bytes.length;
}

/** More control characters or NULs than this share, and the bytes are no text. */
const MAX_CONTROL_SHARE = 0.02;
const MAX_NULL_SHARE = 0.2;
/** UTF-32 has at most three NULs in four bytes. */
const MAX_WIDE_NULL_SHARE = 0.8;

/**
 * Decides the encoding: a byte order mark, else UTF-8 if the whole file is UTF-8, else GB18030 if the whole file
 * decodes as it and reads like Chinese; anything else is refused.
 */
export async function decideEncoding(
  handle: FileHandle,
  head: Buffer,
  inspection: TextInspection,
  context: ReaderContext,
): Promise<TextEncoding> {
  const mark = head.subarray(0, 4).toString('latin1');
  if (mark === '\xff\xfe\0\0' || mark === '\0\0\xfe\xff')
    throw refusal(context, 'unknown_encoding');
  for (const [bom, encoding] of [
    ['\xff\xfe', 'utf-16le'],
    ['\xfe\xff', 'utf-16be'],
  ] as const) {
    if (!mark.startsWith(bom)) continue;
    if (await decodes(handle, inspection.bytes, encoding)) return encoding;
    throw refusal(context, 'unknown_encoding');
  }

  const sample = Math.min(inspection.bytes, 65_536);
  if (inspection.nulls > inspection.bytes * MAX_NULL_SHARE) {
    const [even, odd] = inspection.nullsBySide;
    const oneSided = Math.min(even, odd) * 20 < Math.max(even, odd);
    // Two or three of four bytes being NUL is UTF-32.
    const wide = oneSided || inspection.nulls > inspection.bytes * 0.45;
    // A file of NULs is what a crashed disk or a sparse download leaves.
    if (inspection.nulls > inspection.bytes * MAX_WIDE_NULL_SHARE) {
      throw refusal(context, 'not_a_spreadsheet', { what: 'binary' });
    }
    if (wide && inspection.controls === 0) throw refusal(context, 'unknown_encoding');
    throw refusal(context, 'not_a_spreadsheet', { what: 'binary' });
  }
  if (inspection.controls > Math.max(2, sample * MAX_CONTROL_SHARE)) {
    throw refusal(context, 'not_a_spreadsheet', { what: 'binary' });
  }

  if (inspection.notUtf8At === null) return 'utf-8';
  const brokenLine = await brokenUtf8Line(handle, inspection);
  if (mark.startsWith('\xef\xbb\xbf') || brokenLine !== null) {
    throw refusal(context, 'broken_encoding', { row: brokenLine ?? 1 });
  }
  if (!(await decodes(handle, inspection.bytes, 'gb18030'))) {
    throw refusal(context, 'unknown_encoding');
  }
  if (!(await readsLikeChinese(handle, inspection.bytes))) {
    throw refusal(context, 'unknown_encoding');
  }
  return 'gb18030';
}

/**
 * The encoding that HTML or XML names for itself, if it is one that can be decoded; null without a name. Only asked
 * where the bytes are not UTF-8: pages saved again as UTF-8 often keep the old name.
 */
export function declaredEncoding(head: Buffer): TextDecoder | null {
  if (head[0] === 0xff || head[0] === 0xfe) return null;
  const name = /(?:charset|encoding)\s*=\s*["']?([\w-]{2,20})/i.exec(
    head.toString('latin1', 0, 4_096),
  )?.[1];
  if (name === undefined || /^utf-?\d/i.test(name)) return null;
  try {
    // gb2312 and gbk are names of GB18030's smaller forms.
    return new TextDecoder(/^gb/i.test(name) ? 'gb18030' : name);
  } catch {
    return null;
  }
}

async function decodes(handle: FileHandle, bytes: number, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks(handle, 0, bytes)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    // The decoder's own failure is the answer; a failing disk is not.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The line of the first broken character if the file is UTF-8 but for a few bytes, null if it is something else.
 * Without this look, a UTF-8 export cut off in the middle of a character would be read as GB18030 gibberish.
 */
async function brokenUtf8Line(
  handle: FileHandle,
  inspection: TextInspection,
): Promise<number | null> {
  const chunkStart = inspection.notUtf8At ?? 0;
  let line = 1;
  for await (const chunk of chunks(handle, 0, chunkStart)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) line += 1;
  }
  let broken = 0;
  let whole = 0;
  let brokenLine: number | null = null;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of chunks(handle, Math.max(0, chunkStart - 262_144), inspection.bytes)) {
    for (const char of decoder.decode(chunk, { stream: true })) {
      if (char === '\ufffd') broken += 1;
      else if (char > '\u07ff') whole += 1;
    }
    break;
  }
  // GB18030 read as UTF-8 yields hardly any whole character of three bytes.
  if (whole < 4 || broken * 4 > whole) return null;
  for await (const chunk of chunks(handle, chunkStart, inspection.bytes)) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(chunk);
    const at = text.indexOf('\ufffd');
    const before = at < 0 ? '' : text.slice(0, at);
    brokenLine = line + before.split('\n').length - 1;
    break;
  }
  return brokenLine;
}

/**
 * Whether GB18030 text uses the characters Chinese is written with. Nearly any bytes decode as GB18030, Japanese
 * Shift-JIS among them, but then into rare characters outside the GB 2312 block.
 */
async function readsLikeChinese(handle: FileHandle, bytes: number): Promise<boolean> {
  let common = 0;
  let pairs = 0;
  for await (const chunk of chunks(handle, 0, bytes)) {
    for (let at = 0; at < chunk.length - 1; at += 1) {
      const lead = chunk[at] ?? 0;
      if (lead < 0x81) continue;
      const trail = chunk[at + 1] ?? 0;
      pairs += 1;
      if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common += 1;
      at += 1;
    }
    if (pairs > 2_000) break;
  }
  return common * 2 >= pairs;
}

/**
 * The file's text in pieces, byte order mark and NULs left out, every line end turned into `\n`, a unit separator (white
 * space that nobody writes) into a space.
 *
 * @param bytes where the text ends
 * @param from where it begins: 0, or a byte behind a line end
 */
export async function* texts(
  handle: FileHandle,
  bytes: number,
  encoding: TextEncoding,
  from = 0,
): AsyncGenerator<string> {
  let first = true;
  let endsInReturn = false;
  for await (let text of decoded(handle, from, bytes, encoding)) {
    if (first && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    if (text === '') continue;
    first = false;
    if (text.includes('\0')) text = text.replaceAll('\0', '');
    if (text.includes('\x1f')) text = text.replaceAll('\x1f', ' ');
    if (endsInReturn) text = `\r${text}`;
    endsInReturn = text.endsWith('\r');
    if (endsInReturn) text = text.slice(0, -1);
    if (text.includes('\r')) text = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    if (text !== '') yield text;
  }
  if (endsInReturn) yield '\n';
}

async function* decoded(
  handle: FileHandle,
  from: number,
  bytes: number,
  encoding: TextEncoding,
): AsyncGenerator<string> {
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    for await (const chunk of chunks(handle, from, bytes, TEXT_CHUNK_BYTES)) {
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
    return;
  }
  // Known to be valid by now, so it may be cut at character boundaries and needs no streaming decoder.
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks(handle, from, bytes, TEXT_CHUNK_BYTES)) {
    const joined = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const cut = utf8Cut(joined);
    yield validUtf8(joined.subarray(0, cut));
    carry = Buffer.from(joined.subarray(cut));
  }
}

/** By way of UTF-16, as the engine holds Chinese text: twice as fast as its own decoder. */
function validUtf8(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}

/** Small enough that a quoted field slows down only its own piece of the file. */
const TEXT_CHUNK_BYTES = 256 * 1024;
