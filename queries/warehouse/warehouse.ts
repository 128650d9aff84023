/**
 * The warehouse: one DuckDB file of one process, its tables, and the way models are run.
 * Only this folder and etl/load talk to DuckDB.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBResultReader,
  type DuckDBValue,
} from '@duckdb/node-api';
import { z } from 'zod';
import { loadPolicies } from '../policy/catalogue.ts';
import type { Policy } from '../policy/policy.ts';
import { policiesInForce } from '../policy/versions.ts';
import { DatabaseBusy, DatabaseUnreadable, QueryFailed } from './errors.ts';
import { withLiterals } from './literals.ts';
import { MacroFiles } from './macro-files.ts';
import { makeFolder } from './make-folder.ts';
import { createDerived, createViews } from './rebuild.ts';

/** Values a query may be given. Months and times go as text and are cast in SQL. */
export type QueryParams = Record<string, string | number | boolean | null>;

/** What was written: `ledger`, where it was nothing but what people decided about what was found, or a table made of that. */
export type Written = 'facts' | 'ledger';

export interface WarehouseOptions {
  /** Database file; `:memory:` for a database that lives as long as the process. */
  readonly path: string;
  /** Folder `queries/` with the .sql files; a built server passes it, since bundling moves this module. */
  readonly sqlDir?: string;
  /** DuckDB's own memory limit. The rest of the process needs its share of 1 GB. */
  readonly memoryLimit?: string;
}

/** A statement that returns rows may write as well; that a comment holds one of these words does no harm. */
const MAY_WRITE = /\b(?:INSERT|UPDATE|DELETE|MERGE|CREATE|DROP)\b/i;

/** The folder `queries/`, found from this source file. */
export const QUERIES_DIR = resolve(import.meta.dirname, '..');

/** What all connections of this process to a database have in common. */
interface Shared {
  /** Changes made through any of them, and those of facts among them. */
  changes: number;
  facts: number;
  /** How much work is under way in one thread. */
  alone: number;
  /** Threads there are without it; null, as many as there are cores. */
  readonly threads: number | null;
}

export class Warehouse {
  readonly #sql = new Map<string, string>();
  /** Counts the statements of this connection that may have changed something, and those that may have changed the facts. */
  #writes = 0;
  #factWrites = 0;
  /** Within a transaction that changes what people decided, and no fact. */
  #inLedger = false;
  /** What each gathered table holds: the query, and the state of the data it was asked of. */
  readonly #gathered = new Map<string, string>();
  #policies: readonly Policy[] = [];
  /** The files of macros that stand on this connection, and those that stood when its transaction began. */
  #macros: ReadonlySet<string> = new Set();
  #macrosBefore: ReadonlySet<string> = new Set();
  /** Runs the moment in which a transaction becomes visible: pages that ask several queries must not see it between two. */
  commitIn: (commit: () => Promise<void>) => Promise<void> = (commit) => commit();

  constructor(
    readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    readonly sqlDir: string,
    readonly path: string,
    /** Whether closing it closes the database: false for a further connection. */
    readonly ownsInstance: boolean,
    private readonly shared: Shared,
  ) {}

  /** Counts the changes made through this process; caches keyed by it never serve old figures. */
  get dataVersion(): number {
    return this.shared.changes;
  }

  /** The policy versions in force, oldest first: the default, and what was activated in the database. */
  get policies(): readonly Policy[] {
    return this.#policies;
  }

  /** Goes by other policies from now on; tables and views are the business of warehouse/rebuild.ts. */
  setPolicies(policies: readonly Policy[]): void {
    this.#policies = policies;
  }

  /** To be called after anything was written; `ledger`: nothing but what people decided. */
  changed(what: Written = 'facts'): void {
    this.shared.changes += 1;
    if (what === 'facts') this.shared.facts += 1;
  }

  /** Text of `queries/<name>.sql`. */
  sql(name: string): string {
    const known = this.#sql.get(name);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.sqlDir, `${name}.sql`), 'utf8');
    this.#sql.set(name, text);
    return text;
  }

  /** Names of the .sql files of one folder, sorted, without the ending. */
  models(folder: string): string[] {
    return readdirSync(join(this.sqlDir, folder))
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => `${folder}/${file.slice(0, -4)}`);
  }

  /**
   * Fills a temporary table with the rows of a query, unless it holds them already: the same was asked before, and
   * nothing has been written since, here or on another connection of this process.
   *
   * @param of what the query does not say of itself: the contents of a gathered table that it reads
   */
  async gather(table: string, sql: string, params: QueryParams, of = ''): Promise<void> {
    await this.#gather(table, sql, params, `${this.dataVersion} ${this.#writes} ${of}`);
  }

  /** The same for a query that reads no table of the ledger: what people decide leaves its rows as they are. */
  async gatherFacts(table: string, sql: string, params: QueryParams): Promise<void> {
    await this.#gather(table, sql, params, `facts ${this.shared.facts} ${this.#factWrites}`);
  }

  async #gather(table: string, sql: string, params: QueryParams, state: string): Promise<void> {
    const asked = `${state} ${JSON.stringify(params)} ${sql}`;
    if (this.#gathered.get(table) === asked) return;
    this.#gathered.delete(table);
    await this.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`, params, 'ledger');
    // A table of this connection changes nothing that others are made of.
    this.#writes -= 1;
    this.#gathered.set(table, asked);
  }

  /** Runs statements that return nothing of interest; `what` is all that they write. */
  async run(sql: string, params?: QueryParams, what: Written = 'facts'): Promise<void> {
    this.#wrote(what);
    if (sql === 'BEGIN TRANSACTION') this.#macrosBefore = this.#macros;
    // What was made since is taken back with all else, gathered tables included.
    if (sql === 'ROLLBACK') {
      this.#macros = this.#macrosBefore;
      this.#factWrites += 1;
    }
    try {
      await this.#makeMacros(sql);
      const text = params === undefined ? sql : withLiterals(sql, params);
      if (text === null) await this.connection.run(sql, params);
      else await this.connection.run(text);
    } catch (cause) {
      throw new QueryFailed(sql, cause);
    }
  }

  /** Runs the statements of a file one after another. */
  async runFile(name: string): Promise<void> {
    await this.run(this.sql(name));
  }

  /**
   * Rows of a query, each parsed by `row`. Integers of any width arrive as safe numbers, times as
   * `YYYY-MM-DDTHH:MM:SS`, dates as `YYYY-MM-DD`; anything unsafe is an error, never a rounded value.
   */
  async read<T>(sql: string, row: z.ZodType<T>, params?: QueryParams): Promise<T[]> {
    try {
      const reader = await this.reader(sql, params);
      const names = reader.columnNames();
      return reader.getRows().map((values) => {
        const record: Record<string, unknown> = {};
        for (let i = 0; i < names.length; i += 1) record[names[i] ?? ''] = plain(values[i] ?? null);
        return row.parse(record);
      });
    } catch (cause) {
      throw new QueryFailed(sql, cause);
    }
  }

  /** The result of a query as DuckDB hands it out, with the types of its columns. */
  async reader(sql: string, params?: QueryParams): Promise<DuckDBResultReader> {
    if (MAY_WRITE.test(sql)) this.#wrote('facts');
    await this.#makeMacros(sql);
    const text = params === undefined ? sql : withLiterals(sql, params);
    return text === null
      ? this.connection.runAndReadAll(sql, params)
      : this.connection.runAndReadAll(text);
  }

  #wrote(what: Written): void {
    this.#writes += 1;
    if (what === 'facts' && !this.#inLedger) this.#factWrites += 1;
  }

  /** Makes the macros that a statement asks through, where they do not stand yet. They change nothing that is gathered. */
  async #makeMacros(sql: string): Promise<void> {
    for (const file of macroFiles(this).of(sql)) {
      if (this.#macros.has(file)) continue;
      await this.connection.run(this.sql(file));
      this.#macros = new Set(this.#macros).add(file);
    }
  }

  /** Rows of `queries/<name>.sql`. */
  async report<T>(name: string, row: z.ZodType<T>, params?: QueryParams): Promise<T[]> {
    return this.read(this.sql(name), row, params);
  }

  /** Runs `work` in one transaction: all of it or none. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return await this.#transaction(work, 'facts');
  }

  /** The same for work that writes into the ledger's tables and nowhere else: what was gathered of facts holds on. */
  async ledgerTransaction<T>(work: () => Promise<T>): Promise<T> {
    this.#inLedger = true;
    try {
      return await this.#transaction(work, 'ledger');
    } finally {
      this.#inLedger = false;
    }
  }

  async #transaction<T>(work: () => Promise<T>, what: Written): Promise<T> {
    await this.run('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.commitIn(async () => {
        await this.run('COMMIT');
        this.changed(what);
      });
      return result;
    } catch (error) {
      await this.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /**
   * Runs work in one thread, other connections' included. Rows that a transaction has not committed yet DuckDB scans in one
   * thread anyhow; the others wait for it without a pause, and where cores are shared they slow it down by a third.
   */
  async inOneThread<T>(work: () => Promise<T>): Promise<T> {
    const { shared } = this;
    const { threads } = shared;
    if (threads === 1) return await work();
    // On a connection of its own: one whose transaction has failed can set nothing.
    const connection = await this.instance.connect();
    try {
      shared.alone += 1;
      await connection.run('SET threads = 1');
      return await work();
    } finally {
      shared.alone -= 1;
      if (shared.alone === 0)
        await connection.run(threads === null ? 'RESET threads' : `SET threads = ${threads}`);
      connection.closeSync();
    }
  }

  /**
   * A further connection to the same database, with temporary tables of its own. It sees what is committed, so it may
   * try a change in a transaction while pages are answered here; what it commits counts into the `dataVersion` of both.
   * Close it before the database.
   *
   * @param before what is to stand on it before anything is asked of it
   */
  async branch(before: (branch: Warehouse) => Promise<void> = async () => {}): Promise<Warehouse> {
    const { instance, sqlDir, path, shared } = this;
    const connection = await instance.connect();
    const branch = new Warehouse(instance, connection, sqlDir, path, false, shared);
    branch.setPolicies(this.#policies);
    // The database is prepared: only what lives as long as a connection is wanting.
    await prepareSession(branch);
    await createViews(branch);
    await before(branch);
    return branch;
  }

  close(): void {
    this.connection.closeSync();
    if (this.ownsInstance) this.instance.closeSync();
  }
}

/**
 * Opens (and where needed creates) the database, with its tables and the policies in force.
 * Throws DatabaseBusy when another process holds the file, DatabaseUnreadable where it is none of ours or damaged.
 */
export async function openWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  const sqlDir = options.sqlDir ?? QUERIES_DIR;
  const path = options.path === ':memory:' ? options.path : resolve(options.path);
  const threads = threadsOf(process.env.AFTERCARE_THREADS);
  if (path !== ':memory:') await checkPlace(path);
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(path, {
      memory_limit: options.memoryLimit ?? '448MB',
      ...(threads === null ? {} : { threads: String(threads) }),
      // A database in memory would put what it spills into the folder the process happens to run in.
      ...(path === ':memory:'
        ? { temp_directory: join(tmpdir(), `aftercare-${process.pid}`) }
        : {}),
      // Insertion order is never relied on; without it DuckDB needs far less memory for large tables.
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (cause) {
    throw DatabaseBusy.from(path, cause) ?? DatabaseUnreadable.from(path, cause);
  }
  const connection = await instance.connect();
  const shared = { changes: 0, facts: 0, alone: 0, threads };
  const warehouse = new Warehouse(instance, connection, sqlDir, path, true, shared);
  try {
    await checkOwner(warehouse);
    await prepareDatabase(warehouse);
    return warehouse;
  } catch (error) {
    warehouse.close();
    throw DatabaseUnreadable.met(path, error) ?? error;
  }
}

/** How many threads DuckDB may take; null, as many as there are cores, where the environment says nothing. */
function threadsOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new RangeError(`AFTERCARE_THREADS: a number of threads is expected, not “${text}”`);
  return Number(text);
}

/** Looks whether a database can stand at `path`, and makes the folder for a new one. */
async function checkPlace(path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) throw new DatabaseUnreadable(path, 'folder');
    if (found !== null) await (await open(path, 'r+')).close();
  } catch (cause) {
    if (cause instanceof DatabaseUnreadable) throw cause;
    throw new DatabaseUnreadable(path, 'system', { cause });
  }
}

/** Another program's database is left as it is: our tables are not made among its own. */
async function checkOwner(warehouse: Warehouse): Promise<void> {
  const [found] = await warehouse.read(
    `SELECT count(*) AS tables, count(*) FILTER (table_name = 'src_batch') AS own FROM duckdb_tables() WHERE NOT internal`,
    z.object({ tables: z.number(), own: z.number() }),
  );
  if (found !== undefined && found.tables > 0 && found.own === 0)
    throw new DatabaseUnreadable(warehouse.path, 'foreign');
}

/** What the database needs: its settings and tables, the policies in force, and what is derived by this version's models. */
async function prepareDatabase(warehouse: Warehouse): Promise<void> {
  // Trying every compression on every column costs a third of a large import; what is left packs well enough.
  await warehouse.run(
    "SET disabled_compression_methods = 'fsst,dict_fsst,zstd,alp,alprd,roaring,chimp,patas'",
  );
  // Where it expects few rows DuckDB compares each with every span of working time; it expects too few, and twenty seconds
  // instead of a tenth of one were the price.
  await warehouse.run('SET GLOBAL asof_loop_join_threshold = 0');
  await warehouse.runFile('sources/source_tables');
  await warehouse.runFile('sources/person_alias');
  await warehouse.runFile('sources/policy_version');
  warehouse.setPolicies(
    await policiesInForce(warehouse, loadPolicies(join(warehouse.sqlDir, 'policy'))),
  );
  await warehouse.runFile('ledger/ledger_tables');
  await prepareSession(warehouse);
  await createDerived(warehouse);
}

/** What lives as long as a connection and the models are made of. */
async function prepareSession(warehouse: Warehouse): Promise<void> {
  await warehouse.run("SET TimeZone = 'UTC'");
  await warehouse.runFile('macros/session');
}

const macrosKnown = new Map<string, MacroFiles>();

/** What pages ask through: macros over the tables and views that stand by then. Read once for each folder `queries/`. */
function macroFiles(warehouse: Warehouse): MacroFiles {
  const known = macrosKnown.get(warehouse.sqlDir);
  if (known !== undefined) return known;
  const names = warehouse.models('macros').filter((name) => name !== 'macros/session');
  const files = new MacroFiles(new Map(names.map((name) => [name, warehouse.sql(name)])));
  macrosKnown.set(warehouse.sqlDir, files);
  return files;
}

/** A DuckDB value as plain JSON-safe data. */
function plain(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return safeNumber(value);
  if (typeof value === 'object') {
    if ('micros' in value && typeof value.micros === 'bigint') return isoTime(value.micros);
    if ('days' in value && typeof value.days === 'number' && !('months' in value))
      return isoDate(value.days);
    if ('items' in value && Array.isArray(value.items))
      return value.items.map((item) => plain(item));
    if ('entries' in value && typeof value.entries === 'object' && value.entries !== null) {
      return Object.fromEntries(
        Object.entries(value.entries).map(([key, item]) => [key, plain(item)]),
      );
    }
  }
  throw new TypeError(
    `a query returned a value of a type the warehouse does not hand out: ${String(value)}`,
  );
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`an integer beyond 2^53: ${value}`);
  return number;
}

/** Naive microseconds as `YYYY-MM-DDTHH:MM:SS`. */
function isoTime(micros: bigint): string {
  return new Date(Number(micros / 1000n)).toISOString().slice(0, 19);
}

function isoDate(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}
