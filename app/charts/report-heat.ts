/**
 * When do reports come in, and when do visits run late? Weekday by hour in six fixed classes of one hue; a ring with
 * its count on every cell from which arrivals were late.
 */
import type { Overview } from '#queries/reports/types.ts';
import {
  type ChartMark,
  type ChartOption,
  type ChartTable,
  gridBox,
  type LegendItem,
  NARROW_WIDTH,
  tooltipLines,
  tooltipLook,
  USUAL_WIDTH,
} from './option.ts';
import type { TokenName, Tokens } from './tokens.ts';

export type HeatCell = Overview['heat'][number];

export interface ReportHeatLabels {
  /** Weekday 1 (Monday) – 7. */
  readonly weekday: (weekday: number) => string;
  /** An hour on the axis, e.g. `6 点`. */
  readonly hour: (hour: number) => string;
  /** The sentence of one cell, e.g. `报修 7 单，未按时到达 1 次`. */
  readonly cell: (reported: number, late: number) => string;
  /** 报修单数 */
  readonly reported: string;
  /** 未按时到达次数 */
  readonly late: string;
  readonly caption: string;
  readonly weekdayHeading: string;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const CLASS_TOKENS = [
  'seq0',
  'seq1',
  'seq2',
  'seq3',
  'seq4',
  'seq5',
] as const satisfies TokenName[];

/** Least counts of the classes above zero, for a department of a few hundred tickets a month. */
const CLASS_FLOORS = [1, 3, 5, 7, 10] as const;

/** Hours drawn in any case; nights are drawn only when something happened in them. */
const DAY = { from: 6, to: 23 };

/** Up to this share of the reports may lie outside the hours drawn; the note under the chart says how many. */
const OUTSIDE_SHARE = 0.02;

export interface HeatClass {
  readonly min: number;
  /** Inclusive; null is open-ended. */
  readonly max: number | null;
  readonly token: TokenName;
}

/**
 * The six classes. Fixed, so that two months can be compared by colour; only a department whose busiest hour passes
 * thirty reports gets all bounds times 2, 5, 10, ….
 */
export function heatClasses(cells: readonly HeatCell[]): HeatClass[] {
  const busiest = Math.max(0, ...cells.map((cell) => cell.reported));
  let factor = 1;
  for (let scale = 1; busiest > 30 * factor; scale *= 10) {
    factor = [scale, 2 * scale, 5 * scale, 10 * scale].find((f) => busiest <= 30 * f) ?? factor;
  }
  const floors = [0, ...CLASS_FLOORS.map((floor) => (floor === 1 ? 1 : floor * factor))];
  return floors.map((min, index) => {
    const next = floors[index + 1];
    return { min, max: next === undefined ? null : next - 1, token: CLASS_TOKENS[index] ?? 'seq5' };
  });
}

/**
 * The hours worth drawing, half-open `[from, to)`, and how many reports lie outside them. Late arrivals are never left
 * out.
 */
export function heatHours(cells: readonly HeatCell[]): {
  from: number;
  to: number;
  leftOut: number;
} {
  const outside = cells.filter((cell) => cell.hour < DAY.from || cell.hour >= DAY.to);
  const all = sum(cells.map((cell) => cell.reported));
  const leftOut = sum(outside.map((cell) => cell.reported));
  if (leftOut > all * OUTSIDE_SHARE) return { from: 0, to: 24, leftOut: 0 };
  const late = outside.filter((cell) => cell.late > 0).map((cell) => cell.hour);
  const from = Math.min(DAY.from, ...late);
  const to = Math.max(DAY.to, ...late.map((hour) => hour + 1));
  const drawn = cells.filter((cell) => cell.hour >= from && cell.hour < to);
  return { from, to, leftOut: all - sum(drawn.map((cell) => cell.reported)) };
}

export function reportHeatOption(
  data: readonly HeatCell[],
  labels: ReportHeatLabels,
  tokens: Tokens,
  width: number = USUAL_WIDTH,
): ChartOption {
  const hours = hoursOf(data);
  const cells = grid(data, hours);
  const left = 36;
  const cellWidth = (width - left - 4) / hours.length;
  const ring = Math.max(11, Math.min(17, Math.floor(cellWidth) - 3));
  const every = Math.max(2, Math.ceil(38 / cellWidth));
  return {
    grid: gridBox(left, 4, 4, 22),
    tooltip: {
      ...tooltipLook(tokens),
      trigger: 'item',
      formatter: (params) => {
        const item = Array.isArray(params) ? params[0] : params;
        // Both series carry the cell in the same places: hour, weekday, reports, late arrivals.
        const values = Array.isArray(item?.value) ? item.value : [];
        const [x, y, reported, late] = values.map(Number);
        const hour = hours[x ?? -1];
        const weekday = WEEKDAYS[y ?? -1];
        if (hour === undefined || weekday === undefined) return '';
        return tooltipLines([
          `${labels.weekday(weekday)} ${labels.hour(hour)}`,
          labels.cell(reported ?? 0, late ?? 0),
        ]);
      },
    },
    xAxis: {
      type: 'category',
      data: hours.map(String),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: tokens.ink3,
        fontSize: 11,
        interval: every - 1,
        formatter: (hour: string) => labels.hour(Number(hour)),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: WEEKDAYS.map(String),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: tokens.ink2,
        interval: 0,
        formatter: (weekday: string) => labels.weekday(Number(weekday)),
      },
    },
    visualMap: {
      show: false,
      type: 'piecewise',
      seriesIndex: 0,
      dimension: 2,
      pieces: heatClasses(data).map(({ min, max, token }) => ({
        // Not `min`: without an upper bound the chart library would read it as "more than".
        gte: min,
        ...(max === null ? {} : { lte: max }),
        color: tokens[token],
      })),
    },
    series: [
      {
        type: 'heatmap',
        name: labels.reported,
        data: cells.map((cell) => drawnCell(cell, hours, false)),
        itemStyle: { borderColor: tokens.surface, borderWidth: 1.5, borderRadius: 2 },
        emphasis: { itemStyle: { borderColor: tokens.ink } },
      },
      {
        type: 'scatter',
        name: labels.late,
        data: cells
          .filter((cell) => cell.late > 0)
          .map((cell) => ({
            ...drawnCell(cell, hours, true),
            label: { formatter: String(cell.late) },
            ...(cell.late > 9 ? { symbolSize: ring + 5 } : {}),
          })),
        symbol: 'circle',
        symbolSize: ring,
        itemStyle: {
          color: tokens.surface,
          borderColor: tokens.breachedFill,
          borderWidth: width < NARROW_WIDTH ? 1.5 : 2,
          opacity: 1,
        },
        label: {
          show: true,
          color: tokens.breached,
          fontSize: width < NARROW_WIDTH ? 10 : 11,
          fontWeight: 600,
        },
        z: 3,
      },
    ],
  };
}

/** The classes in words, then the ring. */
export function reportHeatLegend(
  data: readonly HeatCell[],
  labels: ReportHeatLabels,
): LegendItem[] {
  return [
    { label: labels.reported, token: 'surface', shape: 'heading' },
    ...heatClasses(data).map(
      ({ min, max, token }): LegendItem => ({
        label: max === null ? `≥${min}` : max === min ? String(min) : `${min}–${max}`,
        token,
        shape: 'square',
      }),
    ),
    { label: labels.late, token: 'breachedFill', shape: 'ring' },
  ];
}

/** Weekdays down, hours across, late arrivals in brackets. */
export function reportHeatTable(data: readonly HeatCell[], labels: ReportHeatLabels): ChartTable {
  const hours = hoursOf(data);
  const cells = grid(data, hours);
  return {
    caption: labels.caption,
    columns: [
      { label: labels.weekdayHeading, numeric: false },
      ...hours.map((hour) => ({ label: String(hour), numeric: true })),
    ],
    rows: WEEKDAYS.map((weekday) => ({
      key: String(weekday),
      mark: null,
      cells: [
        labels.weekday(weekday),
        ...cells
          .filter((cell) => cell.weekday === weekday)
          .map((cell) =>
            cell.late > 0 ? `${cell.reported}(${cell.late})` : String(cell.reported),
          ),
      ],
    })),
  };
}

function hoursOf(data: readonly HeatCell[]): number[] {
  const { from, to } = heatHours(data);
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Every weekday and hour drawn, zero where nothing was reported. */
function grid(data: readonly HeatCell[], hours: readonly number[]): HeatCell[] {
  const known = new Map(data.map((cell) => [`${cell.weekday}/${cell.hour}`, cell]));
  return WEEKDAYS.flatMap((weekday) =>
    hours.map((hour) => known.get(`${weekday}/${hour}`) ?? { weekday, hour, reported: 0, late: 0 }),
  );
}

function drawnCell(cell: HeatCell, hours: readonly number[], late: boolean) {
  const mark: ChartMark = { chart: 'report-heat', weekday: cell.weekday, hour: cell.hour, late };
  return {
    value: [hours.indexOf(cell.hour), cell.weekday - 1, cell.reported, cell.late],
    mark,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
