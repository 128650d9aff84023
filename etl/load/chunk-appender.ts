/** Writes packed rows into a DuckDB table. */

import * as types from '@duckdb/node-api';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
} from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import {
  type ChunkColumn,
  ChunkPacker,
  type ColumnType,
  type ColumnValue,
  type PackedChunk,
  type PackedColumn,
} from '#etl/session/packed-chunk.ts';

const DUCKDB_TYPES: Record<ColumnType, DuckDBType> = {
  VARCHAR: types.VARCHAR,
  INTEGER: types.INTEGER,
  BIGINT: types.BIGINT,
  DOUBLE: types.DOUBLE,
  BOOLEAN: types.BOOLEAN,
  TIMESTAMP: types.TIMESTAMP,
  DATE: types.DATE,
};

const BYTES_PER_VALUE: Record<ColumnType, number> = {
  VARCHAR: 16,
  INTEGER: 4,
  BIGINT: 8,
  DOUBLE: 8,
  BOOLEAN: 1,
  TIMESTAMP: 8,
  DATE: 4,
};

/** What waits in an appender does not count towards DuckDB's memory limit; long texts are written out before it does. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** How an appender is used. */
export interface AppendOptions {
  /**
   * Rows that may wait before they are written out, which holds this thread: 204,800, DuckDB's own number, take a quarter
   * of a second. Fewer cost more in all: a process that answers others meanwhile wants ROWS_WHILE_OTHERS_WAIT.
   */
  readonly maxWaitingRows?: number;
}

/** Holds the thread for a few hundredths of a second at a time. */
export const ROWS_WHILE_OTHERS_WAIT = 8 * 2048;

/** Appends rows to one table. `close` must be called, or the last rows are lost. */
export class ChunkAppender {
  readonly #chunk: DuckDBDataChunk;
  readonly #packer: ChunkPacker;
  /** Appended since the last flush. */
  #waitingRows = 0;
  #waitingBytes = 0;

  private constructor(
    readonly appender: DuckDBAppender,
    readonly columns: readonly ChunkColumn[],
    readonly options: AppendOptions,
  ) {
    this.#chunk = DuckDBDataChunk.create(columns.map((column) => DUCKDB_TYPES[column.type]));
    this.#packer = new ChunkPacker(columns);
  }

  /** Opens a stored table whose columns are exactly `columns`, in order. */
  static async open(
    connection: DuckDBConnection,
    table: string,
    columns: readonly ChunkColumn[],
  ): Promise<ChunkAppender> {
    return new ChunkAppender(await connection.createAppender(table), columns, {});
  }

  /** Opens a table of the temp schema whose columns are exactly `columns`, in order. */
  static async openTemp(
    connection: DuckDBConnection,
    table: string,
    columns: readonly ChunkColumn[],
    options: AppendOptions = {},
  ): Promise<ChunkAppender> {
    const appender = await connection.createAppender(table, null, 'temp');
    return new ChunkAppender(appender, columns, options);
  }

  /** Appends one whole row, values in column order. */
  addRow(values: readonly ColumnValue[]): void {
    for (let i = 0; i < this.columns.length; i += 1) this.#packer.set(i, values[i] ?? null);
    const full = this.#packer.endRow();
    if (full !== null) this.addChunk(full);
  }

  /** Appends rows packed with the same columns. */
  addChunk(packed: PackedChunk): void {
    this.#chunk.reset();
    this.#chunk.rowCount = packed.rows;
    let bytes = 0;
    for (const [index, column] of this.columns.entries()) {
      const values = packed.columns[index];
      if (values === undefined) throw new RangeError(`the chunk has no column ${column.name}`);
      bytes += values.long?.bytes.length ?? 0;
      const vector = bindings.data_chunk_get_vector(this.#chunk.chunk, index);
      fill(vector, values, packed.rows, BYTES_PER_VALUE[column.type]);
    }
    this.appender.appendDataChunk(this.#chunk);
    this.#waitingRows += packed.rows;
    this.#waitingBytes += bytes;
    const { maxWaitingRows = Number.POSITIVE_INFINITY } = this.options;
    if (this.#waitingRows >= maxWaitingRows || this.#waitingBytes > MAX_WAITING_BYTES) {
      this.appender.flushSync();
      this.#waitingRows = 0;
      this.#waitingBytes = 0;
    }
  }

  /** Writes what is left and releases the appender. */
  close(): void {
    const rest = this.#packer.take();
    if (rest !== null) this.addChunk(rest);
    this.appender.closeSync();
  }
}

function fill(vector: bindings.Vector, packed: PackedColumn, rows: number, bytes: number): void {
  bindings.copy_data_to_vector(vector, 0, packed.data, 0, rows * bytes);
  if (packed.long !== null) {
    const { bytes: texts, ends, rows: places } = packed.long;
    let start = 0;
    for (let i = 0; i < places.length; i += 1) {
      const end = ends[i] ?? start;
      const text = texts.subarray(start, end);
      bindings.vector_assign_string_element_len(vector, places[i] ?? 0, text);
      start = end;
    }
  }
  if (packed.validity !== null) {
    bindings.vector_ensure_validity_writable(vector);
    // DuckDB keeps validity in words of 64 rows.
    const words = Math.ceil(rows / 64) * 8;
    bindings.copy_data_to_vector_validity(vector, 0, packed.validity, 0, words);
  }
}
