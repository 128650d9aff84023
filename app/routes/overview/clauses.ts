/** What a row of clause compliance is measured against, and the list of its broken cases. Pure. */
import type { PolicyView } from '#app/data/desk.ts';
import type { TicketFilter } from '#app/filters/links.ts';
import { brokenListName } from '#queries/metrics/clauses.ts';
import type { MetricId } from '#queries/metrics/registry.ts';
import type { ClauseCompliance } from '#queries/reports/types.ts';

/** Requirements that are a metric's own question share its target; the others have none. */
const METRIC_OF: Readonly<Record<string, MetricId>> = {
  '4.1.2': 'guidance_follow_up_rate',
  '4.9.1-callback': 'callback_rate',
  '4.9.2': 'guidance_follow_up_rate',
  '5.5-answer': 'answer_rate',
  '5.5-dispatch': 'dispatch_rate',
  '5.5-arrival': 'arrival_rate',
  '5.6': 'first_time_fix_rate',
  '5.7': 'receipt_completeness',
};

/** 0–1, or null where the policy names no target for the requirement. */
export function clauseTarget({ id }: ClauseCompliance, policy: PolicyView): number | null {
  const metric = METRIC_OF[id];
  return policy.metrics.find((each) => each.id === metric)?.target ?? null;
}

/** Requirements measured by a stage, or whose broken cases are a list of their own. */
const BROKEN: Readonly<Record<string, TicketFilter>> = {
  '4.1.2': { stage: 'guidance_follow_up', state: 'breached' },
  '4.9.1-callback': { stage: 'callback', state: 'breached' },
  '4.9.2': { stage: 'guidance_follow_up', state: 'breached' },
  '5.5-answer': { stage: 'answer', state: 'breached' },
  '5.5-dispatch': { stage: 'dispatch', state: 'breached' },
  '5.5-arrival': { stage: 'arrival', state: 'breached' },
  '5.6': { list: 'repeated_later' },
};

/** The tickets that broke it. */
export function brokenList({ id }: ClauseCompliance): TicketFilter {
  return BROKEN[id] ?? { list: brokenListName(id) };
}
