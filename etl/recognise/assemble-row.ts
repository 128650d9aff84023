/**
 * From one row of a sheet to the records it feeds. The reader is compiled once per sheet, because a file may
 * have a million rows: each mapped column becomes a step, a blank cell costs nothing, and the two common
 * spellings of a time are read in place.
 */

import { freeText } from '#etl/cells/blank.ts';
import { dayOfMicros, isoDay, isoMoment, MICROS_PER_DAY, microsOf } from '#etl/cells/calendar.ts';
import { readDate } from '#etl/cells/date.ts';
import { cellText, dropSpaces, halfWidth } from '#etl/cells/fold.ts';
import { type PlainFieldType, READERS } from '#etl/cells/index.ts';
import type { CellReader, CellReading, ReadContext } from '#etl/cells/reading.ts';
import { fastTime, readTime, type TimeReading } from '#etl/cells/time.ts';
import { issueMessage, type RowIssueCode } from '#etl/messages.ts';
import { chooseSources, type TimeColumns } from '#etl/recognise/field-sources.ts';
import type { FormFacts } from '#etl/recognise/form/types.ts';
import { unitOfColumn } from '#etl/recognise/header-unit.ts';
import { DERIVED_RANK, labelOf, type Recognition } from '#etl/recognise/recognise-sheet.ts';
import {
  type RowTime,
  resolveTimes,
  type YearContext,
  yearOfSheet,
} from '#etl/recognise/resolve-times.ts';
import { COLUMNS, KINDS, type RowValue, type RowValues } from '#etl/sheets/index.ts';
import type {
  Cell,
  CellIssue,
  FieldSpec,
  FieldType,
  ImportClock,
  SheetKind,
  SheetRow,
} from '#etl/types.ts';
import { columnLetter } from '#queries/values/column-letters.ts';

/** One record that a row feeds. */
export interface RowRecord {
  readonly kind: SheetKind;
  /** One for each of the kind's COLUMNS: see sheets/kind.ts for the units. */
  readonly values: readonly RowValue[];
  /** Columns whose time was given as a date alone; null where there are none. */
  readonly dayOnly: readonly string[] | null;
  readonly key: string;
}

export interface RowReading {
  /** Empty when any issue rejects the row. */
  readonly records: readonly RowRecord[];
  readonly issues: readonly CellIssue[];
}

export interface RowReaderOptions {
  readonly date1904: boolean;
  /** 1-based satisfaction columns that count to 100, see first-pass.ts. */
  readonly columnsOfHundred?: ReadonlySet<number>;
  /** Set when the first row handed in is not the sheet's first: called when a row says 同上 or leaves out its year before any row of its own part can answer. */
  readonly onNeedsRowsBefore?: () => void;
}

/** Reads data rows in order; it remembers the row before for 同上 and for dates without a year. */
export type RowReader = (row: SheetRow) => RowReading;

const NO_ISSUES: readonly CellIssue[] = [];
const NO_RECORDS: readonly RowRecord[] = [];
const NUMBER_SIGN = 35;
const LONGEST_DITTO = 8;
const DITTO = new Set(['同上', '〃', '″', '"', '々', '同前', "''"]);

/** Fields that say nothing about whether a row of a wide ledger has this record. */
const SHARED = new Set(['ticket_no', 'technician']);

/** A kind of the sheet while a row is read. */
interface Slot {
  readonly kind: SheetKind;
  /** Places of the values that say whether a row of a wide ledger has this record. */
  readonly evidence: readonly number[];
  /** One for each of the kind's COLUMNS: by its place a value is set in a tenth of the time that its name takes. */
  values: RowValue[];
  /** As many nulls. */
  readonly blank: readonly RowValue[];
  /** The same values by their columns' names, for what looks at few of them. */
  readonly named: RowValues;
  dayOnly: string[] | null;
}

/** Where a column's value goes. */
interface Sink {
  readonly slot: Slot;
  readonly spec: FieldSpec;
  /** Its place among the slot's values. */
  readonly place: number;
}

/** One mapped column. */
interface Column {
  /** 0-based. */
  readonly at: number;
  readonly letter: string;
  readonly header: string;
  readonly spec: FieldSpec;
  readonly context: ReadContext;
}

interface RankedColumn extends Column {
  /** 1-based. */
  readonly column: number;
  readonly rank: number;
}

/** A time that its cell did not tell in full. */
interface Unresolved {
  readonly column: Column;
  readonly sinks: readonly Sink[];
  readonly reading: TimeReading;
  readonly text: string;
}

/** Types whose cells hold a few words over and over: each spelling is read once per column. */
const WORDS: ReadonlySet<FieldType> = new Set([
  'resolution',
  'region',
  'warranty',
  'service_type',
  'refused',
  'yes_no',
  'channel',
  'severity',
  'role',
  'satisfaction',
]);

/** Spellings kept per column; a column with more is no column of words. */
const MAX_SPELLINGS = 500;

/** The same reader, which reads a text it has seen before from memory. For one column: its context never changes. */
function remembering(
  reader: CellReader<string | number | boolean>,
): CellReader<string | number | boolean> {
  const seen = new Map<string, CellReading<string | number | boolean>>();
  return (cell, context) => {
    if (typeof cell !== 'string') return reader(cell, context);
    const known = seen.get(cell);
    if (known !== undefined) return known;
    const reading = reader(cell, context);
    if (seen.size < MAX_SPELLINGS) seen.set(cell, reading);
    return reading;
  };
}

/** Compiles a reader for the rows of one sheet. Pass data rows only (row-role.ts), merges filled (merges.ts). */
export function createRowReader(
  recognised: Recognition,
  clock: ImportClock,
  options: RowReaderOptions,
): RowReader {
  const latest = clock.nowMicros + MICROS_PER_DAY;
  const wide = recognised.kinds.length > 1;
  const slots = recognised.kinds.map(slotOf);
  const fed = recognised.columns.filter(({ targets }) => targets.length > 0);
  const years: { title: YearContext['title']; neighbourDay: number | null } = {
    title: yearOfSheet(recognised.titles, recognised.sheetName),
    neighbourDay: recognised.sampleDay,
  };

  // State of the row at hand.
  let rowNo = 0;
  let cells: readonly Cell[] = [];
  let issues: CellIssue[] | null = null;
  let rejected = false;
  let unresolved: Unresolved[] | null = null;
  let above: readonly Cell[] | null = null;
  /** Whether `years.neighbourDay` comes from a row read here. */
  let dayNoted = false;

  const raise = (
    column: Column | null,
    value: string,
    code: RowIssueCode,
    severity: CellIssue['severity'],
    detail = '',
  ) => {
    issues ??= [];
    if (severity === 'reject') rejected = true;
    // A form's values stand in cells of their own rows.
    const place = column === null ? null : recognised.form?.rows.get(rowNo)?.cells[column.at];
    issues.push({
      row: place?.row ?? rowNo,
      column: place?.letter ?? column?.letter ?? null,
      header: column?.header ?? null,
      field: column?.spec.field ?? null,
      value,
      code,
      message: issueMessage(code, clock.lang, {
        header: column?.header ?? '',
        value: shortened(value),
        detail,
      }),
      severity,
    });
  };

  const columnOf = (at: number, header: string, spec: FieldSpec): Column => {
    const unit = recognised.form ? null : unitOfColumn(header, spec, recognised.titles);
    return {
      at,
      letter: columnLetter(at + 1),
      header,
      spec,
      context: {
        field: spec.field,
        header,
        date1904: options.date1904,
        satisfactionScale: options.columnsOfHundred?.has(at + 1) ? 100 : 5,
        ...(unit === null ? {} : { unit: unit.unit }),
      },
    };
  };

  const storeMoment = (sinks: readonly Sink[], micros: number, dayOnly: boolean) => {
    for (const { slot, spec, place } of sinks) {
      slot.values[place] = micros;
      if (dayOnly) {
        slot.dayOnly ??= [];
        slot.dayOnly.push(spec.column);
      }
    }
  };

  /** A moment or day that is certain: bounds are checked and it is stored. */
  const settle = (
    column: Column,
    sinks: readonly Sink[],
    micros: number,
    dayOnly: boolean,
    text: string,
  ) => {
    if (column.spec.happened === true && micros > latest) {
      raise(column, text, 'future_time', 'reject');
      return;
    }
    if (column.spec.type === 'date') {
      const days = dayOfMicros(micros);
      for (const { slot, place } of sinks) slot.values[place] = days;
      return;
    }
    storeMoment(sinks, micros, dayOnly);
  };

  const take = (column: Column, sinks: readonly Sink[], reading: TimeReading, text: string) => {
    if (reading.kind === 'moment') {
      settle(column, sinks, reading.micros, reading.precision === 'day', text);
    } else {
      unresolved ??= [];
      unresolved.push({ column, sinks, reading, text });
    }
  };

  /** The reading of a time cell; null where it is blank or was refused (the issue is raised). */
  const timeAt = (column: Column): TimeReading | null => {
    const cell = cells[column.at];
    if (cell === null || cell === undefined || cell === '') return null;
    if (column.spec.type === 'date') {
      const date = readDate(cell, column.context);
      if (!date.ok) {
        raise(column, cellText(cell), date.code, 'reject');
        return null;
      }
      if (date.warning) raise(column, cellText(cell), date.warning, 'warning');
      if (date.value?.kind === 'day') {
        return { kind: 'moment', micros: microsOf(date.value.days, 0), precision: 'day' };
      }
      return date.value;
    }
    const reading = readTime(cell, column.context);
    if (!reading.ok) {
      raise(column, cellText(cell), reading.code, 'reject');
      return null;
    }
    if (reading.warning) raise(column, cellText(cell), reading.warning, 'warning');
    return reading.value;
  };

  /** The cell's text at a column, for messages. */
  const textAt = (column: Column) => cellText(cells[column.at]);

  const steps: (() => void)[] = [];
  /** Steps that weigh what the others have read. */
  const lateSteps: (() => void)[] = [];

  const addPlain = (column: Column, sinks: readonly Sink[], type: PlainFieldType) => {
    const { at, context } = column;
    const reader = WORDS.has(type) ? remembering(READERS[type]) : READERS[type];
    const [only] = sinks;
    const single = sinks.length === 1 && only ? only : null;
    const free = type === 'text' || type === 'person';
    steps.push(() => {
      const cell = cells[at];
      if (cell === null || cell === undefined || cell === '') return;
      // Free text is most of every sheet and cannot fail: it skips the reader, except for `#N/A` and the like.
      if (free && single && typeof cell === 'string' && cell.charCodeAt(0) !== NUMBER_SIGN) {
        const text = freeText(cell);
        if (text !== null) single.slot.values[single.place] = text;
        return;
      }
      const reading = reader(cell, context);
      if (!reading.ok) {
        raise(column, cellText(cell), reading.code, 'reject');
        return;
      }
      const { value } = reading;
      if (reading.warning) {
        raise(
          column,
          cellText(cell),
          reading.warning,
          'warning',
          value === null ? '' : String(value),
        );
      }
      if (value === null) return;
      if (single) single.slot.values[single.place] = value;
      else for (const { slot, place } of sinks) slot.values[place] = value;
    });
    if (type === 'reason') {
      // The words are kept even where they name no rule.
      steps.push(() => {
        const cell = cells[at];
        if (cell !== null && cell !== undefined && cell !== '') storeReasonText(sinks, cell);
      });
    }
  };

  const addTime = (column: Column, sinks: readonly Sink[]) => {
    const { at } = column;
    const quick = column.spec.type === 'time';
    steps.push(() => {
      const cell = cells[at];
      if (cell === null || cell === undefined || cell === '') return;
      if (quick && typeof cell === 'string') {
        const micros = fastTime(cell);
        // NaN, a text of another shape, is not less than anything either.
        if (micros <= latest) {
          storeMoment(sinks, micros, false);
          return;
        }
      }
      const reading = timeAt(column);
      if (reading) take(column, sinks, reading, cellText(cell));
    });
  };

  const addTimePair = (parts: TimeColumns<RankedColumn>, sinks: readonly Sink[]) => {
    steps.push(() => {
      const found = pairAt(parts);
      if (found) take(found.column, sinks, found.reading, textAt(found.column));
    });
  };

  /** One moment from a time column and a date column, either of which may be absent or blank. */
  const pairAt = (
    parts: TimeColumns<RankedColumn>,
  ): { column: Column; reading: TimeReading } | null => {
    const time = parts.time ? timeAt(parts.time) : null;
    const date = parts.date ? timeAt(parts.date) : null;
    if (!time) return date && parts.date ? { column: parts.date, reading: date } : null;
    if (!parts.time) return null;
    if (!date || !parts.date) return { column: parts.time, reading: time };
    if (time.kind === 'clock') {
      // What the date leaves open is said of the date's cell.
      const column = date.kind === 'year_less' ? parts.date : parts.time;
      return { column, reading: joined(date, time.seconds) };
    }
    if (
      time.kind === 'moment' &&
      date.kind === 'moment' &&
      dayOfMicros(time.micros) !== dayOfMicros(date.micros)
    ) {
      raise(parts.time, textAt(parts.time), 'date_columns_differ', 'warning', parts.date.header);
    }
    // A date alone in the time column tells less than a date with a clock in the date column.
    if (time.kind === 'moment' && time.precision === 'day' && date.kind === 'moment') {
      return { column: parts.date, reading: date };
    }
    return { column: parts.time, reading: time };
  };

  compile();

  return (row) => {
    rowNo = row.row;
    cells = row.cells;
    issues = null;
    rejected = false;
    unresolved = null;
    for (const slot of slots) {
      slot.values = slot.blank.slice();
      slot.dayOnly = null;
    }
    repeatAbove();
    if (recognised.form) raiseFaults(recognised.form);
    for (const step of steps) step();
    if (unresolved) resolveRow(unresolved);
    above = cells;
    if (rejected) return { records: NO_RECORDS, issues: issues ?? NO_ISSUES };

    const records: RowRecord[] = [];
    deriveNumbers();
    for (const slot of slots) {
      if (wide && !isFilled(slot)) continue;
      addRecord(slot, records);
    }
    // A row that feeds nothing still has to say what it lacks.
    const [leading] = slots;
    if (records.length === 0 && !rejected && leading) addRecord(leading, records);
    noteDay();
    return { records: rejected ? NO_RECORDS : records, issues: issues ?? NO_ISSUES };
  };

  function compile(): void {
    const plain = new Map<number, { column: Column; sinks: Sink[] }[]>();
    for (const slot of slots) {
      for (const spec of KINDS[slot.kind].spec.fields) {
        const candidates = recognised.columns.flatMap((match) =>
          match.targets
            .filter(
              (target) =>
                target.kind === slot.kind &&
                target.field === spec.field &&
                target.rank < DERIVED_RANK,
            )
            .map((target) => ({
              ...columnOf(match.column - 1, match.header, spec),
              column: match.column,
              rank: target.rank,
            })),
        );
        const chosen = chooseSources(slot.kind, spec.field, candidates);
        if (!chosen) continue;
        const { sources } = chosen;
        const sink: Sink = { slot, spec, place: placeOf(slot.kind, spec.column) };
        if (sources.how === 'single') {
          const { main } = sources;
          const list = plain.get(main.at) ?? [];
          // 技术人员 feeds ticket and receipt: one cell, read once.
          const same = list.find((entry) => entry.column.spec.type === spec.type);
          if (same) same.sinks.push(sink);
          else list.push({ column: main, sinks: [sink] });
          plain.set(main.at, list);
          continue;
        }
        if (sources.how === 'date_and_time') {
          addTimePair(sources.parts, [sink]);
        } else if (sources.how === 'fallback') {
          addPlain(sources.fallback, [sink], 'code');
          addPlain(sources.main, [sink], 'code');
        } else {
          addRescheduled(sources.first, sources.rescheduled, sink);
        }
      }
    }
    for (const list of plain.values()) {
      for (const { column, sinks } of list) {
        const { type } = column.spec;
        if (type === 'time' || type === 'date') addTime(column, sinks);
        else addPlain(column, sinks, type);
      }
    }
    // Consent must be known before a rescheduled appointment is weighed.
    for (const late of lateSteps) steps.push(late);
  }

  function addRescheduled(
    first: TimeColumns<RankedColumn>,
    rescheduled: TimeColumns<RankedColumn>,
    sink: Sink,
  ): void {
    const asked = recognised.columns.some((match) =>
      match.targets.some((target) => target.field === 'promise_consented'),
    );
    lateSteps.push(() => {
      const original = pairAt(first);
      const again = pairAt(rescheduled);
      const consented = !asked || sink.slot.named.promise_consented === true;
      if (again && original && !consented) {
        raise(again.column, textAt(again.column), 'reschedule_not_consented', 'warning');
      }
      const valid = again && (consented || !original) ? again : original;
      if (valid) take(valid.column, [sink], valid.reading, textAt(valid.column));
    });
  }

  /** What reading a form already found wrong with its cells. */
  function raiseFaults(form: FormFacts): void {
    for (const { at, code, value, detail } of form.rows.get(rowNo)?.faults ?? []) {
      const match = recognised.columns.find((one) => one.column === at + 1);
      const target = match?.targets[0];
      const spec =
        target && KINDS[target.kind].spec.fields.find((one) => one.field === target.field);
      raise(match && spec ? columnOf(at, match.header, spec) : null, value, code, 'reject', detail);
    }
  }

  /** Puts the cell above in place of 同上; the row itself is left as it was. */
  function repeatAbove(): void {
    let repeated: Cell[] | null = null;
    for (const match of fed) {
      const at = match.column - 1;
      const cell = cells[at];
      if (typeof cell !== 'string' || cell.length > 6 || !isDitto(cell)) continue;
      if (above === null) options.onNeedsRowsBefore?.();
      const value = above?.[at] ?? null;
      const target = match.targets[0];
      const spec =
        target && KINDS[target.kind].spec.fields.find((one) => one.field === target.field);
      if ((value === null || value === '') && spec) {
        raise(columnOf(at, match.header, spec), cell, 'ditto_without_above', 'reject');
      }
      repeated ??= [...cells];
      repeated[at] = value;
    }
    if (repeated) cells = repeated;
  }

  function resolveRow(open: readonly Unresolved[]): void {
    if (!dayNoted && open.some(({ reading }) => reading.kind === 'year_less')) {
      options.onNeedsRowsBefore?.();
    }
    const times: RowTime[] = open.map(({ column, reading }) => ({
      field: column.spec.field,
      reading,
    }));
    for (const slot of slots) {
      for (const { field, column, type } of KINDS[slot.kind].spec.fields) {
        const value = slot.named[column];
        if ((type !== 'time' && type !== 'date') || typeof value !== 'number') continue;
        const reading: TimeReading =
          type === 'date'
            ? { kind: 'moment', micros: microsOf(value, 0), precision: 'day' }
            : {
                kind: 'moment',
                micros: value,
                precision: slot.dayOnly?.includes(column) ? 'day' : 'minute',
              };
        // A purchase may lie years back: it says nothing about the year of the report.
        if (field !== 'purchase_date') times.push({ field, reading });
      }
    }
    const resolved = resolveTimes(times, years);
    open.forEach(({ column, sinks, text }, i) => {
      const result = resolved[i];
      if (!result?.ok) {
        raise(column, text, result?.code ?? 'time_without_date', 'reject');
        return;
      }
      if (result.warning) {
        const read =
          result.precision === 'day'
            ? isoDay(dayOfMicros(result.micros))
            : isoMoment(result.micros).slice(0, 16).replace('T', ' ');
        raise(column, text, result.warning, 'warning', read);
      }
      settle(column, sinks, result.micros, result.precision === 'day', text);
    });
  }

  /** A ticket without a number gets its derived key as number, and so do its documents in the same row. */
  function deriveNumbers(): void {
    const tickets = slots.find((slot) => slot.kind === 'ticket');
    if (!tickets || tickets.named.ticket_no !== null) return;
    const key = KINDS.ticket.key(tickets.named);
    if (key === null) return;
    for (const slot of slots) {
      const place = placeOf(slot.kind, 'ticket_no');
      if (place !== -1) slot.values[place] ??= key;
    }
  }

  /**
   * Whether a row of a wide ledger has this record. The ticket always; another form when one of its own fields
   * is filled. A charge of 0 and a plain no are not enough: ledgers fill them in for tickets nobody visited.
   */
  function isFilled(slot: Slot): boolean {
    if (slot.kind === 'ticket') return true;
    for (const place of slot.evidence) {
      const value = slot.values[place];
      if (value !== null && value !== false && value !== 0) return true;
    }
    return false;
  }

  function addRecord(slot: Slot, records: RowRecord[]): void {
    const key = KINDS[slot.kind].key(slot.named);
    if (key === null) {
      // A row without the ticket's number and time lacks its documents' too: the first says what to fill in.
      if (!issues?.some((issue) => issue.code === 'missing_key'))
        raise(null, '', 'missing_key', 'reject', keyFields(slot.kind, clock.lang));
      return;
    }
    if (slot.kind === 'ticket' && isNoTicket(slot.named)) {
      raise(null, String(slot.named.ticket_no), 'no_ticket_no', 'reject');
      return;
    }
    records.push({ kind: slot.kind, values: slot.values, dayOnly: slot.dayOnly, key });
  }

  /** Remembers a day of this row for the next one's dates without a year. */
  function noteDay(): void {
    const leading = slots[0];
    if (!leading) return;
    for (const column of mainTimes(leading.kind)) {
      const value = leading.named[column];
      if (typeof value === 'number') {
        years.neighbourDay = column === 'date' ? value : dayOfMicros(value);
        dayNoted = true;
        return;
      }
    }
  }
}

function slotOf(kind: SheetKind): Slot {
  const blank = COLUMNS[kind].map(() => null);
  const slot: Slot = {
    kind,
    blank,
    evidence: KINDS[kind].spec.fields
      .filter(({ field }) => !SHARED.has(field))
      .map(({ column }) => placeOf(kind, column)),
    values: [...blank],
    named: {},
    dayOnly: null,
  };
  for (const [place, column] of COLUMNS[kind].entries()) {
    Object.defineProperty(slot.named, column, { get: () => slot.values[place] });
  }
  return slot;
}

function placeOf(kind: SheetKind, column: string): number {
  return COLUMNS[kind].indexOf(column);
}

/** 张强 in the place of a number, and no time: a summary by person below the tickets, or a name that slipped over. */
function isNoTicket({ ticket_no: number, reported_at: reported }: RowValues): boolean {
  return reported === null && typeof number === 'string' && !DIGIT_OR_LETTER.test(number);
}

const DIGIT_OR_LETTER = /[0-9A-Za-z]/;

function storeReasonText(sinks: readonly Sink[], cell: Cell): void {
  const text = READERS.text(cell, NO_CONTEXT);
  if (!text.ok || text.value === null) return;
  for (const { slot } of sinks) slot.values[placeOf(slot.kind, 'reason_text')] = text.value;
}

const NO_CONTEXT: ReadContext = {
  field: 'reason_text',
  header: '',
  date1904: false,
  satisfactionScale: 5,
};

/** A date and a clock from two cells. */
function joined(date: TimeReading, seconds: number): TimeReading {
  if (date.kind === 'year_less') return { ...date, seconds };
  if (date.kind === 'moment') {
    return {
      kind: 'moment',
      micros: microsOf(dayOfMicros(date.micros), seconds),
      precision: 'minute',
    };
  }
  return { kind: 'clock', seconds };
}

function isDitto(text: string): boolean {
  const first = text.charCodeAt(0);
  if ((first >= 48 && first < 0x3000) || (first > 0x4e00 && first !== 0x540c && first !== 0xff08)) {
    return first === 0x2033 && DITTO.has(text.trim());
  }
  if (DITTO.has(text)) return true;
  // 同 上, (同上), 同上。
  return (
    text.length <= LONGEST_DITTO &&
    DITTO.has(dropSpaces(halfWidth(text)).replaceAll(/^\(|[)。]$/g, ''))
  );
}

/** A column of times by which a kind's rows are ordered. */
function mainTimes(kind: SheetKind): readonly string[] {
  switch (kind) {
    case 'ticket':
      return ['reported_at', 'dispatched_at'];
    case 'receipt':
      return ['arrived_at', 'finished_at'];
    case 'requisition_line':
      return ['issued_at'];
    case 'follow_up':
      return ['called_at'];
    case 'complaint':
      return ['received_at'];
    case 'expense':
      return ['date'];
    default:
      return [];
  }
}

/** The fields whose blanks leave a row without a key, as people know them. */
function keyFields(kind: SheetKind, lang: 'zh' | 'en'): string {
  const fields: Readonly<Record<SheetKind, readonly string[]>> = {
    ticket: ['ticket_no', 'reported_at'],
    receipt: ['receipt_no', 'ticket_no'],
    requisition_line: ['requisition_no', 'ticket_no'],
    follow_up: ['ticket_no'],
    complaint: ['complaint_no', 'ticket_no', 'received_at'],
    price: ['part_no', 'part_name'],
    agreement: ['phone', 'customer_name'],
    staff: ['employee_no'],
    expense: ['employee'],
  };
  return lang === 'zh'
    ? fields[kind].map((field) => `「${labelOf(kind, field)}」`).join('和')
    : fields[kind].join(' or ');
}

/** Long texts are cut in messages; the issue keeps them whole. */
function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
