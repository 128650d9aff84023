/** What a page may ask of a draft, read from a form and handed to the desk. */
import { z } from 'zod';
import type { ImportDesk } from '#app/data/import-desk.ts';
import { MONTH_PATTERN } from '#app/filters/month.ts';
import { formLayout, type SheetChoices, sheetChoices } from '#etl/choices.ts';
import { SHEET_KINDS } from '#etl/types.ts';
import * as steps from './draft-choices.ts';
import { formLabel } from './import-fields.server.ts';

const number = z.coerce.number().int().min(0);
const row = z.coerce.number().int().min(1);
const letter = z.string().regex(/^[A-Z]{1,3}$/);
const address = z.string().regex(/^[A-Z]{1,3}[1-9]\d*$/);

function json<T extends z.ZodType>(schema: T) {
  return z.string().transform((text, ctx): z.infer<T> => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    ctx.addIssue({ code: 'custom', message: parsed.error.message });
    return z.NEVER;
  });
}

const sheet = { file: number, sheet: number };

const asked = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('edit'), ...sheet, address, text: z.string().max(65_536) }),
  z.object({ intent: z.literal('unedit'), ...sheet, address }),
  z.object({ intent: z.literal('leave_row'), ...sheet, row }),
  z.object({ intent: z.literal('take_row'), ...sheet, row }),
  z.object({
    intent: z.literal('column'),
    ...sheet,
    column: letter,
    /** '' leaves the column out; `auto` gives it back to recognition. */
    field: z.string().max(80),
  }),
  z.object({ intent: z.literal('header'), ...sheet, top: row, bottom: row }),
  z.object({
    intent: z.literal('kinds'),
    ...sheet,
    kinds: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.enum(SHEET_KINDS)).min(1)),
  }),
  z.object({ intent: z.literal('leave_sheet'), ...sheet, out: z.enum(['true', 'false']) }),
  z.object({ intent: z.literal('answer'), ...sheet, patch: json(sheetChoices) }),
  z.object({ intent: z.literal('take_back'), ...sheet, field: z.string(), value: z.string() }),
  z.object({ intent: z.literal('teach'), ...sheet, layout: json(formLayout.nullable()) }),
  z.object({ intent: z.literal('anew'), ...sheet }),
  z.object({
    intent: z.literal('options'),
    replace_month: z.string().regex(MONTH_PATTERN).or(z.literal('')).optional(),
    error_rows: z.enum(['refuse', 'leave_out']).optional(),
  }),
  z.object({ intent: z.literal('remove_file'), file: number }),
  z.object({ intent: z.literal('discard') }),
  z.object({ intent: z.literal('commit') }),
]);
type Asked = z.infer<typeof asked>;

/** How the page goes on. */
export type DraftAnswer =
  | { done: 'changed' }
  | { done: 'discarded' }
  | { done: 'committed'; batch: number; refused: { file: string; message: string }[] }
  | { done: 'refused'; refused: { file: string; message: string }[] }
  /** Nothing was changed: the form was none of the page's, or the sheet is gone. */
  | { done: 'nothing' };

function stepOf(what: Asked, choices: SheetChoices): steps.Step | null {
  switch (what.intent) {
    case 'edit':
      return steps.edit(choices, what.address, what.text);
    case 'unedit':
      return steps.unedit(choices, what.address);
    case 'leave_row':
      return steps.leaveRowOut(choices, what.row);
    case 'take_row':
      return steps.takeRowIn(choices, what.row);
    case 'column':
      if (what.field === 'auto') return steps.unchooseColumn(choices, what.column);
      return steps.chooseColumn(choices, what.column, what.field === '' ? null : what.field);
    case 'header':
      return steps.chooseHeader(choices, what.top, Math.max(what.top, what.bottom));
    case 'kinds':
      return steps.chooseKinds(choices, what.kinds);
    case 'leave_sheet':
      return steps.leaveSheetOut(choices, what.out === 'true');
    case 'teach':
      return steps.teachForm(
        choices,
        what.layout && {
          kinds: what.layout.kinds,
          fields: what.layout.fields.map((field) => ({ ...field, label: formLabel(field.label) })),
        },
      );
    case 'anew':
      return steps.recogniseAnew(choices);
    default:
      return null;
  }
}

/** Does to the draft what a form asks. Rejects with the desk's own message where that fails. */
export async function actOnDraft(
  desk: ImportDesk,
  id: string,
  form: FormData,
): Promise<DraftAnswer> {
  const parsed = asked.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { done: 'nothing' };
  const what = parsed.data;
  switch (what.intent) {
    case 'options':
      await desk.setOptions(id, {
        ...(what.replace_month === undefined
          ? {}
          : { replace_month: what.replace_month === '' ? null : what.replace_month }),
        ...(what.error_rows === undefined ? {} : { error_rows: what.error_rows }),
      });
      return { done: 'changed' };
    case 'remove_file':
      await desk.removeFile(id, what.file);
      return { done: 'changed' };
    case 'discard':
      await desk.discard(id);
      return { done: 'discarded' };
    case 'commit': {
      const { batch, refused } = await desk.commit(id);
      return batch === null ? { done: 'refused', refused } : { done: 'committed', batch, refused };
    }
    case 'answer':
      await desk.answer(id, what.file, what.sheet, what.patch);
      return { done: 'changed' };
    case 'take_back':
      await desk.takeAnswerBack(id, what.file, what.sheet, what.field, what.value);
      return { done: 'changed' };
    default: {
      const draft = await desk.draft(id);
      const of = draft?.files
        .find(({ index }) => index === what.file)
        ?.sheets.find(({ position }) => position === what.sheet);
      const step = of === undefined ? null : stepOf(what, of.choices);
      if (step === null) return { done: 'nothing' };
      await desk.choose(id, what.file, what.sheet, step.patch, step.reset);
      return { done: 'changed' };
    }
  }
}
