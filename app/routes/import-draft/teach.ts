/** Teaching how a printed form is read: from two clicked cells to an offset. Pure. */
import { columnNumber } from '#app/components/sheet-grid/model.ts';
import type { DraftSheet, SheetWindow } from '#app/data/import-desk.ts';

export type Layout = NonNullable<DraftSheet['choices']['form']>;
export type TaughtField = Layout['fields'][number];

export interface PickedCell {
  row: number;
  letter: string;
  text: string;
}

/** The range a cell is part of; itself where nothing is merged. */
function rangeOf({ row, letter }: PickedCell, merges: SheetWindow['merges']) {
  const column = columnNumber(letter);
  return (
    merges.find(
      ({ top, bottom, left, right }) =>
        top <= row && bottom >= row && left <= column && right >= column,
    ) ?? { top: row, bottom: row, left: column, right: column }
  );
}

/**
 * Where the value stands, counted from the label's last column and row. Null where it stands left of the label, above it
 * or in the very same cell: a form is read from a label onwards.
 */
export function offsetOf(
  label: PickedCell,
  value: PickedCell,
  merges: SheetWindow['merges'],
): { right: number; down: number } | null {
  const from = rangeOf(label, merges);
  const to = rangeOf(value, merges);
  // A value under a wide label begins under its first column.
  const right = to.left >= from.left && to.left <= from.right ? 0 : to.left - from.right;
  const down = to.top >= from.top && to.top <= from.bottom ? 0 : to.top - from.bottom;
  if (right < 0 || down < 0 || (right === 0 && down === 0)) return null;
  return { right, down };
}

/** The layout with one more label; the same label taught again replaces what it meant before. */
export function withField(
  layout: Layout | null,
  field: TaughtField,
  kinds: Layout['kinds'],
): Layout {
  const others = (layout?.fields ?? []).filter(({ label }) => label !== field.label);
  const kind = kindOf(field);
  const known = layout?.kinds ?? kinds;
  return {
    kinds: kind === null || known.includes(kind) ? known : [...known, kind],
    fields: [...others, field],
  };
}

/** The layout without a label; null when none is left. */
export function withoutField(layout: Layout, label: string): Layout | null {
  const fields = layout.fields.filter((field) => field.label !== label);
  return fields.length === 0 ? null : { ...layout, fields };
}

function kindOf({ field }: TaughtField): Layout['kinds'][number] | null {
  if (field === null || !field.includes('.')) return null;
  return field.slice(0, field.indexOf('.')) as Layout['kinds'][number];
}
