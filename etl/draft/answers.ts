/**
 * What a text or a name means is asked once for a whole upload: an answer counts for every sheet that asks the same, and
 * taken back it is open again in all of them. Pure.
 */
import type { SheetChoices } from '#etl/choices.ts';
import type { SheetKind } from '#etl/types.ts';
import { type Roster, typeOf } from './questions.ts';
import { draftText, type Lang } from './texts.ts';
import type { AnsweredValue, DraftFile, DraftSheet, Question } from './types.ts';

type ValueQuestion = Extract<Question, { type: 'unknown_value' }>;

/** A sheet of a draft. */
export interface SheetPlace {
  readonly file: number;
  readonly position: number;
}

/** A change of one sheet's decisions. */
export interface SheetChange extends SheetPlace {
  readonly patch: SheetChoices;
}

/** Counts for every question about a text or a name how many sheets of the upload ask it. Changes the files given. */
export function countAskingSheets(files: readonly DraftFile[]): void {
  const asked = new Map<string, Set<DraftSheet>>();
  for (const { sheet, question } of valueQuestions(files)) {
    const sheets = asked.get(idOf(question)) ?? new Set();
    asked.set(idOf(question), sheets.add(sheet));
  }
  for (const { question } of valueQuestions(files)) {
    question.sheets = asked.get(idOf(question))?.size ?? 1;
  }
}

/** The answer as a change of the sheet it was given for and of the others that ask the same. */
export function answerEverywhere(
  files: readonly DraftFile[],
  at: SheetPlace,
  patch: SheetChoices,
): SheetChange[] {
  const own = files
    .find(({ index }) => index === at.file)
    ?.sheets.find(({ position }) => position === at.position);
  const given = (own?.questions ?? []).flatMap((question) => {
    if (question.type !== 'unknown_value') return [];
    const readAs = patch.values?.[question.field]?.[question.value];
    return readAs === undefined ? [] : [{ id: idOf(question), readAs }];
  });
  const others = valueQuestions(files).flatMap(({ file, sheet, question }): SheetChange[] => {
    const answer = given.find(({ id }) => id === idOf(question));
    if (answer === undefined) return [];
    const { field, value } = question;
    const values = { [field]: { [value]: answer.readAs } };
    return [{ file: file.index, position: sheet.position, patch: { values } }];
  });
  return [{ ...at, patch }, ...others];
}

/** The sheets where a text was given the same meaning, and the field it was given for. */
export function answeredAlike(
  files: readonly DraftFile[],
  at: SheetPlace,
  field: string,
  value: string,
): (SheetPlace & { readonly field: string })[] {
  const all = files.flatMap((file) =>
    file.sheets.flatMap((sheet) =>
      sheet.answered.map((one) => ({ ...one, file: file.index, position: sheet.position })),
    ),
  );
  const own = all.find(
    (one) =>
      one.file === at.file &&
      one.position === at.position &&
      one.field === field &&
      one.value === value,
  );
  return all.filter(
    (one) =>
      own !== undefined &&
      one.about === own.about &&
      one.value === value &&
      one.read_as === own.read_as,
  );
}

/** The decisions without what was said about a text. */
export function withoutValue(choices: SheetChoices, field: string, value: string): SheetChoices {
  const { [field]: texts = {}, ...others } = choices.values ?? {};
  const { [value]: _, ...left } = texts;
  return {
    ...choices,
    values: Object.keys(left).length === 0 ? others : { ...others, [field]: left },
  };
}

/** What a person said about texts of the sheet, in words. */
export function answeredValues(
  choices: SheetChoices,
  kinds: readonly SheetKind[],
  roster: Roster | null,
  lang: Lang,
): AnsweredValue[] {
  return Object.entries(choices.values ?? {}).flatMap(([field, texts]) =>
    Object.entries(texts).map(([value, read_as]) => {
      const about = typeOf(field, kinds);
      const person =
        about === 'person' ? roster?.people.find((one) => one.employee_no === read_as) : undefined;
      const label =
        person !== undefined
          ? draftText(lang, 'with_number', { name: person.name, no: person.employee_no })
          : read_as === ''
            ? draftText(lang, 'read_as_blank')
            : read_as === value
              ? draftText(lang, 'keep_as_written', { value })
              : draftText(lang, 'read_as', { value: read_as });
      return { field, value, read_as, about, label };
    }),
  );
}

function valueQuestions(
  files: readonly DraftFile[],
): { file: DraftFile; sheet: DraftSheet; question: ValueQuestion }[] {
  return files.flatMap((file) =>
    file.sheets.flatMap((sheet) =>
      sheet.questions.flatMap((question) =>
        question.type === 'unknown_value' ? [{ file, sheet, question }] : [],
      ),
    ),
  );
}

/** The same for questions that one answer settles. */
function idOf({ about, value }: ValueQuestion): string {
  return `${about} ${value}`;
}
