/**
 * Times and months as texts. Times are naive local `YYYY-MM-DDTHH:MM:SS`, months `YYYY-MM`: they are
 * cut and counted as texts and integers, never through a `Date` of the running machine's zone.
 */
import type { Lang } from './number.ts';

const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

function monthParts(month: string): { year: string; number: number } {
  return { year: month.slice(0, 4), number: Number(month.slice(5, 7)) };
}

/** `2026年10月`, `October 2026`. */
export function formatMonth(month: string, lang: Lang): string {
  const { year, number } = monthParts(month);
  return lang === 'zh' ? `${year}年${number}月` : `${MONTHS_EN[number - 1] ?? month} ${year}`;
}

/** `10 月`, `Oct`: where the year is plain from the page. */
export function formatMonthShort(month: string, lang: Lang): string {
  const { number } = monthParts(month);
  return lang === 'zh' ? `${number} 月` : (MONTHS_EN[number - 1] ?? month).slice(0, 3);
}

/** `10-14 09:12`; with the year in front where it is not the reference year. Minutes are enough for people. */
export function formatTime(time: string, referenceYear?: string): string {
  const year = time.slice(0, 4);
  const text = `${time.slice(5, 10)} ${time.slice(11, 16)}`;
  return referenceYear === undefined || referenceYear === year ? text : `${year}-${text}`;
}

/** `10-14`, with the year in front where it is not the reference year. */
export function formatDay(time: string, referenceYear?: string): string {
  const year = time.slice(0, 4);
  const text = time.slice(5, 10);
  return referenceYear === undefined || referenceYear === year ? text : `${year}-${text}`;
}

/** Days since a fixed day, counted in the civil calendar (Howard Hinnant's days_from_civil). */
function civilDay(time: string): number {
  const month = Number(time.slice(5, 7));
  const year = Number(time.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const day = Number(time.slice(8, 10));
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear
  );
}

/** Calendar days from one naive time to another: yesterday 23:59 to today 00:01 is 1. */
export function daysBetween(from: string, to: string): number {
  return civilDay(to) - civilDay(from);
}
