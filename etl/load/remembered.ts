/**
 * What a person confirmed: mappings by header set, and what texts mean by field. Next month's file needs no question.
 */

import { z } from 'zod';
import { type FormLayout, formLayout, type SheetChoices } from '#etl/choices.ts';
import { formFingerprint } from '#etl/recognise/form/read-forms.ts';
import {
  DERIVED_RANK,
  type MappedHeaders,
  type Recognition,
} from '#etl/recognise/recognise-sheet.ts';
import { fieldOf } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { DecisionRefused, notePerson } from '#queries/persons/decisions.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

const MAPPING = z.record(
  z.string(),
  z.array(z.object({ kind: z.enum(SHEET_KINDS), field: z.string() })),
);

/** All remembered mappings, by header fingerprint. */
export async function recallMappings(warehouse: Warehouse): Promise<Record<string, MappedHeaders>> {
  const rows = await warehouse.read(
    'SELECT header_fingerprint, mapping FROM src_remembered_mapping',
    z.object({ header_fingerprint: z.string(), mapping: z.string() }),
  );
  return Object.fromEntries(
    rows.map((row) => [row.header_fingerprint, MAPPING.parse(JSON.parse(row.mapping))]),
  );
}

/**
 * Remembers which fields each header of the sheet feeds; headers that feed none stay left out. A header that stands
 * twice is remembered by its column's letter.
 */
export async function rememberMapping(
  warehouse: Warehouse,
  recognition: Recognition,
  nowMicros: number,
): Promise<void> {
  const headers = recognition.columns.map((column) => column.header);
  const mapping = Object.fromEntries(
    recognition.columns.map((column) => [
      headers.filter((header) => header === column.header).length > 1
        ? `@${columnLetter(column.column)}`
        : column.header,
      column.targets
        .filter((target) => target.rank < DERIVED_RANK)
        .map(({ kind, field }) => ({ kind, field })),
    ]),
  );
  await warehouse.run(
    'INSERT OR REPLACE INTO src_remembered_mapping VALUES ($fingerprint, $mapping, make_timestamp($now::BIGINT))',
    { fingerprint: recognition.fingerprint, mapping: JSON.stringify(mapping), now: nowMicros },
  );
}

/** Layouts of printed forms that were taught, by fingerprint of their labels. */
export async function recallForms(warehouse: Warehouse): Promise<Record<string, FormLayout>> {
  const rows = await warehouse.read(
    'SELECT label_fingerprint, layout FROM src_remembered_form ORDER BY confirmed_at',
    z.object({ label_fingerprint: z.string(), layout: z.string() }),
  );
  return Object.fromEntries(
    rows.map((row) => [row.label_fingerprint, formLayout.parse(JSON.parse(row.layout))]),
  );
}

/** Remembers how a printed form is read; a later layout of the same labels takes the place of an earlier one. */
export async function rememberForm(
  warehouse: Warehouse,
  layout: FormLayout,
  by: { readonly nowMicros: number; readonly actor: string | null },
): Promise<void> {
  await warehouse.run(
    `INSERT OR REPLACE INTO src_remembered_form
     VALUES ($fingerprint, $layout, make_timestamp($now::BIGINT), $actor)`,
    {
      fingerprint: formFingerprint(layout.fields.map(({ label }) => label)),
      layout: JSON.stringify(layout),
      now: by.nowMicros,
      actor: by.actor,
    },
  );
}

/** What a person said a text means: field (`kind.field` or `field`) → text as written → text to read instead. */
export type ConfirmedValues = NonNullable<SheetChoices['values']>;

/** All texts with a confirmed meaning. */
export async function recallValues(warehouse: Warehouse): Promise<ConfirmedValues> {
  const rows = await warehouse.read(
    'SELECT field, written, read_as FROM src_remembered_value ORDER BY field, written',
    z.object({ field: z.string(), written: z.string(), read_as: z.string() }),
  );
  const values: Record<string, Record<string, string>> = {};
  for (const row of rows) {
    values[row.field] = { ...values[row.field], [row.written]: row.read_as };
  }
  return values;
}

/**
 * Remembers what texts mean; a later word about the same text takes the place of an earlier one. A name is remembered as
 * the person it means (queries/persons), so that figures of other months follow as well.
 */
export async function rememberValues(
  warehouse: Warehouse,
  kinds: readonly SheetKind[],
  values: ConfirmedValues,
  by: { readonly nowMicros: number; readonly actor: string | null },
  lang: 'zh' | 'en',
): Promise<void> {
  for (const [field, texts] of Object.entries(values)) {
    const person = isPerson(field, kinds);
    for (const [written, meant] of Object.entries(texts)) {
      if (person) await rememberName(warehouse, written, meant, by, lang);
      else {
        await warehouse.run(
          `INSERT OR REPLACE INTO src_remembered_value
           VALUES ($field, $written, $read_as, make_timestamp($now::BIGINT), $actor)`,
          { field, written, read_as: meant, now: by.nowMicros, actor: by.actor },
        );
      }
    }
  }
}

function isPerson(field: string, kinds: readonly SheetKind[]): boolean {
  const [first = '', second] = field.split('.');
  return kinds.some(
    (kind) =>
      (second === undefined || kind === first) && fieldOf(kind, second ?? first)?.type === 'person',
  );
}

/** Notes whom a name means: `meant` is an employee number or a name of the roster; the name itself decides nothing. */
async function rememberName(
  warehouse: Warehouse,
  written: string,
  meant: string,
  by: { readonly nowMicros: number; readonly actor: string | null },
  lang: 'zh' | 'en',
): Promise<void> {
  if (meant === written) return;
  const people = await warehouse.read(
    `SELECT employee_no, name FROM stg_staff
     WHERE name IS NOT NULL AND (employee_no = $meant OR person_key(name) = person_key($meant))
     ORDER BY employee_no = $meant DESC`,
    z.object({ employee_no: z.string().nullable(), name: z.string() }),
    { meant },
  );
  const [person] = people;
  // Two of that name, or none any more: who it is stays open, and data quality lists the name.
  if (person === undefined || (people.length > 1 && person.employee_no !== meant)) return;
  try {
    await notePerson(
      warehouse,
      {
        written,
        same: true,
        employeeNo: person.employee_no,
        personName: person.name,
        actor: by.actor,
        at: new Date(by.nowMicros / 1000).toISOString().slice(0, 19),
      },
      lang,
    );
  } catch (error) {
    // The roster itself came to know the name meanwhile: nothing is left to decide.
    if (!(error instanceof DecisionRefused)) throw error;
  }
}

/** A set of headers whose columns a person confirmed. */
export interface RememberedMapping {
  readonly fingerprint: string;
  readonly confirmed_at: string;
  /** Where such headers were last read, null where no stored sheet has them. */
  readonly seen: { readonly batch: number; readonly file: string; readonly sheet: string } | null;
  /** Header, or `@` and a column's letter where two columns are called the same; fields it feeds, none where it stays out. */
  readonly columns: readonly {
    readonly header: string;
    readonly fields: readonly { readonly kind: SheetKind; readonly field: string }[];
  }[];
}

/** A printed form whose labels a person showed. */
export interface RememberedForm {
  readonly fingerprint: string;
  readonly confirmed_at: string;
  readonly actor: string | null;
  readonly layout: FormLayout;
}

/** What a text of a field (`kind.field` or `field`) was confirmed to mean. */
export interface RememberedValue {
  readonly field: string;
  readonly written: string;
  readonly read_as: string;
  readonly confirmed_at: string;
  readonly actor: string | null;
}

/** Everything that is read without asking because a person once said so; names are told by queries/persons. */
export interface RememberedReadings {
  readonly mappings: readonly RememberedMapping[];
  readonly forms: readonly RememberedForm[];
  readonly values: readonly RememberedValue[];
}

/** One remembered reading. */
export type RememberedKey =
  | { readonly what: 'mapping'; readonly fingerprint: string }
  | { readonly what: 'form'; readonly fingerprint: string }
  | { readonly what: 'value'; readonly field: string; readonly written: string };

/** All that is remembered, the latest first. */
export async function rememberedReadings(warehouse: Warehouse): Promise<RememberedReadings> {
  const mappings = await warehouse.read(
    `SELECT m.header_fingerprint, m.mapping, m.confirmed_at,
            arg_max(f.batch_id, s.sheet_id) AS batch,
            arg_max(f.file, s.sheet_id) AS file,
            arg_max(s.sheet, s.sheet_id) AS sheet
     FROM src_remembered_mapping AS m
     LEFT JOIN src_sheet AS s USING (header_fingerprint)
     LEFT JOIN src_file AS f USING (file_id)
     GROUP BY ALL
     ORDER BY m.confirmed_at DESC, m.header_fingerprint`,
    z.object({
      header_fingerprint: z.string(),
      mapping: z.string(),
      confirmed_at: z.string(),
      batch: z.number().nullable(),
      file: z.string().nullable(),
      sheet: z.string().nullable(),
    }),
  );
  const forms = await warehouse.read(
    `SELECT label_fingerprint, layout, confirmed_at, actor FROM src_remembered_form
     ORDER BY confirmed_at DESC, label_fingerprint`,
    z.object({
      label_fingerprint: z.string(),
      layout: z.string(),
      confirmed_at: z.string(),
      actor: z.string().nullable(),
    }),
  );
  const values = await warehouse.read(
    `SELECT field, written, read_as, confirmed_at, actor FROM src_remembered_value
     ORDER BY confirmed_at DESC, field, written`,
    z.object({
      field: z.string(),
      written: z.string(),
      read_as: z.string(),
      confirmed_at: z.string(),
      actor: z.string().nullable(),
    }),
  );
  return {
    mappings: mappings.map(({ header_fingerprint, mapping, confirmed_at, batch, file, sheet }) => ({
      fingerprint: header_fingerprint,
      confirmed_at,
      seen: batch === null || file === null || sheet === null ? null : { batch, file, sheet },
      columns: Object.entries(MAPPING.parse(JSON.parse(mapping))).map(([header, fields]) => ({
        header,
        fields,
      })),
    })),
    forms: forms.map(({ label_fingerprint, layout, ...rest }) => ({
      ...rest,
      fingerprint: label_fingerprint,
      layout: formLayout.parse(JSON.parse(layout)),
    })),
    values,
  };
}

/** Forgets one reading: from now on it is recognised or asked about anew. What is stored stays as it was read. */
export async function forgetReading(warehouse: Warehouse, key: RememberedKey): Promise<void> {
  switch (key.what) {
    case 'mapping':
      return warehouse.run(
        'DELETE FROM src_remembered_mapping WHERE header_fingerprint = $fingerprint',
        { fingerprint: key.fingerprint },
      );
    case 'form':
      return warehouse.run(
        'DELETE FROM src_remembered_form WHERE label_fingerprint = $fingerprint',
        {
          fingerprint: key.fingerprint,
        },
      );
    case 'value':
      return warehouse.run(
        'DELETE FROM src_remembered_value WHERE field = $field AND written = $written',
        { field: key.field, written: key.written },
      );
  }
}
