/** Fields a column may be read as, with everything a person may type to find one. */
import { pinyin } from 'pinyin-pro';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { fieldName } from '#queries/reports/field-names.ts';

/** One field of one kind of sheet. */
export interface FieldChoice {
  /** `kind.field`. */
  id: string;
  kind: SheetKind;
  /** Name for people, in the language of the request. */
  name: string;
  required: boolean;
  /** Lower-case text to search in: names, aliases, field name, pinyin and its initials. */
  search: string;
}

const known = new Map<'zh' | 'en', FieldChoice[]>();

/** Every field of every kind, in the kinds' own order. */
export function fieldChoices(lang: 'zh' | 'en'): FieldChoice[] {
  const made = known.get(lang);
  if (made !== undefined) return made;
  const choices = SHEET_KINDS.flatMap((kind) =>
    KINDS[kind].spec.fields.map(({ field, aliases, required }) => {
      const chinese = fieldName(kind, field, 'zh');
      const sound = pinyin(chinese, { toneType: 'none', type: 'array' });
      return {
        id: `${kind}.${field}`,
        kind,
        name: fieldName(kind, field, lang),
        required: required === true,
        search: [
          chinese,
          fieldName(kind, field, 'en'),
          field,
          field.replaceAll('_', ' '),
          ...aliases,
          sound.join(''),
          sound.map((syllable) => syllable.slice(0, 1)).join(''),
        ]
          .join('\n')
          .toLowerCase(),
      };
    }),
  );
  known.set(lang, choices);
  return choices;
}

/** A label of a paper form as taught layouts keep it. */
export function formLabel(text: string): string {
  return normaliseHeader(text);
}
