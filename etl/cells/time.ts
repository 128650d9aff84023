/**
 * Times as departments write them. A reading is a moment, a clock without a date, or a date without a year;
 * the last two are completed from the rest of the row (recognise/resolve-times.ts).
 *
 * Convention: naive wall-clock time of the company. A text with `Z` or an offset is refused, because turning
 * it into wall-clock time would need a zone that the sheet does not state. Two-digit years and 3/10/2026 are
 * refused as ambiguous.
 */

import { blankReading } from '#etl/cells/blank.ts';
import {
  daysFromCivil,
  daysInMonth,
  FIRST_YEAR,
  isPlausibleDate,
  LAST_YEAR,
  microsOf,
  SECONDS_PER_DAY,
} from '#etl/cells/calendar.ts';
import { foldSpaces, halfWidth, isDigit } from '#etl/cells/fold.ts';
import {
  type CellReading,
  isSerialCell,
  type ReadContext,
  read,
  refuse,
} from '#etl/cells/reading.ts';
import type { Cell } from '#etl/types.ts';

/** `seconds` count from midnight; 86,400 is 24:00. */
export type TimeReading =
  | { readonly kind: 'moment'; readonly micros: number; readonly precision: 'minute' | 'day' }
  | { readonly kind: 'clock'; readonly seconds: number }
  | {
      readonly kind: 'year_less';
      readonly month: number;
      readonly day: number;
      readonly seconds: number | null;
    };

/** Serial of 1970-01-01 in the two date systems of Excel. */
const EPOCH_SERIAL_1900 = 25_569;
const EPOCH_SERIAL_1904 = 24_107;
/** Days: a double of this size is exact to 1e-11. */
const SERIAL_NOISE = 1e-9;

/** Reads a cell of a time column. */
export function readTime(cell: Cell, context: ReadContext): CellReading<TimeReading> {
  const blank = blankReading(cell);
  if (blank) return blank;
  if (typeof cell === 'string') return readTimeText(cell, context.date1904);
  if (typeof cell === 'number') return readTimeNumber(cell, context.date1904);
  if (isSerialCell(cell)) return readSerial(cell.serial, context.date1904, cell.text);
  return refuse('unreadable_time');
}

/**
 * The two shapes that files of a million rows have, `YYYY-MM-DD HH:MM[:SS]` and `YYYY/M/D H:MM[:SS]` (also `.`
 * and `T`), without a regular expression. Micros, or NaN for every other text: the full reading then decides.
 */
export function fastTime(text: string): number {
  const length = text.length;
  if (length < 13 || length > 19) return Number.NaN;
  const year =
    (text.charCodeAt(0) - 48) * 1000 +
    (text.charCodeAt(1) - 48) * 100 +
    (text.charCodeAt(2) - 48) * 10 +
    (text.charCodeAt(3) - 48);
  const separator = text.charCodeAt(4);
  if (separator !== 45 && separator !== 47 && separator !== 46) return Number.NaN;
  for (let i = 0; i < 4; i++) if (!isDigit(text.charCodeAt(i))) return Number.NaN;
  let at = 5;
  let code = text.charCodeAt(at) - 48;
  if (code < 0 || code > 9) return Number.NaN;
  let month = code;
  code = text.charCodeAt(++at) - 48;
  if (code >= 0 && code <= 9) {
    month = month * 10 + code;
    at++;
  }
  if (text.charCodeAt(at) !== separator) return Number.NaN;
  code = text.charCodeAt(++at) - 48;
  if (code < 0 || code > 9) return Number.NaN;
  let day = code;
  code = text.charCodeAt(++at) - 48;
  if (code >= 0 && code <= 9) {
    day = day * 10 + code;
    at++;
  }
  const gap = text.charCodeAt(at);
  if (gap !== 32 && gap !== 84) return Number.NaN;
  code = text.charCodeAt(++at) - 48;
  if (!(code >= 0 && code <= 9)) return Number.NaN;
  let hour = code;
  code = text.charCodeAt(++at) - 48;
  if (code >= 0 && code <= 9) {
    hour = hour * 10 + code;
    at++;
  }
  if (text.charCodeAt(at) !== 58) return Number.NaN;
  const minute = twoDigits(text, at + 1);
  at += 3;
  let second = 0;
  if (at < length) {
    if (text.charCodeAt(at) !== 58) return Number.NaN;
    second = twoDigits(text, at + 1);
    at += 3;
  }
  if (at !== length || !(minute < 60) || !(second < 60) || hour > 23) return Number.NaN;
  if (!isPlausibleDate(year, month, day)) return Number.NaN;
  return microsOf(daysFromCivil(year, month, day), hour * 3600 + minute * 60 + second);
}

/** Two digits at a position, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + (ones - 48) : Number.NaN;
}

const FULL_DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})([日号]?)(.*)$/;
const YEAR_LESS = /^(\d{1,2})月(\d{1,2})([日号]?)(.*)$/;
const PACKED = /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?)?$/;
const PACKED_DATE = /^(\d{4})(\d{2})(\d{2})[ T](.+)$/;
const SERIAL_TEXT = /^(?:\d{5}(?:\.\d+)?|0?\.\d+)$/;
const OFFSET = /\d\s*(?:Z|\+\d{1,2}(?::?\d{2})?|UTC|GMT)$/i;
/** A minus only means an offset in ISO texts; elsewhere 14:00-16:00 is a range. */
const ISO_OFFSET = /^T.*\d-\d{2}(?::?\d{2})?$/;
const WEEKDAY = /\(?(?:星期|周|礼拜)[一二三四五六日天]\)?/g;

/** Reads a text of a time column; blank texts are the caller's matter. */
export function readTimeText(raw: string, date1904 = false): CellReading<TimeReading> {
  const fast = fastTime(raw);
  if (!Number.isNaN(fast)) return read({ kind: 'moment', micros: fast, precision: 'minute' });
  // The quotation mark is Excel's mark of a text cell.
  const text = foldSpaces(halfWidth(raw).replace(/^\s*'/, '').replace(WEEKDAY, ' '))
    .replace(/[–−‐‑]/g, '-')
    .replace(/ ?([年月日号时点分秒:]) ?/g, '$1');

  const packed = PACKED.exec(text);
  if (packed) {
    const [, year, month, day, hour, minute, second] = packed;
    const seconds =
      hour === undefined ? null : clockSeconds(Number(hour), Number(minute), Number(second ?? 0));
    return dated(Number(year), Number(month), Number(day), seconds);
  }
  const packedDate = PACKED_DATE.exec(text);
  if (packedDate) {
    const [, year, month, day, clock = ''] = packedDate;
    return dated(Number(year), Number(month), Number(day), parseClock(clock));
  }
  if (SERIAL_TEXT.test(text)) return readTimeNumber(Number(text), date1904);

  const full = FULL_DATE.exec(text);
  if (full) {
    const [, year, month, day, mark, rest = ''] = full;
    // `2026-10-314:30`: where the day ends is a guess.
    if (mark === '' && /^\d/.test(rest)) return refuse('unreadable_time');
    const clock = rest.replace(/^[ T,]+/, '');
    if (clock !== '' && (OFFSET.test(clock) || ISO_OFFSET.test(rest))) {
      return refuse('time_with_offset');
    }
    return dated(Number(year), Number(month), Number(day), clock === '' ? null : parseClock(clock));
  }
  const yearLess = YEAR_LESS.exec(text);
  if (yearLess) {
    const [, monthText, dayText, mark, rest = ''] = yearLess;
    if (mark === '' && /^\d/.test(rest)) return refuse('unreadable_time');
    const month = Number(monthText);
    const day = Number(dayText);
    // 2000 was a leap year: 2月29日 exists in some year.
    if (day < 1 || day > daysInMonth(2000, month)) return refuse('impossible_date');
    const clock = rest.trim();
    if (clock === '') return read({ kind: 'year_less', month, day, seconds: null });
    const seconds = parseClock(clock);
    return typeof seconds === 'number' ? read({ kind: 'year_less', month, day, seconds }) : seconds;
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)/.test(text)) return refuse('ambiguous_date');
  if (/^'?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}(?!\d)/.test(text)) return refuse('two_digit_year');
  if (/^\d{1,2}[-/]\d{1,2}(?: |$)/.test(text)) return refuse('ambiguous_date');
  if (/^\d{4}(?:[-/.年]\d{1,2}月?|年)$/.test(text)) return refuse('incomplete_date');

  const seconds = parseClock(text);
  return typeof seconds === 'number' ? read({ kind: 'clock', seconds }) : seconds;
}

function dated(
  year: number,
  month: number,
  day: number,
  clock: number | CellReading<never> | null,
): CellReading<TimeReading> {
  if (!isPlausibleDate(year, month, day)) return refuse('impossible_date');
  if (clock === null) {
    return read({
      kind: 'moment',
      micros: microsOf(daysFromCivil(year, month, day), 0),
      precision: 'day',
    });
  }
  if (typeof clock !== 'number') return clock;
  return read({
    kind: 'moment',
    micros: microsOf(daysFromCivil(year, month, day), clock),
    precision: 'minute',
  });
}

const PERIOD =
  '上午|下午|中午|凌晨|晚上|早上|早晨|清晨|傍晚|午后|夜里|夜间|夜晚|半夜|深夜|早|晚|am|pm|a\\.m\\.|p\\.m\\.';
const CLOCK = new RegExp(
  `^(${PERIOD})?\\s*(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:\\.(\\d+))?)?分?|[时点](?:(\\d{1,2})(?:分(?:(\\d{1,2})秒?)?)?|(半)|整|钟)?)\\s*(am|pm|a\\.m\\.|p\\.m\\.)?$`,
  'i',
);

/** Seconds from midnight of a clock text, or why not. */
function parseClock(text: string): number | CellReading<never> {
  const match = CLOCK.exec(text);
  if (!match) return refuse('unreadable_time');
  const [, before, hourText, minuteA, secondA, fraction, minuteB, secondB, half, after] = match;
  if (before && after) return refuse('unreadable_time');
  const period = (before ?? after ?? '').toLowerCase();
  const minute = half ? 30 : Number(minuteA ?? minuteB ?? 0);
  const second = Number(secondA ?? secondB ?? 0);
  const written = Number(hourText);
  if (minute > 59 || second > 59 || written > 24) return refuse('impossible_time');
  const hour = hourOf(period, written);
  if (typeof hour !== 'number') return hour;
  const seconds = clockSeconds(hour, minute, second);
  if (typeof seconds !== 'number') return seconds;
  return seconds + (fraction !== undefined && fraction.charAt(0) >= '5' ? 1 : 0);
}

/** Hour of the day that a period of the day and a written hour mean. */
function hourOf(period: string, hour: number): number | CellReading<never> {
  switch (period) {
    case '':
      return hour;
    case '上午':
    case '凌晨':
    case 'am':
    case 'a.m.':
      if (hour > 12) return refuse('impossible_time');
      return hour === 12 ? 0 : hour;
    case '早上':
    case '早晨':
    case '清晨':
    case '早':
      return hour > 11 ? refuse('impossible_time') : hour;
    case '下午':
    case '午后':
    case 'pm':
    case 'p.m.':
      if (hour > 23 || hour === 0) return refuse('impossible_time');
      return hour < 12 ? hour + 12 : hour;
    case '中午':
      if (hour >= 10 && hour <= 14) return hour;
      return hour >= 1 && hour <= 3 ? hour + 12 : refuse('impossible_time');
    case '傍晚':
      if (hour >= 16 && hour <= 20) return hour;
      return hour >= 4 && hour <= 8 ? hour + 12 : refuse('impossible_time');
    default:
      // 晚上 and night: 12, 1, 2 may mean this night or the next, so nobody but the writer knows the day.
      if (hour >= 17 && hour <= 23) return hour;
      return hour >= 5 && hour <= 11 ? hour + 12 : refuse('ambiguous_time');
  }
}

/** Seconds from midnight; 24:00 is allowed and 24:01 is not. */
function clockSeconds(hour: number, minute: number, second: number): number | CellReading<never> {
  const seconds = hour * 3600 + minute * 60 + second;
  if (hour > 24 || minute > 59 || second > 59 || seconds > SECONDS_PER_DAY) {
    return refuse('impossible_time');
  }
  return seconds;
}

/** A number in a time column: 20261003, 20261003143000, 202610031430, or an Excel serial. */
export function readTimeNumber(value: number, date1904: boolean): CellReading<TimeReading> {
  if (!Number.isFinite(value) || value < 0) return refuse('unreadable_time');
  if (Number.isInteger(value) && value >= 10_000_000) {
    const text = String(value);
    return PACKED.test(text) ? readTimeText(text) : refuse('unreadable_time');
  }
  // A bare 12 or 14.30 is no date: only serials that can mean a day of this or the last century are.
  if (value >= 1 && value < 10_000) return refuse('unreadable_time');
  return readSerial(value, date1904, null);
}

/**
 * An Excel serial, rounded to the nearest second. `text` is what the sheet shows, null for a plain number:
 * at midnight it decides whether a time was meant.
 */
export function readSerial(
  serial: number,
  date1904: boolean,
  text: string | null,
): CellReading<TimeReading> {
  if (!Number.isFinite(serial) || serial < 0) return refuse('impossible_date');
  // Plain zero for -0.
  const seconds = Math.round(serial * SECONDS_PER_DAY) + 0;
  if (serial < 1) {
    return read({ kind: 'clock', seconds });
  }
  const wholeDays = Math.floor(seconds / SECONDS_PER_DAY);
  const days = wholeDays - (date1904 ? EPOCH_SERIAL_1904 : EPOCH_SERIAL_1900);
  if (days < daysFromCivil(FIRST_YEAR, 1, 1) || days > daysFromCivil(LAST_YEAR, 12, 31)) {
    return refuse('impossible_date');
  }
  const ofDay = seconds - wholeDays * SECONDS_PER_DAY;
  // A plain serial just off a whole day was a time; what binary fractions cannot hold of a day is smaller.
  const isWhole =
    text === null ? Math.abs(serial - Math.round(serial)) < SERIAL_NOISE : !text.includes(':');
  const precision = ofDay === 0 && isWhole ? 'day' : 'minute';
  return read({ kind: 'moment', micros: microsOf(days, ofDay), precision });
}
