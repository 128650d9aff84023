/**
 * The sentences a month opens with, as data. Each is derived by a rule from the figures: KPIs that miss their
 * target come first in the registry's order, then stages that miss theirs, farthest off on top, then what grew
 * worse, then what grew better. None gives advice.
 */
import { casesMissing } from '#app/format/index.ts';
import type { Overview } from '#queries/reports/types.ts';
import type { Figure } from './figures.ts';

/** What a sentence adds to value and gap. */
export type Remark =
  /** So many more (or fewer) cases and the target is reached. */
  | { kind: 'cases_missing'; count: number; fewer: boolean }
  /** Deadlines passed without any record, and the rate if all of them had been kept. */
  | {
      kind: 'open_breaches';
      count: number;
      rate: number;
      stage: 'arrival' | 'dispatch' | 'answer' | 'callback' | 'guidance_follow_up';
    }
  | { kind: 'top_fault'; product: string; fault: string; count: number; of: number }
  | { kind: 'dissatisfied'; count: number; person: string | null; personCount: number }
  | { kind: 'incomplete'; count: number };

export interface Conclusion {
  figure: Figure;
  /** Distance from the target as a share, positive when missed; null without a target. */
  gap: number | null;
  remark: Remark | null;
}

export interface KpiTally {
  total: number;
  met: number;
  breached: number;
  no_target: number;
  /** Fewer than five cases. */
  few: number;
  not_captured: number;
}

/** How many KPIs stand where; the five parts add up to the total. */
export function tally(kpis: readonly Figure[]): KpiTally {
  const counts: KpiTally = {
    total: kpis.length,
    met: 0,
    breached: 0,
    no_target: 0,
    few: 0,
    not_captured: 0,
  };
  for (const kpi of kpis) {
    if (kpi.value === null) counts.not_captured += 1;
    else if (kpi.few) counts.few += 1;
    else if (kpi.state === null) counts.no_target += 1;
    else counts[kpi.state] += 1;
  }
  return counts;
}

const STAGE_OF = {
  answer_rate: 'answer',
  dispatch_rate: 'dispatch',
  arrival_rate: 'arrival',
  guidance_follow_up_rate: 'guidance_follow_up',
  callback_rate: 'callback',
} as const;

/** More cases than this are no longer "just so many more". */
const NEARLY = 3;

function remarkOf(figure: Figure, overview: Overview): Remark | null {
  return ownRemark(figure, overview) ?? nearlyThere(figure);
}

/** A target missed by so few cases that the number says more than the distance. */
function nearlyThere({ metric, met, measured, state }: Figure): Remark | null {
  if (state !== 'breached' || met === null || measured === null) return null;
  const count = casesMissing({ met, measured }, metric);
  if (count === 0 || count > NEARLY) return null;
  return { kind: 'cases_missing', count, fewer: metric.direction === 'down' };
}

/** What the metric itself has to say: where its misses come from. */
function ownRemark(figure: Figure, overview: Overview): Remark | null {
  const { metric, met, measured } = figure;
  const { report } = overview;
  switch (metric.id) {
    case 'answer_rate':
    case 'dispatch_rate':
    case 'arrival_rate':
    case 'guidance_follow_up_rate':
    case 'callback_rate': {
      const stage = STAGE_OF[metric.id];
      const open = report.stages[stage].open_breaches;
      if (open === 0 || met === null || !measured) return null;
      return { kind: 'open_breaches', count: open, rate: (met + open) / measured, stage };
    }
    case 'repeat_rate': {
      const top = [...overview.repeat_by_fault].sort((a, b) => b.this_month - a.this_month)[0];
      if (!top || top.this_month < 2) return null;
      const { product, fault, this_month } = top;
      return { kind: 'top_fault', product, fault, count: this_month, of: report.repeat.repeats };
    }
    case 'satisfied_share': {
      const { distribution } = report.satisfaction;
      const count = distribution['1'] + distribution['2'];
      if (count === 0) return null;
      const worst = overview.satisfaction_by_technician
        .filter(({ name }) => name !== null)
        .map(({ name, scores }) => ({ name, low: scores[0] + scores[1] }))
        .sort((a, b) => b.low - a.low)[0];
      const named = worst && worst.low >= 2;
      return {
        kind: 'dissatisfied',
        count,
        person: named ? worst.name : null,
        personCount: named ? worst.low : 0,
      };
    }
    case 'receipt_completeness': {
      const count = report.receipts.finished - report.receipts.complete;
      return count === 0 ? null : { kind: 'incomplete', count };
    }
    default:
      return null;
  }
}

/** Positive when the target is missed, negative when it is exceeded. */
function gapOf({ metric, value }: Figure): number | null {
  if (metric.target === null || value === null) return null;
  return metric.direction === 'up' ? metric.target - value : value - metric.target;
}

/**
 * At most `limit` sentences about the month. Stages that are no KPI take part when they miss their target.
 */
export function conclusions(
  kpis: readonly Figure[],
  stages: readonly Figure[],
  overview: Overview,
  limit = 5,
): Conclusion[] {
  const ids = new Set(kpis.map(({ metric }) => metric.id));
  const extra = stages.filter(({ metric, state }) => state === 'breached' && !ids.has(metric.id));
  const usable = [...kpis, ...extra].filter(({ value, few }) => value !== null && !few);
  const missed = [
    ...kpis.filter(({ state }) => state === 'breached'),
    ...extra.toSorted((a, b) => (gapOf(b) ?? 0) - (gapOf(a) ?? 0)),
  ];
  const size = ({ change }: Figure) => Math.abs(change?.difference ?? 0);
  const moved = (which: 'worse' | 'better') =>
    usable
      .filter(({ state, change }) => state !== 'breached' && change?.trend === which)
      .sort((a, b) => size(b) - size(a));
  const rest = usable.filter(
    ({ state, change }) => state !== 'breached' && (change === null || change.trend === 'flat'),
  );
  return [...missed, ...moved('worse'), ...moved('better'), ...rest]
    .slice(0, limit)
    .map((figure) => ({ figure, gap: gapOf(figure), remark: remarkOf(figure, overview) }));
}
