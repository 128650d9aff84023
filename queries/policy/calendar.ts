/**
 * The working calendar of a policy as tables: hours per weekday, and the days that are other than their weekday.
 * Public holidays and make-up workdays come from chinese-days (the State Council's yearly notices). Pure.
 */
import holidays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { WEEKDAYS, type WorkingCalendar } from './policy.ts';

/** Minutes of a day, half-open: `open` 510 is 08:30. Weekdays as ISO: Monday 1 … Sunday 7. */
export interface WeekdayHours {
  readonly weekday: number;
  readonly open_minute: number;
  readonly close_minute: number;
}

/** A day that is not worked as its weekday is. */
export interface SpecialDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly works: boolean;
}

/** The weekday number of the hours of make-up workdays. */
export const MAKEUP = 0;

const PUBLIC_DAYS = [...Object.keys(holidays.holidays), ...Object.keys(holidays.workdays)].sort();
/** First and last year whose public holidays are known. */
export const HOLIDAY_YEARS = {
  from: Number(PUBLIC_DAYS[0]?.slice(0, 4)),
  to: Number(PUBLIC_DAYS.at(-1)?.slice(0, 4)),
} as const;

/** The hours of each weekday, and under MAKEUP those of a make-up workday. */
export function weekdayHours(calendar: WorkingCalendar): WeekdayHours[] {
  const week = WEEKDAYS.flatMap((name, index) => hoursOf(index + 1, calendar.hours[name] ?? []));
  const usual = WEEKDAYS.map((name) => calendar.hours[name]).find((spans) => spans !== undefined);
  return [...week, ...hoursOf(MAKEUP, calendar.makeup_hours ?? usual ?? [])];
}

/** Days that are worked though their weekday is not, or the other way round; the company's own go before the public. */
export function specialDays(calendar: WorkingCalendar): SpecialDay[] {
  const days = new Map<string, boolean>();
  if (calendar.holidays === 'cn') {
    for (const day of Object.keys(holidays.holidays)) days.set(day, false);
    for (const day of Object.keys(holidays.workdays)) days.set(day, true);
  }
  for (const day of calendar.extra_holidays) days.set(day, false);
  for (const day of calendar.extra_workdays) days.set(day, true);
  return [...days].map(([day, works]) => ({ day, works }));
}

function hoursOf(weekday: number, spans: readonly string[]): WeekdayHours[] {
  return spans.map((span) => ({
    weekday,
    open_minute: minuteOf(span.slice(0, 5)),
    close_minute: minuteOf(span.slice(6)),
  }));
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
