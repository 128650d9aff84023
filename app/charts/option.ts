/**
 * What the option functions share: the type of an option, marks that can be chosen, text that is safe in labels and
 * tooltips, axes, and the figure columns to the right of bars. Pure.
 */

import type {
  BarSeriesOption,
  HeatmapSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts';
import type {
  GridComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  MarkPointComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Stage } from '#queries/reports/types.ts';
import type { TokenName, Tokens } from './tokens.ts';

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | MarkPointComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

/** Draws with the tokens of the moment into a box of `width` CSS pixels. */
export type OptionFunction = (tokens: Tokens, width: number) => ChartOption;

/** What a mark stands for: enough to filter the page by it or to open the rows behind it. */
export type ChartMark =
  | { readonly chart: 'stage-trend'; readonly stage: Stage; readonly month: string }
  | {
      readonly chart: 'report-heat';
      readonly weekday: number;
      readonly hour: number;
      /** The ring of late arrivals was chosen, not the cell. */
      readonly late: boolean;
    }
  | {
      readonly chart: 'satisfaction';
      /** Null is all technicians together. */
      readonly person: string | null;
      /** Null is every score. */
      readonly score: 1 | 2 | 3 | 4 | 5 | null;
    }
  | {
      readonly chart: 'repeats';
      readonly product: string;
      readonly fault: string;
      readonly period: 'this_month' | 'before' | 'all';
    }
  | {
      readonly chart: 'fines';
      /** Null is 待认定. */
      readonly person: string | null;
      /** Rule numbers of the segment; empty means every rule. */
      readonly rules: readonly string[];
    }
  | { readonly chart: 'day-lanes'; readonly ticket_no: string };

/** The rows a chart drew, for the table under it. */
export interface ChartTable {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly ChartTableRow[];
}

export interface ChartTableRow {
  readonly key: string;
  /** One text per column. */
  readonly cells: readonly string[];
  /** What the row stands for, null where it stands for several things at once. */
  readonly mark: ChartMark | null;
  /** Fewer than five cases. */
  readonly few?: boolean;
}

export interface LegendItem {
  readonly label: string;
  readonly token: TokenName;
  readonly shape: 'square' | 'ring' | 'heading';
}

/** The narrowest box in which axes keep their full labels; below it they thin out. */
export const NARROW_WIDTH = 420;

/** Width a chart is thought to have until its box is known. */
export const USUAL_WIDTH = 560;

/** Adds what all charts have in common: type, no motion, no generated description (the caller gives one). */
export function completeOption(option: ChartOption, tokens: Tokens): ChartOption {
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: tokens.font, fontSize: 12, color: tokens.ink2 },
    ...option,
  };
}

/** The grid box with the given margins in px; labels never shrink it, so panels side by side stay aligned. */
export function gridBox(left: number, right: number, top: number, bottom: number) {
  return { left, right, top, bottom, outerBoundsMode: 'none' as const };
}

/** Look of every tooltip: plain text lines on the page's own surface. */
export function tooltipLook(tokens: Tokens) {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: tokens.surface,
    borderColor: tokens.lineStrong,
    borderWidth: 1,
    padding: [6, 8],
    textStyle: { color: tokens.ink, fontSize: 12, fontFamily: tokens.font },
    extraCssText: 'box-shadow:none;max-width:280px;white-space:normal',
  };
}

/** Tooltip lines as HTML. Names come from uploaded sheets, so every character that HTML gives a meaning is escaped. */
export function tooltipLines(lines: readonly string[]): string {
  return lines.map(escapeHtml).join('<br>');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A text for use inside a rich label, where `{`, `|` and `}` would be read as mark-up. */
export function richText(text: string): string {
  return text.replaceAll('{', '｛').replaceAll('}', '｝').replaceAll('|', '｜');
}

/** A round upper end and step for an axis from zero, with at most five steps. `max` is a whole number ≥ 0. */
export function axisFromZero(max: number): { max: number; interval: number } {
  if (max <= 0) return { max: 1, interval: 1 };
  let scale = 1;
  for (;;) {
    for (const step of [1, 2, 5]) {
      const interval = step * scale;
      const top = Math.ceil(max / interval) * interval;
      if (top / interval <= 5) return { max: top, interval };
    }
    scale *= 10;
  }
}

/** A value axis along the bottom: hairlines up, small figures below. */
export function bottomAxis(
  tokens: Tokens,
  range: { min: number; max: number; interval: number },
  format: (value: number) => string,
) {
  return {
    type: 'value' as const,
    ...range,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: tokens.ink3, fontSize: 11, formatter: format },
    splitLine: { lineStyle: { color: tokens.line } },
  };
}

/** Room for row names in px, between `least` and `most`; longer ones are cut and stand whole in tooltip and table. */
export function roomForNames(names: readonly string[], least: number, most: number): number {
  return Math.min(most, Math.max(least, 16 + Math.max(0, ...names.map(textWidth))));
}

/** One row name per bar, from the top down, cut to the space left of the bars. */
export function rowNames(
  tokens: Tokens,
  names: readonly string[],
  width: number,
  options: { axisLine: boolean; emphasised?: (index: number) => boolean },
) {
  return {
    type: 'category' as const,
    inverse: true,
    data: names.map((_, index) => String(index)),
    axisTick: { show: false },
    axisLine: { show: options.axisLine, lineStyle: { color: tokens.lineStrong } },
    axisLabel: {
      color: tokens.ink2,
      margin: 8,
      width,
      overflow: 'truncate' as const,
      ellipsis: '…',
      interval: 0,
      rich: { b: { fontWeight: 600 as const, color: tokens.ink } },
      formatter: (_: string, index: number) => {
        const name = richText(names[index] ?? '');
        return options.emphasised?.(index) ? `{b|${name}}` : name;
      },
    },
  };
}

/** A column of figures right of the bars. */
export interface FigureColumn {
  /** Least width in px; grows with its texts. */
  readonly width: number;
  readonly tone: 'strong' | 'quiet';
  readonly heading?: string;
  readonly texts: readonly string[];
  /** Rows shown grey whatever the tone (too few cases). */
  readonly few?: readonly boolean[];
}

/**
 * Columns of figures as a second category axis: rich text of fixed widths keeps them aligned to the right in every
 * renderer. `width` is the room they need right of the bars, in px.
 */
export function figureColumns(tokens: Tokens, columns: readonly FigureColumn[]) {
  const widths = columns.map((column) => Math.max(column.width, ...column.texts.map(textWidth)));
  const rich: Record<
    string,
    { width: number; align: 'right'; color: string; fontWeight: 400 | 600 }
  > = {};
  widths.forEach((width, index) => {
    const quiet = { width, align: 'right' as const, color: tokens.ink3 };
    rich[`q${index}`] = { ...quiet, fontWeight: 400 };
    rich[`s${index}`] = { ...quiet, color: tokens.ink, fontWeight: 600 };
  });
  const rows = columns[0]?.texts ?? [];
  const headed = columns.some((column) => column.heading !== undefined);
  const heading = columns
    .map((column, index) => `{q${index}|${richText(column.heading ?? ' ')}}`)
    .join('');
  const axis = {
    type: 'category' as const,
    inverse: true,
    position: 'right' as const,
    data: rows.map((_, index) => String(index)),
    axisTick: { show: false },
    axisLine: { show: false },
    ...(headed
      ? {
          name: heading,
          nameLocation: 'start' as const,
          nameGap: 6,
          nameTextStyle: { align: 'left' as const, padding: [0, 0, 0, 8], rich },
        }
      : {}),
    axisLabel: {
      margin: 8,
      interval: 0,
      rich,
      formatter: (_: string, row: number) =>
        columns
          .map((column, index) => {
            const strong = column.tone === 'strong' && column.few?.[row] !== true;
            return `{${strong ? 's' : 'q'}${index}|${richText(column.texts[row] ?? '')}}`;
          })
          .join(''),
    },
  };
  return { axis, width: 14 + widths.reduce((total, width) => total + width, 0) };
}

/** Estimated width in px of a text of 12 px: a Chinese character is a square, Latin letters and digits are narrower. */
export function textWidth(text: string): number {
  const squares = [...text].reduce(
    (width, letter) => width + ((letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1),
    0,
  );
  return Math.ceil(squares * 12);
}

/**
 * Edge of one segment of a stacked bar: a gap of one px in the colour of the surface, but none where the segment is
 * so short that the gap would swallow it.
 */
export function segmentEdge(tokens: Tokens, length: number) {
  return length < 4 ? {} : { borderColor: tokens.surface, borderWidth: 1 };
}

/** Height in px for a chart of rows: the usual height of a panel, more where the rows would get too thin. */
export function heightForRows(rows: number, rowHeight: number, margins: number): number {
  return Math.max(252, rows * rowHeight + margins);
}

/** Whether a value handed over by the chart library is one of our marks. */
export function isChartMark(value: unknown): value is ChartMark {
  return typeof value === 'object' && value !== null && 'chart' in value;
}
