/** The database file is held by another process. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
  constructor(
    readonly path: string,
    readonly pid: number | null,
    options?: ErrorOptions,
  ) {
    super(`${path} is in use${pid === null ? '' : ` by process ${pid}`}`, options);
  }

  /** Recognises DuckDB's lock error; null for any other error. */
  static from(path: string, cause: unknown): DatabaseBusy | null {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (!/Could not set lock|Conflicting lock|already open/i.test(text)) return null;
    const pid = /PID (\d+)/.exec(text)?.[1];
    return new DatabaseBusy(path, pid === undefined ? null : Number(pid), { cause });
  }
}

/**
 * Why a database cannot be used: the path leads to a folder, the file is no database or another program's, a newer DuckDB
 * wrote it, it is damaged, or the system does not let it be opened.
 */
export type UnreadableWhy = 'folder' | 'no_database' | 'foreign' | 'newer' | 'damaged' | 'system';

/** DuckDB has no error classes: its words are all there is. */
const UNREADABLE: readonly (readonly [UnreadableWhy, RegExp])[] = [
  ['folder', /Is a directory/],
  [
    'damaged',
    /Corrupt database file|Could not read enough bytes|Serialization Error|replaying WAL file/,
  ],
  ['newer', /newer version of DuckDB|with version number/],
  // Of a file that begins like another database DuckDB asks for the extension that reads those.
  ['no_database', /not a valid DuckDB database file|is an existing extension/],
];

/** The database file cannot be used as it is. */
export class DatabaseUnreadable extends Error {
  override readonly name = 'DatabaseUnreadable';
  constructor(
    readonly path: string,
    readonly why: UnreadableWhy,
    options?: ErrorOptions,
  ) {
    super(`${path} cannot be used as a database: ${why}`, options);
  }

  /** What DuckDB's refusal to open a file means. */
  static from(path: string, cause: unknown): DatabaseUnreadable {
    const text = cause instanceof Error ? cause.message : String(cause);
    const [why] = UNREADABLE.find(([, words]) => words.test(text)) ?? ['system' as const];
    return new DatabaseUnreadable(path, why, { cause });
  }

  /** The same for an error met later: damage shows where it is read. Null for any other error. */
  static met(path: string, cause: unknown): DatabaseUnreadable | null {
    if (!(cause instanceof Error)) return null;
    const found = DatabaseUnreadable.from(path, cause);
    return found.why === 'damaged' ? found : null;
  }
}

/** A query failed: keeps its SQL and the cause. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  constructor(
    readonly sql: string,
    cause: unknown,
  ) {
    super(
      `${cause instanceof Error ? cause.message : String(cause)}\n${sql.trim().slice(0, 2000)}`,
      { cause },
    );
  }
}
