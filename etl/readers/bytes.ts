/** Reading a file by position, and its fingerprint. */

import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { MAX_FILE_BYTES } from './limits.ts';

/** Bytes read at a time when a file is passed through once. */
export const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads exactly `length` bytes from `position`, fewer only at the end of the file.
 */
export async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/**
 * The file's bytes from `start` to before `end`, in chunks. The next chunk is fetched while the caller works on
 * the one it holds; a chunk stays valid until the one after the next is asked for.
 */
export async function* chunks(
  handle: FileHandle,
  start: number,
  end: number,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  let position = start;
  const next = () => {
    const length = Math.min(chunkBytes, end - position);
    const read = length > 0 ? readAt(handle, position, length) : null;
    position += length;
    // A failure is raised where the chunk is awaited; a caller that stops early must not see it as unhandled.
    read?.catch(() => undefined);
    return read;
  };
  let pending = next();
  while (pending !== null) {
    const chunk = await pending;
    pending = next();
    if (chunk.length > 0) yield chunk;
  }
}

/** SHA-256 of the whole file in hex; `look` sees every chunk on the way. */
export async function fingerprint(
  handle: FileHandle,
  bytes: number,
  look: (chunk: Buffer) => void = () => undefined,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks(handle, 0, bytes)) {
    hash.update(chunk);
    look(chunk);
  }
  return hash.digest('hex');
}

/**
 * The sha256 of a file that was refused, whatever it holds: people find by it which one was meant. Null where there is no
 * file, it cannot be read, or it is larger than anything that is read.
 */
export async function sha256Of(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size > MAX_FILE_BYTES) return null;
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    return await fingerprint(handle, found.size);
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
