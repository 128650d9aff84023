/** What only a person can decide about a sheet, each with the answers as changes of its choices. Pure. */
import { CATEGORY_WORDS } from '#etl/cells/category-words.ts';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { fieldsOfShape, type KnownValues, shapeOf } from '#etl/recognise/value-shape.ts';
import type { ReadRow, SheetPlan } from '#etl/session/session.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import { type CellIssue, SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { fieldName } from '#queries/reports/field-names.ts';
import { columnLetter } from '#queries/values/column-letters.ts';
import {
  type LikelyPerson,
  likelyPersons,
  type NamedPerson,
} from '#queries/values/person-names.ts';
import type { WrittenName } from './staged-facts.ts';
import { draftText, type Lang, suggestionText } from './texts.ts';
import type { Answer, Question } from './types.ts';

/** What the roster knows. */
export interface Roster {
  readonly people: readonly (NamedPerson & { readonly employee_no: string })[];
  /** Persons by the written name that means them, spaces removed; several where they share it. */
  readonly known: ReadonlyMap<string, number>;
}

export interface QuestionFacts {
  readonly plan: SheetPlan;
  /** Rows below the header, as the file holds them. */
  readonly sample: readonly ReadRow[];
  /** Filled cells by column letter. */
  readonly filled: ReadonlyMap<string, number>;
  readonly known: KnownValues;
  readonly issues: readonly CellIssue[];
  readonly names: readonly WrittenName[];
  /** Null where no roster is loaded: every name stands as written. */
  readonly roster: Roster | null;
  /** Rule numbers of the policy with their titles, for reasons of complaints. */
  readonly rules: readonly { readonly no: string; readonly title: string }[];
  /** Rows that cannot be read keep their file out. */
  readonly refuseErrors: boolean;
  readonly lang: Lang;
}

/** Questions of one kind per sheet; a sheet with more is wrong as a whole. */
const MAX_VALUES_ASKED = 100;
const MAX_ROWS_NAMED = 50;
/** Rows where two columns differ, named as examples. */
const MAX_DIFFERING = 20;

/** Issues about a text of a category, which a person can say the meaning of. */
const CATEGORY_CODES = new Set([
  'unreadable_satisfaction',
  'unreadable_yes_no',
  'unreadable_resolution',
  'unreadable_warranty',
  'unreadable_service_type',
  'unreadable_channel',
  'unreadable_severity',
  'unknown_reason',
  'ambiguous_reason',
  'unknown_role',
]);

/** All open questions of a sheet, those that stop it first. */
export function questionsOf(facts: QuestionFacts): Question[] {
  if (facts.plan.choices.leaveOut === true) return [];
  if (facts.plan.recognition.kinds.length === 0) return unrecognised(facts);
  return [
    ...twoColumns(facts),
    ...missingColumns(facts),
    ...unreadValues(facts),
    ...unknownNames(facts),
  ];
}

/** Whether a sheet must be answered about before anything goes in. */
export function isOpen(question: Question, facts: QuestionFacts): boolean {
  if (question.type === 'unknown_value') return question.blocking;
  return question.type !== 'unknown_kind' || looksLikeTable(facts.sample);
}

function unrecognised({ plan, sample, lang }: QuestionFacts): Question[] {
  const sheet = plan.source.name;
  const leaveOut: Answer = {
    label: draftText(lang, 'leave_sheet_out'),
    recommended: !looksLikeTable(sample),
    patch: { leaveOut: true },
  };
  if (plan.choices.kinds === undefined) {
    const kinds = SHEET_KINDS.map(
      (kind): Answer => ({
        label: KINDS[kind].spec.title[lang],
        recommended: false,
        patch: { kinds: [kind] },
      }),
    );
    return [
      {
        type: 'unknown_kind',
        message: draftText(lang, 'ask_kind', { sheet }),
        options: [...kinds, leaveOut],
      },
    ];
  }
  const rows = headerCandidates(sample).map(
    ({ row, texts }): Answer => ({
      label: draftText(lang, 'header_row', { row, texts: texts.slice(0, 5).join(' · ') }),
      recommended: false,
      patch: { header: { top: row, bottom: row } },
    }),
  );
  return [
    {
      type: 'header_row',
      message: draftText(lang, 'ask_header_row', { sheet }),
      options: [...rows, leaveOut],
    },
  ];
}

/** Rows that may be a header: several short texts, none of them twice. */
function headerCandidates(sample: readonly ReadRow[]): { row: number; texts: string[] }[] {
  return sample
    .map(({ row }) => ({
      row: row.row,
      texts: row.cells.map((cell) => foldSpaces(cellText(cell))).filter((text) => text !== ''),
    }))
    .filter(
      ({ texts }) =>
        texts.length >= 3 &&
        new Set(texts).size === texts.length &&
        texts.every((text) => text.length <= 20 && !/^[\d\s:./-]+$/.test(text)),
    )
    .slice(0, 5);
}

/** Rows with several filled cells, one below the other: more than a cover or a note. */
function looksLikeTable(sample: readonly ReadRow[]): boolean {
  const wide = sample.filter(
    ({ row }) => row.cells.filter((cell) => cellText(cell).trim() !== '').length >= 3,
  );
  return wide.length >= 3;
}

function twoColumns({ plan, sample, filled, lang }: QuestionFacts): Question[] {
  return plan.recognition.problems.flatMap((problem): Question[] => {
    const [field] = problem.fields ?? [];
    if (problem.code !== 'two_columns_one_field' || field === undefined) return [];
    const [kind, name] = splitField(field);
    const columns = (problem.columns ?? []).map((column) => {
      const letter = columnLetter(column);
      return {
        letter,
        header: plan.recognition.columns.find((one) => one.column === column)?.header ?? '',
        filled: filled.get(letter) ?? 0,
      };
    });
    const fullest = Math.max(...columns.map((column) => column.filled));
    const leading = columns.filter((column) => column.filled === fullest);
    return [
      {
        type: 'two_columns',
        field,
        message: draftText(lang, 'ask_two_columns', {
          columns: columns
            .map(({ letter, header }) => `${letter}「${header}」`)
            .join(lang === 'zh' ? '、' : ', '),
          field: fieldName(kind, name, lang),
        }),
        columns,
        differing_rows: differingRows(
          sample,
          columns.map((column) => column.letter),
          plan,
        ),
        options: columns.map(
          (column): Answer => ({
            label: draftText(lang, 'use_column', column),
            recommended: leading.length === 1 && column === leading[0],
            patch: {
              columns: Object.fromEntries(
                columns.map(({ letter }) => [letter, letter === column.letter ? name : null]),
              ),
            },
          }),
        ),
      },
    ];
  });
}

function differingRows(
  sample: readonly ReadRow[],
  letters: readonly string[],
  plan: SheetPlan,
): number[] {
  const places = plan.recognition.columns
    .filter((column) => letters.includes(columnLetter(column.column)))
    .map((column) => column.column - 1);
  return sample
    .filter(({ row, role }) => {
      if (role !== 'data') return false;
      const texts = places
        .map((at) => foldSpaces(cellText(row.cells[at])))
        .filter((text) => text !== '');
      return new Set(texts).size > 1;
    })
    .map(({ row }) => row.row)
    .slice(0, MAX_DIFFERING);
}

function missingColumns(facts: QuestionFacts): Question[] {
  const { plan, lang } = facts;
  const fields = plan.recognition.problems.flatMap((problem) =>
    problem.code === 'missing_required' ? (problem.fields ?? []) : [],
  );
  // 单号 of a receipt and of its follow-up is one column.
  const names = [...new Set(fields.map((field) => splitField(field)[1]))];
  return names.map((name): Question => {
    const field = fields.find((one) => splitField(one)[1] === name) ?? name;
    const [kind] = splitField(field);
    const free = plan.recognition.columns.filter((column) => column.targets.length === 0);
    const suggested = free.filter((column) =>
      shapeFields(facts, column.column, [kind]).includes(field),
    );
    const others = free.filter((column) => !suggested.includes(column));
    return {
      type: 'missing_column',
      field,
      message: draftText(lang, 'ask_missing_column', { field: fieldName(kind, name, lang) }),
      options: [
        ...[...suggested, ...others].map((column): Answer => {
          const letter = columnLetter(column.column);
          return {
            label: draftText(lang, 'use_column', { letter, header: column.header }),
            recommended: suggested.length === 1 && column === suggested[0],
            patch: { columns: { [letter]: name } },
          };
        }),
        {
          label: draftText(lang, 'leave_sheet_out'),
          recommended: false,
          patch: { leaveOut: true },
        },
      ],
    };
  });
}

/** Fields of the kinds, `kind.field`, that the values of a column look like. */
function shapeFields(
  { sample, known }: QuestionFacts,
  column: number,
  kinds: readonly SheetKind[],
): string[] {
  const cells = sample
    .filter(({ role }) => role === 'data')
    .map(({ row }) => row.cells[column - 1] ?? null);
  const shape = shapeOf(cells, known);
  return shape === null ? [] : fieldsOfShape(shape, kinds, new Set()).map((one) => one.field);
}

function unreadValues(facts: QuestionFacts): Question[] {
  const { plan, issues, lang, refuseErrors } = facts;
  const asked = new Map<string, { field: string; value: string; rows: number[]; stops: boolean }>();
  for (const issue of issues) {
    if (issue.field === null || issue.row === 0 || !CATEGORY_CODES.has(issue.code)) continue;
    const value = foldSpaces(issue.value);
    // Left as it is by a person: said once, not asked again.
    if (meaningOf(plan, issue.field, value) !== undefined) continue;
    const id = `${issue.field} ${value}`;
    const entry = asked.get(id) ?? { field: issue.field, value, rows: [], stops: false };
    if (entry.rows.length < MAX_ROWS_NAMED) entry.rows.push(issue.row);
    if (issue.severity === 'reject') entry.stops = true;
    asked.set(id, entry);
  }
  return [...asked.values()].slice(0, MAX_VALUES_ASKED).map(({ field, value, rows, stops }) => {
    const kind = plan.recognition.kinds.find((one) => fieldOf(one, field) !== undefined);
    const type = kind === undefined ? undefined : fieldOf(kind, field)?.type;
    const answer = (label: string, readAs: string): Answer => ({
      label,
      recommended: false,
      patch: { values: { [field]: { [value]: readAs } } },
    });
    const words =
      type === 'reason'
        ? facts.rules.map((rule) => answer(`${rule.no} ${rule.title}`, rule.no))
        : ((type === undefined ? undefined : CATEGORY_WORDS[type]) ?? []).map((word) =>
            answer(draftText(lang, 'read_as', { value: word }), word),
          );
    return {
      type: 'unknown_value',
      field,
      value,
      about: typeOf(field, plan.recognition.kinds),
      sheets: 1,
      rows,
      message: draftText(lang, 'ask_value', {
        value,
        field: kind === undefined ? field : fieldName(kind, field, lang),
      }),
      options: [
        ...words,
        stops
          ? answer(draftText(lang, 'read_as_blank'), '')
          : answer(draftText(lang, 'keep_as_written', { value }), value),
      ],
      blocking: stops && refuseErrors,
    };
  });
}

function unknownNames({ plan, names, roster, lang }: QuestionFacts): Question[] {
  if (roster === null) return [];
  return names
    .filter(({ field, name }) => {
      const key = name.replace(/[\s\u3000]/g, '');
      return roster.known.get(key) !== 1 && meaningOf(plan, field, name) === undefined;
    })
    .slice(0, MAX_VALUES_ASKED)
    .map(({ field, name, rows }): Question => {
      const answer = (label: string, readAs: string, recommended = false): Answer => ({
        label,
        recommended,
        patch: { values: { [field]: { [name]: readAs } } },
      });
      const known = roster.known.get(name.replace(/[\s\u3000]/g, '')) ?? 0;
      const suggestions = known > 1 ? [] : likelyPersons(name, roster.people);
      const namesakes = known > 1 ? roster.people.filter((person) => carries(person, name)) : [];
      return {
        type: 'unknown_value',
        field,
        value: name,
        about: 'person',
        sheets: 1,
        rows: [...rows],
        message: draftText(lang, known > 1 ? 'ask_which' : 'ask_name', { value: name, n: known }),
        options: [
          ...namesakes.map((person) =>
            answer(
              draftText(lang, 'with_number', { name: person.name, no: person.employee_no }),
              person.employee_no,
            ),
          ),
          ...suggestions.map((one) =>
            answer(
              suggestionText(lang, one),
              one.person.employee_no ?? one.person.name,
              isSure(one, suggestions),
            ),
          ),
          answer(draftText(lang, 'keep_as_written', { value: name }), name),
        ],
        blocking: false,
      };
    });
}

function carries(person: NamedPerson, written: string): boolean {
  const key = written.replace(/[\s\u3000]/g, '');
  return [person.name, ...person.aliases].some((name) => name.replace(/[\s\u3000]/g, '') === key);
}

/** The only one found by number, by name or by the very sound. */
function isSure(one: LikelyPerson, all: readonly LikelyPerson[]): boolean {
  const sure = all.filter(({ by }) => by === 'number' || by === 'spelling' || by === 'sound');
  return sure.length === 1 && sure[0] === one;
}

/** The entry of a text; `constructor` is none unless somebody said so. */
function ownText(
  texts: Readonly<Record<string, string>> | undefined,
  text: string,
): string | undefined {
  return texts !== undefined && Object.hasOwn(texts, text) ? texts[text] : undefined;
}

/** What a person said a text of a field means. */
function meaningOf(plan: SheetPlan, field: string, written: string): string | undefined {
  const values = plan.choices.values ?? {};
  for (const kind of plan.recognition.kinds) {
    const own = ownText(values[`${kind}.${field}`], written);
    if (own !== undefined) return own;
  }
  return ownText(values[field], written);
}

/** The type of a field, `kind.field` or `field` of one of the kinds: what its texts are about. */
export function typeOf(field: string, kinds: readonly SheetKind[]): string {
  const [first = '', second] = field.split('.');
  const types = kinds.flatMap((kind) =>
    second === undefined || kind === first ? [fieldOf(kind, second ?? first)?.type] : [],
  );
  return types.find((type) => type !== undefined) ?? field;
}

function splitField(field: string): [SheetKind, string] {
  const [first = '', second = ''] = field.split('.');
  return [SHEET_KINDS.find((kind) => kind === first) ?? 'ticket', second === '' ? first : second];
}
