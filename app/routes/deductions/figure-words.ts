/** What a figure of the report is called and how its value is written. Pure; complete by its types. */

import type { Lang } from '#app/format/index.ts';
import {
  formatCount,
  formatDecimal,
  formatDurationInWords,
  formatFen,
  formatRate,
} from '#app/format/index.ts';
import type { MonthReport, StageFigures } from '#queries/reports/types.ts';

type Kind = 'count' | 'rate' | 'number' | 'minutes' | 'fen';
interface Figure extends Record<Lang, string> {
  readonly kind: Kind;
}
type Numbers<T> = {
  [K in keyof T & string]: T[K] extends number | null ? K : never;
}[keyof T & string];
type Path =
  | 'policy.version'
  | `tickets.${Numbers<MonthReport['tickets']>}`
  | `repeat.${Numbers<MonthReport['repeat']>}`
  | `satisfaction.${Numbers<MonthReport['satisfaction']>}`
  | `satisfaction.distribution.${1 | 2 | 3 | 4 | 5}`
  | `complaints.${Numbers<MonthReport['complaints']>}`
  | `receipts.${Numbers<MonthReport['receipts']>}`
  | `charges.${Numbers<MonthReport['charges']>}`;

const figure = (zh: string, en: string, kind: Kind = 'count'): Figure => ({ zh, en, kind });

const FIGURES: Record<Path, Figure> = {
  'policy.version': figure('制度版本', 'policy version'),
  'tickets.reported': figure('报修单数', 'tickets reported'),
  'tickets.on_site': figure('上门单数', 'on-site tickets'),
  'tickets.phone': figure('电话解决单数', 'tickets solved by phone'),
  'tickets.unknown': figure('处理方式不明的单数', 'tickets of unknown resolution'),
  'tickets.cancelled': figure('取消单数', 'cancelled tickets'),
  'tickets.finished': figure('完工单数', 'finished tickets'),
  'repeat.repeats': figure('重复维修单数', 'repeat repairs'),
  'repeat.on_site': figure('重复率的上门单数', 'on-site tickets of the repeat rate'),
  'repeat.repeat_rate': figure('重复维修率', 'repeat-repair rate', 'rate'),
  'repeat.finished': figure('一次修复率的完工单数', 'finished tickets of the first-time-fix rate'),
  'repeat.repeated_later': figure('之后又报修的单数', 'tickets repaired again later'),
  'repeat.first_time_fix_rate': figure('一次修复率', 'first-time-fix rate', 'rate'),
  'repeat.visits_per_ticket': figure('每单上门次数', 'visits per ticket', 'number'),
  'satisfaction.scored': figure('有评价的单数', 'rated tickets'),
  'satisfaction.finished': figure('应评价的单数', 'tickets to be rated'),
  'satisfaction.response_rate': figure('评价率', 'response rate', 'rate'),
  'satisfaction.mean': figure('满意度平均分', 'mean score', 'number'),
  'satisfaction.satisfied': figure('满意率', 'share satisfied', 'rate'),
  'satisfaction.dissatisfied': figure('不满意率', 'share dissatisfied', 'rate'),
  'satisfaction.distribution.1': figure('评 1 分的单数', 'tickets rated 1'),
  'satisfaction.distribution.2': figure('评 2 分的单数', 'tickets rated 2'),
  'satisfaction.distribution.3': figure('评 3 分的单数', 'tickets rated 3'),
  'satisfaction.distribution.4': figure('评 4 分的单数', 'tickets rated 4'),
  'satisfaction.distribution.5': figure('评 5 分的单数', 'tickets rated 5'),
  'complaints.received': figure('投诉数', 'complaints'),
  'complaints.substantiated': figure('查实投诉数', 'substantiated complaints'),
  'complaints.rate': figure('投诉率', 'complaint rate', 'rate'),
  'complaints.blame_rate': figure('查实投诉率', 'substantiated complaint rate', 'rate'),
  'receipts.finished': figure('完工回执数', 'finished receipts'),
  'receipts.complete': figure('完整回执数', 'complete receipts'),
  'receipts.completeness': figure('回执完整率', 'receipt completeness', 'rate'),
  'charges.charged_fen': figure('实收金额', 'charged', 'fen'),
  'charges.expected_fen': figure('应收金额', 'expected', 'fen'),
  'charges.overcharged': figure('多收费单数', 'overcharged tickets'),
  'charges.outstanding_fen': figure('未收金额', 'outstanding', 'fen'),
};

const STAGE_FIGURES: Record<keyof StageFigures, Figure> = {
  measured: figure('应计', 'measured'),
  met: figure('达标', 'met'),
  breached: figure('超时', 'late'),
  open_breaches: figure('超时无记录', 'late without a record'),
  pending: figure('未到时限', 'pending'),
  invalid: figure('时间无效', 'invalid times'),
  not_captured: figure('未采集', 'not captured'),
  not_applicable: figure('不适用', 'not applicable'),
  rate: figure('及时率', 'timeliness', 'rate'),
  mean: figure('平均用时', 'mean time', 'minutes'),
  median: figure('中位用时', 'median time', 'minutes'),
  p90: figure('九成用时', '90th percentile', 'minutes'),
  max: figure('最长用时', 'longest', 'minutes'),
};

/** The figure at a dotted path of the report: its stage where it is one of a stage's, and its own name. */
export function figureAt(path: string): {
  readonly stage: string | null;
  readonly figure: Figure | null;
} {
  const [group, stage, name] = path.split('.');
  if (group === 'stages' && stage !== undefined && name !== undefined && name in STAGE_FIGURES) {
    return { stage, figure: STAGE_FIGURES[name as keyof StageFigures] };
  }
  return { stage: null, figure: path in FIGURES ? FIGURES[path as Path] : null };
}

/** The value of a figure as people read it. Rates are 0–1, durations minutes, money fen. */
export function figureValue(value: number, figure: Figure | null, lang: Lang): string {
  switch (figure?.kind) {
    case 'count':
      return formatCount(value);
    case 'rate':
      return formatRate(value);
    case 'minutes':
      return formatDurationInWords(value, lang);
    case 'fen':
      return formatFen(value);
    case 'number':
      return formatDecimal(value, 2);
    default:
      return String(value);
  }
}
