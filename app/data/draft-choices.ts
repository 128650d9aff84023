/**
 * Decisions about a sheet, one step at a time. Pure: from what was decided so far to what is to be sent to the desk.
 * Taking a decision back cannot be said by merging, so those steps send all that remains and forget the rest.
 */
import type { FormLayout, SheetChoices } from '#etl/choices.ts';
import type { SheetKind } from '#etl/types.ts';

/** What to hand to `ImportDesk.choose`. */
export interface Step {
  patch: SheetChoices;
  /** Earlier decisions of the sheet are forgotten first: `patch` holds all that stay. */
  reset: boolean;
}

const merge = (patch: SheetChoices): Step => ({ patch, reset: false });
const replace = (patch: SheetChoices): Step => ({ patch, reset: true });

/** The cell reads `text` from now on; blank is a text too. */
export function edit(choices: SheetChoices, address: string, text: string): Step {
  return merge({ edits: { ...choices.edits, [address]: text } });
}

/** The cell reads what the file holds again. */
export function unedit(choices: SheetChoices, address: string): Step {
  const { edits, ...rest } = choices;
  const { [address]: _gone, ...others } = edits ?? {};
  return replace(Object.keys(others).length === 0 ? rest : { ...rest, edits: others });
}

/** The row stays out. Row numbers are kept ascending. */
export function leaveRowOut(choices: SheetChoices, row: number): Step {
  const rows = new Set([...(choices.leftOutRows ?? []), row]);
  return merge({ leftOutRows: [...rows].sort((a, b) => a - b) });
}

/** The row goes in after all. */
export function takeRowIn(choices: SheetChoices, row: number): Step {
  const { leftOutRows, ...rest } = choices;
  const others = (leftOutRows ?? []).filter((each) => each !== row);
  return replace(others.length === 0 ? rest : { ...rest, leftOutRows: others });
}

/** The column feeds that field (`kind.field`), or nothing. */
export function chooseColumn(choices: SheetChoices, letter: string, field: string | null): Step {
  return merge({ columns: { ...choices.columns, [letter]: field } });
}

/** The column is recognised by itself again. */
export function unchooseColumn(choices: SheetChoices, letter: string): Step {
  const { columns, ...rest } = choices;
  const { [letter]: _gone, ...others } = columns ?? {};
  return replace(Object.keys(others).length === 0 ? rest : { ...rest, columns: others });
}

/** The header stands elsewhere, so the columns chosen for the old one mean nothing any more. */
export function chooseHeader(choices: SheetChoices, top: number, bottom: number): Step {
  const { columns: _columns, form: _form, ...rest } = choices;
  return replace({ ...rest, header: { top, bottom } });
}

/** The kinds the rows feed, the leading one first. */
export function chooseKinds(choices: SheetChoices, kinds: readonly SheetKind[]): Step {
  const { columns, ...rest } = choices;
  // A column chosen for a kind that is no longer fed would name a field the sheet does not have.
  const kept = Object.entries(columns ?? {}).filter(
    ([, field]) =>
      field === null ||
      !field.includes('.') ||
      kinds.some((kind) => field.slice(0, field.indexOf('.')) === kind),
  );
  return replace({
    ...rest,
    ...(kept.length === 0 ? {} : { columns: Object.fromEntries(kept) }),
    kinds: [...kinds],
  });
}

/** The sheet goes in or stays out. */
export function leaveSheetOut(_choices: SheetChoices, out: boolean): Step {
  return merge({ leaveOut: out });
}

/** How the printed form is read from now on; none: as recognised. */
export function teachForm(choices: SheetChoices, layout: FormLayout | null): Step {
  const { form: _form, header: _header, columns: _columns, ...rest } = choices;
  return replace(layout === null ? rest : { ...rest, form: layout });
}

/** Everything about the sheet is recognised anew; mended cells and rows left out stay, they are not about recognition. */
export function recogniseAnew(choices: SheetChoices): Step {
  const { edits, leftOutRows } = choices;
  return replace({
    ...(edits === undefined ? {} : { edits }),
    ...(leftOutRows === undefined ? {} : { leftOutRows }),
  });
}
