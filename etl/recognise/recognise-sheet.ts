/**
 * From the first rows of a sheet to a decision: which kinds it is, where its header stands, which column feeds
 * which field and why. Headers alone decide, never the name of the file; nothing is matched by likeness of
 * spelling, because two-character Chinese headers are all alike.
 */

import { dayOfMicros } from '#etl/cells/calendar.ts';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { isSerialCell } from '#etl/cells/reading.ts';
import { readSerial, readTimeText } from '#etl/cells/time.ts';
import type { SheetChoices } from '#etl/choices.ts';
import { problemMessage, type SheetProblemCode } from '#etl/messages.ts';
import { type AliasHit, aliasHits } from '#etl/recognise/alias-index.ts';
import { chooseKinds } from '#etl/recognise/choose-kinds.ts';
import { chooseSources } from '#etl/recognise/field-sources.ts';
import { headerFingerprint } from '#etl/recognise/fingerprint.ts';
import type { FormFacts } from '#etl/recognise/form/types.ts';
import {
  findHeader,
  HEADER_SEARCH_ROWS,
  type HeaderBlock,
  type HeaderCell,
  headerAt,
  tableAbove,
} from '#etl/recognise/header-rows.ts';
import { unitOfColumn } from '#etl/recognise/header-unit.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { isReturnedHeader, type ReturnedColumns } from '#etl/recognise/returned.ts';
import { fieldsOfShape, holdsClocks, momentOf, shapeOf } from '#etl/recognise/value-shape.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import {
  type ColumnMatch,
  type FieldType,
  type MatchReason,
  type MergeRange,
  type RecognisedSheet,
  SHEET_KINDS,
  type SheetKind,
  type SheetRow,
} from '#etl/types.ts';
import { columnLetter, columnNumber } from '#queries/values/column-letters.ts';

/** A field named by a mapping; without a kind it means every kind of the sheet that has it. */
export interface MappedField {
  readonly kind: SheetKind | null;
  readonly field: string;
}

export interface RecogniseOptions {
  /** Name of the sheet, for the year of dates written without one. */
  readonly sheetName: string;
  readonly lang: 'zh' | 'en';
  /** The one kind the caller insists on. */
  readonly kind?: SheetKind;
  /** Header (or `@C`, a column letter) → `field`, `kind.field`, or null to leave the column out. */
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** The mapping last confirmed for a header set: header → fields. */
  readonly remembered?: (fingerprint: string) => MappedHeaders | undefined;
  /** What a person decided about this sheet: outranks everything else. */
  readonly choices?: Pick<SheetChoices, 'leaveOut' | 'header' | 'kinds' | 'columns'>;
}

/** Header → the fields it feeds; none where the column stays out. */
export type MappedHeaders = Readonly<
  Record<string, readonly { readonly kind: SheetKind; readonly field: string }[]>
>;

/** A decision with what reading the rows below the header needs besides. */
export interface Recognition extends RecognisedSheet {
  readonly sheetName: string;
  readonly fingerprint: string;
  /** Texts of the header rows as written, by 0-based column. */
  readonly headerTexts: readonly (readonly string[])[];
  /** A day found in the first records, for dates written without a year; days since 1970. */
  readonly sampleDay: number | null;
  /** Set where the sheet holds printed forms: its columns are their labels, its rows the forms. */
  readonly form?: FormFacts;
  /** Set where the sheet was sent back for mending. Rows that its original has brought in are not touched where that is `stored`. */
  readonly returned?: ReturnedColumns & { readonly stored: boolean };
}

interface Hit extends AliasHit {
  readonly why: MatchReason;
}

interface HeaderColumn extends HeaderCell {
  readonly hits: readonly Hit[];
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fatal: boolean;
  readonly fields?: readonly string[];
  readonly columns?: readonly number[];
}

/**
 * Rank of a field that a mapping names: above every alias. Columns that a mapping sends to one field keep the
 * order of their aliases among themselves, so that 电话 and 手机 stay a pair when they are remembered.
 */
const MAPPED_RANK = -1000;

/** Rank of a column that a person chose for a field: above every mapping. */
const CHOSEN_RANK = -2000;

/** Rank of a ticket number that no column holds. */
export const DERIVED_RANK = 1000;

/** Matches that a person made, now or earlier. */
const CONFIRMED: ReadonlySet<MatchReason> = new Set(['mapping_file', 'remembered', 'chosen']);

/** Fields of receipts and follow-ups alike, and the remark that any form may have. */
const BY_POSITION = ['satisfaction', 'badge_shown', 'uniform_worn', 'remark'];

/** Recognises one sheet from its first rows (about 60 suffice) and its merged ranges. */
export function recogniseSheet(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  options: RecogniseOptions,
): Recognition {
  const chosen = options.choices ?? {};
  if (chosen.leaveOut === true) {
    const { leaveOut: _, ...others } = chosen;
    return leftOut(recogniseSheet(sample, merges, { ...options, choices: others }));
  }
  const mapping = readMapping(options);
  const known = (spelling: string) => mapping.fields.has(spelling);
  const sure = options.kind !== undefined || chosen.kinds !== undefined || mapping.fields.size > 0;
  const header = chosen.header
    ? headerAt(sample, merges, known, chosen.header)
    : (rememberedHeader(sample, merges, options) ??
      findHeader(sample, merges, known, sure ? 1 : 2));
  if (!header) return unrecognised(options, sample, null);

  const fingerprint = headerFingerprint(header.cells.map((cell) => cell.header));
  const recalled = options.remembered?.(fingerprint);
  const remembered = rememberedFields(recalled);
  const byLetter = chosenFields(options);
  const cells = withUnnamed(header.cells, [...byLetter.fields.keys(), ...lettersOf(recalled)]);
  const below = sample.filter((row) => row.row > header.bottom);
  const settled = (cell: HeaderCell): boolean =>
    [`@${columnLetter(cell.column)}`, ...cell.spellings]
      .map(normaliseHeader)
      .some((spelling) => mapping.fields.has(spelling) || remembered.has(spelling)) ||
    byLetter.fields.has(columnLetter(cell.column));
  const matched = cells.map((cell) => {
    const hits = hitsOf(cell, byLetter.fields, mapping.fields, remembered);
    return { ...cell, hits: hits.length > 0 || settled(cell) ? hits : eventHits(cell, below) };
  });
  const unchosen = (): (readonly Hit[])[] =>
    cells.map((cell) => hitsOf(cell, new Map(), mapping.fields, remembered));
  const kinds = kindsOf(options, matched, unchosen, recalled, (found) =>
    kindsBeside(found, matched, below),
  );
  if (kinds.length === 0) return unrecognised(options, sample, header);
  const above = chosen.header ? null : tableAbove(sample, merges, known, header);

  const columns = placeByPosition(
    matched.map((column) => ({
      ...column,
      hits: column.hits.filter((hit) => kinds.includes(hit.kind)),
    })),
    kinds,
  );
  const problems: Problem[] = [
    ...mapping.problems,
    ...byLetter.problems,
    ...absentHeaders(mapping, header, options),
    ...(above === null
      ? []
      : [
          problem('table_above', options, true, {
            value: String(above),
            detail: String(header.top),
          }),
        ]),
    ...(sure ? [] : besideEachOther(matched, below, options)),
  ];
  const targets = chooseTargets(columns, kinds, options, problems);
  deriveTicketNo(kinds, targets);
  const open = columns.filter(
    (column) => !settled(column) && !targets.has(column.column) && !isReturnedHeader(column.header),
  );
  pairWithDate(sample, header, open, kinds, targets, options, problems);
  const still = open.filter((column) => !targets.has(column.column));
  takeByShape(sample, header, still, kinds, targets, options, problems);
  const titles = titlesAbove(sample, header.top);
  weighUnits(columns, targets, titles, options, problems);
  const matches: ColumnMatch[] = [];
  const unmapped: string[] = [];
  for (const column of columns) {
    const own = targets.get(column.column) ?? [];
    if (own.length === 0 && !isReturnedHeader(column.header)) unmapped.push(column.header);
    matches.push({ column: column.column, header: column.header, targets: own });
  }
  reportMissing(kinds, matches, unmapped, below, options, problems);
  return {
    kinds,
    headerRow: header.bottom,
    headerTop: header.top,
    columns: matches,
    unmapped,
    titles,
    problems,
    sheetName: options.sheetName,
    fingerprint,
    headerTexts: header.rows,
    sampleDay: sampleDay(sample, matches, header.bottom),
  };
}

/** A sheet that a person left out: it is known, and feeds nothing. */
function leftOut(recognition: Recognition): Recognition {
  return {
    ...recognition,
    kinds: [],
    columns: recognition.columns.map((column) => ({ ...column, targets: [] })),
    unmapped: recognition.columns.map((column) => column.header),
    problems: [],
  };
}

/**
 * The kinds of the sheet: those a person named, those of a confirmed mapping, or what the headers say; and any kind a
 * person sent a column to.
 */
function kindsOf(
  options: RecogniseOptions,
  columns: readonly HeaderColumn[],
  unchosen: () => (readonly Hit[])[],
  recalled: MappedHeaders | undefined,
  beside: (found: readonly SheetKind[]) => readonly SheetKind[],
): readonly SheetKind[] {
  if (options.kind) return [options.kind];
  if (options.choices?.kinds) return [...new Set(options.choices.kinds)];
  const named = Object.values(options.choices?.columns ?? {}).flatMap((target) => {
    const kind = target === null ? null : (mappedField(target)?.kind ?? null);
    return kind === null ? [] : [kind];
  });
  const confirmed =
    recalled === undefined || options.mapping !== undefined
      ? []
      : Object.values(recalled).flatMap((fields) => fields.map((field) => field.kind));
  const told = confirmed.length > 0 ? confirmed : chooseKinds(columns.map((one) => one.hits));
  // Sending its columns elsewhere does not make a sheet another one.
  const known = told.length > 0 ? told : chooseKinds(unchosen());
  const found = confirmed.length > 0 ? known : [...known, ...beside(known)];
  return SHEET_KINDS.filter((kind) => found.includes(kind) || named.includes(kind));
}

/** Rank of a time whose header names the event alone: below every alias. */
const EVENT_RANK = 500;

/** 到达 over nothing but times is 到达时间; the word alone may be anything. */
function eventHits(cell: HeaderCell, rows: readonly SheetRow[]): Hit[] {
  const hits = aliasHits(`${normaliseHeader(cell.header)}时间`).filter(
    ({ kind, field }) => fieldOf(kind, field)?.type === 'time',
  );
  if (hits.length === 0) return [];
  const filled = rows
    .map((row) => row.cells[cell.column - 1] ?? null)
    .filter((one) => cellText(one).trim() !== '');
  if (filled.length === 0 || !filled.every((one) => momentOf(one) !== null)) return [];
  return hits.map((hit) => ({ ...hit, rank: hit.rank + EVENT_RANK, why: 'value_shape' }));
}

/** Numbers that name a record: each of two tables side by side has one. */
const NUMBERS: readonly string[] = ['ticket_no', 'receipt_no', 'complaint_no', 'requisition_no'];

/**
 * Two tables side by side: a column without header and content between them, and numbers of the same records on both sides
 * that differ within a row. In a ledger with a column left blank the receipt's number is no other ticket's.
 */
function besideEachOther(
  columns: readonly HeaderColumn[],
  rows: readonly SheetRow[],
  options: RecogniseOptions,
): Problem[] {
  const last = Math.max(0, ...columns.map((one) => one.column));
  const known = new Set(columns.map((one) => one.column));
  const numbered = columns.filter((one) => one.hits.some((hit) => NUMBERS.includes(hit.field)));
  for (let gap = 2; gap < last; gap++) {
    if (known.has(gap)) continue;
    const left = numbered.find((one) => one.column < gap);
    const right = numbered.find((one) => one.column > gap);
    if (left === undefined || right === undefined) continue;
    if (rows.some((row) => cellText(row.cells[gap - 1]).trim() !== '')) continue;
    const pairs = rows.map(({ cells }) => [
      foldSpaces(cellText(cells[left.column - 1])),
      foldSpaces(cellText(cells[right.column - 1])),
    ]);
    const own = new Set(pairs.map(([text]) => text));
    const others = pairs.filter(([text, other]) => other !== '' && other !== text);
    if (!others.some(([, other]) => own.has(other))) continue;
    return [
      problem('tables_side_by_side', options, true, {
        value: `${columnLetter(left.column)}「${left.header}」`,
        detail: `${columnLetter(right.column)}「${right.header}」`,
      }),
    ];
  }
  return [];
}

/** What is written down of a ticket, or of a call, only where it is registered. */
const REGISTERED: Readonly<Partial<Record<SheetKind, readonly string[]>>> = {
  ticket: [
    'reported_at',
    'answered_at',
    'hotline_agent',
    'relayed_at',
    'dispatched_at',
    'dispatcher',
    'promised_at',
  ],
  follow_up: ['caller', 'called_at', 'connected', 'solved'],
};

/**
 * Kinds of a ledger that lack one required column and show otherwise that they are kept there, while a column of unknown
 * name may well be what is lacking: 登记时间 for 报修时间. Without them their columns would be lost without a question.
 */
function kindsBeside(
  found: readonly SheetKind[],
  columns: readonly HeaderColumn[],
  rows: readonly SheetRow[],
): SheetKind[] {
  if (!found.some((kind) => ['ticket', 'receipt', 'follow_up'].includes(kind))) return [];
  return (['ticket', 'follow_up'] as const).filter((kind) => {
    if (found.includes(kind)) return false;
    const fields = new Set(
      columns.flatMap(({ hits }) => hits.flatMap((hit) => (hit.kind === kind ? hit.field : []))),
    );
    const shown = (REGISTERED[kind] ?? []).filter((field) => fields.has(field));
    const missing = KINDS[kind].spec.fields.filter(
      (spec) =>
        spec.required === true &&
        !fields.has(spec.field) &&
        !(spec.field === 'ticket_no' && found.includes('ticket')),
    );
    const [only] = missing;
    if (only === undefined || missing.length > 1 || shown.length < 2) return false;
    return columns.some(
      (column) => column.hits.length === 0 && mayBe(only.type, rows, column.column),
    );
  });
}

/** Whether a column's values may be of a type: times where a time is lacking, words where a name is. */
function mayBe(type: FieldType, rows: readonly SheetRow[], column: number): boolean {
  const cells = rows.map((row) => row.cells[column - 1] ?? null);
  const shape = shapeOf(cells)?.shape ?? null;
  if (type === 'time') return shape === 'time' || shape === 'date';
  const texts = cells.filter((cell) => typeof cell === 'string' && /\p{L}/u.test(cell));
  return shape === null && texts.length > 0 && texts.length * 2 >= rows.length;
}

/** The columns a person sent to a field, or to none, by letter. */
function chosenFields(options: RecogniseOptions): {
  readonly fields: ReadonlyMap<string, readonly MappedField[]>;
  readonly problems: readonly Problem[];
} {
  const fields = new Map<string, readonly MappedField[]>();
  const problems: Problem[] = [];
  for (const [letter, target] of Object.entries(options.choices?.columns ?? {})) {
    const field = target === null || target === '' ? null : mappedField(target);
    if (field !== null || target === null || target === '') {
      fields.set(letter, field === null ? [] : [field]);
    } else {
      problems.push(
        problem('unknown_mapping_field', options, true, {
          header: letter,
          value: target,
          detail: knownFields(options.kind),
        }),
      );
    }
  }
  return { fields, problems };
}

/** Columns that a confirmed mapping names by letter, because their header is blank or stands twice. */
function lettersOf(recalled: MappedHeaders | undefined): string[] {
  return Object.entries(recalled ?? {}).flatMap(([header, fields]) =>
    fields.length > 0 && /^@[A-Z]{1,3}$/.test(header) ? [header.slice(1)] : [],
  );
}

/** The header's columns, and those without a header that somebody gave a meaning. */
function withUnnamed(
  cells: readonly HeaderCell[],
  letters: readonly string[],
): readonly HeaderCell[] {
  const there = new Set(cells.map((cell) => columnLetter(cell.column)));
  const unnamed = [...new Set(letters)]
    .filter((letter) => !there.has(letter))
    .map((letter) => ({
      column: columnNumber(letter),
      header: `@${letter}`,
      spellings: [],
      twoRow: false,
    }));
  return unnamed.length === 0 ? cells : [...cells, ...unnamed].sort((a, b) => a.column - b.column);
}

function unrecognised(
  options: RecogniseOptions,
  sample: readonly SheetRow[],
  header: HeaderBlock | null,
): Recognition {
  return {
    kinds: [],
    headerRow: 0,
    headerTop: 0,
    columns:
      header?.cells.map(({ column, header: text }) => ({ column, header: text, targets: [] })) ??
      [],
    unmapped: header?.cells.map((cell) => cell.header) ?? [],
    titles: titlesAbove(sample, header?.top ?? 1),
    problems: [problem('not_recognised', options, false, {})],
    sheetName: options.sheetName,
    fingerprint: headerFingerprint(header?.cells.map((cell) => cell.header) ?? []),
    headerTexts: [],
    sampleDay: null,
  };
}

function problem(
  code: SheetProblemCode,
  options: RecogniseOptions,
  fatal: boolean,
  parts: { header?: string; value?: string; detail?: string },
): Problem {
  return { code, message: problemMessage(code, options.lang, parts), fatal };
}

interface Mapping {
  /** Normalised header → fields; empty to leave the column out. */
  readonly fields: ReadonlyMap<string, readonly MappedField[]>;
  readonly written: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

function readMapping(options: RecogniseOptions): Mapping {
  const fields = new Map<string, readonly MappedField[]>();
  const written = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [header, target] of Object.entries(options.mapping ?? {})) {
    const key = normaliseHeader(header);
    written.set(key, header);
    if (target === null || target === '') {
      fields.set(key, []);
      continue;
    }
    const field = mappedField(target);
    if (field) {
      fields.set(key, [field]);
    } else {
      problems.push(
        problem('unknown_mapping_field', options, true, {
          header,
          value: target,
          detail: knownFields(options.kind),
        }),
      );
    }
  }
  return { fields, written, problems };
}

function mappedField(target: string): MappedField | null {
  const [first = '', second] = target.split('.');
  if (second === undefined) {
    return SHEET_KINDS.some((kind) => fieldOf(kind, first)) ? { kind: null, field: first } : null;
  }
  const kind = SHEET_KINDS.find((candidate) => candidate === first);
  return kind && fieldOf(kind, second) ? { kind, field: second } : null;
}

function knownFields(kind: SheetKind | undefined): string {
  const kinds = kind ? [kind] : SHEET_KINDS;
  return kinds
    .flatMap((one) =>
      KINDS[one].spec.fields
        .filter((field) => field.aliases.length > 0)
        .map((field) => (kind ? field.field : `${one}.${field.field}`)),
    )
    .join(', ');
}

function absentHeaders(
  mapping: Mapping,
  header: HeaderBlock,
  options: RecogniseOptions,
): Problem[] {
  const present = new Set(
    header.cells.flatMap((cell) =>
      [`@${columnLetter(cell.column)}`, ...cell.spellings].map(normaliseHeader),
    ),
  );
  return [...mapping.written]
    .filter(([key]) => !present.has(key))
    .map(([, written]) => problem('mapping_header_absent', options, false, { header: written }));
}

/** The header whose set of texts was confirmed before, even if no alias knows it. */
function rememberedHeader(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  options: RecogniseOptions,
): HeaderBlock | null {
  const recall = options.remembered;
  if (!recall) return null;
  for (let i = 0; i < sample.length; i++) {
    const [first, second] = [sample[i], sample[i + 1]];
    if (!first || first.row > HEADER_SEARCH_ROWS) return null;
    for (const bottom of second?.row === first.row + 1 ? [first.row, second.row] : [first.row]) {
      const header = headerAt(sample, merges, () => true, { top: first.row, bottom });
      if (!header) continue;
      if (recall(headerFingerprint(header.cells.map((cell) => cell.header)))) return header;
    }
  }
  return null;
}

function rememberedFields(
  remembered: Readonly<Record<string, readonly { kind: SheetKind; field: string }[]>> | undefined,
): ReadonlyMap<string, readonly MappedField[]> {
  return new Map(
    Object.entries(remembered ?? {}).map(([header, fields]) => [normaliseHeader(header), fields]),
  );
}

/** What a column may stand for: by a person's choice, the mapping file, the remembered mapping, else by alias. */
function hitsOf(
  cell: HeaderCell,
  chosen: ReadonlyMap<string, readonly MappedField[]>,
  mapping: ReadonlyMap<string, readonly MappedField[]>,
  remembered: ReadonlyMap<string, readonly MappedField[]>,
): Hit[] {
  const letter = columnLetter(cell.column);
  const own = chosen.get(letter);
  if (own) return own.flatMap((field) => mappedHits(field, 'chosen', cell.header));
  for (const [source, why] of [
    [mapping, 'mapping_file'],
    [remembered, 'remembered'],
  ] as const) {
    // `@C` names a column by its letter, where two headers are the same text.
    for (const spelling of [`@${letter}`, ...cell.spellings]) {
      const fields = source.get(normaliseHeader(spelling));
      if (fields) return fields.flatMap((field) => mappedHits(field, why, cell.header));
    }
  }
  return aliasHits(cell.header).map((hit) => ({
    ...hit,
    why: cell.twoRow ? 'two_row_header' : 'alias',
  }));
}

function mappedHits(mapped: MappedField, why: MatchReason, header: string): Hit[] {
  const aliases = aliasHits(header);
  const kinds = mapped.kind
    ? [mapped.kind]
    : SHEET_KINDS.filter((kind) => fieldOf(kind, mapped.field));
  return kinds.map((kind) => {
    const alias = aliases.find((hit) => hit.kind === kind && hit.field === mapped.field);
    const base = why === 'chosen' ? CHOSEN_RANK : MAPPED_RANK;
    return { kind, field: mapped.field, rank: base + (alias?.rank ?? -1), why };
  });
}

/**
 * In a wide ledger a satisfaction, badge or uniform column belongs to the receipt or the follow-up by where it
 * stands: right of a follow-up's column to the follow-up, else to the receipt. A remark belongs to the
 * follow-up only right of one. Of two technician columns the one right of the first receipt column is the
 * receipt's; a single one is both's.
 */
function placeByPosition(
  columns: readonly HeaderColumn[],
  kinds: readonly SheetKind[],
): readonly HeaderColumn[] {
  if (kinds.length === 1) return columns;
  let nearest: SheetKind | null = null;
  let receiptBegan = false;
  const technicians = columns.filter((column) =>
    column.hits.some((hit) => hit.field === 'technician'),
  );
  const firstOfReceipt = columns.find((column) => ownKind(column) === 'receipt')?.column;
  const split =
    technicians.length > 1 &&
    firstOfReceipt !== undefined &&
    technicians.some((column) => column.column < firstOfReceipt) &&
    technicians.some((column) => column.column > firstOfReceipt);
  return columns.map((column) => {
    const own = ownKind(column);
    if (own) nearest = own;
    if (own === 'receipt') receiptBegan = true;
    const hits = column.hits.filter((hit) => {
      if (CONFIRMED.has(hit.why)) return true;
      if (hit.field === 'technician') {
        // 技术人员 is whoever visits; the one who draws parts has a column of his own, 领料人.
        if (hit.kind === 'requisition_line') return column.hits.length === 1;
        return !split || hit.kind === (receiptBegan ? 'receipt' : 'ticket');
      }
      if (!BY_POSITION.includes(hit.field)) return true;
      if (hit.field === 'remark') return column.header !== '备注' || nearest === 'follow_up';
      const both = kinds.includes('receipt') && kinds.includes('follow_up');
      if (!both || column.hits.length === 1) return true;
      return hit.kind === (nearest === 'follow_up' ? 'follow_up' : 'receipt');
    });
    return { ...column, hits };
  });
}

/** The kind that a column belongs to alone; null for shared ones such as 单号 and 满意度. */
function ownKind(column: HeaderColumn): SheetKind | null {
  const [first] = column.hits;
  if (!first || BY_POSITION.includes(first.field) || first.field === 'technician') return null;
  return column.hits.every((hit) => hit.kind === first.kind) ? first.kind : null;
}

function chooseTargets(
  columns: readonly HeaderColumn[],
  kinds: readonly SheetKind[],
  options: RecogniseOptions,
  problems: Problem[],
): Map<number, ColumnMatch['targets'][number][]> {
  const targets = new Map<number, ColumnMatch['targets'][number][]>();
  const said = new Set<string>();
  const say = (found: Problem) => {
    if (!said.has(found.message)) problems.push(found);
    said.add(found.message);
  };
  for (const kind of kinds) {
    for (const { field } of KINDS[kind].spec.fields) {
      const candidates = columns.flatMap((column) =>
        column.hits
          .filter((hit) => hit.kind === kind && hit.field === field)
          .map((hit) => ({
            column: column.column,
            header: column.header,
            rank: hit.rank,
            why: hit.why,
          })),
      );
      const chosen = chooseSources(kind, field, candidates);
      if (!chosen) continue;
      const label = labelOf(kind, field);
      if (chosen.tied.length > 0) {
        say({
          ...problem('two_columns_one_field', options, true, {
            header: chosen.tied
              .map((one) => `「${one.header}」(${columnLetter(one.column)})`)
              .join('、'),
            detail: label,
            value: JSON.stringify(
              Object.fromEntries(
                chosen.tied.map((one, i) => [
                  `@${columnLetter(one.column)}`,
                  i === 0 ? field : null,
                ]),
              ),
            ),
          }),
          fields: [`${kind}.${field}`],
          columns: chosen.tied.map((one) => one.column),
        });
      }
      for (const unused of chosen.unused) {
        if (chosen.tied.includes(unused)) continue;
        say({
          ...problem('lower_rank_unused', options, false, {
            header: unused.header,
            detail: label,
            value: chosen.used[0]?.header ?? '',
          }),
          fields: [`${kind}.${field}`],
          columns: [unused.column],
        });
      }
      for (const used of chosen.used) {
        const list = targets.get(used.column) ?? [];
        list.push({ kind, field, rank: used.rank, why: used.why });
        targets.set(used.column, list);
      }
    }
  }
  return targets;
}

/**
 * A wide ledger without a number column: the ticket's number is derived from customer and reported time, and
 * with it the number of its receipts, lines and follow-ups. Their source is the reported time's column.
 */
function deriveTicketNo(
  kinds: readonly SheetKind[],
  targets: ReadonlyMap<number, ColumnMatch['targets'][number][]>,
): void {
  const all = [...targets.values()];
  if (kinds.length === 1 || !kinds.includes('ticket')) return;
  if (all.some((list) => list.some((target) => target.field === 'ticket_no'))) return;
  const reported = all.find((list) => list.some((target) => target.field === 'reported_at'));
  for (const kind of kinds) {
    if (kind !== 'ticket') {
      reported?.push({ kind, field: 'ticket_no', rank: DERIVED_RANK, why: 'alias' });
    }
  }
}

/**
 * Columns whose header or title names another unit than the field's: that they are converted is said, and one that cannot
 * be converted feeds nothing, unless a person sent it there.
 */
function weighUnits(
  columns: readonly HeaderColumn[],
  targets: Map<number, ColumnMatch['targets'][number][]>,
  titles: readonly string[],
  options: RecogniseOptions,
  problems: Problem[],
): void {
  for (const { column, header } of columns) {
    for (const target of targets.get(column) ?? []) {
      const spec = fieldOf(target.kind, target.field);
      const found = spec && unitOfColumn(header, spec, titles);
      if (!found || (!found.convertible && CONFIRMED.has(target.why))) continue;
      if (!found.convertible) {
        targets.set(
          column,
          (targets.get(column) ?? []).filter((other) => other !== target),
        );
      }
      problems.push({
        ...problem(found.convertible ? 'unit_converted' : 'unit_unknown', options, false, {
          header,
          value: found.unit,
          detail: labelOf(target.kind, target.field),
        }),
        fields: [`${target.kind}.${target.field}`],
        columns: [column],
      });
    }
  }
}

/** Types that the values themselves tell well enough to be taken unasked. */
const TOLD_BY_VALUES: readonly string[] = ['time', 'date', 'money'];

/**
 * A required time, date or amount that no header names is taken from the one unmapped column whose values have its
 * shape, and this is said. Where two columns could be it, or two fields could be meant, a person decides. `open` are
 * the columns that feed nothing and that nobody left out on purpose.
 */
function takeByShape(
  sample: readonly SheetRow[],
  header: HeaderBlock,
  open: readonly HeaderColumn[],
  kinds: readonly SheetKind[],
  targets: Map<number, ColumnMatch['targets'][number][]>,
  options: RecogniseOptions,
  problems: Problem[],
): void {
  const taken = new Set(
    [...targets.values()].flatMap((list) => list.map((one) => `${one.kind}.${one.field}`)),
  );
  const missing = kinds.flatMap((kind) =>
    KINDS[kind].spec.fields
      .filter((spec) => spec.required === true && !taken.has(`${kind}.${spec.field}`))
      .map((spec) => ({ kind, spec })),
  );
  const rows = sample.filter((row) => row.row > header.bottom);
  for (const { kind, spec } of missing.filter(({ spec }) => TOLD_BY_VALUES.includes(spec.type))) {
    const name = `${kind}.${spec.field}`;
    const candidates = open.filter((column) => {
      const found = shapeOf(rows.map((row) => row.cells[column.column - 1] ?? null));
      if (found === null || !TOLD_BY_VALUES.includes(found.shape)) return false;
      return fieldsOfShape(found, [kind], taken).some((one) => one.field === name);
    });
    const [only] = candidates;
    const rivals = missing.filter((other) => other.spec.type === spec.type);
    if (only === undefined || candidates.length > 1 || rivals.length > 1) continue;
    if (spec.field === 'reported_at' && !comesFirst(rows, only.column, targets)) continue;
    targets.set(only.column, [
      { kind, field: spec.field, rank: DERIVED_RANK - 1, why: 'value_shape' },
    ]);
    problems.push({
      ...problem('taken_by_shape', options, false, {
        header: only.header,
        detail: `${labelOf(kind, spec.field)}(${spec.field})`,
      }),
      fields: [name],
      columns: [only.column],
    });
  }
}

/** Headers of a date column that say nothing of what happened on that day. */
const DATE_ALONE: readonly string[] = ['日期', '登记日期', '年月日'];

/** The time that a row of each kind begins with: what a date column without a name of its own dates. */
const FIRST_TIMES: Readonly<Partial<Record<SheetKind, string>>> = {
  ticket: 'reported_at',
  receipt: 'arrived_at',
  requisition_line: 'issued_at',
  follow_up: 'called_at',
  complaint: 'received_at',
};

/**
 * 日期 beside a 报修时间 that holds clocks only: together they are one moment, and this is said. Only where the column of
 * times leaves its date out, for otherwise 日期 may be any day.
 */
function pairWithDate(
  sample: readonly SheetRow[],
  header: HeaderBlock,
  open: readonly HeaderColumn[],
  kinds: readonly SheetKind[],
  targets: Map<number, ColumnMatch['targets'][number][]>,
  options: RecogniseOptions,
  problems: Problem[],
): void {
  const [kind] = kinds;
  const field = kind === undefined ? undefined : FIRST_TIMES[kind];
  if (kind === undefined || field === undefined) return;
  const own = [...targets].filter(([, list]) =>
    list.some((target) => target.kind === kind && target.field === field),
  );
  const dates = open.filter((column) => DATE_ALONE.includes(normaliseHeader(column.header)));
  const [time] = own;
  const [date] = dates;
  if (time === undefined || own.length > 1 || date === undefined || dates.length > 1) return;
  const rows = sample.filter((row) => row.row > header.bottom);
  const cells = rows.map((row) => row.cells[time[0] - 1] ?? null);
  // A subtotal or a signature below a short sheet has no time to tell.
  if (!holdsClocks(cells.filter((cell) => typeof cell !== 'string' || /\d/.test(cell)))) return;
  targets.set(date.column, [{ kind, field, rank: DERIVED_RANK - 1, why: 'value_shape' }]);
  problems.push({
    ...problem('date_taken', options, false, {
      header: date.header,
      detail: labelOf(kind, field),
    }),
    fields: [`${kind}.${field}`],
    columns: [date.column],
  });
}

/** Whether a column's times are the first of their rows: nobody answers before it was reported. */
function comesFirst(
  rows: readonly SheetRow[],
  column: number,
  targets: ReadonlyMap<number, readonly ColumnMatch['targets'][number][]>,
): boolean {
  const others = [...targets]
    .filter(([, list]) =>
      list.some(({ kind, field }) => {
        const spec = fieldOf(kind, field);
        return spec?.type === 'time' && spec.happened === true;
      }),
    )
    .map(([place]) => place - 1);
  let judged = 0;
  let first = 0;
  for (const { cells } of rows) {
    const own = momentOf(cells[column - 1]);
    if (own === null) continue;
    const later = others.flatMap((at) => momentOf(cells[at]) ?? []);
    if (later.length === 0) continue;
    judged++;
    if (later.every((moment) => moment >= own)) first++;
  }
  return first * 10 >= judged * 8;
}

/** A field as people know it: its first header. */
export function labelOf(kind: SheetKind, field: string): string {
  return fieldOf(kind, field)?.aliases[0] ?? field;
}

function reportMissing(
  kinds: readonly SheetKind[],
  matches: readonly ColumnMatch[],
  unmapped: readonly string[],
  records: readonly SheetRow[],
  options: RecogniseOptions,
  problems: Problem[],
): void {
  const missing = new Map<string, string>();
  const fields: string[] = [];
  for (const kind of kinds) {
    for (const { field, required } of KINDS[kind].spec.fields) {
      if (required !== true) continue;
      const there = matches.some((match) =>
        match.targets.some((target) => target.kind === kind && target.field === field),
      );
      if (there) continue;
      missing.set(field, labelOf(kind, field));
      fields.push(`${kind}.${field}`);
    }
  }
  if (missing.size === 0) return;
  // The example names the column whose values look like the field, else the next one that feeds nothing.
  const free = matches.filter((match) => match.targets.length === 0);
  const headers = unmapped.length > 0 ? unmapped : [options.lang === 'zh' ? '表头' : 'header'];
  const likely = (field: string): string | undefined =>
    free.find((match) => {
      const shape = shapeOf(records.map((row) => row.cells[match.column - 1] ?? null));
      return (
        shape !== null &&
        fieldsOfShape(shape, kinds, new Set()).some((one) => one.field.endsWith(`.${field}`))
      );
    })?.header;
  const example = Object.fromEntries(
    [...missing.keys()].map((field, i) => [
      (missing.size === 1 ? likely(field) : undefined) ?? headers[i] ?? `${headers[0]}${i + 1}`,
      field,
    ]),
  );
  problems.push({
    ...problem('missing_required', options, true, {
      detail: [...missing].map(([field, label]) => `${label}(${field})`).join('、'),
      value: JSON.stringify(example),
    }),
    fields,
  });
}

function titlesAbove(sample: readonly SheetRow[], top: number): string[] {
  return sample
    .filter((row) => row.row < top)
    .flatMap((row) => row.cells.map((cell) => foldSpaces(cellText(cell))))
    .filter((text) => text !== '');
}

/** The first full date of a time or date column below the header. */
function sampleDay(
  sample: readonly SheetRow[],
  matches: readonly ColumnMatch[],
  headerRow: number,
): number | null {
  const dated = matches.filter((match) =>
    match.targets.some(({ kind, field }) => {
      const spec = fieldOf(kind, field);
      return spec?.happened === true && field !== 'purchase_date';
    }),
  );
  for (const row of sample) {
    if (row.row <= headerRow) continue;
    for (const match of dated) {
      const cell = row.cells[match.column - 1];
      const reading =
        typeof cell === 'string'
          ? readTimeText(cell)
          : cell !== undefined && isSerialCell(cell)
            ? readSerial(cell.serial, false, cell.text)
            : null;
      if (reading?.ok && reading.value?.kind === 'moment') return dayOfMicros(reading.value.micros);
    }
  }
  return null;
}
