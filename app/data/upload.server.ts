/**
 * Files on their way in: a multipart body is written to disk part by part and handed to the import desk. Nothing of a
 * file is ever held in memory; what goes wrong becomes a sentence for the page.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { ImportDesk } from '#app/data/import-desk.ts';
import { formatBytes } from '#app/format/index.ts';
import { translator } from '#app/i18n/index.ts';
import { MAX_FILE_BYTES } from '#etl/readers/limits.ts';
import { makeFolder } from '#queries/warehouse/make-folder.ts';

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

/** A file of a multipart body. */
interface Part {
  readonly field: string;
  /** As sent. */
  readonly filename: string;
  readonly data: BusboyFileStream;
}

/** What browsers write for the characters that would end the header's quotation. */
const ESCAPED: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

function nameOf({ field, filename }: Part): string {
  if (field !== ENCODED) {
    return baseName(filename.replace(/%(?:22|0D|0A)/g, (code) => ESCAPED[code] ?? code));
  }
  try {
    return baseName(decodeURIComponent(filename));
  } catch {
    return baseName(filename);
  }
}

/** The body is no multipart form, or ended in the middle of one. */
class BrokenBody extends Error {
  override readonly name = 'BrokenBody';
}

function parserOf(request: Request) {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^multipart\/form-data/i.test(type)) throw new BrokenBody('not a multipart form');
  try {
    return new Busboy({ headers: { 'content-type': type }, preservePath: true });
  } catch (cause) {
    throw new BrokenBody('a multipart form without its boundary', { cause });
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Hands out the files of a multipart body one after the other; each must be read to its end. */
async function eachFile(request: Request, take: (part: Part) => Promise<void>): Promise<void> {
  const parser = parserOf(request);
  const failures: unknown[] = [];
  /** A body that ends in the middle of a file ends the file's stream with an error of its own. */
  const cut = new Set<unknown>();
  const taking: Promise<void>[] = [];
  parser.on('file', (field, data, filename) => {
    data.on('error', (error) => cut.add(error));
    const taken = take({ field, filename: filename ?? '', data }).catch((error: unknown) => {
      failures.push(error);
      data.resume();
    });
    taking.push(taken);
  });
  const chunks = request.body === null ? [] : chunksOf(request.body);
  await pipeline(Readable.from(chunks), parser).catch((error: unknown) => {
    cut.add(error);
    failures.push(error);
  });
  await Promise.all(taking);
  // Why a file could not be written says more than what became of the body.
  const own = failures.find((error) => !cut.has(error));
  if (own !== undefined) throw own;
  if (failures.length > 0) throw new BrokenBody('the body broke off', { cause: failures[0] });
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
  await makeFolder(parent);
  const folder = await mkdtemp(join(parent, 'aftercare-upload-'));
  const files: { name: string; path: string }[] = [];
  let tooLarge: string | null = null;
  let tooMany = false;
  try {
    await eachFile(request, async (part) => {
      const name = nameOf(part);
      // A file button left empty sends a part without a name; beyond a limit the rest is read and dropped, so that the
      // sender hears the answer instead of a cut line.
      if (files.length >= limits.files && name !== '') tooMany = true;
      if (name === '' || tooMany || tooLarge !== null) {
        part.data.resume();
        return;
      }
      const path = join(folder, String(files.length));
      files.push({ name, path });
      const content = within(part.data, limits.fileBytes, () => {
        tooLarge = name;
      });
      await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(path));
    });
    if (tooLarge !== null) {
      throw new UploadRefused(
        t('imports.upload.tooLarge', { file: tooLarge, limit: formatBytes(limits.fileBytes) }),
        413,
      );
    }
    if (tooMany) throw new UploadRefused(t('imports.upload.tooMany', { max: limits.files }), 413);
    if (files.length === 0) throw new UploadRefused(t('imports.upload.none'), 400);
    return await desk.createDraft(files, actor, lang);
  } catch (error) {
    if (error instanceof UploadRefused) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (DISK_FULL.has(code)) throw new UploadRefused(t('imports.upload.diskFull'), 507);
    if (error instanceof BrokenBody) throw new UploadRefused(t('imports.upload.broken'), 400);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
