/** How figures and proposed deductions move, as texts. Pure. */
import type { MetricView, PolicyRule } from '#app/data/desk.ts';
import type { FineMove, MetricMove } from '#app/data/import-desk.ts';
import {
  FEW,
  formatCount,
  formatDecimal,
  formatFen,
  formatPoints,
  formatRate,
  type Judgement,
  judge,
  type Lang,
  type Trend,
  trend,
} from '#app/format/index.ts';

/** One metric before and after, as texts. */
export interface MoveText {
  id: string;
  name: string;
  before: string;
  beforeCases: string;
  after: string;
  afterCases: string;
  /** Unsigned, in the metric's unit; '' where one side has no value, or both the same. */
  difference: string;
  up: boolean;
  trend: Trend;
  judgedBefore: Judgement | null;
  judgedAfter: Judgement | null;
  few: boolean;
  /** The value stays, the cases behind it do not. */
  casesOnly: boolean;
}

type Side = MetricMove['before'];

/** How a metric moves; the name is the bare id where the policy in force does not know it. */
export function moveText(
  move: MetricMove,
  metric: MetricView | undefined,
  lang: Lang,
  none: string,
): MoveText {
  const rate = metric === undefined || metric.unit === 'rate';
  const against =
    metric === undefined
      ? { target: null, direction: 'up' as const }
      : {
          target: metric.target,
          direction: metric.direction,
          target_exclusive: metric.target_exclusive,
        };
  const value = (side: Side) => {
    if (side.value === null) return none;
    if (rate) return formatRate(side.value, against);
    if (metric.unit === 'fen') return formatFen(side.value);
    return formatDecimal(side.value, metric.unit === 'count' ? 2 : 1);
  };
  const cases = (side: Side) =>
    side.n === null || side.total === null
      ? ''
      : `${formatCount(side.n)}/${formatCount(side.total)}`;
  const few = (side: Side) => side.total !== null && side.total < FEW;
  const judged = (side: Side) =>
    side.value === null || few(side)
      ? null
      : judge(
          side.value,
          against,
          rate && side.n !== null && side.total !== null
            ? { met: side.n, measured: side.total }
            : undefined,
        );
  const known = move.before.value !== null && move.after.value !== null;
  const difference = (move.after.value ?? 0) - (move.before.value ?? 0);
  return {
    id: move.metric,
    name: metric?.name[lang] ?? move.metric,
    before: value(move.before),
    beforeCases: cases(move.before),
    after: value(move.after),
    afterCases: cases(move.after),
    difference:
      !known || difference === 0
        ? ''
        : rate
          ? formatPoints(difference)
          : metric.unit === 'fen'
            ? formatFen(Math.abs(difference))
            : formatDecimal(Math.abs(difference), metric.unit === 'count' ? 2 : 1),
    up: difference > 0,
    trend: known ? trend(difference, metric?.direction ?? 'up') : 'flat',
    judgedBefore: judged(move.before),
    judgedAfter: judged(move.after),
    few: few(move.after),
    casesOnly: known && difference === 0,
  };
}

/** What a fine's move does to the sum: `+¥50`, `−¥50`, `¥100 → ¥40`; null where no amount is decided. */
export function fineDelta({ move, fen_before, fen_after }: FineMove): string | null {
  if (move === 'appears') return fen_after === null ? null : `+${formatFen(fen_after)}`;
  if (move === 'vanishes') return fen_before === null ? null : formatFen(-fen_before);
  if (fen_before === null || fen_after === null) return null;
  return fen_before === fen_after
    ? formatFen(fen_after)
    : `${formatFen(fen_before)} → ${formatFen(fen_after)}`;
}

/** Title of a rule, `6 未按规定时间到达`; the bare number where the policy in force does not know it. */
export function ruleText(rules: readonly PolicyRule[], no: string, lang: Lang): string {
  const title = rules.find((rule) => rule.no === no)?.title[lang];
  return title === undefined ? no : `${no} ${title}`;
}
