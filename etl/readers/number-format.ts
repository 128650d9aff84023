/**
 * What a number format of a workbook makes of a number. Pure.
 *
 * Only the distinctions that later reading needs are made: a date or time becomes a serial with its text, a
 * percentage and a code with leading zeros become the text a person sees, every other number stays a number.
 */

import type { Cell } from '#etl/types.ts';

/** How numbers of one format are handed on. */
export type NumberDisplay =
  | { readonly kind: 'plain' }
  | { readonly kind: 'percent' }
  | {
      readonly kind: 'padded';
      readonly digits: number;
      readonly prefix: string;
      readonly suffix: string;
    }
  | {
      readonly kind: 'time';
      readonly date: boolean;
      readonly time: boolean;
      readonly seconds: boolean;
      /** `[h]:mm`: hours beyond 24 are counted on. */
      readonly elapsed: boolean;
    };

const PLAIN: NumberDisplay = { kind: 'plain' };
const DATE: NumberDisplay = {
  kind: 'time',
  date: true,
  time: false,
  seconds: false,
  elapsed: false,
};
const CLOCK: NumberDisplay = { ...DATE, date: false, time: true };
const CLOCK_SECONDS: NumberDisplay = { ...CLOCK, seconds: true };
const PERCENT: NumberDisplay = { kind: 'percent' };

/**
 * Formats that workbooks name by number only (ECMA-376 §18.8.30), with the Chinese dates and times of 27–36
 * and 50–58, which files written by a Chinese Excel or WPS use without spelling them out.
 */
const BUILT_IN = new Map<number, NumberDisplay>([
  [9, PERCENT],
  [10, PERCENT],
  [14, DATE],
  [15, DATE],
  [16, DATE],
  [17, DATE],
  [18, CLOCK],
  [19, CLOCK_SECONDS],
  [20, CLOCK],
  [21, CLOCK_SECONDS],
  [22, { ...DATE, time: true }],
  [27, DATE],
  [28, DATE],
  [29, DATE],
  [30, DATE],
  [31, DATE],
  [32, CLOCK],
  [33, CLOCK_SECONDS],
  [34, CLOCK],
  [35, CLOCK_SECONDS],
  [36, DATE],
  [45, CLOCK_SECONDS],
  [46, { ...CLOCK_SECONDS, elapsed: true }],
  [47, CLOCK_SECONDS],
  [50, DATE],
  [51, DATE],
  [52, DATE],
  [53, DATE],
  [54, DATE],
  [55, CLOCK],
  [56, CLOCK_SECONDS],
  [57, DATE],
  [58, DATE],
]);

/** Display of a format that the workbook does not spell out. */
export function builtInDisplay(formatId: number): NumberDisplay {
  return BUILT_IN.get(formatId) ?? PLAIN;
}

/** Longest format code looked at; Excel allows 255 characters. */
const MAX_CODE_CHARS = 1_024;

/**
 * Display of a format code, e.g. `yyyy"年"m"月"d"日" h:mm`, `0.0%`, `"BX"000000`.
 * Only the first section counts: the others are for negative numbers, zero and text.
 */
export function displayOf(code: string): NumberDisplay {
  if (code.length > MAX_CODE_CHARS || /^(?:general|standard|@)$/i.test(code)) return PLAIN;
  const section = firstSection(code);
  const elapsed = /\[(h+|m+|s+)\]/i.test(section.brackets);
  const letters = section.code;
  if (/[ydhsmae]/i.test(letters) || elapsed) {
    const display = timeDisplay(letters, section.brackets, elapsed);
    if (display !== null) return display;
  }
  if (letters.includes('%')) return PERCENT;
  const padded = /^\ue000?(0{2,})\ue000?$/.exec(letters);
  if (padded?.[1] !== undefined) {
    const [prefix = '', suffix = ''] = letters.startsWith('\ue000')
      ? section.literals
      : ['', ...section.literals];
    return { kind: 'padded', digits: padded[1].length, prefix, suffix };
  }
  return PLAIN;
}

/** The first section without its literals (each run replaced by U+E000) and without its brackets. */
function firstSection(code: string): { code: string; literals: string[]; brackets: string } {
  let letters = '';
  let brackets = '';
  const literals: string[] = [];
  const literal = (text: string) => {
    if (letters.endsWith('\ue000')) literals.push((literals.pop() ?? '') + text);
    else {
      letters += '\ue000';
      literals.push(text);
    }
  };
  for (let at = 0; at < code.length; at += 1) {
    const char = code.charAt(at);
    if (char === ';') break;
    if (char === '"') {
      const end = code.indexOf('"', at + 1);
      literal(code.slice(at + 1, end < 0 ? undefined : end));
      at = end < 0 ? code.length : end;
    } else if (char === '\\') {
      literal(code.charAt(at + 1));
      at += 1;
    } else if (char === '_' || char === '*') {
      at += 1;
    } else if (char === '[') {
      const end = code.indexOf(']', at);
      brackets += code.slice(at, end < 0 ? undefined : end + 1);
      at = end < 0 ? code.length : end;
    } else {
      letters += char;
    }
  }
  return { code: letters, literals, brackets };
}

function timeDisplay(letters: string, brackets: string, elapsed: boolean): NumberDisplay | null {
  // AM/PM and 上午/下午 say nothing about what is shown beyond the hour; E+00 is an exponent, not an era.
  const code = letters.replace(/am\/pm|a\/p|general/gi, '').replace(/e[+-]/gi, '');
  const hours = /h/i.test(code) || /\[h+\]/i.test(brackets);
  const seconds = /s/i.test(code) || /\[s+\]/i.test(brackets);
  const minutes = /\[m+\]/i.test(brackets);
  const time = hours || seconds || minutes;
  // A lone m is a month unless hours or seconds stand beside it; e is the year in Chinese and Japanese formats.
  const date =
    /[yd]/i.test(code) || /a{3}/i.test(code) || /e/i.test(code) || (/m/i.test(code) && !time);
  if (!date && !time) return null;
  return { kind: 'time', date, time, seconds, elapsed: elapsed && !date };
}

/** Serials beyond 9999-12-31 are no dates. */
const MAX_SERIAL = 2_958_466;
const SECONDS_PER_DAY = 86_400;
/** Days from the start of the 1900 system (1899-12-30) to that of the 1904 system (1904-01-01). */
export const DAYS_1904 = 1_462;
/** Days from 1899-12-30 to 1970-01-01. */
export const DAYS_1970 = 25_569;

/**
 * The cell for a number shown with a format.
 *
 * Percentages keep all their digits (`0.125` shown as `0%` is `12.5%`): what is read must not depend on how
 * narrow somebody made the column.
 *
 * @param date1904 the workbook counts days from 1904-01-01
 */
export function numberCell(value: number, display: NumberDisplay, date1904: boolean): Cell {
  switch (display.kind) {
    case 'plain':
      return value;
    case 'percent':
      return `${Number((value * 100).toPrecision(15))}%`;
    case 'padded': {
      if (!Number.isSafeInteger(value) || value < 0) return value;
      return display.prefix + String(value).padStart(display.digits, '0') + display.suffix;
    }
    case 'time': {
      const text = serialText(value, display, date1904);
      return text === null ? value : { serial: value, text };
    }
  }
}

/** `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS]` or `HH:MM[:SS]`; null where Excel itself would show #### . */
function serialText(
  serial: number,
  display: { date: boolean; time: boolean; seconds: boolean; elapsed: boolean },
  date1904: boolean,
): string | null {
  if (!(serial >= 0 && serial < MAX_SERIAL)) return null;
  // Rounded to the second: 14:30 is stored as 0.604166666666667.
  const total = Math.round(serial * SECONDS_PER_DAY);
  const day = Math.floor(total / SECONDS_PER_DAY);
  const clock = clockText(display.elapsed ? total : total % SECONDS_PER_DAY, display.seconds);
  // A clock time under a format with a date has no date: Excel shows 1900-01-00.
  if (!display.date || (display.time && day === 0)) return clock;
  const date = date1904 ? dateText(day + DAYS_1904) : date1900Text(day);
  return display.time ? `${date} ${clock}` : date;
}

function clockText(seconds: number, withSeconds: boolean): string {
  const text = `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}`;
  return withSeconds ? `${text}:${pad2(seconds % 60)}` : text;
}

/** The 1900 system has a 29 February 1900 (serial 60) that never was; days before it stand one later. */
function date1900Text(day: number): string {
  if (day === 60) return '1900-02-29';
  return dateText(day < 60 ? day + 1 : day);
}

function dateText(daysSince1899: number): string {
  const date = new Date((daysSince1899 - DAYS_1970) * SECONDS_PER_DAY * 1000);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${pad2(date.getUTCMonth() + 1)}-${pad2(date.getUTCDate())}`;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}

const ISO =
  /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:T|^)?(?:(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:Z)?$/;

/**
 * The cell for a date stored as ISO 8601 text (`t="d"`): same serial and text as if it were stored as a number.
 * Text that is no such date stays text.
 */
export function isoDateCell(text: string, date1904: boolean): Cell {
  const match = ISO.exec(text.trim());
  if (match === null || text.trim() === '') return text;
  const [, year, month, day, hour, minute, second] = match;
  const clock = Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0);
  const time = hour !== undefined;
  const seconds = Number(second ?? 0) !== 0;
  if (year === undefined) {
    return { serial: clock / SECONDS_PER_DAY, text: clockText(clock, seconds) };
  }
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + DAYS_1970;
  // Before 1 March 1900 the 1900 system stands one day earlier; day 0 is a clock time without a date.
  const own = date1904 ? days - DAYS_1904 : days <= 60 ? days - 1 : days;
  const serial = own + clock / SECONDS_PER_DAY;
  if (own === 0 && time && !date1904) return { serial, text: clockText(clock, seconds) };
  const date = `${year}-${month}-${day}`;
  return { serial, text: time ? `${date} ${clockText(clock, seconds)}` : date };
}
