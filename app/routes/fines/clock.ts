/** The clock of a late arrival as a bar: who held the ticket for how long, and what lies past the limit. Pure. */
import type { Leg } from '#queries/ledger/types.ts';

export interface ClockLeg {
  readonly leg: Leg;
  /** Place and length along the bar, 0–1. */
  readonly from: number;
  readonly share: number;
}

export interface Clock {
  readonly legs: readonly ClockLeg[];
  readonly start_at: string;
  readonly end_at: string;
  /** The limit's place, 0–1, and what lies past it; null where it lies outside the bar. */
  readonly due: {
    readonly at: string;
    readonly place: number;
    /** Null where only working minutes count: the bar shows all of them, so its own length says nothing. */
    readonly over_minutes: number | null;
  } | null;
}

/** Milliseconds of a naive time; both ends are read alike, so no zone enters. */
function instant(time: string): number {
  return Date.parse(`${time}Z`);
}

/** Null where there are no legs, or nothing lies between their ends. */
export function clockOf(legs: readonly Leg[], dueAt: string | null): Clock | null {
  const first = legs[0];
  const last = legs.at(-1);
  if (first === undefined || last === undefined) return null;
  const start = instant(first.from);
  const length = instant(last.to) - start;
  if (length <= 0) return null;
  const place = (time: string) => (instant(time) - start) / length;
  const due = dueAt === null ? null : place(dueAt);
  // Legs follow one another without a gap: shorter than the whole, they are working minutes.
  const worked = legs.reduce((sum, leg) => sum + leg.minutes, 0) < length / 60_000 - 0.5;
  return {
    legs: legs.map((leg) => ({
      leg,
      from: place(leg.from),
      share: place(leg.to) - place(leg.from),
    })),
    start_at: first.from,
    end_at: last.to,
    due:
      dueAt === null || due === null || due <= 0 || due >= 1
        ? null
        : {
            at: dueAt,
            place: due,
            over_minutes: worked ? null : (instant(last.to) - instant(dueAt)) / 60_000,
          },
  };
}
