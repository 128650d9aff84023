/** A month's report, in the names and units of `report --json`. */
import { isoTime, monthOf, type Seconds } from '../times.ts';
import {
  type Case,
  chargeOf,
  isComplete,
  receiptsFinishedIn,
  repeatPairs,
  scoreOf,
} from './cases.ts';
import { REPEAT_WINDOW } from './default-policy.ts';
import { durations, share } from './exact.ts';
import { type ExpectedFines, inMonth } from './fines.ts';
import { expectedPeople } from './people.ts';
import {
  answer,
  arrival,
  callback,
  dispatch,
  guidanceFollowUp,
  keptMonths,
  repair,
  type StageResult,
  turnaround,
} from './stages.ts';
import type { TruthTables } from './truth-tables.ts';

const WATERMARK_FIELDS = {
  tickets: ['reported_at', 'answered_at', 'relayed_at', 'dispatched_at'],
  receipts: ['arrived_at', 'finished_at', 'submitted_at'],
  lines: ['issued_at'],
  followUps: ['called_at'],
  complaints: ['received_at'],
} as const;

/** The latest time of all that was loaded. */
export function watermarkOf(truth: TruthTables): Seconds {
  let latest = 0;
  const see = (time: Seconds | null): void => {
    if (time !== null && time > latest) latest = time;
  };
  for (const row of truth.tickets)
    for (const field of WATERMARK_FIELDS.tickets) see(row.time(field));
  for (const row of truth.receipts)
    for (const field of WATERMARK_FIELDS.receipts) see(row.time(field));
  for (const row of truth.lines) for (const field of WATERMARK_FIELDS.lines) see(row.time(field));
  for (const row of truth.followUps)
    for (const field of WATERMARK_FIELDS.followUps) see(row.time(field));
  for (const row of truth.complaints)
    for (const field of WATERMARK_FIELDS.complaints) see(row.time(field));
  return latest;
}

export function expectedReport(
  month: string,
  cases: readonly Case[],
  truth: TruthTables,
  fines: ExpectedFines,
  as_of: Seconds,
): object {
  const standing = cases.filter(({ cancelled }) => !cancelled);
  const reported = standing.filter((of) => of.month === month);
  const onSite = reported.filter(({ resolution }) => resolution === 'on_site');
  const finishedHere = standing.filter(
    ({ last_finished_at }) => last_finished_at !== null && monthOf(last_finished_at) === month,
  );
  return {
    month,
    as_of: isoTime(as_of),
    policy: { id: 'default', version: 1 },
    tickets: {
      reported: reported.length,
      on_site: onSite.length,
      phone: reported.filter(({ resolution }) => resolution === 'phone').length,
      unknown: reported.filter(({ resolution }) => resolution === 'unknown').length,
      cancelled: cases.filter((of) => of.cancelled && of.month === month).length,
      finished: reported.filter(({ last_finished_at }) => last_finished_at !== null).length,
    },
    stages: stageFigures(month, standing, reported, finishedHere, as_of),
    repeat: repeatFigures(month, standing, onSite, finishedHere, as_of),
    satisfaction: satisfactionFigures(reported, finishedHere),
    complaints: complaintFigures(month, truth, reported.length),
    receipts: receiptFigures(month, cases),
    charges: chargeFigures(finishedHere, cases, truth),
    fines: fineFigures(month, fines),
    people: expectedPeople(month, cases, truth, fines, as_of),
  };
}

function stageFigures(
  month: string,
  standing: readonly Case[],
  reported: readonly Case[],
  finishedHere: readonly Case[],
  as_of: Seconds,
): object {
  const kept = keptMonths(standing);
  const repairs = receiptsFinishedIn(standing, month).map(({ of, receipt }) =>
    repair(of, receipt, as_of),
  );
  return {
    answer: withTarget(reported.map((of) => answer(of, as_of))),
    dispatch: withTarget(reported.map((of) => dispatch(of, as_of))),
    arrival: withTarget(reported.map((of) => arrival(of, as_of, kept))),
    guidance_follow_up: withTarget(reported.map((of) => guidanceFollowUp(of, as_of, kept))),
    callback: {
      ...withTarget(finishedHere.map((of) => callback(of, as_of, kept))),
      // A stage without a start falls into the month of the report.
      not_applicable: reported.filter((of) => callback(of, as_of, kept).state === 'not_applicable')
        .length,
    },
    turnaround: withoutTarget(reported.map((of) => turnaround(of, as_of))),
    repair: withoutTarget(repairs),
  };
}

function counts(
  results: readonly StageResult[],
): Record<'pending' | 'invalid' | 'not_captured' | 'not_applicable', number> {
  const count = (state: StageResult['state']): number =>
    results.filter((result) => result.state === state).length;
  return {
    pending: count('pending'),
    invalid: count('invalid'),
    not_captured: count('not_captured'),
    not_applicable: count('not_applicable'),
  };
}

const secondsOf = (results: readonly StageResult[]): Seconds[] =>
  results.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));

function withTarget(results: readonly StageResult[]): object {
  const met = results.filter(({ state }) => state === 'met').length;
  const breached = results.filter(({ state }) => state === 'breached').length;
  return {
    measured: met + breached,
    met,
    breached,
    open_breaches: results.filter(({ open }) => open).length,
    ...counts(results),
    rate: share(met, met + breached),
    ...durations(secondsOf(results)),
  };
}

/** A stage with a duration and nothing to keep to. */
function withoutTarget(results: readonly StageResult[]): object {
  const seconds = secondsOf(results);
  return {
    measured: seconds.length,
    met: null,
    breached: null,
    open_breaches: 0,
    ...counts(results),
    rate: null,
    ...durations(seconds),
  };
}

function repeatFigures(
  month: string,
  standing: readonly Case[],
  onSite: readonly Case[],
  finishedHere: readonly Case[],
  as_of: Seconds,
): object {
  const pairs = repeatPairs(standing, REPEAT_WINDOW);
  const repeats = pairs.filter(({ later }) => later.month === month).length;
  const finished = finishedHere.filter(({ resolution }) => resolution === 'on_site');
  const repeated = new Set(pairs.map(({ earlier }) => earlier));
  const repeatedLater = finished.filter((of) => repeated.has(of)).length;
  const visited = onSite.filter(({ receipts }) => receipts.length > 0);
  const visits = visited.reduce((sum, { receipts }) => sum + receipts.length, 0);
  return {
    repeats,
    on_site: onSite.length,
    repeat_rate: share(repeats, onSite.length),
    finished: finished.length,
    repeated_later: repeatedLater,
    first_time_fix_rate: share(finished.length - repeatedLater, finished.length),
    provisional: finished.some(
      ({ last_finished_at }) => (last_finished_at ?? 0) + REPEAT_WINDOW > as_of,
    ),
    visits_per_ticket: share(visits, visited.length),
  };
}

function satisfactionFigures(reported: readonly Case[], finishedHere: readonly Case[]): object {
  const finished = [
    ...finishedHere.filter(({ resolution }) => resolution === 'on_site'),
    ...reported.filter(
      ({ resolution, row }) => resolution === 'phone' && row.text('answered_at') !== null,
    ),
  ];
  const scores = finished.map(scoreOf).filter((score) => score !== null);
  const number = (test: (score: number) => boolean): number => scores.filter(test).length;
  return {
    scored: scores.length,
    finished: finished.length,
    response_rate: share(scores.length, finished.length),
    mean: share(
      scores.reduce((sum, score) => sum + score, 0),
      scores.length,
    ),
    satisfied: share(
      number((score) => score >= 4),
      scores.length,
    ),
    dissatisfied: share(
      number((score) => score <= 2),
      scores.length,
    ),
    distribution: Object.fromEntries(
      [1, 2, 3, 4, 5].map((value) => [String(value), number((score) => score === value)]),
    ),
  };
}

function complaintFigures(month: string, truth: TruthTables, reported: number): object {
  const received = truth.complaints.filter(
    (row) => monthOf(row.requiredTime('received_at')) === month,
  );
  const substantiated = received.filter((row) => row.yesNo('substantiated') === true).length;
  return {
    received: received.length,
    substantiated,
    rate: share(received.length, reported),
    blame_rate: share(substantiated, reported),
  };
}

function receiptFigures(month: string, cases: readonly Case[]): object {
  const finished = receiptsFinishedIn(cases, month);
  const complete = finished.filter(({ of, receipt }) => isComplete(of, receipt)).length;
  return { finished: finished.length, complete, completeness: share(complete, finished.length) };
}

function chargeFigures(
  finishedHere: readonly Case[],
  cases: readonly Case[],
  truth: TruthTables,
): object {
  const linesKeptIn = new Set(cases.filter(({ lines }) => lines.length > 0).map((of) => of.month));
  const charges = finishedHere.map((of) => chargeOf(of, truth, linesKeptIn));
  const sum = (value: (charge: (typeof charges)[number]) => number): number =>
    charges.reduce((total, charge) => total + value(charge), 0);
  return {
    charged_fen: sum(({ charged_fen }) => charged_fen),
    expected_fen: sum(({ expected_fen }) => expected_fen ?? 0),
    overcharged: charges.filter(
      ({ charged_fen, expected_fen }) => expected_fen !== null && charged_fen > expected_fen,
    ).length,
    outstanding_fen: sum(({ outstanding_fen }) => outstanding_fen),
  };
}

function fineFigures(month: string, { fines, suspected }: ExpectedFines): object {
  const proposed = fines.filter(inMonth(month));
  return {
    proposed: {
      count: proposed.length,
      fen: proposed.reduce((sum, { amount_fen }) => sum + (amount_fen ?? 0), 0),
      undecided: proposed.filter(({ amount_fen }) => amount_fen === null).length,
    },
    confirmed: { count: 0, fen: 0 },
    waived: { count: 0, fen: 0 },
    suspected: suspected.filter(inMonth(month)).length,
  };
}
