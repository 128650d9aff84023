/**
 * Excel's own charts, drawn from ranges of the workbook so that they follow when a cell is corrected.
 * Quiet like the page: no legend where one line is drawn, gaps where a month was not captured.
 */
import {
  Chart,
  ChartEmptyCells,
  ChartFont,
  ChartFormat,
  ChartLegendPosition,
  ChartLine,
  ChartLineDashType,
  ChartRange,
  ChartSeries,
  ChartSolidFill,
  ChartType,
  Color,
} from 'wasm-xlsxwriter';
import { FILL, FONT } from './formats.ts';
import type { Lang } from './workbook-input.ts';

/** A range of a sheet; rows and columns count from 0, bounds inclusive. */
export interface Cells {
  readonly sheet: string;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TrendChart extends Size {
  readonly lang: Lang;
  readonly title: string;
  readonly categories: Cells;
  readonly values: Cells;
  readonly name: string;
  /** Constant row beside the values; no line without a target. */
  readonly target: { readonly name: string; readonly values: Cells } | null;
  readonly min: number;
  readonly max: number;
  readonly numFormat: string;
}

/** One figure over up to twelve months, with its target as a dashed line. Blank cells are gaps. */
export function trendChart(spec: TrendChart): Chart {
  const chart = new Chart(ChartType.Line);
  chart.pushSeries(
    new ChartSeries()
      .setName(spec.name)
      .setCategories(rangeOf(spec.categories))
      .setValues(rangeOf(spec.values))
      .setFormat(new ChartFormat().setLine(stroke(FILL.line, 2))),
  );
  if (spec.target !== null) {
    chart.pushSeries(
      new ChartSeries()
        .setName(spec.target.name)
        .setCategories(rangeOf(spec.categories))
        .setValues(rangeOf(spec.target.values))
        .setFormat(
          new ChartFormat().setLine(stroke(FILL.target, 1).setDashType(ChartLineDashType.Dash)),
        ),
    );
  }
  chart.legend().setHidden();
  chart.yAxis().setMin(spec.min).setMax(spec.max).setNumFormat(spec.numFormat);
  return finish(chart, spec, spec.title);
}

export interface StackedChart extends Size {
  readonly lang: Lang;
  readonly title: string;
  readonly categories: Cells;
  readonly series: readonly {
    readonly name: string;
    readonly values: Cells;
    readonly fill: number;
  }[];
  /** Bars as shares of 100 % instead of counts. */
  readonly shares: boolean;
}

/** Stacked columns from zero, in the order given, legend in stacking order. */
export function stackedChart(spec: StackedChart): Chart {
  const chart = new Chart(spec.shares ? ChartType.ColumnPercentStacked : ChartType.ColumnStacked);
  for (const item of spec.series) {
    chart.pushSeries(
      new ChartSeries()
        .setName(item.name)
        .setCategories(rangeOf(spec.categories))
        .setValues(rangeOf(item.values))
        .setFormat(new ChartFormat().setSolidFill(fill(item.fill))),
    );
  }
  chart.legend().setPosition(ChartLegendPosition.Bottom).setFont(font(spec.lang, 8));
  chart.yAxis().setNumFormat(spec.shares ? '0%' : '0');
  return finish(chart, spec, spec.title);
}

function finish(chart: Chart, spec: Size & { readonly lang: Lang }, title: string): Chart {
  chart.title().setName(title).setFont(font(spec.lang, 10).setBold());
  chart.xAxis().setFont(font(spec.lang, 8));
  chart.yAxis().setFont(font(spec.lang, 8));
  return chart
    .showEmptyCellsAs(ChartEmptyCells.Gaps)
    .setAltText(title)
    .setWidth(spec.width)
    .setHeight(spec.height);
}

function rangeOf({ sheet, top, left, bottom, right }: Cells): ChartRange {
  return ChartRange.newFromRange(sheet, top, left, bottom, right);
}

function stroke(colour: number, width: number): ChartLine {
  return new ChartLine().setColor(Color.rgb(colour)).setWidth(width);
}

function fill(colour: number): ChartSolidFill {
  return new ChartSolidFill().setColor(Color.rgb(colour));
}

function font(lang: Lang, size: number): ChartFont {
  return new ChartFont().setName(FONT[lang]).setSize(size).setColor(Color.rgb(FILL.text));
}
