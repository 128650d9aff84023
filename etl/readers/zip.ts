/**
 * Parts of a zip archive, read by position and unpacked as a stream. Sizes are believed only as upper bounds: a
 * part that unpacks to more than its directory entry says, or to something else, is damaged.
 */

import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { chunks, readAt } from './bytes.ts';
import { MAX_ZIP_ENTRIES, MAX_ZIP_RATIO, ZIP_RATIO_FREE_BYTES } from './limits.ts';
import { type ReaderContext, type RefusalDetails, refusal } from './messages.ts';

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const UNKNOWN_32 = 0xffffffff;
/** Bytes of unpacked text per step. */
const INFLATE_BYTES = 256 * 1024;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerOffset: number;
}

/** An opened archive. Part names are compared without case, leading slash, and with `\` as `/`. */
export class ZipArchive {
  private constructor(
    private readonly handle: FileHandle,
    private readonly context: ReaderContext,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  /** @throws FileRefused `damaged` when the directory cannot be read, `unpacks_too_large` when it has too many parts */
  static async open(
    handle: FileHandle,
    bytes: number,
    context: ReaderContext,
  ): Promise<ZipArchive> {
    const broken = () => refusal(context, 'damaged', { where: 'zip' });
    const directory = await findDirectory(handle, bytes, broken);
    if (directory.count > MAX_ZIP_ENTRIES) throw refusal(context, 'unpacks_too_large');
    const entries = new Map<string, ZipEntry>();
    let at = 0;
    for (let index = 0; index < directory.count; index += 1) {
      if (
        at + 46 > directory.bytes.length ||
        directory.bytes.readUInt32LE(at) !== DIRECTORY_ENTRY
      ) {
        throw broken();
      }
      const { entry, length } = readEntry(directory.bytes, at, broken);
      at += length;
      if (entry.headerOffset + entry.packedBytes > bytes) throw broken();
      const key = partKey(entry.name);
      const before = entries.get(key);
      // Two parts of one name: which of them other programs show is anyone's guess.
      if (before !== undefined && before.headerOffset !== entry.headerOffset) throw broken();
      entries.set(key, entry);
    }
    return new ZipArchive(handle, context, entries);
  }

  has(name: string): boolean {
    return this.entries.has(partKey(name));
  }

  /** Part names as they are compared: lower case, `/` between folders. */
  names(): IterableIterator<string> {
    return this.entries.keys();
  }

  /** Bytes of a part once unpacked, as its directory entry says; 0 if there is no such part. */
  unpackedBytes(name: string): number {
    return this.entries.get(partKey(name))?.unpackedBytes ?? 0;
  }

  /** Unpacked bytes of all parts together. */
  totalUnpackedBytes(): number {
    let total = 0;
    for (const entry of this.entries.values()) total += entry.unpackedBytes;
    return total;
  }

  /** @throws FileRefused when a part shrinks so much that it must have been made to explode */
  refuseBombs(): void {
    for (const entry of this.entries.values()) {
      if (
        entry.unpackedBytes > ZIP_RATIO_FREE_BYTES &&
        entry.unpackedBytes > entry.packedBytes * MAX_ZIP_RATIO
      ) {
        throw refusal(this.context, 'unpacks_too_large');
      }
    }
  }

  /**
   * The bytes of a part, in order.
   *
   * @param details names the part in the refusal if it is damaged
   */
  async *read(name: string, details: RefusalDetails): AsyncGenerator<Buffer> {
    const entry = this.entries.get(partKey(name));
    const broken = () => refusal(this.context, 'damaged', details);
    if (entry === undefined) throw broken();
    if (entry.encrypted) throw refusal(this.context, 'encrypted');
    if (entry.method !== 0 && entry.method !== 8) throw broken();

    const header = await readAt(this.handle, entry.headerOffset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) throw broken();
    const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = chunks(this.handle, start, start + entry.packedBytes);
    let unpacked = 0;
    let crc = 0;
    for await (const chunk of entry.method === 0 ? packed : inflate(packed, broken)) {
      unpacked += chunk.length;
      if (unpacked > entry.unpackedBytes) throw broken();
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (unpacked !== entry.unpackedBytes || crc !== entry.crc) throw broken();
  }
}

function partKey(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

async function* inflate(
  packed: AsyncIterable<Buffer>,
  broken: () => Error,
): AsyncGenerator<Buffer> {
  const source = Readable.from(packed, { objectMode: false });
  const stream = zlib.createInflateRaw({ chunkSize: INFLATE_BYTES });
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream) yield Buffer.from(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw broken();
    }
    throw error;
  } finally {
    source.destroy();
    stream.destroy();
  }
}

/** Node 20.11 to 20.14 have no crc32; there, size and inflate's own checks have to do. */
const nativeCrc32: ((data: Buffer, value?: number) => number) | undefined =
  'crc32' in zlib ? zlib.crc32 : undefined;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of data that follows data with the checksum `before`. */
export function crc32(data: Buffer, before: number): number {
  if (nativeCrc32 !== undefined) return nativeCrc32(data, before);
  let crc = ~before;
  for (const byte of data) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

async function findDirectory(
  handle: FileHandle,
  bytes: number,
  broken: () => Error,
): Promise<{ count: number; bytes: Buffer }> {
  const tailStart = Math.max(0, bytes - END_BYTES - MAX_COMMENT_BYTES);
  const tail = await readAt(handle, tailStart, bytes - tailStart);
  let end = -1;
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) {
      end = at;
      break;
    }
  }
  if (end < 0) throw broken();
  let count = tail.readUInt16LE(end + 10);
  let size = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  const locator = end - 20;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64) {
    const record = await readAt(handle, safeNumber(tail.readBigUInt64LE(locator + 8), broken), 56);
    if (record.length < 56 || record.readUInt32LE(0) !== END_OF_DIRECTORY_64) throw broken();
    count = safeNumber(record.readBigUInt64LE(32), broken);
    size = safeNumber(record.readBigUInt64LE(40), broken);
    offset = safeNumber(record.readBigUInt64LE(48), broken);
  }
  if (size > MAX_DIRECTORY_BYTES || offset + size > bytes) throw broken();
  return { count, bytes: await readAt(handle, offset, size) };
}

function readEntry(
  directory: Buffer,
  at: number,
  broken: () => Error,
): { entry: ZipEntry; length: number } {
  const nameLength = directory.readUInt16LE(at + 28);
  const extraLength = directory.readUInt16LE(at + 30);
  const commentLength = directory.readUInt16LE(at + 32);
  const nameStart = at + 46;
  const extraEnd = nameStart + nameLength + extraLength;
  if (extraEnd + commentLength > directory.length) throw broken();
  let packedBytes = directory.readUInt32LE(at + 20);
  let unpackedBytes = directory.readUInt32LE(at + 24);
  let headerOffset = directory.readUInt32LE(at + 42);
  // Zip64 keeps the numbers that do not fit in an extra field, only those, in this order.
  for (let field = nameStart + nameLength; field + 4 <= extraEnd; ) {
    const id = directory.readUInt16LE(field);
    const length = directory.readUInt16LE(field + 2);
    if (id === 1 && field + 4 + length <= extraEnd) {
      let value = field + 4;
      const next = () => {
        if (value + 8 > field + 4 + length) throw broken();
        value += 8;
        return safeNumber(directory.readBigUInt64LE(value - 8), broken);
      };
      if (unpackedBytes === UNKNOWN_32) unpackedBytes = next();
      if (packedBytes === UNKNOWN_32) packedBytes = next();
      if (headerOffset === UNKNOWN_32) headerOffset = next();
    }
    field += 4 + length;
  }
  return {
    entry: {
      // Part names of workbooks are ASCII; others only have to differ from them.
      name: directory.toString('utf8', nameStart, nameStart + nameLength),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      crc: directory.readUInt32LE(at + 16),
      packedBytes,
      unpackedBytes,
      headerOffset,
    },
    length: 46 + nameLength + extraLength + commentLength,
  };
}

function safeNumber(value: bigint, broken: () => Error): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken();
  return Number(value);
}
