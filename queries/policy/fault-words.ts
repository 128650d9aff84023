/** What the policy schema says about a fault of its own, by code. */
import type { Lang } from '../values/words.ts';

const WORDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  yuan_decimals: { zh: '金额（元）最多两位小数', en: 'an amount in yuan has at most two decimals' },
  min_above_max: { zh: '最小金额大于最大金额', en: 'min is above max' },
  severity_outside: { zh: '情节金额在范围之外', en: 'by_severity lies outside min–max' },
  amount_or_measures: {
    zh: '一条规则写金额，或写处分，二选一',
    en: 'a rule has either an amount or disciplinary measures',
  },
  hours_shape: { zh: '上班时间写成 08:30-12:00', en: 'hours are written like 08:30-12:00' },
  hours_order: { zh: '上班时间晚于下班时间', en: 'the hours end before they begin' },
  hours_overlap: { zh: '时段重叠或次序不对', en: 'the hours overlap or are out of order' },
  hours_none: { zh: '至少一天有上班时间', en: 'at least one weekday has hours' },
  limit_empty: {
    zh: '写到达时限 minutes 或答复时限 reply_minutes',
    en: 'names minutes to arrive, or reply_minutes to answer',
  },
  bands_order: { zh: '里程从小到大', en: 'distances rise from band to band' },
  regions_or_distance: {
    zh: '到达时限按区域 regions 或按里程 distance，二选一',
    en: 'arrival deadlines go by regions or by distance, one of the two',
  },
  timezone_unknown: { zh: '没有这个时区', en: 'no such time zone' },
  scores_cross: {
    zh: '不满意的上限要低于满意的下限',
    en: 'dissatisfied_to lies below satisfied_from',
  },
  rule_twice: { zh: '规则编号重复', en: 'a rule of that number stands twice' },
  detector_twice: {
    zh: '同一检出方式只能用于一条规则，否则一事两扣',
    en: 'two rules of one detector would charge one event twice',
  },
  dispatch_needs_target: {
    zh: '派工规则要有派工时限（stages.dispatch.target_minutes）',
    en: 'a rule on dispatch needs stages.dispatch.target_minutes',
  },
  answer_needs_target: {
    zh: '无人接听规则要有答复时限（stages.answer.target_minutes）',
    en: 'a rule on answering needs stages.answer.target_minutes',
  },
  reason_rule_unknown: { zh: '没有这个编号的规则', en: 'no rule has that number' },
};

/** The words of a fault; a message that is no code of ours stands as it is. */
export function policyFaultText(message: string, lang: Lang): string {
  return WORDS[message]?.[lang] ?? message;
}
