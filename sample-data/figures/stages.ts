/** The stages of a ticket: from which event to which, whether in time, how long. */
import { MINUTE, type Seconds, startOfDay } from '../times.ts';
import type { Case } from './cases.ts';
import {
  ANSWER_TARGET,
  ARRIVAL_IN_TOWN,
  CALLBACK_TARGET,
  DISPATCH_TARGET,
  GUIDANCE_TARGET,
  LONGEST_STAGE,
} from './default-policy.ts';
import type { TruthRow } from './truth-tables.ts';

export type State = 'not_applicable' | 'not_captured' | 'invalid' | 'met' | 'breached' | 'pending';

export interface StageResult {
  state: State;
  /** Breached with a blank end. */
  open: boolean;
  /** Between both ends, pauses taken out; null where one is missing or the stage is not valid. */
  seconds: Seconds | null;
}

const NOT_APPLICABLE: StageResult = { state: 'not_applicable', open: false, seconds: null };
const NOT_CAPTURED: StageResult = { state: 'not_captured', open: false, seconds: null };

interface Span {
  start: Seconds;
  end: Seconds | null;
  /** Null for a stage that only has a duration. */
  target: Seconds | null;
  captured: boolean;
  as_of: Seconds;
  /** Seconds of pause between two times. */
  paused?: (from: Seconds, to: Seconds) => Seconds;
}

function judge({ start, end, target, captured, as_of, paused = () => 0 }: Span): StageResult {
  if (end === null) {
    if (!captured || target === null) return NOT_CAPTURED;
    const late = as_of - start - paused(start, as_of) > target;
    return { state: late ? 'breached' : 'pending', open: late, seconds: null };
  }
  if (start - end >= MINUTE || end - start > LONGEST_STAGE) {
    return { state: 'invalid', open: false, seconds: null };
  }
  const seconds = Math.max(0, end - start - paused(start, end));
  return { state: target === null || seconds <= target ? 'met' : 'breached', open: false, seconds };
}

/** Months in which some ticket has a receipt, or a follow-up, whose sheet keeps the time. */
export interface KeptMonths {
  arrivals: ReadonlySet<string>;
  calls: ReadonlySet<string>;
}

export function keptMonths(cases: readonly Case[]): KeptMonths {
  const months = (has: (of: Case) => boolean): Set<string> =>
    new Set(cases.filter(has).map(({ month }) => month));
  return {
    arrivals: months(({ receipts }) => receipts.some((row) => row.captured('arrived_at'))),
    calls: months(({ followUps }) => followUps.some((row) => row.captured('called_at'))),
  };
}

export function answer({ row, reported_at }: Case, as_of: Seconds): StageResult {
  if (row.dayOnly('reported_at') || row.dayOnly('answered_at')) return NOT_CAPTURED;
  return judge({
    start: reported_at,
    end: row.time('answered_at'),
    target: ANSWER_TARGET,
    captured: row.captured('answered_at'),
    as_of,
  });
}

/** Field the dispatch counts from: the relay, else the answer, else the report. */
export function dispatchStart({ row, reported_at }: Case): Seconds {
  return row.time('relayed_at') ?? row.time('answered_at') ?? reported_at;
}

export function dispatch(of: Case, as_of: Seconds): StageResult {
  const { row, resolution } = of;
  if (resolution !== 'on_site') return NOT_APPLICABLE;
  const from = ['relayed_at', 'answered_at', 'reported_at'].find(
    (field) => row.text(field) !== null,
  );
  if (row.dayOnly(from ?? '') || row.dayOnly('dispatched_at')) return NOT_CAPTURED;
  return judge({
    start: dispatchStart(of),
    end: row.time('dispatched_at'),
    target: DISPATCH_TARGET,
    captured: row.captured('dispatched_at'),
    as_of,
  });
}

/** A promise the customer did not refuse. */
export function promiseOf({ row }: Case): Seconds | null {
  return row.yesNo('promise_consented') === false ? null : row.time('promised_at');
}

/** When the technician had to be there; null for outside the city without a promise. */
export function arrivalDeadline(of: Case): Seconds | null {
  const promise = promiseOf(of);
  if (promise !== null) return promise;
  return of.row.text('region') === 'outside' ? null : of.reported_at + ARRIVAL_IN_TOWN;
}

export function arrival(of: Case, as_of: Seconds, kept: KeptMonths): StageResult {
  const deadline = arrivalDeadline(of);
  if (of.resolution !== 'on_site' || deadline === null) return NOT_APPLICABLE;
  const first = of.receipts[0];
  if (of.row.dayOnly('reported_at') || first?.dayOnly('arrived_at') === true) return NOT_CAPTURED;
  return judge({
    start: of.reported_at,
    end: first?.time('arrived_at') ?? null,
    target: deadline - of.reported_at,
    captured: of.receipts.some((row) => row.captured('arrived_at')) || kept.arrivals.has(of.month),
    as_of,
    paused: pauses(of, as_of),
  });
}

const reached = (row: TruthRow): boolean => row.yesNo('connected') !== false;

export function guidanceFollowUp(of: Case, as_of: Seconds, kept: KeptMonths): StageResult {
  if (of.resolution !== 'phone') return NOT_APPLICABLE;
  const first = of.followUps.find(reached);
  if (first?.dayOnly('called_at') === true) return NOT_CAPTURED;
  return judge({
    start: of.row.time('answered_at') ?? of.reported_at,
    end: first?.time('called_at') ?? null,
    target: GUIDANCE_TARGET,
    captured: callsKept(of, kept),
    as_of,
  });
}

export function callback(of: Case, as_of: Seconds, kept: KeptMonths): StageResult {
  const finished = of.last_finished_at;
  if (of.resolution !== 'on_site' || finished === null) return NOT_APPLICABLE;
  // A call known to the day alone may have come after the work of that day.
  const first = of.followUps.find((row) => {
    const called = row.requiredTime('called_at');
    return (
      reached(row) &&
      (row.dayOnly('called_at') ? called >= startOfDay(finished) : called >= finished)
    );
  });
  if (first?.dayOnly('called_at') === true) return NOT_CAPTURED;
  return judge({
    start: finished,
    end: first?.time('called_at') ?? null,
    target: CALLBACK_TARGET,
    captured: callsKept(of, kept),
    as_of,
  });
}

function callsKept(of: Case, kept: KeptMonths): boolean {
  return of.followUps.some((row) => row.captured('called_at')) || kept.calls.has(of.month);
}

export function turnaround(of: Case, as_of: Seconds): StageResult {
  if (of.resolution !== 'on_site' || of.last_finished_at === null) return NOT_APPLICABLE;
  if (of.row.dayOnly('reported_at')) return NOT_CAPTURED;
  return judge({
    start: of.reported_at,
    end: of.last_finished_at,
    target: null,
    captured: true,
    as_of,
    paused: pauses(of, as_of),
  });
}

/** One visit from arrival to end. */
export function repair(of: Case, receipt: TruthRow, as_of: Seconds): StageResult {
  const start = receipt.time('arrived_at');
  if (start === null) return NOT_CAPTURED;
  return judge({
    start,
    end: receipt.time('finished_at'),
    target: null,
    captured: receipt.captured('finished_at'),
    as_of,
    paused: pauses(of, as_of),
  });
}

/** Minutes of a suspension inside a span; one without an end runs on. */
function pauses({ row }: Case, as_of: Seconds): (from: Seconds, to: Seconds) => Seconds {
  const begun = row.time('suspended_at');
  if (begun === null || !row.captured('resumed_at')) return () => 0;
  const ended = row.time('resumed_at') ?? as_of;
  return (from, to) => Math.max(0, Math.min(to, ended) - Math.max(from, begun));
}
