/** 总览: the month's KPIs beside the month before and the year before, their twelve months, the stages, the counts. */
import type { MetricView } from '#app/data/desk.ts';
import { FEW, formatRate } from '#app/format/index.ts';
import {
  type MetricValue,
  type MonthReport,
  type SeriesPoint,
  TARGET_STAGES,
} from '#queries/reports/types.ts';
import {
  blank,
  type Cell,
  change,
  count,
  decimal1,
  decimal2,
  isFew,
  money,
  notCaptured,
  rate,
  share,
  state,
  target,
  targetText,
  text,
  verdict,
} from '../cells.ts';
import { FILL } from '../formats.ts';
import { judged, metricById, monthBefore } from '../judged.ts';
import { stackedChart, trendChart } from '../native-charts.ts';
import { type Both, type Column, type Desk, ROW_HEIGHT, SheetWriter } from '../sheet-writer.ts';
import type { Words } from '../words.ts';
import { stageColumns, stageLines } from './stage-columns.ts';

/** In pixels; English names and limits are longer. */
const NAME_WIDTH = { zh: 168, en: 208 } as const;
const LIMIT_WIDTH = { zh: 92, en: 148 } as const;
const FIGURE_WIDTH = { zh: 84, en: 98 } as const;
/** The state says more than a figure: ● 达标 暂定. It is the third of the columns below. */
const STATE_AT = 2;
const STATE_WIDTH = 108;
/** Columns after the name and the limit: twelve months, and room for the formula in words. */
const FIGURES = 15;
const CHARTS_PER_ROW = 4;
const CHART_ROWS = 9;
/** Missing records are worth a band once they are this share of the cases. */
const BAND_SHARE = 0.05;

interface Kpi {
  readonly metric: MetricView;
  readonly now: MetricValue;
  readonly before: SeriesPoint | null;
  readonly yearBefore: MetricValue | null;
  readonly series: readonly SeriesPoint[];
}

/** @returns the rows that begin a printed page: no chart is cut in two */
export function overviewSheet(desk: Desk): readonly number[] {
  const { lang } = desk;
  const widths = [
    NAME_WIDTH[lang],
    LIMIT_WIDTH[lang],
    ...Array.from({ length: FIGURES }, (_, at) =>
      at === STATE_AT ? STATE_WIDTH : FIGURE_WIDTH[lang],
    ),
  ];
  const writer = new SheetWriter(desk, desk.words.sheets.overview, widths);
  writer.row = 3;
  writer.freezeHere();
  writer.gap();
  const kpis = kpisOf(desk);

  writer.heading(kpiSentence(kpis, desk));
  writer.table(kpiColumns(desk), kpis, { filter: 'plain' });
  if (kpis.some((kpi) => (kpi.now.measured ?? FEW) < FEW)) {
    writer.note(
      writer.both({
        zh: '灰色的率不足 5 件，不判达标，也不与别的月份比较',
        en: 'Grey rates have fewer than 5 cases: neither judged nor compared',
      }),
    );
  }
  writer.gap();
  writer.heading(
    writer.both({ zh: '近 12 个月走得怎样？', en: 'How did the last 12 months go?' }),
    writer.both({ zh: '虚线是目标，断开处未采集', en: 'Dashed: target. Gaps: not captured' }),
  );
  const chartsAt = writer.row;
  writer.row += Math.ceil(kpis.length / CHARTS_PER_ROW) * CHART_ROWS;
  writer.gap();

  writer.heading(writer.both({ zh: '哪个环节没有按时？', en: 'Which stage was late?' }));
  const stages = writer.table(stageColumns(desk), stageLines(desk, TARGET_STAGES), {
    filter: 'plain',
  });
  writer.gap();
  const stageChartAt = writer.row;
  counts(writer);
  insertStageChart(writer, stages, stageChartAt);
  writer.row = Math.max(writer.row, stageChartAt + STAGE_CHART_ROWS);
  writer.gap();

  const monthsAt = writer.row;
  const months = monthTable(writer, kpis);
  insertTrends(writer, kpis, months, chartsAt);
  return [stageChartAt, monthsAt];
}

function kpisOf(desk: Desk): Kpi[] {
  const { overview, yearBefore } = desk.input;
  return overview.kpis.map((now) => {
    const metric = metricById(desk.metrics, now.id);
    const series = overview.series[metric.id] ?? [];
    return {
      metric,
      now,
      series,
      before: monthBefore(series, overview.report.month),
      yearBefore: yearBefore?.kpis.find((item) => item.id === metric.id) ?? null,
    };
  });
}

/** How many of the KPIs with a target were met, as the page's first sentence says it. */
function kpiSentence(kpis: readonly Kpi[], desk: Desk): string {
  const verdicts = kpis.map(({ now, metric }) => verdict(judged(now, metric)));
  const met = verdicts.filter((item) => item === 'met').length;
  const missed = verdicts.filter((item) => item === 'breached').length;
  const rest = kpis.length - met - missed;
  if (desk.lang === 'en') {
    return `${kpis.length} KPIs: ${met} met, ${missed} missed, ${rest} without a target or with too few cases`;
  }
  return `${kpis.length} 项指标：${met} 项达标，${missed} 项未达标，${rest} 项没有目标或件数太少`;
}

function kpiColumns(desk: Desk): Column<Kpi>[] {
  const { words, lang } = desk;
  return [
    {
      key: 'name',
      header: { zh: '指标', en: 'KPI' },
      cell: (kpi) => text(kpi.metric.name[lang], { bold: true }),
    },
    {
      key: 'clause',
      header: { zh: '条款', en: 'Clause' },
      cell: (kpi) => text(words.clause(kpi.metric.clause), { ink: 'quiet' }),
    },
    {
      key: 'value',
      header: { zh: '本月', en: 'Month' },
      cell: (kpi) => {
        const cell = valueCell(kpi.metric, kpi.now, desk);
        const few = kpi.now.measured !== null && kpi.now.measured < FEW;
        return few ? cell : { ...cell, look: { ...cell.look, bold: true } };
      },
    },
    {
      key: 'target',
      header: { zh: '目标', en: 'Target' },
      cell: (kpi) => target(kpi.metric),
    },
    {
      key: 'state',
      header: { zh: '状态', en: 'State' },
      cell: (kpi) => state(judged(kpi.now, kpi.metric), words, kpi.now.provisional),
    },
    { key: 'met', header: { zh: '件数 n', en: 'Cases n' }, cell: (kpi) => count(kpi.now.met) },
    {
      key: 'measured',
      header: { zh: '应计 N', en: 'Measured N' },
      cell: (kpi) =>
        kpi.now.measured === 0 && kpi.now.unknown > 0
          ? notCaptured(words)
          : count(kpi.now.measured),
    },
    {
      key: 'unknown',
      header: { zh: '未采集或无效', en: 'Not captured or invalid' },
      cell: (kpi) => count(kpi.now.unknown),
    },
    {
      key: 'before',
      header: { zh: '上月', en: 'Month before' },
      cell: (kpi) =>
        kpi.before === null ? blank({ align: 'right' }) : valueCell(kpi.metric, kpi.before, desk),
    },
    {
      key: 'change',
      header: { zh: '较上月\n百分点', en: 'On month before, points' },
      cell: (kpi) => changeOn(kpi.before, kpi, words),
    },
    {
      key: 'year_before',
      header: { zh: '去年同月', en: 'Year before' },
      cell: (kpi) =>
        kpi.yearBefore === null
          ? blank({ align: 'right' })
          : valueCell(kpi.metric, kpi.yearBefore, desk),
    },
    {
      key: 'year_change',
      header: { zh: '较去年\n百分点', en: 'On year before, points' },
      cell: (kpi) => changeOn(kpi.yearBefore, kpi, words),
    },
    {
      key: 'formula',
      header: { zh: '怎么算', en: 'How it is counted' },
      // Runs on over the empty columns beside it.
      cell: (kpi) =>
        text(kpi.metric.formula[lang] + bandText(kpi, lang), { ink: 'quiet', line: 'none' }),
    },
  ];
}

function changeOn(before: Kpi['before'] | MetricValue, kpi: Kpi, words: Words): Cell {
  const then = before === null ? null : judged(before, kpi.metric);
  return change(judged(kpi.now, kpi.metric), then, kpi.metric, words);
}

/** A value in its metric's unit; rates judged against the target of the policy in force. */
function valueCell(
  metric: MetricView,
  point: Pick<MetricValue, 'value' | 'met' | 'measured'>,
  desk: Desk,
): Cell {
  const missing = 'unknown' in point && typeof point.unknown === 'number' ? point.unknown : 0;
  if (metric.unit === 'rate') {
    return rate(judged(point, metric), desk.words, missing);
  }
  if (metric.unit === 'fen') return money(point.value);
  if (metric.unit === 'count') return count(point.value);
  return metric.unit === 'minutes' ? decimal1(point.value) : decimal2(point.value);
}

/** Both bounds where many records are missing: all of them broken, all of them kept. */
function bandText(kpi: Kpi, lang: 'zh' | 'en'): string {
  const { met, measured, unknown } = kpi.now;
  if (kpi.metric.unit !== 'rate' || met === null || measured === null || measured === 0) return '';
  const all = measured + unknown;
  if (unknown / all < BAND_SHARE) return '';
  const low = `${((met / all) * 100).toFixed(1)}%`;
  const high = `${(((met + unknown) / all) * 100).toFixed(1)}%`;
  return lang === 'zh'
    ? `；${unknown} 件未采集或无效，全算进去在 ${low} 到 ${high} 之间`
    : `; ${unknown} not captured or invalid: between ${low} and ${high} with all of them`;
}

interface CountLine {
  readonly name: Both;
  of(report: MonthReport): number;
}

const COUNTS: readonly CountLine[] = [
  { name: { zh: '报修', en: 'Tickets reported' }, of: (r) => r.tickets.reported },
  { name: { zh: '　上门', en: '  on site' }, of: (r) => r.tickets.on_site },
  { name: { zh: '　电话指导', en: '  by phone' }, of: (r) => r.tickets.phone },
  { name: { zh: '　方式不明', en: '  unknown' }, of: (r) => r.tickets.unknown },
  {
    name: { zh: '另有取消（不计）', en: 'Cancelled (not counted)' },
    of: (r) => r.tickets.cancelled,
  },
  { name: { zh: '本月报修已完工', en: 'Reported and finished' }, of: (r) => r.tickets.finished },
  { name: { zh: '本月完工回执', en: 'Receipts finished' }, of: (r) => r.receipts.finished },
  { name: { zh: '返修单', en: 'Repeats' }, of: (r) => r.repeat.repeats },
  { name: { zh: '投诉', en: 'Complaints' }, of: (r) => r.complaints.received },
  { name: { zh: '　查实', en: '  substantiated' }, of: (r) => r.complaints.substantiated },
  { name: { zh: '多收费的单', en: 'Overcharged tickets' }, of: (r) => r.charges.overcharged },
  { name: { zh: '拟扣减', en: 'Proposed deductions' }, of: (r) => r.fines.proposed.count },
  { name: { zh: '已确认扣减', en: 'Confirmed deductions' }, of: (r) => r.fines.confirmed.count },
  {
    name: { zh: '疑似，证据不足（不扣）', en: 'Suspected, evidence missing' },
    of: (r) => r.fines.suspected,
  },
];

const AMOUNTS: readonly CountLine[] = [
  { name: { zh: '实收', en: 'Charged' }, of: (r) => r.charges.charged_fen },
  { name: { zh: '按标准应收', en: 'Due by the price card' }, of: (r) => r.charges.expected_fen },
  { name: { zh: '未收回', en: 'Outstanding' }, of: (r) => r.charges.outstanding_fen },
  { name: { zh: '拟扣减', en: 'Proposed deductions' }, of: (r) => r.fines.proposed.fen },
  { name: { zh: '已确认扣减', en: 'Confirmed deductions' }, of: (r) => r.fines.confirmed.fen },
];

function counts(writer: SheetWriter): void {
  const { overview, yearBefore } = writer.desk.input;
  const columns = (title: Both, cell: (value: number | null) => Cell): Column<CountLine>[] => [
    { key: 'name', header: title, cell: (line) => text(writer.both(line.name)) },
    {
      key: 'now',
      header: { zh: '本月', en: 'Month' },
      cell: (line) => cell(line.of(overview.report)),
    },
    {
      key: 'before',
      header: { zh: '上月', en: 'Month before' },
      cell: (line) => cell(overview.previous === null ? null : line.of(overview.previous)),
    },
    {
      key: 'year_before',
      header: { zh: '去年同月', en: 'Year before' },
      cell: (line) => cell(yearBefore === null ? null : line.of(yearBefore.report)),
    },
  ];
  writer.table(columns({ zh: '数量（件）', en: 'Counts' }, count), COUNTS, { filter: 'plain' });
  writer.table(columns({ zh: '金额（元）', en: 'Amounts (yuan)' }, money), AMOUNTS, {
    filter: 'plain',
  });
}

const STAGE_CHART_ROWS = 16;

function insertStageChart(
  writer: SheetWriter,
  stages: ReturnType<SheetWriter['table']>,
  row: number,
): void {
  const { words, lang } = writer.desk;
  const cells = (key: string) => ({
    sheet: writer.name,
    top: stages.first,
    left: stages.column(key),
    bottom: stages.last,
    right: stages.column(key),
  });
  const chart = stackedChart({
    lang,
    title: writer.both({
      zh: '每个环节的单：按时、超时、还差什么（件）',
      en: 'Tickets of each stage: on time, late, missing',
    }),
    categories: cells('stage'),
    series: [
      { name: words.met, values: cells('met'), fill: FILL.met },
      { name: writer.both({ zh: '超时', en: 'late' }), values: cells('late'), fill: FILL.breached },
      {
        name: writer.both({ zh: '过时限仍无记录', en: 'past the limit, no record' }),
        values: cells('open'),
        fill: FILL.open,
      },
      {
        name: writer.both({ zh: '未到时限', en: 'pending' }),
        values: cells('pending'),
        fill: FILL.pending,
      },
      { name: words.notCaptured, values: cells('not_captured'), fill: FILL.notCaptured },
      {
        name: writer.both({ zh: '时间无效', en: 'invalid' }),
        values: cells('invalid'),
        fill: FILL.invalid,
      },
    ],
    shares: false,
    width: FIGURE_WIDTH[lang] * 11,
    height: STAGE_CHART_ROWS * ROW_HEIGHT,
  });
  writer.sheet.insertChart(row, 5, chart);
}

type MonthLine =
  | { readonly item: 'value' | 'met' | 'measured'; readonly kpi: Kpi }
  | { readonly item: 'target'; readonly kpi: Kpi; readonly target: number };

interface MonthTable {
  /** Sheet row of a KPI's values or targets; null where there is none. */
  row(kpi: Kpi, item: MonthLine['item']): number | null;
  readonly header: number;
  readonly left: number;
  readonly right: number;
}

/** Twelve months of every KPI: value, n, N and target. The trend charts draw these cells. */
function monthTable(writer: SheetWriter, kpis: readonly Kpi[]): MonthTable {
  const { lang, words } = writer.desk;
  const months = [...new Set(kpis.flatMap((kpi) => kpi.series.map((point) => point.month)))].sort();
  const lines = kpis.flatMap((kpi): MonthLine[] => {
    const limit = kpi.metric.target;
    const counted = kpi.series.some((point) => point.measured !== null);
    return [
      { item: 'value', kpi },
      ...(counted
        ? [
            { item: 'met' as const, kpi },
            { item: 'measured' as const, kpi },
          ]
        : []),
      ...(limit === null ? [] : [{ item: 'target' as const, kpi, target: limit }]),
    ];
  });
  const itemName = (line: MonthLine): string => {
    if (line.item === 'value') return writer.both({ zh: '值', en: 'value' });
    if (line.item === 'met') return writer.both({ zh: '件数 n', en: 'n' });
    if (line.item === 'measured') return writer.both({ zh: '应计 N', en: 'N' });
    return writer.both({ zh: '目标', en: 'target' });
  };
  const cellOf = (line: MonthLine, month: string): Cell => {
    if (line.item === 'target') return share(line.target, null, { ink: 'quiet' });
    const point = line.kpi.series.find((item) => item.month === month);
    const missing = point === undefined || point.value === null;
    if (line.item === 'value') {
      // A gap must be an empty cell: a word would be drawn as zero.
      if (missing) return blank({ ground: 'unknown', align: 'right' });
      return valueCell(line.kpi.metric, point, writer.desk);
    }
    if (missing) {
      return line.item === 'measured'
        ? notCaptured(words)
        : blank({ ground: 'unknown', align: 'right' });
    }
    return count(line.item === 'met' ? point.met : point.measured, { ink: 'quiet' });
  };
  writer.heading(
    writer.both({ zh: '近 12 个月的数字', en: 'The last 12 months in figures' }),
    writer.both({
      zh: '上面的图画的就是这些格',
      en: 'The charts above draw these cells',
    }),
  );
  const placed = writer.table<MonthLine>(
    [
      {
        key: 'name',
        header: { zh: '指标', en: 'KPI' },
        cell: (line) =>
          line.item === 'value' ? text(line.kpi.metric.name[lang], { bold: true }) : blank(),
      },
      {
        key: 'item',
        header: { zh: '项', en: 'Item' },
        cell: (line) => text(itemName(line), { ink: 'quiet' }),
      },
      ...months.map(
        (month): Column<MonthLine> => ({
          key: month,
          header: { zh: month.slice(2), en: month.slice(2) },
          cell: (line) => cellOf(line, month),
        }),
      ),
    ],
    lines,
    { filter: 'plain' },
  );
  return {
    header: placed.header,
    left: 2,
    right: 1 + months.length,
    row: (kpi, item) => {
      const at = lines.findIndex((line) => line.kpi === kpi && line.item === item);
      return at === -1 ? null : placed.first + at;
    },
  };
}

function insertTrends(
  writer: SheetWriter,
  kpis: readonly Kpi[],
  months: MonthTable,
  firstRow: number,
): void {
  const { desk } = writer;
  if (months.right < months.left) return;
  const width = Math.floor(
    (NAME_WIDTH[desk.lang] + LIMIT_WIDTH[desk.lang] + 12 * FIGURE_WIDTH[desk.lang]) /
      CHARTS_PER_ROW,
  );
  kpis.forEach((kpi, index) => {
    const values = months.row(kpi, 'value');
    if (values === null) return;
    const targets = months.row(kpi, 'target');
    const cells = (row: number) => ({
      sheet: writer.name,
      top: row,
      left: months.left,
      bottom: row,
      right: months.right,
    });
    const chart = trendChart({
      lang: desk.lang,
      title: trendTitle(kpi, desk),
      name: kpi.metric.name[desk.lang],
      categories: cells(months.header),
      values: cells(values),
      target:
        targets === null
          ? null
          : { name: writer.both({ zh: '目标', en: 'target' }), values: cells(targets) },
      ...axis(kpi),
      width: width - 10,
      height: CHART_ROWS * ROW_HEIGHT - 8,
    });
    const row = firstRow + Math.floor(index / CHARTS_PER_ROW) * CHART_ROWS;
    writer.sheet.insertChartWithOffset(row, 0, chart, (index % CHARTS_PER_ROW) * width, 2);
  });
}

/** The chart's answer: name, value and target. */
function trendTitle({ metric, now }: Kpi, desk: Desk): string {
  const { value } = judged(now, metric);
  const few = isFew(now.measured);
  const shown =
    value === null
      ? desk.words.notCaptured
      : metric.unit === 'rate'
        ? formatRate(value, few ? undefined : metric)
        : String(value);
  const limit =
    metric.target === null
      ? []
      : [targetText(metric.target, metric.direction, metric.target_exclusive)];
  return [`${metric.name[desk.lang]} ${shown}`, ...limit].join('  ');
}

/** Rates near 100 % on a cut axis from a round tenth below all points, low ones from zero. */
function axis(kpi: Kpi): { min: number; max: number; numFormat: string } {
  const values = kpi.series.flatMap((point) => (point.value === null ? [] : [point.value]));
  const { target: limit } = kpi.metric;
  const all = limit === null ? values : [...values, limit];
  if (kpi.metric.unit !== 'rate') {
    return { min: 0, max: Math.max(1, Math.ceil(Math.max(0, ...all))), numFormat: '0.0' };
  }
  if (kpi.metric.direction === 'up') {
    const low = Math.min(1, ...all);
    const min = Math.max(0, Math.floor(low * 10 - 0.01) / 10);
    return { min: Math.min(min, 0.9), max: 1, numFormat: '0%' };
  }
  const high = Math.max(0.01, ...all);
  return { min: 0, max: Math.min(1, Math.ceil(high * 50 + 0.01) / 50), numFormat: '0%' };
}
