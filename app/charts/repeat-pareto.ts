/**
 * In which products and faults do repeat repairs concentrate? Bars of this month and the months before, most first,
 * with the count and the share reached so far.
 */
import type { Overview } from '#queries/reports/types.ts';
import {
  axisFromZero,
  bottomAxis,
  type ChartMark,
  type ChartOption,
  type ChartTable,
  figureColumns,
  gridBox,
  heightForRows,
  type LegendItem,
  NARROW_WIDTH,
  roomForNames,
  rowNames,
  segmentEdge,
  textWidth,
  tooltipLines,
  tooltipLook,
  USUAL_WIDTH,
} from './option.ts';
import type { Tokens } from './tokens.ts';

export type RepeatCount = Overview['repeat_by_fault'][number];

export interface RepeatParetoLabels {
  /** A product with its fault, e.g. 双头灶·点火故障. */
  readonly problem: (product: string, fault: string) => string;
  /** The row of everything below the ones shown, e.g. 其余 5 类. */
  readonly others: (kinds: number) => string;
  /** 10 月 */
  readonly thisMonth: string;
  /** 8–9 月 */
  readonly before: string;
  /** A count in the legend, e.g. `9 次`. */
  readonly times: (count: number) => string;
  readonly caption: string;
  readonly problemHeading: string;
  /** 次数 */
  readonly countHeading: string;
  /** 累计 */
  readonly cumulativeHeading: string;
}

export interface RepeatRow {
  /** Null is the row of all the others. */
  readonly problem: { readonly product: string; readonly fault: string } | null;
  /** How many problems the row holds: 1, or those summed up in the last row. */
  readonly kinds: number;
  readonly this_month: number;
  readonly before: number;
  readonly total: number;
  /** Whole percent of all repeats up to and with this row; the last row is always 100. */
  readonly cumulative_percent: number;
}

/** More problems than this are summed up in one last row. */
const ROWS = 8;

/** How many problems of so many get a row of their own. */
export function repeatsDrawn(problems: number): number {
  return problems > ROWS ? ROWS - 1 : problems;
}

/** Most repeats first; ties by this month, then by name, so that the order is the same on every run. */
export function repeatRows(data: readonly RepeatCount[]): RepeatRow[] {
  const sorted = data
    .filter((entry) => entry.this_month + entry.before > 0)
    .toSorted(
      (a, b) =>
        b.this_month + b.before - (a.this_month + a.before) ||
        b.this_month - a.this_month ||
        compareText(`${a.product}\n${a.fault}`, `${b.product}\n${b.fault}`),
    );
  const shown = sorted.slice(0, repeatsDrawn(sorted.length));
  const rest = sorted.slice(shown.length);
  const parts = [
    ...shown.map(({ product, fault, this_month, before }) => ({
      problem: { product, fault },
      kinds: 1,
      this_month,
      before,
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            problem: null,
            kinds: rest.length,
            this_month: sum(rest.map((entry) => entry.this_month)),
            before: sum(rest.map((entry) => entry.before)),
          },
        ]),
  ];
  const all = sum(parts.map((part) => part.this_month + part.before));
  let reached = 0;
  return parts.map((part) => {
    const total = part.this_month + part.before;
    reached += total;
    return { ...part, total, cumulative_percent: Math.round((reached * 100) / all) };
  });
}

/** Height in px for these problems. */
export function repeatHeight(data: readonly RepeatCount[]): number {
  return heightForRows(repeatRows(data).length, 28, 42);
}

export function repeatParetoOption(
  data: readonly RepeatCount[],
  labels: RepeatParetoLabels,
  tokens: Tokens,
  width: number = USUAL_WIDTH,
): ChartOption {
  const rows = repeatRows(data);
  const names = rows.map((row) => nameOf(row, labels));
  const left = roomForNames(names, 108, width < NARROW_WIDTH ? 108 : 180);
  const figures = figureColumns(tokens, [
    {
      width: 36,
      tone: 'strong',
      heading: labels.countHeading,
      texts: rows.map((row) => String(row.total)),
    },
    {
      width: 44,
      tone: 'quiet',
      heading: labels.cumulativeHeading,
      texts: rows.map((row) => `${row.cumulative_percent}%`),
    },
  ]);
  const axis = axisFromZero(Math.max(0, ...rows.map((row) => row.total)));
  const caseWidth = (width - left - figures.width) / axis.max;
  const bar = (name: string, period: 'this_month' | 'before', color: string) => ({
    type: 'bar' as const,
    name,
    stack: 'repeats',
    barWidth: 16,
    data: rows.map((row) => ({
      value: row[period],
      mark: markOf(row, period),
      itemStyle: segmentEdge(tokens, row[period] * caseWidth),
      // Only this month's number is written, and only where its segment has room for it.
      label: {
        show:
          period === 'this_month' && row[period] * caseWidth > textWidth(String(row[period])) + 2,
      },
    })),
    itemStyle: { color },
  });
  return {
    grid: gridBox(left, figures.width, 20, 22),
    tooltip: {
      ...tooltipLook(tokens),
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: (params) => {
        const first = Array.isArray(params) ? params[0] : params;
        const row = first === undefined ? undefined : rows[first.dataIndex];
        if (row === undefined) return '';
        return tooltipLines([
          nameOf(row, labels),
          `${labels.thisMonth} ${labels.times(row.this_month)}`,
          `${labels.before} ${labels.times(row.before)}`,
        ]);
      },
    },
    xAxis: bottomAxis(tokens, { min: 0, ...axis }, String),
    yAxis: [rowNames(tokens, names, left - 12, { axisLine: true }), figures.axis],
    series: [
      {
        ...bar(labels.thisMonth, 'this_month', tokens.c1),
        label: { color: tokens.surface, fontSize: 11 },
      },
      bar(labels.before, 'before', tokens.c3),
    ],
  };
}

/** In stacking order, with the sums of both periods. */
export function repeatLegend(
  data: readonly RepeatCount[],
  labels: RepeatParetoLabels,
): LegendItem[] {
  const rows = repeatRows(data);
  const thisMonth = sum(rows.map((row) => row.this_month));
  const before = sum(rows.map((row) => row.before));
  return [
    { label: `${labels.thisMonth} ${labels.times(thisMonth)}`, token: 'c1', shape: 'square' },
    { label: `${labels.before} ${labels.times(before)}`, token: 'c3', shape: 'square' },
  ];
}

export function repeatTable(data: readonly RepeatCount[], labels: RepeatParetoLabels): ChartTable {
  return {
    caption: labels.caption,
    columns: [
      { label: labels.problemHeading, numeric: false },
      { label: labels.thisMonth, numeric: true },
      { label: labels.before, numeric: true },
      { label: labels.countHeading, numeric: true },
      { label: labels.cumulativeHeading, numeric: true },
    ],
    rows: repeatRows(data).map((row) => ({
      key: row.problem === null ? '*' : `${row.problem.product}\n${row.problem.fault}`,
      mark: markOf(row, 'all'),
      cells: [
        nameOf(row, labels),
        String(row.this_month),
        String(row.before),
        String(row.total),
        `${row.cumulative_percent}%`,
      ],
    })),
  };
}

function nameOf(row: RepeatRow, labels: RepeatParetoLabels): string {
  return row.problem === null
    ? labels.others(row.kinds)
    : labels.problem(row.problem.product, row.problem.fault);
}

function markOf(row: RepeatRow, period: 'this_month' | 'before' | 'all'): ChartMark | null {
  return row.problem === null ? null : { chart: 'repeats', ...row.problem, period };
}

/** By code point, not by locale: the server and every browser must agree. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
