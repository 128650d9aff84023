/**
 * Drafts on disk: `<dataDir>/drafts/<id>/draft.json` beside the files as they were uploaded. Nothing of a draft is in
 * the database until it is committed, so it survives a restart and is thrown away without a trace.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileChoices } from '#etl/choices.ts';
import { makeFolder } from '#queries/warehouse/make-folder.ts';

const FOLDER = 'drafts';
const FILE = 'draft.json';
/** 16 random bytes: nobody finds another's draft by guessing. */
const ID = /^[\w-]{22}$/;
const NAME_LENGTH = 200;

const storedFile = z.object({
  /** Place in the draft; also the name of the file on disk. */
  index: z.number().int().min(0),
  /** Name for people. */
  name: z.string(),
  bytes: z.number().int().min(0),
  choices: fileChoices,
});
export type StoredFile = z.infer<typeof storedFile>;

const storedDraft = z.object({
  version: z.literal(1),
  id: z.string().regex(ID),
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  created_at: z.string(),
  actor: z.string().nullable(),
  options: z.object({
    replace_month: z.string().nullable(),
    error_rows: z.enum(['refuse', 'leave_out']),
  }),
  files: z.array(storedFile),
});
export type StoredDraft = z.infer<typeof storedDraft>;

export class DraftStore {
  readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, FOLDER);
  }

  /** Moves the files in and writes the draft down. Files keep their order. */
  async create(
    files: readonly { readonly name: string; readonly path: string }[],
    facts: { readonly createdAt: string; readonly actor: string | null },
  ): Promise<StoredDraft> {
    const id = randomBytes(16).toString('base64url');
    const folder = join(this.folder, id);
    await makeFolder(folder);
    try {
      const stored: StoredFile[] = [];
      for (const [index, file] of files.entries()) {
        const path = join(folder, String(index));
        await move(file.path, path);
        const { size } = await stat(path);
        stored.push({ index, name: cleanName(file.name), bytes: size, choices: {} });
      }
      const draft: StoredDraft = {
        version: 1,
        id,
        created_at: facts.createdAt,
        actor: facts.actor,
        options: { replace_month: null, error_rows: 'refuse' },
        files: stored,
      };
      await this.save(draft);
      return draft;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Writes the draft down; beside its place first, so that it is never half written. */
  async save(draft: StoredDraft): Promise<void> {
    const path = join(this.folder, draft.id, FILE);
    const partial = `${path}.part`;
    await writeFile(partial, JSON.stringify(draft));
    await rename(partial, path);
  }

  /** The draft of that id; null when there is none, or what is there cannot be read. */
  async read(id: string): Promise<StoredDraft | null> {
    if (!ID.test(id)) return null;
    try {
      return storedDraft.parse(JSON.parse(await readFile(join(this.folder, id, FILE), 'utf8')));
    } catch {
      return null;
    }
  }

  /** All drafts, the newest first. */
  async list(): Promise<StoredDraft[]> {
    const drafts: StoredDraft[] = [];
    for (const id of await this.#ids()) {
      const draft = await this.read(id);
      if (draft !== null) drafts.push(draft);
    }
    return drafts.sort((a, b) =>
      a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? 1 : -1,
    );
  }

  /** Where a file of a draft stands. */
  pathOf(id: string, index: number): string {
    if (!ID.test(id)) throw new RangeError('no draft has such an id');
    return join(this.folder, id, String(index));
  }

  async removeFile(id: string, index: number): Promise<void> {
    await rm(this.pathOf(id, index), { force: true });
  }

  async remove(id: string): Promise<void> {
    if (ID.test(id)) await rm(join(this.folder, id), { recursive: true, force: true });
  }

  /**
   * Removes drafts that nobody has touched for `days`, and folders that never became one.
   *
   * @param nowMillis the computer's clock, as file times go by it
   * @returns how many drafts went
   */
  async sweep(days: number, nowMillis: number): Promise<number> {
    let removed = 0;
    for (const id of await this.#ids()) {
      const folder = join(this.folder, id);
      const written = await stat(join(folder, FILE)).catch(() => null);
      const { mtimeMs } = written ?? (await stat(folder));
      // An upload may still be on its way into a folder without a draft.
      const age = (nowMillis - mtimeMs) / 86_400_000;
      if (age <= (written === null ? 1 : days)) continue;
      await this.remove(id);
      if (written !== null) removed += 1;
    }
    return removed;
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => ID.test(name));
  }
}

/** Moves a file, also onto another disk. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await rm(from, { force: true });
  }
}

/** Control and direction characters: a name must not hide its ending. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The base name of an uploaded file, safe to show and to give to a download. */
export function cleanName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const shown = base.replace(HIDDEN, '').replace(/\s+/g, ' ').trim();
  const [...characters] = shown === '' || /^\.+$/.test(shown) ? '未命名' : shown;
  if (characters.length <= NAME_LENGTH) return characters.join('');
  // The ending stays: people tell files by it.
  const ending = /\.[^.]{1,8}$/.exec(shown)?.[0] ?? '';
  return characters.slice(0, NAME_LENGTH - ending.length).join('') + ending;
}
