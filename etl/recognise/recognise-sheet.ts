/**
 * From the first rows of a sheet to a decision: which kinds it is, where its header stands, which column feeds
 * which field and why. Headers alone decide, never the name of the file; nothing is matched by likeness of
 * spelling, because two-character Chinese headers are all alike.
 */

import { dayOfMicros } from '#etl/cells/calendar.ts';
import { cellText, foldSpaces } from '#etl/cells/fold.ts';
import { isSerialCell } from '#etl/cells/reading.ts';
import { readSerial, readTimeText } from '#etl/cells/time.ts';
import { problemMessage, type SheetProblemCode } from '#etl/messages.ts';
import { type AliasHit, aliasHits } from '#etl/recognise/alias-index.ts';
import { chooseKinds } from '#etl/recognise/choose-kinds.ts';
import { chooseSources } from '#etl/recognise/field-sources.ts';
import { headerFingerprint } from '#etl/recognise/fingerprint.ts';
import { findHeader, type HeaderBlock, type HeaderCell } from '#etl/recognise/header-rows.ts';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { fieldOf, KINDS } from '#etl/sheets/index.ts';
import {
  type ColumnMatch,
  type MatchReason,
  type MergeRange,
  type RecognisedSheet,
  SHEET_KINDS,
  type SheetKind,
  type SheetRow,
} from '#etl/types.ts';

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
  readonly remembered?: (
    fingerprint: string,
  ) => Readonly<Record<string, readonly { kind: SheetKind; field: string }[]>> | undefined;
}

/** A decision with what reading the rows below the header needs besides. */
export interface Recognition extends RecognisedSheet {
  readonly sheetName: string;
  readonly fingerprint: string;
  /** Texts of the header rows as written, by 0-based column. */
  readonly headerTexts: readonly (readonly string[])[];
  /** A day found in the first records, for dates written without a year; days since 1970. */
  readonly sampleDay: number | null;
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
}

/**
 * Rank of a field that a mapping names: above every alias. Columns that a mapping sends to one field keep the
 * order of their aliases among themselves, so that 电话 and 手机 stay a pair when they are remembered.
 */
const MAPPED_RANK = -1000;

/** Rank of a ticket number that no column holds. */
export const DERIVED_RANK = 1000;

/** Fields of receipts and follow-ups alike, and the remark that any form may have. */
const BY_POSITION = ['satisfaction', 'badge_shown', 'uniform_worn', 'remark'];

/** Recognises one sheet from its first rows (about 60 suffice) and its merged ranges. */
export function recogniseSheet(
  sample: readonly SheetRow[],
  merges: readonly MergeRange[],
  options: RecogniseOptions,
): Recognition {
  const mapping = readMapping(options);
  const known = (spelling: string) => mapping.fields.has(spelling);
  const header =
    rememberedHeader(sample, merges, options) ??
    findHeader(sample, merges, known, options.kind || mapping.fields.size > 0 ? 1 : 2);
  if (!header) return unrecognised(options, sample, null);

  const fingerprint = headerFingerprint(header.cells.map((cell) => cell.header));
  const remembered = rememberedFields(options.remembered?.(fingerprint));
  const matched = header.cells.map((cell) => ({
    ...cell,
    hits: hitsOf(cell, mapping.fields, remembered),
  }));
  const kinds = options.kind ? [options.kind] : chooseKinds(matched.map((column) => column.hits));
  if (kinds.length === 0) return unrecognised(options, sample, header);

  const columns = placeByPosition(
    matched.map((column) => ({
      ...column,
      hits: column.hits.filter((hit) => kinds.includes(hit.kind)),
    })),
    kinds,
  );
  const problems: Problem[] = [...mapping.problems, ...absentHeaders(mapping, header, options)];
  const targets = chooseTargets(columns, kinds, options, problems);
  deriveTicketNo(kinds, targets);
  const matches: ColumnMatch[] = [];
  const unmapped: string[] = [];
  for (const column of columns) {
    const own = targets.get(column.column) ?? [];
    if (own.length === 0) unmapped.push(column.header);
    matches.push({ column: column.column, header: column.header, targets: own });
  }
  reportMissing(kinds, matches, unmapped, options, problems);
  return {
    kinds,
    headerRow: header.bottom,
    headerTop: header.top,
    columns: matches,
    unmapped,
    titles: titlesAbove(sample, header.top),
    problems,
    sheetName: options.sheetName,
    fingerprint,
    headerTexts: header.rows,
    sampleDay: sampleDay(sample, matches, header.bottom),
  };
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
    columns: [],
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
    const rows = sample.slice(i, i + 1);
    const header = findHeader(rows, merges, () => true, 1);
    if (header && recall(headerFingerprint(header.cells.map((cell) => cell.header)))) return header;
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

/** What a column may stand for: by the mapping file, else by the remembered mapping, else by alias. */
function hitsOf(
  cell: HeaderCell,
  mapping: ReadonlyMap<string, readonly MappedField[]>,
  remembered: ReadonlyMap<string, readonly MappedField[]>,
): Hit[] {
  for (const [source, why] of [
    [mapping, 'mapping_file'],
    [remembered, 'remembered'],
  ] as const) {
    // `@C` names a column by its letter, where two headers are the same text.
    for (const spelling of [`@${columnLetter(cell.column)}`, ...cell.spellings]) {
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
    return { kind, field: mapped.field, rank: MAPPED_RANK + (alias?.rank ?? -1), why };
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
      if (hit.why === 'mapping_file' || hit.why === 'remembered') return true;
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
        say(
          problem('two_columns_one_field', options, true, {
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
        );
      }
      for (const unused of chosen.unused) {
        if (chosen.tied.includes(unused)) continue;
        say(
          problem('lower_rank_unused', options, false, {
            header: unused.header,
            detail: label,
            value: chosen.used[0]?.header ?? '',
          }),
        );
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

/** A field as people know it: its first header. */
export function labelOf(kind: SheetKind, field: string): string {
  return fieldOf(kind, field)?.aliases[0] ?? field;
}

function reportMissing(
  kinds: readonly SheetKind[],
  matches: readonly ColumnMatch[],
  unmapped: readonly string[],
  options: RecogniseOptions,
  problems: Problem[],
): void {
  const missing = new Map<string, string>();
  for (const kind of kinds) {
    for (const { field, required } of KINDS[kind].spec.fields) {
      if (required !== true) continue;
      const there = matches.some((match) =>
        match.targets.some((target) => target.kind === kind && target.field === field),
      );
      if (!there) missing.set(field, labelOf(kind, field));
    }
  }
  if (missing.size === 0) return;
  const headers = unmapped.length > 0 ? unmapped : [options.lang === 'zh' ? '表头' : 'header'];
  const example = Object.fromEntries(
    [...missing.keys()].map((field, i) => [headers[i] ?? `${headers[0]}${i + 1}`, field]),
  );
  problems.push(
    problem('missing_required', options, true, {
      detail: [...missing].map(([field, label]) => `${label}(${field})`).join('、'),
      value: JSON.stringify(example),
    }),
  );
}

/** `A` for column 1. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
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
