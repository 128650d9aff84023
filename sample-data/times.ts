/**
 * Wall-clock times of the company as whole seconds since 1970-01-01T00:00, as if it were UTC. No zone and no
 * clock: a sample written in St John's equals one written in Shanghai.
 */
export type Seconds = number;

export const MINUTE: Seconds = 60;
export const HOUR: Seconds = 3600;
export const DAY: Seconds = 86_400;

/** Month and day count from 1. */
export function at(year: number, month: number, day: number, hour = 0, minute = 0): Seconds {
  return Date.UTC(year, month - 1, day, hour, minute) / 1000;
}

export interface Clockface {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

export function clockface(time: Seconds): Clockface {
  const date = new Date(time * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

export function startOfDay(time: Seconds): Seconds {
  return time - (((time % DAY) + DAY) % DAY);
}

export const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2026-10-31` */
export function isoDate(time: Seconds): string {
  const { year, month, day } = clockface(time);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** `2026-10-31T18:00:00` */
export function isoTime(time: Seconds): string {
  const { hour, minute, second } = clockface(time);
  return `${isoDate(time)}T${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

/** Reads what isoDate and isoTime write, and nothing else. */
export function parseIso(text: string): Seconds {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?$/.exec(text);
  if (match === null) throw new RangeError(`not an ISO time: ${JSON.stringify(text)}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return at(year, month, day, hour, minute) + second;
}

/** A calendar month `YYYY-MM`. */
export function monthOf(time: Seconds): string {
  return isoDate(time).slice(0, 7);
}

export function monthStart(month: string): Seconds {
  return parseIso(`${month}-01`);
}

export function addMonths(month: string, count: number): string {
  const { year, month: number } = clockface(monthStart(month));
  return monthOf(at(year, number + count, 1));
}
