/** 返修: how often, on which products and faults, after whose work, and every pair of tickets. */
import type { Overview } from '#queries/reports/types.ts';
import { blank, count, decimal1, decimal2, prose, share, text, time } from '../cells.ts';
import { excelSerial } from '../excel-values.ts';
import { FILL } from '../formats.ts';
import { stackedChart } from '../native-charts.ts';
import { type PeopleLine, peopleLines } from '../people-lines.ts';
import { type Column, type Desk, ROW_HEIGHT, SheetWriter } from '../sheet-writer.ts';
import { sumOf } from '../sums.ts';
import type { RepeatRow } from '../workbook-input.ts';

const WIDTHS = [132, 122, 132, 122, 96, 96, 128, 128, 150, 100, 100, 100];
const CHART_ROWS = 12;
const CHART_BARS = 12;

type FaultLine = Overview['repeat_by_fault'][number];

export function repeatSheet(desk: Desk): void {
  const { words, input } = desk;
  const { repeat } = input.overview.report;
  const writer = new SheetWriter(desk, words.sheets.repeats, WIDTHS);
  writer.row = 3;
  writer.freezeHere();
  writer.gap();
  writer.strip([
    { name: { zh: '返修率', en: 'Repeat rate' }, cell: share(repeat.repeat_rate, repeat.on_site) },
    { name: { zh: '返修单', en: 'Repeats' }, cell: count(repeat.repeats) },
    { name: { zh: '本月上门单', en: 'On-site tickets' }, cell: count(repeat.on_site) },
    {
      name: repeat.provisional
        ? { zh: '一次修复率（暂定）', en: 'First-time fix (provisional)' }
        : { zh: '一次修复率', en: 'First-time fix' },
      cell: share(repeat.first_time_fix_rate, repeat.finished),
    },
    { name: { zh: '后来返修', en: 'Repeated later' }, cell: count(repeat.repeated_later) },
    { name: { zh: '本月完工上门单', en: 'Finished' }, cell: count(repeat.finished) },
    {
      name: { zh: '每单上门次数', en: 'Visits per ticket' },
      cell: repeat.visits_per_ticket === null ? blank() : decimal2(repeat.visits_per_ticket),
    },
  ]);
  const days = input.policy.repeat_window_days;
  writer.note(
    writer.both({
      zh: `同一客户、产品、故障，完工后 ${days} 天内再报修算返修，记在前一单的技术员名下${repeat.provisional ? `；${days} 天还没过完，一次修复率会再降` : ''}`,
      en: `A repeat is the same customer, product and fault within ${days} days of the finish; it counts for the technician of the earlier ticket${repeat.provisional ? '. The window is not over: the first-time fix rate may still fall' : ''}`,
    }),
  );
  writer.gap();

  writer.heading(writer.both({ zh: '集中在哪些产品和故障？', en: 'Which products and faults?' }));
  const faults = input.overview.repeat_by_fault;
  const chartAt = writer.row;
  const placed = writer.table(faultColumns(), faults, {
    filter: 'plain',
    total: words.total,
  });
  if (faults.length > 0) {
    const last = Math.min(placed.last, placed.first + CHART_BARS - 1);
    const cells = (key: string, to = key) => ({
      sheet: writer.name,
      top: placed.first,
      left: placed.column(key),
      bottom: last,
      right: placed.column(to),
    });
    const chart = stackedChart({
      lang: desk.lang,
      title: writer.both({
        zh: '返修单：本月和前两个月',
        en: 'Repeats: this month and two before',
      }),
      categories: cells('product', 'fault'),
      series: [
        {
          name: writer.both({ zh: '本月', en: 'this month' }),
          values: cells('now'),
          fill: FILL.now,
        },
        {
          name: writer.both({ zh: '前两个月', en: 'two months before' }),
          values: cells('before'),
          fill: FILL.before,
        },
      ],
      shares: false,
      width: 720,
      height: CHART_ROWS * ROW_HEIGHT,
    });
    writer.sheet.insertChartWithOffset(chartAt, 5, chart, 12, 0);
    writer.row = Math.max(writer.row, chartAt + CHART_ROWS);
  }
  writer.gap();

  writer.heading(writer.both({ zh: '按技术员', en: 'By technician' }));
  writer.table(technicianColumns(desk), technicians(peopleLines(input)), {
    filter: 'plain',
    total: words.total,
  });
  writer.gap();

  writer.heading(writer.both({ zh: '返修的单', en: 'Repeat tickets' }));
  writer.table(pairColumns(), input.repeats, { filter: 'list' });
}

function faultColumns(): Column<FaultLine>[] {
  return [
    { key: 'product', header: { zh: '产品', en: 'Product' }, cell: (row) => text(row.product) },
    { key: 'fault', header: { zh: '故障', en: 'Fault' }, cell: (row) => text(row.fault) },
    {
      key: 'now',
      header: { zh: '本月（件）', en: 'This month' },
      cell: (row) => count(row.this_month),
      total: (rows) => count(sumOf(rows, (row) => row.this_month)),
    },
    {
      key: 'before',
      header: { zh: '前两个月（件）', en: 'Two months before' },
      cell: (row) => count(row.before),
      total: (rows) => count(sumOf(rows, (row) => row.before)),
    },
  ];
}

type Technician = {
  readonly name: string | null;
  readonly own: NonNullable<PeopleLine['roles']['technician']>;
};

/** Most repeats first; nobody known only where a repeat is nobody's, so that the lines add up to the month's repeats. */
function technicians(lines: readonly PeopleLine[]): Technician[] {
  return lines
    .flatMap(({ name, roles: { technician: own } }) => {
      if (own === undefined || (name === null && own.repeats === 0)) return [];
      return [{ name, own }];
    })
    .sort((a, b) => b.own.repeats - a.own.repeats);
}

function technicianColumns({ words }: Desk): Column<Technician>[] {
  return [
    {
      key: 'name',
      header: { zh: '姓名', en: 'Name' },
      cell: (row) => text(row.name ?? words.nameless),
    },
    {
      key: 'repeats',
      header: { zh: '返修（件）', en: 'Repeats' },
      cell: (row) => count(row.own.repeats),
      total: (rows) => count(sumOf(rows, (row) => row.own.repeats)),
    },
    {
      key: 'tickets',
      header: { zh: '经手单数', en: 'Tickets' },
      cell: (row) => count(row.own.tickets),
      total: (rows) => count(sumOf(rows, (row) => row.own.tickets ?? 0)),
    },
    {
      key: 'visits',
      header: { zh: '上门次数', en: 'Visits' },
      cell: (row) => count(row.own.visits),
      total: (rows) => count(sumOf(rows, (row) => row.own.visits ?? 0)),
    },
  ];
}

function pairColumns(): Column<RepeatRow>[] {
  return [
    { key: 'ticket', header: { zh: '返修单号', en: 'Repeat' }, cell: (row) => text(row.ticket_no) },
    {
      key: 'reported',
      header: { zh: '再报修', en: 'Reported again' },
      cell: (row) => time(row.reported_at),
    },
    {
      key: 'earlier',
      header: { zh: '前一单号', en: 'Earlier ticket' },
      cell: (row) => text(row.earlier_ticket_no),
    },
    {
      key: 'finished',
      header: { zh: '前一单完工', en: 'Earlier finish' },
      cell: (row) => time(row.earlier_finished_at),
    },
    {
      key: 'days',
      header: { zh: '相隔（天）', en: 'Days between' },
      cell: (row) => {
        const between = excelSerial(row.reported_at) - excelSerial(row.earlier_finished_at);
        return decimal1(Math.round(between * 10) / 10);
      },
    },
    {
      key: 'technician',
      header: { zh: '前一单技术员', en: 'Technician' },
      cell: (row) => text(row.technician),
    },
    { key: 'customer', header: { zh: '客户', en: 'Customer' }, cell: (row) => prose(row.customer) },
    { key: 'product', header: { zh: '产品', en: 'Product' }, cell: (row) => prose(row.product) },
    { key: 'fault', header: { zh: '故障', en: 'Fault' }, cell: (row) => prose(row.fault) },
  ];
}
