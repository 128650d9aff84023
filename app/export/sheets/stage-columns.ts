/** The stages as a table: the overview shows its first part, the timeliness sheet all of it. */

import type { Target } from '#app/format/index.ts';
import type { Policy } from '#queries/policy/policy.ts';
import {
  STAGES,
  type Stage,
  type StageFigures,
  TARGET_STAGES,
  type TargetStage,
} from '#queries/reports/types.ts';
import {
  blank,
  change,
  count,
  decimal1,
  formula,
  notCaptured,
  rate,
  state,
  target,
  text,
} from '../cells.ts';
import { judgedStage, limitText, metricById, STAGE_METRIC } from '../judged.ts';
import type { Column, Desk } from '../sheet-writer.ts';

export interface StageLine {
  readonly stage: Stage;
  readonly figures: StageFigures;
  readonly before: StageFigures | null;
  /** Null for a stage without a target. */
  readonly against: Target | null;
}

export function isTargetStage(stage: Stage): stage is TargetStage {
  return TARGET_STAGES.some((item) => item === stage);
}

/** One line per stage, in the order tickets pass them. */
export function stageLines(desk: Desk, stages: readonly Stage[] = STAGES): StageLine[] {
  const { overview } = desk.input;
  return stages.map((stage) => ({
    stage,
    figures: overview.report.stages[stage],
    before: overview.previous?.stages[stage] ?? null,
    against: isTargetStage(stage) ? metricById(desk.metrics, STAGE_METRIC[stage]) : null,
  }));
}

/** Limit of a stage in words; arrival follows the promise first. */
export function stageLimit(stage: Stage, policy: Policy, lang: 'zh' | 'en'): string | null {
  if (stage === 'turnaround' || stage === 'repair') return null;
  if (stage !== 'arrival') {
    const minutes = policy.stages[stage].target_minutes;
    return minutes === null ? null : `≤ ${limitText(minutes, lang)}`;
  }
  const { regions, distance } = policy.arrival;
  const urban = regions?.urban ?? null;
  const promised = lang === 'zh' ? '约定' : 'promise';
  if (distance !== undefined) return lang === 'zh' ? '约定，或按里程' : 'promise, or by distance';
  if (urban === null) return promised;
  return lang === 'zh'
    ? `约定，市区 ${limitText(urban, lang)}`
    : `promise, urban ${limitText(urban, lang)}`;
}

/** Role whose stage it is. */
function stageRole(stage: Stage, desk: Desk): string | null {
  const { policy } = desk.input;
  const { charge } = desk.words;
  if (stage === 'turnaround') return null;
  if (stage === 'repair') return charge.technician;
  return charge[stage === 'arrival' ? policy.arrival.person : policy.stages[stage].person];
}

/** Judgement and counts; met, late and no record add up to measured by formula. */
export function stageColumns(desk: Desk): Column<StageLine>[] {
  const { words, lang, input } = desk;
  return [
    {
      key: 'stage',
      header: { zh: '环节', en: 'Stage' },
      cell: (line) => {
        const role = stageRole(line.stage, desk);
        const name = words.stage[line.stage];
        if (role === null) return text(name);
        return text(lang === 'zh' ? `${name}（${role}）` : `${name} (${role})`);
      },
    },
    {
      key: 'limit',
      header: { zh: '时限', en: 'Limit' },
      cell: (line) => text(stageLimit(line.stage, input.policy, lang)),
    },
    {
      key: 'rate',
      header: { zh: '及时率', en: 'On time' },
      cell: ({ figures, against }) =>
        against === null
          ? blank({ align: 'right' })
          : rate(judgedStage(figures, against), words, figures.not_captured),
    },
    {
      key: 'target',
      header: { zh: '目标', en: 'Target' },
      cell: ({ against }) => (against === null ? blank() : target(against)),
    },
    {
      key: 'state',
      header: { zh: '状态', en: 'State' },
      cell: ({ figures, against }) =>
        against === null ? blank() : state(judgedStage(figures, against), words),
    },
    {
      key: 'measured',
      header: { zh: '应计', en: 'Measured' },
      cell: ({ figures, against }, place) => {
        if (figures.measured === 0 && figures.not_captured > 0) return notCaptured(words);
        const cell = count(figures.measured);
        if (against === null) return cell;
        return formula(`SUM(${place.here('met')}:${place.here('open')})`, cell);
      },
    },
    {
      key: 'met',
      header: { zh: '达标', en: 'Met' },
      cell: ({ figures }) => count(figures.met),
    },
    {
      key: 'late',
      header: { zh: '超时', en: 'Late' },
      cell: ({ figures }) =>
        count(figures.breached === null ? null : figures.breached - figures.open_breaches),
    },
    {
      key: 'open',
      header: { zh: '过时限仍无记录', en: 'Past the limit, no record' },
      cell: ({ figures, against }) => count(against === null ? null : figures.open_breaches),
    },
    {
      key: 'pending',
      header: { zh: '未到时限', en: 'Pending' },
      cell: ({ figures, against }) => count(against === null ? null : figures.pending),
    },
    {
      key: 'not_captured',
      header: { zh: '未采集', en: 'Not captured' },
      cell: ({ figures }) => count(figures.not_captured),
    },
    {
      key: 'invalid',
      header: { zh: '时间无效', en: 'Invalid times' },
      cell: ({ figures }) => count(figures.invalid),
    },
    {
      key: 'change',
      header: { zh: '较上月\n百分点', en: 'On month before, points' },
      cell: ({ figures, before, against }) => {
        if (against === null) return blank({ align: 'right' });
        const then = before === null ? null : judgedStage(before, against);
        return change(
          judgedStage(figures, against),
          then,
          { unit: 'rate', direction: 'up' },
          words,
        );
      },
    },
  ];
}

/** How long a stage took, in minutes, over tickets with both times. */
export function durationColumns(): Column<StageLine>[] {
  return [
    {
      key: 'mean',
      header: { zh: '平均（分）', en: 'Mean (min)' },
      cell: ({ figures }) => decimal1(figures.mean),
    },
    {
      key: 'median',
      header: { zh: '中位（分）', en: 'Median (min)' },
      cell: ({ figures }) => decimal1(figures.median),
    },
    {
      key: 'p90',
      header: { zh: 'P90（分）', en: 'P90 (min)' },
      cell: ({ figures }) => decimal1(figures.p90),
    },
    {
      key: 'max',
      header: { zh: '最长（分）', en: 'Max (min)' },
      cell: ({ figures }) => decimal1(figures.max),
    },
  ];
}
