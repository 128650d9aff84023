/** A policy as pages show it: amounts in fen, the registry's metrics with the policy's targets. */
import {
  clauseOf,
  formulaOf,
  KPI_ORDER,
  METRICS,
  type Metric,
  targetOf,
} from '#queries/metrics/registry.ts';
import { fenOf, type Policy } from '#queries/policy/policy.ts';
import type { MetricView, PolicyRule, PolicyView } from './desk.ts';

function metricView(metric: Metric, policy: Policy): MetricView {
  const { id, name, unit, direction, targetKey, list } = metric;
  return {
    id,
    name,
    formula: formulaOf(metric, policy),
    unit,
    direction,
    target: targetOf(metric, policy),
    // Policies write complaints as "below", every other target as "at least".
    target_exclusive: targetKey === 'complaints',
    clause: clauseOf(metric, policy),
    list,
  };
}

function ruleView({
  no,
  clause,
  title,
  detect,
  charge,
  amount,
  measures,
  needs_cause,
  trigger,
  basis,
}: Policy['rules'][number]): PolicyRule {
  const range = typeof amount === 'object' ? amount : null;
  return {
    no,
    clause,
    title,
    detect,
    charge,
    measures: measures ?? [],
    trigger,
    basis,
    amount_fen: typeof amount === 'number' ? fenOf(amount) : null,
    amount_min_fen: range === null ? null : fenOf(range.min),
    amount_max_fen: range === null ? null : fenOf(range.max),
    needs_cause,
  };
}

/** What pages need of a policy version. */
export function policyView(policy: Policy): PolicyView {
  const kpis = KPI_ORDER.map((id) => METRICS[id]);
  const others = Object.values(METRICS).filter((metric) => !KPI_ORDER.includes(metric.id));
  return {
    id: policy.id,
    version: policy.version,
    name: policy.name,
    // Times before 1990 are refused on import: from then on means always.
    effective_from: policy.effective_from <= '1990-01' ? null : policy.effective_from,
    stage_minutes: {
      answer: policy.stages.answer.target_minutes,
      dispatch: policy.stages.dispatch.target_minutes,
      arrival: policy.arrival.regions?.urban ?? null,
      guidance_follow_up: policy.stages.guidance_follow_up.target_minutes,
      callback: policy.stages.callback.target_minutes,
    },
    repeat_window_days: policy.repeat_window_days,
    rules: policy.rules.map(ruleView),
    assumptions: policy.assumptions.map(({ key, zh, en }) => ({ key, zh, en })),
    source: policy,
    metrics: [...kpis, ...others].map((metric) => metricView(metric, policy)),
  };
}
