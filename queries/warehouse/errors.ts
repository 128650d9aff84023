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
