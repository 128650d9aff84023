/**
 * Files on their way in: a multipart body is written to disk part by part and handed to the import desk. Nothing of a
 * file is ever held in memory; what goes wrong becomes a sentence for the page.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type UploadHandlerPart, unstable_parseMultipartFormData } from '@remix-run/node';
import type { ImportDesk } from '#app/data/import-desk.ts';
import { formatBytes } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { MAX_FILE_BYTES } from '#etl/readers/limits.ts';

/** Bytes of the largest file the readers take. */
export const MAX_UPLOAD_BYTES = MAX_FILE_BYTES;

/** Files of one upload: a year of monthly sheets, one per technician, stays below. */
export const MAX_UPLOAD_FILES = 400;

/** Field of files whose names were percent-encoded by the page: a multipart header cannot hold every character. */
const ENCODED = 'encoded';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** An upload that was not taken over: `message` is for people. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  constructor(
    message: string,
    readonly status: 400 | 413 | 507,
  ) {
    super(message);
  }
}

/** The last part of a path as browsers of all kinds send it. */
function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1) ?? name;
}

function nameOf(part: UploadHandlerPart): string {
  const sent = part.filename ?? '';
  if (part.name !== ENCODED) return baseName(sent);
  try {
    return baseName(decodeURIComponent(sent));
  } catch {
    return baseName(sent);
  }
}

async function drain(data: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of data) {
    // Read to its end so that the sender hears the answer instead of a cut line.
  }
}

/** Bytes handed to the parser at a time: it works on all lines of a piece at once, and a piece may be nothing but line ends. */
const PIECE_BYTES = 16 * 1024;

/** The request with its body in small pieces, whatever pieces it came in. */
function inPieces(request: Request): Request {
  if (request.body === null) return request;
  const pieces = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      for (let from = 0; from < chunk.byteLength; from += PIECE_BYTES) {
        controller.enqueue(chunk.subarray(from, from + PIECE_BYTES));
      }
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers: request.headers,
    body: request.body.pipeThrough(pieces),
    duplex: 'half',
    signal: request.signal,
  };
  return new Request(request.url, init);
}

/** Passes chunks on while they fit; the rest is read and dropped, so that the answer still reaches the sender. */
async function* within(data: AsyncIterable<Uint8Array>, limit: number, onTooLarge: () => void) {
  let bytes = 0;
  for await (const chunk of data) {
    bytes += chunk.byteLength;
    if (bytes <= limit) yield chunk;
    else onTooLarge();
  }
}

/**
 * Takes the files of a multipart request over as a new draft.
 * @returns the draft's id
 * @throws UploadRefused with a sentence for people: no file, one too large or empty, too many, disk full, broken body
 */
export async function takeUpload(
  request: Request,
  desk: ImportDesk,
  actor: string | null,
  lang: 'zh' | 'en',
  limits: { fileBytes: number; files: number } = {
    fileBytes: MAX_UPLOAD_BYTES,
    files: MAX_UPLOAD_FILES,
  },
): Promise<string> {
  const t = translator(lang);
  const parent = desk.uploadDir ?? tmpdir();
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'aftercare-upload-'));
  const files: { name: string; path: string }[] = [];
  let tooLarge: string | null = null;
  let tooMany = false;
  try {
    await unstable_parseMultipartFormData(inPieces(request), async (part) => {
      const name = part.filename === undefined ? '' : nameOf(part);
      // A file button left empty sends a part without a name.
      if (name === '') return await drain(part.data).then(() => undefined);
      if (files.length >= limits.files) tooMany = true;
      if (tooMany || tooLarge !== null) return await drain(part.data).then(() => undefined);
      const path = join(folder, String(files.length));
      files.push({ name, path });
      const content = within(part.data, limits.fileBytes, () => {
        tooLarge = name;
      });
      await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(path));
      return undefined;
    });
    if (tooLarge !== null) {
      throw new UploadRefused(
        t('imports.upload.tooLarge', { file: tooLarge, limit: formatBytes(limits.fileBytes) }),
        413,
      );
    }
    if (tooMany) throw new UploadRefused(t('imports.upload.tooMany', { max: limits.files }), 413);
    if (files.length === 0) throw new UploadRefused(t('imports.upload.none'), 400);
    return await desk.createDraft(files, actor);
  } catch (error) {
    if (error instanceof UploadRefused) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (DISK_FULL.has(code)) throw new UploadRefused(t('imports.upload.diskFull'), 507);
    if (error instanceof Error && /content-disposition/.test(error.message)) {
      throw new UploadRefused(t('imports.upload.badName'), 400);
    }
    if (error instanceof Error && /multipart|FormData/.test(error.message)) {
      throw new UploadRefused(t('imports.upload.broken'), 400);
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
