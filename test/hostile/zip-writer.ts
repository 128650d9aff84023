/**
 * Zip archives that lie: sizes, offsets and names are written as told, and a part may be gigabytes that were never
 * held in memory. fflate, which the other tests use, writes honest archives only.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { constants, deflateRawSync } from 'node:zlib';
import { crc32 } from '#etl/readers/zip.ts';

/** A text of `before`, `block` so many times, `after`. */
export interface Repeated {
  readonly before: string;
  readonly block: string | Buffer;
  readonly times: number;
  readonly after: string;
}

export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer | Repeated;
  /** Not deflated. */
  readonly stored?: boolean;
  /** The directory entry points at the data of the part before it. */
  readonly sameDataAsBefore?: boolean;
  /** What the directory says instead of the truth. */
  readonly says?: { readonly unpackedBytes?: number; readonly packedBytes?: number };
}

interface Packed {
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
  readonly unpackedBytes: number;
  readonly crc: number;
}

/** Writes the parts in order. */
export function writeZip(path: string, parts: Iterable<ZipPart>): void {
  const file = openSync(path, 'w');
  try {
    let at = 0;
    const write = (bytes: Buffer): void => {
      writeSync(file, bytes);
      at += bytes.length;
    };
    const directory: Buffer[] = [];
    let before: { offset: number; packed: Packed; method: number } | null = null;
    for (const part of parts) {
      const method = part.stored === true ? 0 : 8;
      const name = Buffer.from(part.name);
      if (part.sameDataAsBefore !== true || before === null) {
        const packed = pack(part.content, method);
        before = { offset: at, packed, method };
        write(Buffer.concat([localHeader(name, packed, method), name]));
        for (const piece of packed.pieces) write(piece);
      }
      directory.push(directoryEntry(name, before, part.says ?? {}), name);
    }
    const start = at;
    const entries = Buffer.concat(directory);
    write(entries);
    write(endOfDirectory(directory.length / 2, entries.length, start));
  } finally {
    closeSync(file);
  }
}

/**
 * Each piece is deflated for itself and ends at a full byte: such pieces can follow one another any number of times,
 * which makes a bomb of gigabytes in no time.
 */
function pack(content: ZipPart['content'], method: number): Packed {
  const texts: readonly { readonly bytes: Buffer; readonly times: number }[] =
    typeof content === 'string' || Buffer.isBuffer(content)
      ? [{ bytes: Buffer.from(content), times: 1 }]
      : [
          { bytes: Buffer.from(content.before), times: 1 },
          { bytes: Buffer.from(content.block), times: content.times },
          { bytes: Buffer.from(content.after), times: 1 },
        ];
  const pieces: Buffer[] = [];
  let unpackedBytes = 0;
  let crc = 0;
  for (const { bytes, times } of texts) {
    const piece =
      method === 0 ? bytes : deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
    for (let i = 0; i < times; i += 1) {
      pieces.push(piece);
      crc = crc32(bytes, crc);
    }
    unpackedBytes += bytes.length * times;
  }
  if (method === 8) pieces.push(deflateRawSync(Buffer.alloc(0)));
  const packedBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { pieces, bytes: packedBytes, unpackedBytes, crc };
}

function localHeader(name: Buffer, packed: Packed, method: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(packed.crc, 14);
  header.writeUInt32LE(packed.bytes, 18);
  header.writeUInt32LE(packed.unpackedBytes, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function directoryEntry(
  name: Buffer,
  { offset, packed, method }: { offset: number; packed: Packed; method: number },
  says: NonNullable<ZipPart['says']>,
): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(packed.crc, 16);
  entry.writeUInt32LE(says.packedBytes ?? packed.bytes, 20);
  entry.writeUInt32LE(says.unpackedBytes ?? packed.unpackedBytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

/** With the records of zip64 where there are more entries than the old one can count. */
function endOfDirectory(count: number, bytes: number, start: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(start, 16);
  if (count <= 0xffff) return end;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(bytes), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
