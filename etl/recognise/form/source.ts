/** A sheet of forms as the loader reads it: the rows of the table that its forms make. */
import type { MergeRange, SheetRow, SheetSource } from '#etl/types.ts';

export class FormSource implements SheetSource {
  readonly name: string;
  readonly position: number;
  readonly hidden: boolean;
  readonly date1904: boolean;
  /** Values are in place already. */
  readonly merges: readonly MergeRange[] = [];

  constructor(
    /** The sheet itself. */
    readonly original: SheetSource,
    readonly table: readonly SheetRow[],
  ) {
    this.name = original.name;
    this.position = original.position;
    this.hidden = original.hidden;
    this.date1904 = original.date1904;
  }

  *rows(): Iterable<readonly SheetRow[]> {
    yield this.table;
  }
}

/** The sheet as the file holds it. */
export function originalOf(source: SheetSource): SheetSource {
  return source instanceof FormSource ? source.original : source;
}
