/** The tables rows are staged in: their columns, and how a row becomes chunks of them. */

import type { RowRecord } from '#etl/recognise/assemble-row.ts';
import { COLUMNS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { type ChunkColumn, ChunkPacker, type PackedChunk } from './packed-chunk.ts';

/** `incoming_cells`: one row per data row, its original texts. */
export const CELL_COLUMNS: readonly ChunkColumn[] = [
  { name: 'sheet_ord', type: 'INTEGER' },
  { name: 'row_no', type: 'INTEGER' },
  { name: 'cells', type: 'VARCHAR' },
];

/** What every `incoming_<kind>` has before the value columns of its kind. */
export const RECORD_COLUMNS: readonly ChunkColumn[] = [
  { name: 'sheet_ord', type: 'INTEGER' },
  { name: 'row_no', type: 'INTEGER' },
  { name: 'row_key', type: 'VARCHAR' },
  { name: 'day_only', type: 'VARCHAR' },
];

/** Value columns of each kind that the file feeds. */
export type ValueColumns = Readonly<Partial<Record<SheetKind, readonly ChunkColumn[]>>>;

export type StagedTable = 'cells' | SheetKind;

/** Lays the rows of one sheet out as chunks of the staging tables. */
export class StagingPacker {
  readonly #cells = new ChunkPacker(CELL_COLUMNS);
  readonly #kinds = new Map<SheetKind, { packer: ChunkPacker; places: readonly number[] }>();

  constructor(
    readonly sheetOrd: number,
    columns: ValueColumns,
    readonly out: (table: StagedTable, chunk: PackedChunk) => void,
  ) {
    for (const kind of SHEET_KINDS) {
      const values = columns[kind];
      if (values !== undefined) {
        const packer = new ChunkPacker([...RECORD_COLUMNS, ...values]);
        // Where a record has the value of each.
        const places = values.map(({ name }) => COLUMNS[kind].indexOf(name));
        this.#kinds.set(kind, { packer, places });
      }
    }
  }

  /** The original texts of a data row. */
  addCells(rowNo: number, cells: string): void {
    const packer = this.#cells;
    packer.set(0, this.sheetOrd);
    packer.set(1, rowNo);
    packer.set(2, cells);
    const full = packer.endRow();
    if (full !== null) this.out('cells', full);
  }

  /** One record of a data row. */
  addRecord(rowNo: number, record: RowRecord): void {
    const table = this.#kinds.get(record.kind);
    if (table === undefined) throw new Error(`no table is open for ${record.kind}`);
    const { packer, places } = table;
    const { dayOnly, values } = record;
    packer.set(0, this.sheetOrd);
    packer.set(1, rowNo);
    packer.set(2, record.key);
    packer.set(3, dayOnly === null || dayOnly.length === 0 ? null : dayOnly.join(','));
    for (let i = 0; i < places.length; i += 1) {
      packer.set(RECORD_COLUMNS.length + i, values[places[i] ?? -1] ?? null);
    }
    const full = packer.endRow();
    if (full !== null) this.out(record.kind, full);
  }

  /** Hands on what is gathered. */
  finish(): void {
    const cells = this.#cells.take();
    if (cells !== null) this.out('cells', cells);
    for (const [kind, { packer }] of this.#kinds) {
      const rest = packer.take();
      if (rest !== null) this.out(kind, rest);
    }
  }
}
