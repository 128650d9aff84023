/**
 * What a column may be by the shape of its values, where its header says nothing. A shape suggests; it never outranks
 * a header, and only a missing required time, date or amount with a single candidate is taken by it unasked
 * (recognise-sheet.ts), which is then said.
 *
 * A shape must hold for nearly all filled values: one stray note in a time column is a bad cell, three are another
 * column.
 */

import { blankReading } from '#etl/cells/blank.ts';
import { cellText, dropSpaces, foldSpaces, halfWidth } from '#etl/cells/fold.ts';
import { readMoney } from '#etl/cells/money.ts';
import { isSerialCell, type ReadContext } from '#etl/cells/reading.ts';
import { readRegion } from '#etl/cells/region.ts';
import { readResolution } from '#etl/cells/resolution.ts';
import { readSatisfaction } from '#etl/cells/satisfaction.ts';
import { readSerial, readTimeText, type TimeReading } from '#etl/cells/time.ts';
import { readWarranty } from '#etl/cells/warranty.ts';
import { wordOf } from '#etl/cells/words.ts';
import { answerOf } from '#etl/cells/yes-no.ts';
import { KINDS } from '#etl/sheets/index.ts';
import type { Cell, FieldSpec, FieldType, SheetKind } from '#etl/types.ts';

/** Shapes in the order in which they are told apart: the first that holds is the column's. */
export const VALUE_SHAPES = [
  'ticket_no',
  'name',
  'time',
  'date',
  'phone',
  'satisfaction',
  'warranty',
  'resolution',
  'region',
  'yes_no',
  'money',
] as const;
export type ValueShape = (typeof VALUE_SHAPES)[number];

/** What the database knows; empty sets where nobody asked it. */
export interface KnownValues {
  /** Names, aliases and numbers of the roster, spaces removed. */
  readonly names: ReadonlySet<string>;
  /** Stored ticket numbers among the values at hand. */
  readonly ticketNos: ReadonlySet<string>;
}

export const NOTHING_KNOWN: KnownValues = { names: new Set(), ticketNos: new Set() };

/** How far a column's values have a shape. */
export interface ShapeFound {
  readonly shape: ValueShape;
  /** Share of the filled values that have it, above 0 and up to 1. */
  readonly share: number;
  /** Filled values looked at. */
  readonly filled: number;
}

/** A field that a column may feed. */
export interface FieldSuggestion {
  /** `kind.field`. */
  readonly field: string;
  readonly shape: ValueShape;
  readonly share: number;
}

/** Fewer values than this are no shape. */
const LEAST_VALUES = 3;
/** Share of the filled values that must agree. */
const LEAST_SHARE = 0.9;
/** Persons leave, and names are miswritten: a roster explains most of a name column, not all of it. */
const LEAST_SHARE_OF_NAMES = 0.6;
/** Numbers of tickets not imported yet stand beside those that are. */
const LEAST_SHARE_OF_TICKETS = 0.3;

/** The shape of a column's values, null where they have none. Blank cells do not count. */
export function shapeOf(
  cells: readonly Cell[],
  known: KnownValues = NOTHING_KNOWN,
): ShapeFound | null {
  const values = cells.filter((cell) => !blankReading(cell));
  if (values.length < LEAST_VALUES) return null;
  for (const shape of VALUE_SHAPES) {
    const count = values.filter((cell) => hasShape(cell, shape, known)).length;
    const share = count / values.length;
    if (share > 0 && share >= leastShare(shape)) return { shape, share, filled: values.length };
  }
  return null;
}

/**
 * Fields of the kinds that a column of this shape may feed, the most likely first: required ones, then in the order of
 * the form.
 *
 * @param taken `kind.field` of the fields that other columns feed
 */
export function fieldsOfShape(
  found: ShapeFound,
  kinds: readonly SheetKind[],
  taken: ReadonlySet<string>,
): FieldSuggestion[] {
  const fitting = kinds.flatMap((kind) =>
    KINDS[kind].spec.fields
      .filter((spec) => fits(spec, found.shape) && !taken.has(`${kind}.${spec.field}`))
      .map((spec) => ({ kind, spec })),
  );
  return fitting
    .sort((a, b) => Number(b.spec.required === true) - Number(a.spec.required === true))
    .map(({ kind, spec }) => ({
      field: `${kind}.${spec.field}`,
      shape: found.shape,
      share: found.share,
    }));
}

/** The moment a cell names in full, microseconds since 1970; null for anything else. */
export function momentOf(cell: Cell | undefined): number | null {
  const reading = cell === undefined ? null : timeOf(cell);
  return reading?.kind === 'moment' ? reading.micros : null;
}

/** Whether the filled cells are times of day without their date, one at least. */
export function holdsClocks(cells: readonly Cell[]): boolean {
  const filled = cells.filter((cell) => !blankReading(cell));
  const isClock = (cell: Cell): boolean =>
    typeof cell === 'number' ? cell > 0 && cell < 1 : timeOf(cell)?.kind === 'clock';
  return filled.length > 0 && filled.every(isClock);
}

const TYPES: Readonly<Record<ValueShape, readonly FieldType[]>> = {
  ticket_no: ['code'],
  name: ['person'],
  time: ['time'],
  // A date column may be all that is left of a time.
  date: ['date', 'time'],
  phone: ['code'],
  satisfaction: ['satisfaction'],
  warranty: ['warranty'],
  resolution: ['resolution'],
  region: ['region'],
  yes_no: ['yes_no', 'signature'],
  money: ['money'],
};

function fits(spec: FieldSpec, shape: ValueShape): boolean {
  if (shape === 'phone') return spec.field === 'phone';
  if (shape === 'ticket_no') return spec.field === 'ticket_no';
  // 姓名 and 曾用名 of the roster itself are texts.
  if (shape === 'name' && spec.field === 'name') return true;
  return TYPES[shape].includes(spec.type);
}

function leastShare(shape: ValueShape): number {
  if (shape === 'name') return LEAST_SHARE_OF_NAMES;
  return shape === 'ticket_no' ? LEAST_SHARE_OF_TICKETS : LEAST_SHARE;
}

function hasShape(cell: Cell, shape: ValueShape, known: KnownValues): boolean {
  switch (shape) {
    case 'ticket_no':
      return known.ticketNos.has(dropSpaces(halfWidth(cellText(cell))));
    case 'name':
      return known.names.has(dropSpaces(cellText(cell)));
    case 'time': {
      const reading = timeOf(cell);
      if (reading === null) return false;
      return reading.kind === 'moment' ? reading.precision === 'minute' : true;
    }
    case 'date': {
      const reading = timeOf(cell);
      return reading !== null && reading.kind !== 'clock';
    }
    case 'phone':
      return isPhone(cell);
    case 'satisfaction':
      return SCORE_WORD.test(wordOf(cell)) && isRead(readSatisfaction(cell, CONTEXT));
    case 'warranty':
      return WARRANTY_WORD.test(wordOf(cell)) && isRead(readWarranty(cell));
    case 'resolution':
      // 电话打不通，明天再上门 is a remark.
      return wordOf(cell).length <= LONGEST_WORD && isRead(readResolution(cell));
    case 'region':
      return REGION_WORD.test(wordOf(cell)) && isRead(readRegion(cell));
    case 'yes_no':
      return YES_NO_WORD.test(wordOf(cell)) && isRead(answerOf(wordOf(cell)));
    case 'money':
      return AMOUNT.test(dropSpaces(halfWidth(cellText(cell)))) && isRead(readMoney(cell, CONTEXT));
  }
}

const CONTEXT: ReadContext = { field: '', header: '', date1904: false, satisfactionScale: 5 };
/** Plain 1–5 may be a number of anything: a score is told by its words or stars. */
const SCORE_WORD = /满意|[优良差]|一般|★|⭐|^[1-5]分$/;
const LONGEST_WORD = 8;
const WARRANTY_WORD = /保|协议|合同/;
const REGION_WORD = /市区|市内|城区|外地|郊|县|市外/;
const YES_NO_WORD = /^(?:是|否|有|无|对|已.{0,3}|未.{0,3}|√|✓|×|✗|y|n|yes|no)$/;
/** An amount must look like one: a plain whole number may be a quantity. */
const AMOUNT = /^[¥￥]|元$|^-?[\d,]+\.\d{2}$|^免费$/;
/** A mobile number, or a land line with its area code. */
const PHONE =
  /^(?:(?:\+?86)?1[3-9]\d{9}|0\d{2,3}[-\s]?\d{7,8}(?:[-转]\d{1,5})?|[48]00[-\s]?\d{3}[-\s]?\d{4})$/;

function isPhone(cell: Cell): boolean {
  // (0571)88881234 is written like 0571-88881234.
  const text = dropSpaces(halfWidth(cellText(cell))).replace(/^\((\d+)\)/, '$1-');
  return PHONE.test(text) || PHONE.test(text.replaceAll('-', ''));
}

function isRead(reading: { readonly ok: boolean; readonly value?: unknown }): boolean {
  return reading.ok && reading.value !== null && reading.value !== undefined;
}

function timeOf(cell: Cell): TimeReading | null {
  // A bare number may be a serial, an amount or a count: only formatted dates tell.
  if (isSerialCell(cell)) {
    const reading = readSerial(cell.serial, false, cell.text);
    return reading.ok ? reading.value : null;
  }
  if (typeof cell !== 'string') return null;
  const text = foldSpaces(cell);
  // 20261003 is as well a number of something.
  if (/^\d+$/.test(halfWidth(text))) return null;
  const reading = readTimeText(text);
  return reading.ok ? reading.value : null;
}
