/**
 * How a month's days were spent: one lane per day, a bar per visit from arrival to finish, a line from the report to the
 * arrival, a tick at a deadline that was missed. Pure: places are percent of the lane's hours.
 */
import { daysBetween } from '#app/format/index.ts';
import type { StageState } from '#queries/reports/types.ts';

export interface LaneVisit {
  readonly key: string;
  readonly ticket_no: string | null;
  readonly reported_at: string | null;
  readonly reported_day: boolean;
  readonly due_at: string | null;
  readonly arrival_state: StageState | null;
  readonly arrived_at: string | null;
  readonly arrived_day: boolean;
  readonly finished_at: string | null;
  readonly finished_day: boolean;
  readonly repair_minutes: number | null;
  /** Rules the person is charged by for this visit. */
  readonly rules: readonly string[];
}

export interface LaneBar {
  readonly key: string;
  readonly ticket_no: string | null;
  readonly left: number;
  readonly width: number;
  /** met: in time; breached: late; other: no deadline, or a later visit. */
  readonly kind: 'met' | 'breached' | 'other';
  /** The finish is not known: only the arrival is drawn. */
  readonly open: boolean;
}

export interface DayLane {
  /** 1–31. */
  readonly day: number;
  /** 1 (Monday) – 7. */
  readonly weekday: number;
  readonly bars: readonly LaneBar[];
  readonly waits: readonly {
    readonly key: string;
    readonly left: number;
    readonly width: number;
  }[];
  readonly ticks: readonly { readonly key: string; readonly at: number }[];
  readonly notes: readonly { readonly key: string; readonly at: number; readonly text: string }[];
  readonly visits: number;
  /** Visits whose time of arrival is not known: counted, not drawn. */
  readonly untimed: number;
  readonly repair_minutes: number;
}

export interface DayLanesShape {
  /** Whole hours the lanes begin and end at. */
  readonly from: number;
  readonly to: number;
  readonly days: readonly DayLane[];
}

/** A working day as the design draws it; earlier and later hours are added where something happened in them. */
const USUAL = { from: 6, to: 23 } as const;

/** The day of the month a visit counts for: of its arrival, else of its finish. */
export function visitDay(visit: Pick<LaneVisit, 'arrived_at' | 'finished_at'>): string | null {
  return (visit.arrived_at ?? visit.finished_at)?.slice(0, 10) ?? null;
}

export function dayLanes(visits: readonly LaneVisit[], month: string): DayLanesShape {
  const drawn = visits.filter(isTimed);
  const ends = drawn.map((visit) => endOfBar(visit));
  const from = Math.min(USUAL.from, ...drawn.map((visit) => Math.floor(hourOf(visit.arrived_at))));
  const to = Math.max(USUAL.to, ...ends.map((end) => Math.ceil(end)));
  const place = (hour: number): number =>
    Math.round(((Math.min(to, Math.max(from, hour)) - from) / (to - from)) * 10_000) / 100;
  const days = Array.from({ length: daysOf(month) }, (_, index): DayLane => {
    const date = `${month}-${String(index + 1).padStart(2, '0')}`;
    const own = visits.filter((visit) => visitDay(visit) === date);
    const timed = own.filter(isTimed);
    return {
      day: index + 1,
      weekday: weekdayOf(date),
      bars: timed.map((visit) => {
        const left = place(hourOf(visit.arrived_at));
        return {
          key: visit.key,
          ticket_no: visit.ticket_no,
          left,
          width: Math.round((place(endOfBar(visit)) - left) * 100) / 100,
          kind: kindOf(visit.arrival_state),
          open: !hasFinish(visit),
        };
      }),
      waits: timed.flatMap((visit) => {
        const { key, reported_at, reported_day } = visit;
        // A later visit answers no report of its own.
        if (visit.arrival_state === null || reported_at === null || reported_day) return [];
        const start = reported_at.slice(0, 10) === date ? hourOf(reported_at) : from;
        const left = place(start);
        const width = Math.round((place(hourOf(visit.arrived_at)) - left) * 100) / 100;
        return width <= 0 ? [] : [{ key, left, width }];
      }),
      ticks: timed.flatMap(({ key, due_at, arrival_state }) =>
        arrival_state === 'breached' && due_at !== null && due_at.slice(0, 10) === date
          ? [{ key, at: place(hourOf(due_at)) }]
          : [],
      ),
      notes: timed
        .filter((visit) => visit.rules.length > 0)
        .map((visit) => ({
          key: visit.key,
          at: place(endOfBar(visit)),
          text: visit.rules.join(' '),
        })),
      visits: own.length,
      untimed: own.length - timed.length,
      repair_minutes: own.reduce((sum, visit) => sum + (visit.repair_minutes ?? 0), 0),
    };
  });
  return { from, to, days };
}

type TimedVisit = LaneVisit & { readonly arrived_at: string };

function isTimed(visit: LaneVisit): visit is TimedVisit {
  return visit.arrived_at !== null && !visit.arrived_day;
}

function hasFinish(visit: LaneVisit): boolean {
  return visit.finished_at !== null && !visit.finished_day;
}

/** Hour at which the bar ends: of a finish on a later day the end of this one, without a finish the arrival. */
function endOfBar(visit: TimedVisit): number {
  const start = hourOf(visit.arrived_at);
  if (visit.finished_at === null || visit.finished_day) return start;
  if (visit.finished_at.slice(0, 10) > visit.arrived_at.slice(0, 10)) return 24;
  return Math.max(start, hourOf(visit.finished_at));
}

function kindOf(state: StageState | null): LaneBar['kind'] {
  return state === 'met' || state === 'breached' ? state : 'other';
}

/** 13.5 of `…T13:30:00`. */
function hourOf(time: string): number {
  return Number(time.slice(11, 13)) + Number(time.slice(14, 16)) / 60;
}

function daysOf(month: string): number {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5, 7));
  const next =
    number === 12
      ? `${String(year + 1).padStart(4, '0')}-01`
      : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
  return daysBetween(`${month}-01`, `${next}-01`);
}

/** 1 (Monday) – 7; 1 January 1990 was a Monday. */
function weekdayOf(date: string): number {
  return ((((daysBetween('1990-01-01', date) % 7) + 7) % 7) + 1) as number;
}
