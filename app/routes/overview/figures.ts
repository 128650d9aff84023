/**
 * The overview's figures ready to be shown: value, state against the policy, change on the month before.
 * Pure: computed from what the report hands out, in exact figures; texts and rounding come at the edge.
 */
import type { MetricView, PolicyView } from '#app/data/desk.ts';
import { shiftMonth } from '#app/filters/month.ts';
import { FEW, type Judgement, judge, type Trend, trend } from '#app/format/index.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import type { Overview, SeriesPoint, TargetStage } from '#queries/reports/types.ts';

export const TARGET_STAGES = [
  'answer',
  'dispatch',
  'arrival',
  'guidance_follow_up',
  'callback',
] as const satisfies readonly TargetStage[];

/** The metric that is a stage's rate. */
export const STAGE_METRIC = {
  answer: 'answer_rate',
  dispatch: 'dispatch_rate',
  arrival: 'arrival_rate',
  guidance_follow_up: 'guidance_follow_up_rate',
  callback: 'callback_rate',
} as const satisfies Record<TargetStage, MetricId>;

export interface Change {
  /** This month's exact value less that of the month it is compared with. */
  difference: number;
  trend: Trend;
}

/** One metric of one month, judged. */
export interface Figure {
  metric: MetricView;
  /** Exact where n/N is known; null where nothing was measured. */
  value: number | null;
  met: number | null;
  measured: number | null;
  /** Left out of the denominator: not captured or impossible. */
  unknown: number;
  provisional: boolean;
  /** Too few cases to judge or compare: grey. */
  few: boolean;
  /** Null without a target, without a value, or with too few cases. */
  state: Judgement | null;
  /** Null where either month has no value or too few cases. */
  change: Change | null;
  /** Up to 12 months, the last one this month. */
  series: readonly SeriesPoint[];
}

interface Point {
  value: number | null;
  met: number | null;
  measured: number | null;
}

/** Reports round to four decimals: counts that differ more belong to the figure's complement. */
const ROUNDING = 0.0001;

/** The counts behind a rate, where there are any and they are that rate's own. */
function casesOf({ value, met, measured }: Point): { met: number; measured: number } | null {
  if (met === null || measured === null || measured === 0) return null;
  if (value !== null && Math.abs(met / measured - value) > ROUNDING) return null;
  return { met, measured };
}

/** The unrounded value where counts give one. */
export function exact(point: Point): number | null {
  if (point.measured === 0) return null;
  const cases = casesOf(point);
  return cases === null ? point.value : cases.met / cases.measured;
}

function isFew(measured: number | null): boolean {
  return measured !== null && measured < FEW;
}

interface Source extends Point {
  unknown: number;
  provisional: boolean;
}

/**
 * Judges one metric of the month against the policy and another month.
 *
 * @param before the same metric in the month it is compared with
 */
export function figureOf(
  metric: MetricView,
  source: Source,
  series: readonly SeriesPoint[],
  before: SeriesPoint | undefined,
): Figure {
  const value = metric.unit === 'rate' ? exact(source) : source.value;
  const few = isFew(source.measured);
  const { met, measured } = source;
  const valueBefore = before && !isFew(before.measured) ? exact(before) : null;
  return {
    metric,
    value,
    met,
    measured,
    unknown: source.unknown,
    provisional: source.provisional,
    few,
    state: value === null || few ? null : judge(value, metric, casesOf(source) ?? undefined),
    change:
      value === null || few || valueBefore === null
        ? null
        : {
            difference: value - valueBefore,
            trend: trend(value - valueBefore, metric.direction),
          },
    // The report's own list: where it is the same, its chart is not drawn anew.
    series,
  };
}

/** The figures of the month that another is compared with, by metric. */
export type Base = Readonly<Record<string, SeriesPoint>>;

/** The figures an overview holds of a month: its own, or one of those before it. */
export function baseOf(overview: Overview, month: string): Base {
  return Object.fromEntries(
    Object.entries(overview.series).flatMap(([id, points]) => {
      const point = points.find((each) => each.month === month);
      return point === undefined ? [] : [[id, point]];
    }),
  );
}

function monthBefore(overview: Overview): Base {
  return baseOf(overview, shiftMonth(overview.report.month, -1));
}

/** The KPI cells in the registry's order. */
export function kpiFigures(
  overview: Overview,
  policy: PolicyView,
  base: Base = monthBefore(overview),
): Figure[] {
  return overview.kpis.flatMap((kpi) => {
    const metric = policy.metrics.find(({ id }) => id === kpi.id);
    return metric ? [figureOf(metric, kpi, overview.series[kpi.id] ?? [], base[kpi.id])] : [];
  });
}

/** The rate of each stage that has a target, in the order a ticket passes them. */
export function stageFigures(
  overview: Overview,
  policy: PolicyView,
  base: Base = monthBefore(overview),
): Record<TargetStage, Figure | null> {
  const of = (stage: TargetStage): Figure | null => {
    const id = STAGE_METRIC[stage];
    const metric = policy.metrics.find((each) => each.id === id);
    const figures = overview.report.stages[stage];
    if (!metric) return null;
    const source = {
      value: figures.rate,
      met: figures.met,
      measured: figures.measured,
      unknown: figures.not_captured + figures.invalid,
      provisional: false,
    };
    return figureOf(metric, source, overview.series[id] ?? [], base[id]);
  };
  return {
    answer: of('answer'),
    dispatch: of('dispatch'),
    arrival: of('arrival'),
    guidance_follow_up: of('guidance_follow_up'),
    callback: of('callback'),
  };
}

/**
 * The rate with everything unknown counted as missed and as met: the band the true figure lies in.
 * Null where nothing is unknown or nothing was measured.
 */
export function unknownBand({
  met,
  measured,
  unknown,
}: Figure): { low: number; high: number } | null {
  if (met === null || measured === null || measured === 0 || unknown === 0) return null;
  return { low: met / (measured + unknown), high: (met + unknown) / (measured + unknown) };
}

/**
 * Since when the month's value has not been worse: the latest earlier month that was at least as bad,
 * `all` where none in the series was, null where this month is not a new low.
 */
export function worstSince(
  { series, metric, value }: Figure,
  month: string,
): string | 'all' | null {
  if (value === null) return null;
  const earlier = series.filter((point) => point.month < month && !isFew(point.measured));
  const values = earlier.flatMap((point) => {
    const pointValue = exact(point);
    return pointValue === null ? [] : [{ month: point.month, value: pointValue }];
  });
  // A low of two or three months is no news.
  if (values.length < 3) return null;
  const bad = values.filter((point) =>
    metric.direction === 'up' ? point.value <= value : point.value >= value,
  );
  const last = bad.at(-1);
  if (last === undefined) return 'all';
  const monthsSince = values.filter((point) => point.month > last.month).length;
  return monthsSince >= 3 ? last.month : null;
}
