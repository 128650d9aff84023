/**
 * Rows laid out as columns of bytes, 2,048 at a time: the form in which they cross from the thread that reads a file to
 * the one that holds the database, without a JavaScript object per value on either side.
 *
 * Why not the client's own vectors: they take every value as an object (times as bigint) and keep validity in bigints.
 * Measured on 16 columns: 6 µs a row through them, 2 µs a row this way. The layouts written here are those of DuckDB's
 * public C interface (`duckdb_string_t`, `duckdb_timestamp`, `duckdb_date`).
 */

/** Rows per chunk: DuckDB's vector size. */
export const CHUNK_ROWS = 2048;

/** Characters of a chunk: one with so many is full before it has all its rows. */
const CHUNK_CHARS = 4 * 1024 * 1024;

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

/** The texts of a column that do not fit into their place. */
export interface LongTexts {
  /** UTF-8, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Row of each text, and where it ends in `bytes`. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

export interface PackedColumn {
  readonly data: ArrayBuffer;
  /** One bit a row, set where the value is not null; null when all are. */
  readonly validity: ArrayBuffer | null;
  readonly long: LongTexts | null;
}

/** Up to CHUNK_ROWS rows. */
export interface PackedChunk {
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
}

/** One column while rows are gathered. */
interface ColumnBuffer {
  set(row: number, value: ColumnValue): void;
  /** Hands over what was gathered; the buffer is spent afterwards. */
  take(): PackedColumn;
}

/** Gathers rows into chunks. */
export class ChunkPacker {
  #buffers: readonly ColumnBuffer[] | null = null;
  /** Bytes of each column's long texts in the chunk before. */
  #longBefore: readonly number[] = [];
  #rows = 0;
  #characters = 0;

  constructor(readonly columns: readonly ChunkColumn[]) {}

  /** Sets one value of the row being written. Every column must be set once per row. */
  set(column: number, value: ColumnValue): void {
    this.#buffers ??= this.columns.map((one, at) => newBuffer(one, this.#longBefore[at] ?? 0));
    const buffer = this.#buffers[column];
    if (buffer === undefined) throw new RangeError(`no column ${column}`);
    buffer.set(this.#rows, value);
    if (typeof value === 'string') this.#characters += value.length;
  }

  /** Ends the row being written; the chunk when it is full, else null. */
  endRow(): PackedChunk | null {
    this.#rows += 1;
    return this.#rows === CHUNK_ROWS || this.#characters > CHUNK_CHARS ? this.take() : null;
  }

  /** What is gathered so far, null when nothing is. */
  take(): PackedChunk | null {
    if (this.#rows === 0 || this.#buffers === null) return null;
    const chunk = { rows: this.#rows, columns: this.#buffers.map((buffer) => buffer.take()) };
    this.#longBefore = chunk.columns.map(({ long }) => long?.bytes.length ?? 0);
    this.#buffers = null;
    this.#rows = 0;
    this.#characters = 0;
    return chunk;
  }
}

/** The buffers of a chunk that can be handed over to another thread instead of copied. */
export function transferables(chunk: PackedChunk): ArrayBuffer[] {
  return chunk.columns.flatMap(({ data, validity, long }) => [
    data,
    ...(validity === null ? [] : [validity]),
    ...(long === null ? [] : [long.bytes.buffer, long.rows.buffer, long.ends.buffer]),
  ]);
}

function newBuffer(column: ChunkColumn, longBefore: number): ColumnBuffer {
  switch (column.type) {
    case 'VARCHAR':
      return new TextBuffer(column.name, longBefore);
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

/** Which rows of a chunk hold a value. */
class Validity {
  #bits: Uint8Array<ArrayBuffer> | null = null;

  setNull(row: number): void {
    this.#bits ??= new Uint8Array(CHUNK_ROWS / 8).fill(255);
    const byte = row >> 3;
    this.#bits[byte] = (this.#bits[byte] ?? 0) & ~(1 << (row & 7));
  }

  take(): ArrayBuffer | null {
    return this.#bits?.buffer ?? null;
  }
}

/** A code unit takes three bytes of UTF-8 at most. */
const BYTES_PER_UNIT = 3;

/** Of a column's long texts one chunk has about as many bytes as the next. */
const ROOM_TO_SPARE = 1.125;

/** Long texts while they are gathered. */
class LongTextBuffer {
  readonly #rows = new Uint32Array(CHUNK_ROWS);
  readonly #ends = new Uint32Array(CHUNK_ROWS);
  #bytes: Buffer<ArrayBuffer>;
  #count = 0;
  #end = 0;

  /** @param room bytes that the texts of the chunk before took: those of this one will take as many */
  constructor(room: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(Math.ceil(room * ROOM_TO_SPARE)));
  }

  add(row: number, text: string): void {
    const needed = this.#end + text.length * BYTES_PER_UNIT;
    if (needed > this.#bytes.length) {
      const larger = Buffer.from(new ArrayBuffer(Math.max(needed, 2 * this.#bytes.length)));
      larger.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = larger;
    }
    this.#end += this.#bytes.write(text, this.#end);
    this.#rows[this.#count] = row;
    this.#ends[this.#count] = this.#end;
    this.#count += 1;
  }

  take(): LongTexts {
    // A Buffer would cross threads as a plain array of bytes.
    const bytes = new Uint8Array(this.#bytes.buffer, 0, this.#end);
    const [rows, ends] = [this.#rows.subarray(0, this.#count), this.#ends.subarray(0, this.#count)];
    return { bytes, rows, ends };
  }
}

/** VARCHAR: short texts are laid out here, longer ones handed to DuckDB one by one. */
class TextBuffer implements ColumnBuffer {
  readonly #bytes = new Uint8Array(CHUNK_ROWS * 16);
  readonly #words = new Uint32Array(this.#bytes.buffer);
  #long: LongTextBuffer | null = null;
  readonly #validity = new Validity();

  constructor(
    readonly name: string,
    readonly longBefore: number,
  ) {}

  set(row: number, value: ColumnValue): void {
    if (value === null) {
      this.#validity.setNull(row);
      return;
    }
    if (typeof value !== 'string') throw wrongValue(this.name, value);
    if (value.length <= INLINE_BYTES && this.#inline(row, value)) return;
    this.#long ??= new LongTextBuffer(this.longBefore);
    // DuckDB's texts end at a NUL.
    this.#long.add(row, value.includes('\0') ? value.replaceAll('\0', '') : value);
  }

  /**
   * Writes the text as UTF-8 behind its length; false, and nothing written, when it is longer than fits or holds
   * surrogates. Bytes behind a short text stay zero: DuckDB compares the whole word.
   */
  #inline(row: number, text: string): boolean {
    const start = row * 16 + 4;
    const end = start + INLINE_BYTES;
    const bytes = this.#bytes;
    let at = start;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        if (at >= end) return this.#spoilt(start);
        bytes[at++] = code;
      } else if (code < 0x800) {
        if (at + 2 > end) return this.#spoilt(start);
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 63);
      } else if (code < 0xd800 || code > 0xdfff) {
        if (at + 3 > end) return this.#spoilt(start);
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 63);
        bytes[at++] = 0x80 | (code & 63);
      } else {
        return this.#spoilt(start);
      }
    }
    this.#words[row * 4] = at - start;
    return true;
  }

  #spoilt(start: number): false {
    this.#bytes.fill(0, start, start + INLINE_BYTES);
    return false;
  }

  take(): PackedColumn {
    const long = this.#long?.take() ?? null;
    return { data: this.#bytes.buffer, validity: this.#validity.take(), long };
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

  take(): PackedColumn {
    return { data: this.#low.buffer, validity: this.#validity.take(), long: null };
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

  take(): PackedColumn {
    return { data: this.values.buffer, validity: this.#validity.take(), long: null };
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

  take(): PackedColumn {
    return { data: this.#values.buffer, validity: this.#validity.take(), long: null };
  }
}

function wrongValue(column: string, value: ColumnValue): TypeError {
  return new TypeError(`column ${column} cannot hold ${JSON.stringify(value)}`);
}
