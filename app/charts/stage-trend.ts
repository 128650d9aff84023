/**
 * Which stage is not on time? One small line per stage: twelve months of its rate, the target dashed, the side that
 * meets it tinted, months nobody recorded as a grey gap, the last month labelled.
 */
import type { SeriesPoint, Stage } from '#queries/reports/types.ts';
import {
  type ChartMark,
  type ChartOption,
  type ChartTable,
  gridBox,
  tooltipLines,
  tooltipLook,
} from './option.ts';
import type { Tokens } from './tokens.ts';
import { isFew, verdictOf } from './verdict.ts';

export interface StageTrendData {
  readonly stage: Stage;
  /** Up to twelve months, oldest first; rate 0–1, null where nothing was recorded. */
  readonly points: readonly SeriesPoint[];
  /** Least share wanted, 0–1; null where the policy names none. */
  readonly target: number | null;
  /** Axis of all stages together, from `trendAxis`: only then can they be compared by eye. */
  readonly axis: RateAxis;
}

export interface StageTrendLabels {
  /** What is drawn, e.g. 及时率. */
  readonly name: string;
  /** 未采集 */
  readonly notCaptured: string;
  /** A month on the axis, e.g. `26-10`. */
  readonly axisMonth: (month: string) => string;
  /** A month in a sentence, e.g. `2026年10月`. */
  readonly month: (month: string) => string;
  /** A rate with its sign, e.g. `97.0%`. */
  readonly rate: (point: SeriesPoint) => string;
  /** The rate at the end of the line, e.g. `97.0`. */
  readonly endRate: (point: SeriesPoint) => string;
}

/** A cut axis for rates, ratios 0–1, its top always at 1. */
export interface RateAxis {
  readonly min: number;
  readonly interval: number;
}

const RATE_AXES: readonly RateAxis[] = [
  { min: 0.7, interval: 0.1 },
  { min: 0.6, interval: 0.1 },
  { min: 0.4, interval: 0.2 },
  { min: 0.2, interval: 0.2 },
  { min: 0, interval: 0.25 },
];

/** The tightest axis that holds every rate and target of all the stages drawn side by side. */
export function trendAxis(
  stages: readonly { points: readonly SeriesPoint[]; target: number | null }[],
): RateAxis {
  const values = stages.flatMap((stage) => [
    ...stage.points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...(stage.target === null ? [] : [stage.target]),
  ]);
  const least = Math.min(1, ...values);
  return RATE_AXES.find((axis) => axis.min <= least) ?? { min: 0, interval: 0.25 };
}

/** Runs of months without a value, as half-open index ranges `[from, to)`. */
export function gapsOf(points: readonly SeriesPoint[]): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  points.forEach((point, index) => {
    if (point.value !== null) return;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === index) last.to = index + 1;
    else gaps.push({ from: index, to: index + 1 });
  });
  return gaps;
}

export function stageTrendOption(
  data: StageTrendData,
  labels: StageTrendLabels,
  tokens: Tokens,
): ChartOption {
  const { points, target, axis } = data;
  const months = points.map((point) => point.month);
  const last = points.at(-1);
  const shownMonths = new Set([0, Math.floor((points.length - 1) / 2), points.length - 1]);
  return {
    grid: gridBox(30, 40, 10, 20),
    tooltip: {
      ...tooltipLook(tokens),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: tokens.lineStrong, width: 1 } },
      formatter: (params) => {
        const first = Array.isArray(params) ? params[0] : params;
        const point = first === undefined ? undefined : points[first.dataIndex];
        return point === undefined ? '' : tooltipLines(pointLines(point, labels));
      },
    },
    xAxis: {
      type: 'category',
      data: months,
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: tokens.lineStrong } },
      axisLabel: {
        color: tokens.ink3,
        fontSize: 11,
        interval: 0,
        formatter: (month: string, index: number) =>
          shownMonths.has(index) ? labels.axisMonth(month) : '',
      },
    },
    yAxis: {
      type: 'value',
      min: axis.min,
      max: 1,
      interval: axis.interval,
      axisLabel: {
        color: tokens.ink3,
        fontSize: 11,
        formatter: (value: number) => String(Math.round(value * 100)),
      },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    series: [
      {
        type: 'line',
        name: labels.name,
        data: points.map((point) => drawnPoint(point, data.stage, tokens)),
        symbol: 'circle',
        symbolSize: 4,
        showAllSymbol: true,
        connectNulls: false,
        lineStyle: { width: 1.6, color: tokens.ink2 },
        itemStyle: { color: tokens.ink2 },
        markArea: {
          silent: true,
          data: [
            ...(target === null ? [] : [metSide(target, tokens)]),
            ...gapsOf(points).map((gap) => gapBand(gap, months, labels, tokens)),
          ],
        },
        ...(target === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: tokens.target, type: [3, 3], width: 1 },
                data: [{ yAxis: target }],
              },
            }),
        ...(last === undefined || last.value === null
          ? {}
          : { markPoint: endPoint(last, last.value, target, labels, tokens) }),
      },
    ],
  };
}

/** Months down, stages across: the rows of all the small lines together. */
export function stageTrendTable(
  stages: readonly { name: string; points: readonly SeriesPoint[] }[],
  labels: StageTrendLabels & { readonly caption: string; readonly monthHeading: string },
): ChartTable {
  const months = stages[0]?.points.map((point) => point.month) ?? [];
  return {
    caption: labels.caption,
    columns: [
      { label: labels.monthHeading, numeric: false },
      ...stages.map((stage) => ({ label: stage.name, numeric: true })),
    ],
    rows: months.map((month) => ({
      key: month,
      mark: null,
      cells: [
        labels.month(month),
        ...stages.map((stage) => {
          const point = stage.points.find((candidate) => candidate.month === month);
          if (point === undefined || point.value === null) return labels.notCaptured;
          return `${labels.rate(point)}${countsOf(point)}`;
        }),
      ],
    })),
  };
}

function pointLines(point: SeriesPoint, labels: StageTrendLabels): string[] {
  if (point.value === null) return [labels.month(point.month), labels.notCaptured];
  return [labels.month(point.month), `${labels.name} ${labels.rate(point)}${countsOf(point)}`];
}

function countsOf(point: SeriesPoint): string {
  return point.met === null || point.measured === null ? '' : ` ${point.met}/${point.measured}`;
}

function drawnPoint(point: SeriesPoint, stage: Stage, tokens: Tokens) {
  const mark: ChartMark = { chart: 'stage-trend', stage, month: point.month };
  const hollow = { color: tokens.surface, borderColor: tokens.nocapFill, borderWidth: 1.5 };
  return {
    value: point.value,
    mark,
    ...(isFew(point.measured) ? { itemStyle: hollow, symbolSize: 5 } : {}),
  };
}

function metSide(target: number, tokens: Tokens) {
  const from = { yAxis: target, itemStyle: { color: tokens.metSoft } };
  const to = { yAxis: 1 };
  return pair(from, to);
}

/** The two corners of a marked area; written out because the library takes exactly two. */
function pair<From, To>(from: From, to: To): [From, To] {
  return [from, to];
}

/** The band reaches to the neighbours that have a value, so that line and band leave no white between them. */
function gapBand(
  gap: { from: number; to: number },
  months: readonly string[],
  labels: StageTrendLabels,
  tokens: Tokens,
) {
  const start = months[Math.max(0, gap.from - 1)] ?? '';
  const end = months[Math.min(months.length - 1, gap.to)] ?? '';
  const from = {
    xAxis: start,
    itemStyle: { color: tokens.surface3 },
    label: {
      show: true,
      position: 'inside' as const,
      formatter: labels.notCaptured,
      color: tokens.ink3,
      fontSize: 11,
      rotate: gap.to - gap.from < 3 ? 90 : 0,
    },
  };
  const to = { xAxis: end };
  return pair(from, to);
}

function endPoint(
  point: SeriesPoint,
  value: number,
  target: number | null,
  labels: StageTrendLabels,
  tokens: Tokens,
) {
  const verdict = verdictOf(point, target);
  const look = {
    met: { symbol: 'circle', size: 8, fill: tokens.metFill, ink: tokens.met },
    breached: { symbol: 'diamond', size: 10, fill: tokens.breachedFill, ink: tokens.breached },
    few: { symbol: 'circle', size: 7, fill: tokens.surface, ink: tokens.ink3 },
    none: { symbol: 'circle', size: 7, fill: tokens.ink2, ink: tokens.ink },
  }[verdict];
  const hollow = verdict === 'few' ? { borderColor: tokens.nocapFill, borderWidth: 1.5 } : {};
  return {
    silent: true,
    symbol: look.symbol,
    symbolSize: look.size,
    itemStyle: { color: look.fill, ...hollow },
    label: {
      show: true,
      position: 'right' as const,
      distance: 5,
      formatter: labels.endRate(point),
      color: look.ink,
      fontSize: 12,
      fontWeight: verdict === 'few' ? (400 as const) : (600 as const),
    },
    data: [{ name: point.month, coord: [point.month, value] }],
  };
}
