/** What the page makes of one person's figures: judgements, changes, which fine belongs to which visit. Pure. */
import type { StripInput } from '#app/charts/dot-strip.ts';
import type { Verdict } from '#app/charts/verdict.ts';
import type { MetricView } from '#app/data/desk.ts';
import { FEW, judge, type Trend, trend } from '#app/format/index.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import type { MetricPoint, PersonVisit, ScoreLine } from '#queries/reports/person-types.ts';
import type { Fine } from '#queries/reports/types.ts';

/** Quicker repairs are not better ones: shown, never called better or worse. */
const NEUTRAL: ReadonlySet<MetricId> = new Set(['repair_minutes']);

export interface ScoreView {
  readonly line: ScoreLine;
  readonly metric: MetricView;
  /** Fewer than five cases: grey, no state, no comparison. */
  readonly few: boolean;
  readonly verdict: Verdict;
  /** Own value less the month before's; null where either has too few cases. */
  readonly change: { readonly difference: number; readonly trend: Trend } | null;
  readonly strip: StripInput;
}

export function scoreView(line: ScoreLine, metric: MetricView): ScoreView {
  const { own, others, series } = line;
  const few = own.measured < FEW;
  const before = series.at(-2)?.own;
  const verdict = verdictOf(own, metric);
  return {
    line,
    metric,
    few,
    verdict,
    change: changeOf(own, before, metric),
    strip: {
      own: own.value === null ? null : { value: own.value, measured: own.measured },
      verdict,
      others,
      target: metric.target,
    },
  };
}

/** The person's own figure against the target, decided on its counts. */
export function verdictOf(own: MetricPoint, metric: MetricView): Verdict {
  if (own.value === null) return 'none';
  if (own.measured < FEW) return 'few';
  const cases = own.met === null ? undefined : { met: own.met, measured: own.measured };
  return judge(own.value, metric, cases) ?? 'none';
}

function changeOf(
  own: MetricPoint,
  before: MetricPoint | undefined,
  metric: MetricView,
): ScoreView['change'] {
  if (own.value === null || own.measured < FEW) return null;
  if (before === undefined || before.value === null || before.measured < FEW) return null;
  const difference = own.value - before.value;
  // A median is shown in whole minutes.
  const unmoved = metric.unit === 'minutes' && Math.round(Math.abs(difference)) === 0;
  return {
    difference,
    trend: unmoved || NEUTRAL.has(metric.id) ? 'flat' : trend(difference, metric.direction),
  };
}

/** Fines that may still cost something, by the visit they speak of; those of tickets without an own visit by ticket. */
export function rulesOfVisits(
  fines: readonly Fine[],
  visits: readonly PersonVisit[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const fine of fines) {
    if (fine.state === 'waived') continue;
    const visit = visitOf(fine, visits);
    if (visit === undefined) continue;
    found.set(visit.receipt_key, [...(found.get(visit.receipt_key) ?? []), fine.rule]);
  }
  return found;
}

/** A receipt's own fine belongs to it, a late arrival to the first visit, everything else of a ticket to the last one. */
function visitOf(fine: Fine, visits: readonly PersonVisit[]): PersonVisit | undefined {
  const { kind, id, ticket_no } = fine.subject;
  const own = visits.filter((visit) => visit.ticket_no !== null && visit.ticket_no === ticket_no);
  if (kind === 'receipt') {
    const receipt = visits.find((visit) => visit.receipt_no === id || visit.receipt_key === id);
    if (receipt !== undefined) return receipt;
  }
  return fine.detect === 'late_arrival' ? own[0] : own.at(-1);
}

export interface JobCost {
  readonly rules: readonly string[];
  readonly fen: number;
  /** Some have no amount yet. */
  readonly undecided: boolean;
}

/** The person's fines on each ticket, waived ones left out. */
export function costsOfJobs(fines: readonly Fine[]): ReadonlyMap<string, JobCost> {
  const found = new Map<string, JobCost>();
  for (const fine of fines) {
    const ticket = fine.subject.ticket_no;
    if (ticket === null || fine.state === 'waived') continue;
    const known = found.get(ticket);
    found.set(ticket, {
      rules: [...(known?.rules ?? []), fine.rule],
      fen: (known?.fen ?? 0) + (fine.amount_fen ?? 0),
      undecided: (known?.undecided ?? false) || fine.amount_fen === null,
    });
  }
  return found;
}

/** Share of a wage in fen, rounded down to the fen; exact: shares have at most four decimals. */
export function shareOfWage(wageFen: number, share: number): number {
  return Math.floor((wageFen * Math.round(share * 10_000)) / 10_000);
}
