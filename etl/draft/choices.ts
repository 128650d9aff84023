/** Decisions on top of earlier ones. Pure. */
import { type SheetChoices, sheetChoices } from '#etl/choices.ts';

/**
 * The earlier decisions with a change on top: columns, values and edits one by one, everything else as a whole. Rows
 * left out take the place of the earlier list. Null where the change is none that a sheet knows.
 */
export function mergeChoices(before: SheetChoices, patch: SheetChoices): SheetChoices | null {
  const parsed = sheetChoices.safeParse(patch);
  if (!parsed.success) return null;
  const change = parsed.data;
  const values = { ...before.values };
  for (const [field, texts] of Object.entries(change.values ?? {})) {
    values[field] = { ...values[field], ...texts };
  }
  const merged: SheetChoices = {
    ...before,
    ...change,
    columns: { ...before.columns, ...change.columns },
    values,
    edits: { ...before.edits, ...change.edits },
  };
  // Another header is another set of columns: what was said about the old ones no longer holds.
  if (change.header !== undefined && change.columns === undefined && moved(before, change)) {
    merged.columns = {};
  }
  return withoutEmpty(merged);
}

function moved(before: SheetChoices, change: SheetChoices): boolean {
  return (
    before.header !== undefined &&
    (before.header.top !== change.header?.top || before.header.bottom !== change.header?.bottom)
  );
}

/** Absent and empty mean the same; absent is kept, so that an untouched sheet has no decisions at all. */
function withoutEmpty(choices: SheetChoices): SheetChoices {
  const kept = Object.entries(choices).filter(([, value]) => {
    if (value === undefined || value === false) return false;
    if (Array.isArray(value)) return value.length > 0;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  });
  return sheetChoices.parse(Object.fromEntries(kept));
}
