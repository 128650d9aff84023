/**
 * The registry of metrics: one definition each. Card, chart, list, workbook and API read name, formula, unit,
 * direction, clause and list from here; targets come from the policy in force, values from queries/reports.
 */
import type { Policy } from '../policy/policy.ts';
import type { FigureList } from '../reports/types.ts';
import { filledIn } from '../values/words.ts';
import type { Requirement } from './clauses.ts';

export type MetricId =
  | 'timeliness'
  | 'answer_rate'
  | 'dispatch_rate'
  | 'arrival_rate'
  | 'guidance_follow_up_rate'
  | 'callback_rate'
  | 'receipt_completeness'
  | 'satisfied_share'
  | 'satisfaction_mean'
  | 'response_rate'
  | 'repeat_rate'
  | 'first_time_fix_rate'
  | 'visits_per_ticket'
  | 'complaint_rate'
  | 'blame_rate'
  | 'badge_rate'
  | 'urban_arrival_minutes'
  | 'repair_minutes';

export interface Metric {
  readonly id: MetricId;
  readonly name: { readonly zh: string; readonly en: string };
  /** The formula in words; `{arrival}`, `{satisfied}` and `{days}` stand for the policy's limits (formulaOf). */
  readonly formula: { readonly zh: string; readonly en: string };
  readonly unit: 'rate' | 'minutes' | 'count' | 'fen' | 'score';
  /** Which way is better. */
  readonly direction: 'up' | 'down';
  /** Requirements of the policy it speaks of; their clauses are the metric's (clauseOf). */
  readonly requirements: readonly Requirement[];
  /** Key of the policy's KPI target, null where no policy names one. */
  readonly targetKey: 'timeliness' | 'satisfaction' | 'complaints' | null;
  /** The list behind it: its denominator's, of a rate of complaints the complaints themselves. */
  readonly list: FigureList;
}

export const METRICS: Readonly<Record<MetricId, Metric>> = {
  timeliness: {
    id: 'timeliness',
    name: { zh: '服务及时率', en: 'Service timeliness' },
    formula: {
      zh: '答复、派工、到达三个环节：达标 ÷ 应计',
      en: 'answer, dispatch and arrival together: met ÷ measured',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['5.5-answer', '5.5-dispatch', '5.5-arrival'],
    targetKey: 'timeliness',
    list: { list: 'timeliness' },
  },
  answer_rate: {
    id: 'answer_rate',
    name: { zh: '答复及时率', en: 'Answer on time' },
    formula: { zh: '报修后按时答复的单 ÷ 应计', en: 'tickets answered in time ÷ measured' },
    unit: 'rate',
    direction: 'up',
    requirements: ['5.5-answer'],
    targetKey: 'timeliness',
    list: { stage: 'answer', state: 'measured' },
  },
  dispatch_rate: {
    id: 'dispatch_rate',
    name: { zh: '派工及时率', en: 'Dispatch on time' },
    formula: { zh: '按时派工的上门单 ÷ 应计', en: 'on-site tickets dispatched in time ÷ measured' },
    unit: 'rate',
    direction: 'up',
    requirements: ['5.5-dispatch'],
    targetKey: 'timeliness',
    list: { stage: 'dispatch', state: 'measured' },
  },
  arrival_rate: {
    id: 'arrival_rate',
    name: { zh: '到达及时率', en: 'Arrival on time' },
    formula: {
      zh: '在约定时间或{arrival}到达的上门单 ÷ 应计',
      en: 'on-site tickets reached by the promised time or within {arrival} ÷ measured',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.1.3', '5.5-arrival'],
    targetKey: 'timeliness',
    list: { stage: 'arrival', state: 'measured' },
  },
  guidance_follow_up_rate: {
    id: 'guidance_follow_up_rate',
    name: { zh: '指导回访及时率', en: 'Guidance follow-up on time' },
    formula: {
      zh: '电话指导后按时回访的单 ÷ 应计',
      en: 'phone tickets followed up in time ÷ measured',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.1.2', '4.9.2'],
    targetKey: 'timeliness',
    list: { stage: 'guidance_follow_up', state: 'measured' },
  },
  callback_rate: {
    id: 'callback_rate',
    name: { zh: '回访及时率', en: 'Callback on time' },
    formula: {
      zh: '完工后按时回访的上门单 ÷ 应计，按完工月份',
      en: 'finished on-site tickets called back in time ÷ measured, by month of finish',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.9.1-callback'],
    targetKey: 'timeliness',
    list: { stage: 'callback', state: 'measured' },
  },
  receipt_completeness: {
    id: 'receipt_completeness',
    name: { zh: '回执完整率', en: 'Receipt completeness' },
    formula: {
      zh: '填写完整的回执 ÷ 本月完工的回执',
      en: 'complete receipts ÷ receipts finished in the month',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['5.7'],
    targetKey: null,
    list: { list: 'receipts' },
  },
  satisfied_share: {
    id: 'satisfied_share',
    name: { zh: '满意率', en: 'Satisfied customers' },
    formula: {
      zh: '评价 {satisfied} 分及以上的单 ÷ 有评价的单',
      en: 'tickets scored {satisfied} or better ÷ scored tickets',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.7.1'],
    targetKey: 'satisfaction',
    list: { list: 'scored' },
  },
  satisfaction_mean: {
    id: 'satisfaction_mean',
    name: { zh: '满意度均分', en: 'Mean satisfaction' },
    formula: { zh: '有评价的单的平均分，1–5 分', en: 'mean score of the scored tickets, 1–5' },
    unit: 'score',
    direction: 'up',
    requirements: ['4.7.1'],
    targetKey: null,
    list: { list: 'scored' },
  },
  response_rate: {
    id: 'response_rate',
    name: { zh: '评价率', en: 'Response rate' },
    formula: { zh: '有评价的单 ÷ 完工的单', en: 'scored tickets ÷ finished tickets' },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.7.1'],
    targetKey: null,
    list: { list: 'scored' },
  },
  repeat_rate: {
    id: 'repeat_rate',
    name: { zh: '返修率', en: 'Repeat repair rate' },
    formula: {
      zh: '同一客户、产品、故障在完工后 {days} 天内再报修的单 ÷ 本月上门单',
      en: 'repeats reported within {days} days of the finish ÷ on-site tickets reported',
    },
    unit: 'rate',
    direction: 'down',
    requirements: ['5.6'],
    targetKey: null,
    list: { list: 'repeats' },
  },
  first_time_fix_rate: {
    id: 'first_time_fix_rate',
    name: { zh: '一次修复率', en: 'First-time fix rate' },
    formula: {
      zh: '1 − 后来返修的完工单 ÷ 本月完工的上门单',
      en: '1 − finished tickets repeated later ÷ finished on-site tickets',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['5.6'],
    targetKey: null,
    list: { list: 'finished_in_month' },
  },
  visits_per_ticket: {
    id: 'visits_per_ticket',
    name: { zh: '每单上门次数', en: 'Visits per ticket' },
    formula: {
      zh: '回执数 ÷ 至少有一张回执的上门单',
      en: 'receipts ÷ on-site tickets with at least one receipt',
    },
    unit: 'score',
    direction: 'down',
    requirements: ['5.6'],
    targetKey: null,
    list: { list: 'on_site' },
  },
  complaint_rate: {
    id: 'complaint_rate',
    name: { zh: '投诉率', en: 'Complaint rate' },
    formula: { zh: '本月收到的投诉 ÷ 本月报修单', en: 'complaints received ÷ tickets reported' },
    unit: 'rate',
    direction: 'down',
    requirements: [],
    targetKey: null,
    list: { complaints: 'received' },
  },
  blame_rate: {
    id: 'blame_rate',
    name: { zh: '用户抱怨率', en: 'Blame rate' },
    formula: { zh: '查实的投诉 ÷ 本月报修单', en: 'substantiated complaints ÷ tickets reported' },
    unit: 'rate',
    direction: 'down',
    requirements: [],
    targetKey: 'complaints',
    list: { complaints: 'substantiated' },
  },
  badge_rate: {
    id: 'badge_rate',
    name: { zh: '出示工作证、着工装', en: 'Badge and uniform' },
    formula: {
      zh: '没有记录未出示工作证或未着工装的回执 ÷ 问到这两项的回执',
      en: 'receipts without a missing badge or uniform ÷ receipts that ask for them',
    },
    unit: 'rate',
    direction: 'up',
    requirements: ['4.5.2'],
    targetKey: null,
    list: { list: 'receipts' },
  },
  // Medians of durations: no share of cases, so metric_months has no row for them.
  urban_arrival_minutes: {
    id: 'urban_arrival_minutes',
    name: { zh: '到达用时中位', en: 'Median time to arrive' },
    formula: {
      zh: '市区且没有约定时间的上门单，从报修到首次到达的用时中位数',
      en: 'median time from report to first arrival of urban tickets without a promised time',
    },
    unit: 'minutes',
    direction: 'down',
    requirements: ['5.5-arrival'],
    targetKey: null,
    list: { stage: 'arrival', state: 'measured' },
  },
  repair_minutes: {
    id: 'repair_minutes',
    name: { zh: '维修用时中位', en: 'Median time to repair' },
    formula: {
      zh: '每次上门从到达到完工的用时中位数，扣除挂起',
      en: 'median time from arrival to finish of a visit, pauses off',
    },
    unit: 'minutes',
    direction: 'down',
    requirements: [],
    targetKey: null,
    list: { stage: 'repair', state: 'measured' },
  },
};

/** The roles of the department whose work the sheets measure. */
export const WORK_ROLES = ['technician', 'dispatcher', 'hotline'] as const;
export type WorkRole = (typeof WORK_ROLES)[number];

/** What a person of each role is measured by, in the order of a scorecard; the first stands in lists of people. */
export const ROLE_METRICS: Readonly<Record<WorkRole, readonly MetricId[]>> = {
  technician: [
    'arrival_rate',
    'first_time_fix_rate',
    'satisfied_share',
    'receipt_completeness',
    'badge_rate',
    'urban_arrival_minutes',
    'repair_minutes',
  ],
  dispatcher: ['dispatch_rate', 'callback_rate', 'guidance_follow_up_rate'],
  hotline: ['answer_rate'],
};

/** The eight cells at the top of the overview, in display order. */
export const KPI_ORDER: readonly MetricId[] = [
  'timeliness',
  'arrival_rate',
  'callback_rate',
  'receipt_completeness',
  'satisfied_share',
  'repeat_rate',
  'first_time_fix_rate',
  'blame_rate',
];

/** The policy's target of a metric, in its unit; null where the policy names none. */
export function targetOf(metric: Metric, policy: Pick<Policy, 'kpi_targets'>): number | null {
  return metric.targetKey === null ? null : (policy.kpi_targets[metric.targetKey] ?? null);
}

/** The metric's formula with the limits of a policy. */
export function formulaOf(
  metric: Metric,
  policy: Pick<Policy, 'arrival' | 'satisfied_from' | 'repeat_window_days'>,
): { zh: string; en: string } {
  const urban = policy.arrival.regions?.urban ?? null;
  const hours = urban === null ? null : urban / 60;
  const values = { satisfied: policy.satisfied_from, days: policy.repeat_window_days };
  return {
    zh: filledIn(metric.formula.zh, {
      ...values,
      arrival: hours === null ? '时限内' : ` ${hours} 小时内`,
    }),
    en: filledIn(metric.formula.en, {
      ...values,
      arrival: hours === null ? 'the limit' : hours === 1 ? '1 hour' : `${hours} hours`,
    }),
  };
}

/** Clauses of a policy that a metric speaks of, `4.1.3, 5.5`; '' where none does. */
export function clauseOf(
  metric: Metric,
  policy: Pick<Policy, 'requirements' | 'rules' | 'kpi_clause'>,
): string {
  const clauses = metric.requirements.flatMap((id) => policy.requirements[id]?.split(', ') ?? []);
  // Complaints are no requirement of their own; the part of the policy that deals with them is that of its rules.
  const [part] = policy.rules[0]?.clause.split('、') ?? [];
  if (metric.requirements.length === 0)
    return policy.kpi_clause === '' ? (part ?? '') : policy.kpi_clause;
  return [...new Set(clauses)].join(', ');
}
