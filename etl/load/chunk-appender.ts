/**
 * Fast columnar writing into a DuckDB table: values are gathered in typed buffers, 2,048 rows at a time, and handed
 * over as data chunks.
 *
 * Why not the client's own vectors: they take every value as an object (times as bigint) and keep validity in
 * bigints. Measured on 16 columns: 6 µs a row through them, 2 µs a row this way. The memory layouts written here are
 * those of DuckDB's public C interface (`duckdb_string_t`, `duckdb_timestamp`, `duckdb_date`).
 */

import * as types from '@duckdb/node-api';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
} from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';

/** Rows per data chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;

/** A string of at most this many bytes lies inside its `duckdb_string_t`. */
const INLINE_BYTES = 12;

/** Column types the loader writes. */
export const COLUMN_TYPES = [
  'VARCHAR',
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'BOOLEAN',
  'TIMESTAMP',
  'DATE',
] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/**
 * A value as the loader holds it: text; whole numbers for INTEGER, BIGINT, TIMESTAMP (microseconds since 1970) and
 * DATE (days since 1970); any number for DOUBLE; true or false for BOOLEAN. Null anywhere.
 */
export type ColumnValue = string | number | boolean | null;

export interface ChunkColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** One column's buffer for up to CHUNK_ROWS values. */
interface ColumnBuffer {
  set(row: number, value: ColumnValue): void;
  /** Copies the first `rows` values into the chunk's vector and starts over. */
  flush(vector: bindings.Vector, rows: number): void;
}

const DUCKDB_TYPES: Record<ColumnType, DuckDBType> = {
  VARCHAR: types.VARCHAR,
  INTEGER: types.INTEGER,
  BIGINT: types.BIGINT,
  DOUBLE: types.DOUBLE,
  BOOLEAN: types.BOOLEAN,
  TIMESTAMP: types.TIMESTAMP,
  DATE: types.DATE,
};

/** Appends rows to one table. `close` must be called, or the last rows are lost. */
export class ChunkAppender {
  readonly #chunk: DuckDBDataChunk;
  readonly #buffers: readonly ColumnBuffer[];
  #rows = 0;

  private constructor(
    readonly appender: DuckDBAppender,
    readonly columns: readonly ChunkColumn[],
  ) {
    this.#chunk = DuckDBDataChunk.create(columns.map((column) => DUCKDB_TYPES[column.type]));
    this.#buffers = columns.map((column) => newBuffer(column));
  }

  /** Opens a stored table whose columns are exactly `columns`, in order. */
  static async open(
    connection: DuckDBConnection,
    table: string,
    columns: readonly ChunkColumn[],
  ): Promise<ChunkAppender> {
    return new ChunkAppender(await connection.createAppender(table), columns);
  }

  /** Opens a table of the temp schema whose columns are exactly `columns`, in order. */
  static async openTemp(
    connection: DuckDBConnection,
    table: string,
    columns: readonly ChunkColumn[],
  ): Promise<ChunkAppender> {
    return new ChunkAppender(await connection.createAppender(table, null, 'temp'), columns);
  }

  /** Sets one value of the row being written. Every column must be set once per row. */
  set(column: number, value: ColumnValue): void {
    const buffer = this.#buffers[column];
    if (buffer === undefined) throw new RangeError(`no column ${column}`);
    buffer.set(this.#rows, value);
  }

  /** Ends the row being written. */
  endRow(): void {
    this.#rows += 1;
    if (this.#rows === CHUNK_ROWS) this.#flush();
  }

  /** Appends one whole row, values in column order. */
  addRow(values: readonly ColumnValue[]): void {
    for (let i = 0; i < this.columns.length; i += 1) this.set(i, values[i] ?? null);
    this.endRow();
  }

  /** Writes what is left and releases the appender. */
  close(): void {
    this.#flush();
    this.appender.closeSync();
  }

  /** Releases the appender without writing what is left: after an error, or to start over. */
  discard(): void {
    this.#rows = 0;
    this.appender.clear();
    this.appender.closeSync();
  }

  #flush(): void {
    if (this.#rows === 0) return;
    this.#chunk.reset();
    this.#chunk.rowCount = this.#rows;
    for (const [index, buffer] of this.#buffers.entries()) {
      buffer.flush(bindings.data_chunk_get_vector(this.#chunk.chunk, index), this.#rows);
    }
    this.appender.appendDataChunk(this.#chunk);
    this.#rows = 0;
  }
}

function newBuffer(column: ChunkColumn): ColumnBuffer {
  switch (column.type) {
    case 'VARCHAR':
      return new TextBuffer(column.name);
    case 'BIGINT':
    case 'TIMESTAMP':
      return new LongBuffer(column.name);
    case 'INTEGER':
    case 'DATE':
      return new NumberBuffer(column.name, new Int32Array(CHUNK_ROWS));
    case 'DOUBLE':
      return new NumberBuffer(column.name, new Float64Array(CHUNK_ROWS));
    case 'BOOLEAN':
      return new BooleanBuffer(column.name);
  }
}

/** Which rows of a chunk hold a value: one bit a row, set where valid. */
class Validity {
  readonly #bits = new Uint8Array(CHUNK_ROWS / 8).fill(255);
  #anyNull = false;

  setNull(row: number): void {
    const byte = row >> 3;
    this.#bits[byte] = (this.#bits[byte] ?? 0) & ~(1 << (row & 7));
    this.#anyNull = true;
  }

  flush(vector: bindings.Vector, rows: number): void {
    if (!this.#anyNull) return;
    bindings.vector_ensure_validity_writable(vector);
    // DuckDB keeps validity in words of 64 rows.
    bindings.copy_data_to_vector_validity(
      vector,
      0,
      this.#bits.buffer,
      0,
      Math.ceil(rows / 64) * 8,
    );
    this.#bits.fill(255);
    this.#anyNull = false;
  }
}

/** VARCHAR: short texts are laid out here, longer ones handed to DuckDB one by one. */
class TextBuffer implements ColumnBuffer {
  readonly #bytes = new Uint8Array(CHUNK_ROWS * 16);
  readonly #words = new Uint32Array(this.#bytes.buffer);
  readonly #long: string[] = [];
  readonly #longRows: number[] = [];
  readonly #validity = new Validity();

  constructor(readonly name: string) {}

  set(row: number, value: ColumnValue): void {
    this.#clear(row);
    if (value === null) {
      this.#validity.setNull(row);
      return;
    }
    if (typeof value !== 'string') throw wrongValue(this.name, value);
    if (value.length <= INLINE_BYTES) {
      if (this.#inline(row, value)) return;
      this.#clear(row);
    }
    this.#longRows.push(row);
    this.#long.push(value);
  }

  /** Bytes behind a short text must be zero: DuckDB compares the whole word. */
  #clear(row: number): void {
    const word = row * 4;
    this.#words[word] = 0;
    this.#words[word + 1] = 0;
    this.#words[word + 2] = 0;
    this.#words[word + 3] = 0;
  }

  /** Writes the text as UTF-8 behind its length; false when it is longer than fits, or holds surrogates. */
  #inline(row: number, text: string): boolean {
    const start = row * 16 + 4;
    const end = start + INLINE_BYTES;
    const bytes = this.#bytes;
    let at = start;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        if (at >= end) return false;
        bytes[at++] = code;
      } else if (code < 0x800) {
        if (at + 2 > end) return false;
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 63);
      } else if (code < 0xd800 || code > 0xdfff) {
        if (at + 3 > end) return false;
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 63);
        bytes[at++] = 0x80 | (code & 63);
      } else {
        return false;
      }
    }
    this.#words[row * 4] = at - start;
    return true;
  }

  flush(vector: bindings.Vector, rows: number): void {
    bindings.copy_data_to_vector(vector, 0, this.#bytes.buffer, 0, rows * 16);
    for (let i = 0; i < this.#longRows.length; i += 1) {
      const text = this.#long[i] ?? '';
      // The call ends a text at its first NUL.
      const whole = text.includes('\0') ? text.replaceAll('\0', '') : text;
      bindings.vector_assign_string_element(vector, this.#longRows[i] ?? 0, whole);
    }
    this.#longRows.length = 0;
    this.#long.length = 0;
    this.#validity.flush(vector, rows);
  }
}

/** BIGINT and TIMESTAMP from safe integers, written as two halves so that no bigint is made per value. */
class LongBuffer implements ColumnBuffer {
  readonly #low = new Uint32Array(CHUNK_ROWS * 2);
  readonly #high = new Int32Array(this.#low.buffer);
  readonly #validity = new Validity();

  constructor(readonly name: string) {}

  set(row: number, value: ColumnValue): void {
    if (value === null) {
      this.#validity.setNull(row);
      return;
    }
    if (!Number.isSafeInteger(value) || typeof value !== 'number')
      throw wrongValue(this.name, value);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#low[row * 2] = value - high * 0x1_0000_0000;
    this.#high[row * 2 + 1] = high;
  }

  flush(vector: bindings.Vector, rows: number): void {
    bindings.copy_data_to_vector(vector, 0, this.#low.buffer, 0, rows * 8);
    this.#validity.flush(vector, rows);
  }
}

/** INTEGER, DATE and DOUBLE. */
class NumberBuffer implements ColumnBuffer {
  readonly #validity = new Validity();

  constructor(
    readonly name: string,
    readonly values: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
  ) {}

  set(row: number, value: ColumnValue): void {
    if (value === null) {
      this.#validity.setNull(row);
      return;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongValue(this.name, value);
    this.values[row] = value;
    if (this.values[row] !== value) throw wrongValue(this.name, value);
  }

  flush(vector: bindings.Vector, rows: number): void {
    bindings.copy_data_to_vector(
      vector,
      0,
      this.values.buffer,
      0,
      rows * this.values.BYTES_PER_ELEMENT,
    );
    this.#validity.flush(vector, rows);
  }
}

class BooleanBuffer implements ColumnBuffer {
  readonly #values = new Uint8Array(CHUNK_ROWS);
  readonly #validity = new Validity();

  constructor(readonly name: string) {}

  set(row: number, value: ColumnValue): void {
    if (value === null) this.#validity.setNull(row);
    else if (typeof value === 'boolean') this.#values[row] = value ? 1 : 0;
    else throw wrongValue(this.name, value);
  }

  flush(vector: bindings.Vector, rows: number): void {
    bindings.copy_data_to_vector(vector, 0, this.#values.buffer, 0, rows);
    this.#validity.flush(vector, rows);
  }
}

function wrongValue(column: string, value: ColumnValue): TypeError {
  return new TypeError(`column ${column} cannot hold ${JSON.stringify(value)}`);
}
