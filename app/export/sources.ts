/** Where the evidence of a fine stands, for lists that name its cells. Pure. */
import type { CellSource, Fine } from '#queries/reports/types.ts';

/** The first cell a fine rests on; null where none is known. */
export function firstSource(fine: Fine): CellSource | null {
  return fine.evidence.find(({ source }) => source !== null)?.source ?? null;
}

/** `H12`. */
export function cellName(source: CellSource): string {
  return `${source.column}${source.row}`;
}

/** The evidence in order. `sheet`: file and sheet where they are others than before, at first than those of the first cell. */
export function evidencePlaces(
  fine: Fine,
): { readonly text: string; readonly source: CellSource | null; readonly sheet: string | null }[] {
  let at = firstSource(fine);
  return fine.evidence.map(({ text, source }) => {
    if (source === null) return { text, source, sheet: null };
    const same = source.file === at?.file && source.sheet === at.sheet;
    at = source;
    return { text, source, sheet: same ? null : `${source.file} › ${source.sheet}` };
  });
}
