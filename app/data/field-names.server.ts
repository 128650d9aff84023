/** Names of stored fields for pages: the same words the fines' evidence uses. */
import { fieldName } from '#queries/reports/field-names.ts';

/** `kind.field` → name, for the fields a page shows. */
export function namesOfFields(
  fields: readonly { kind: string; field: string }[],
  lang: 'zh' | 'en',
): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ kind, field }) => [`${kind}.${field}`, fieldName(kind, field, lang)]),
  );
}
