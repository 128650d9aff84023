/**
 * Which files of queries/macros a statement asks through. Making all of them takes longer than a small import, and most
 * connections ask for few: each is made when the first statement that names anything of it comes.
 */

const MADE = /CREATE (?:OR REPLACE )?TEMP (?:MACRO|VIEW|TABLE) (?:IF NOT EXISTS )?(\w+)/g;
/** Comments name macros that a statement does not read. */
const COMMENT = /--.*/g;

/** Characters of a statement that is remembered, and statements remembered. */
const LONG = 50_000;
const MANY = 2_000;

export class MacroFiles {
  /** The files that each file reads, itself excluded. */
  readonly #reads = new Map<string, readonly string[]>();
  /** The file that makes each name. */
  readonly #makers = new Map<string, string>();
  readonly #names: RegExp;
  readonly #asked = new Map<string, readonly string[]>();

  /** @param texts of the files by name; none reads one that reads it */
  constructor(texts: ReadonlyMap<string, string>) {
    for (const [file, text] of texts) {
      for (const [, name = ''] of text.matchAll(MADE)) this.#makers.set(name, file);
    }
    this.#names = new RegExp(`\\b(?:${[...this.#makers.keys()].join('|')})\\b`, 'g');
    for (const [file, text] of texts) {
      this.#reads.set(
        file,
        this.#mentioned(text).filter((other) => other !== file),
      );
    }
  }

  /** The files that a statement needs, each after those it reads. */
  of(sql: string): readonly string[] {
    const known = this.#asked.get(sql);
    if (known !== undefined) return known;
    const needed = new Set<string>();
    const add = (file: string): void => {
      if (needed.has(file)) return;
      for (const read of this.#reads.get(file) ?? []) add(read);
      needed.add(file);
    };
    for (const file of this.#mentioned(sql)) add(file);
    const files = [...needed];
    // Statements with values written into them never come again.
    if (sql.length <= LONG && this.#asked.size < MANY) this.#asked.set(sql, files);
    return files;
  }

  #mentioned(sql: string): string[] {
    const found = sql.replaceAll(COMMENT, '').match(this.#names) ?? [];
    return [...new Set(found.map((name) => this.#makers.get(name) ?? ''))];
  }
}
