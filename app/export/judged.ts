/** From figures of the reports to what a cell judges: value, cases, target. Pure. */
import type { MetricView } from '#app/data/desk.ts';
import { shiftMonth } from '#app/filters/month.ts';
import type { Target } from '#app/format/index.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import type {
  MetricValue,
  SeriesPoint,
  StageFigures,
  TargetStage,
} from '#queries/reports/types.ts';
import type { Judged } from './cells.ts';
import type { Lang } from './workbook-input.ts';

/** The registry's rate of each stage with a target. */
export const STAGE_METRIC: Record<TargetStage, MetricId> = {
  answer: 'answer_rate',
  dispatch: 'dispatch_rate',
  arrival: 'arrival_rate',
  guidance_follow_up: 'guidance_follow_up_rate',
  callback: 'callback_rate',
};

/** A metric by id with the policy's target; throws on an id the registry does not know. */
export function metricById(metrics: readonly MetricView[], id: string): MetricView {
  const found = metrics.find((metric) => metric.id === id);
  if (found === undefined) throw new Error(`no metric ${id} in the registry`);
  return found;
}

/** Half a unit of the reports' last decimal. */
const ROUNDING = 0.000_051;

/**
 * A figure ready to be judged. Where n and N give the value they are judged, unrounded: 0.89996 misses a target of
 * 0.9 although it is reported as 0.9000. Counts of the complement (first-time fix counts repeats) are left aside.
 */
export function judged(
  { value, met, measured }: Pick<MetricValue, 'value' | 'met' | 'measured'>,
  against: Target,
): Judged {
  const counted = met !== null && measured !== null && measured > 0 ? { met, measured } : null;
  const agrees =
    counted !== null &&
    value !== null &&
    Math.abs(counted.met / counted.measured - value) < ROUNDING;
  if (counted === null || !agrees) return { value, cases: null, measured, against };
  return { value: counted.met / counted.measured, cases: counted, measured, against };
}

/** Met ÷ measured of a stage or a person. */
export function judgedCounts(met: number | null, measured: number, against: Target): Judged {
  if (met === null || measured === 0) return { value: null, cases: null, measured, against };
  return { value: met / measured, cases: { met, measured }, measured, against };
}

/** A stage's timeliness; stages without a target have no value to judge. */
export function judgedStage(figures: StageFigures, against: Target): Judged {
  return judgedCounts(figures.met, figures.measured, against);
}

/** The point of the month before `month` in a series, null where the series does not reach it. */
export function monthBefore(series: readonly SeriesPoint[], month: string): SeriesPoint | null {
  const before = shiftMonth(month, -1);
  return series.find((point) => point.month === before) ?? null;
}

/** A limit in minutes for people: `10 分`, `3 时`. */
export function limitText(minutes: number, lang: Lang): string {
  const hours = minutes / 60;
  if (minutes >= 60 && Number.isInteger(hours)) return lang === 'zh' ? `${hours} 时` : `${hours} h`;
  return lang === 'zh' ? `${minutes} 分` : `${minutes} min`;
}
