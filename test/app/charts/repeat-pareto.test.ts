import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  type RepeatCount,
  type RepeatParetoLabels,
  repeatLegend,
  repeatParetoOption,
  repeatRows,
  repeatTable,
} from '#app/charts/repeat-pareto.ts';
import { drawn, numbers, read, TOKENS, textsOf, tooltipOf } from './drawing.ts';

const LABELS: RepeatParetoLabels = {
  problem: (product, fault) => `${product}·${fault}`,
  others: (kinds) => `其余 ${kinds} 类`,
  thisMonth: '10 月',
  before: '8–9 月',
  times: (count) => `${count} 次`,
  caption: '返修次数',
  problemHeading: '产品·故障',
  countHeading: '次数',
  cumulativeHeading: '累计',
};

function repeats(product: string, this_month: number, before: number): RepeatCount {
  return { product, fault: '点火故障', this_month, before };
}

// 26 in all: 10, 6, 6, 4.
const DATA = [
  repeats('煲仔炉', 1, 3),
  repeats('蒸柜', 2, 4),
  repeats('双头灶', 4, 6),
  repeats('大锅灶', 3, 3),
  repeats('汤炉', 0, 0),
];

const option = repeatParetoOption(DATA, LABELS, TOKENS);
const { series, x, left, right } = read(option);

it('puts the most frequent first, ties by this month, and leaves out what never came back', () => {
  expect(left).toEqual(['双头灶·点火故障', '大锅灶·点火故障', '蒸柜·点火故障', '煲仔炉·点火故障']);
});

it('stacks this month before the earlier months', () => {
  expect(series.map(({ name, stack, itemStyle }) => [name, stack, itemStyle?.color])).toEqual([
    ['10 月', 'repeats', 'c1'],
    ['8–9 月', 'repeats', 'c3'],
  ]);
  expect(numbers(series[0])).toEqual([4, 3, 2, 1]);
  expect(numbers(series[1])).toEqual([6, 3, 4, 3]);
});

it('writes count and cumulative share, which ends at 100 %', () => {
  // 10/26 = 38.46, 16/26 = 61.54, 22/26 = 84.62.
  expect(right).toEqual(['{s0|10}{q1|38%}', '{s0|6}{q1|62%}', '{s0|6}{q1|85%}', '{s0|4}{q1|100%}']);
});

it('starts its bars at zero and ends at a round number', () => {
  expect(x).toMatchObject({ min: 0, max: 10, interval: 2 });
});

it('sums what lies below the first seven in one row, so that the last share is still 100 %', () => {
  const many = Array.from({ length: 12 }, (_, index) => repeats(`产品${index}`, 1, 12 - index));
  const rows = repeatRows(many);
  expect(rows).toHaveLength(8);
  // Totals 13, 12, … 2 are 90 together; the last five are 6, 5, 4, 3, 2.
  expect(rows.at(-1)).toEqual({
    problem: null,
    kinds: 5,
    this_month: 5,
    before: 15,
    total: 20,
    cumulative_percent: 100,
  });
  expect(rows.reduce((total, row) => total + row.total, 0)).toBe(90);
  const table = repeatTable(many, LABELS);
  expect(table.rows.at(-1)).toMatchObject({
    mark: null,
    cells: ['其余 5 类', '5', '15', '20', '100%'],
  });
});

it('sums both periods in the legend', () => {
  expect(repeatLegend(DATA, LABELS).map(({ label }) => label)).toEqual([
    '10 月 10 次',
    '8–9 月 16 次',
  ]);
});

it('gives each segment its problem and period', () => {
  expect(series[1]?.data[0]).toMatchObject({
    mark: { chart: 'repeats', product: '双头灶', fault: '点火故障', period: 'before' },
  });
});

it('escapes product names in the tooltip', () => {
  const hostile = repeatParetoOption([repeats('<b>灶</b>', 1, 0)], LABELS, TOKENS);
  expect(tooltipOf(hostile, [{ dataIndex: 0 }])).toContain('&lt;b&gt;灶&lt;/b&gt;·点火故障');
});

it('has an axis and no rows for a quarter without repeats', () => {
  const empty = read(repeatParetoOption([], LABELS, TOKENS));
  expect(empty.x).toMatchObject({ min: 0, max: 1 });
  expect(z.array(z.unknown()).parse(empty.series[0]?.data)).toEqual([]);
});

it('draws with the real library: column headings included, no label for a zero', () => {
  const texts = textsOf(
    drawn((tokens) => repeatParetoOption([...DATA, repeats('矮汤炉', 0, 1)], LABELS, tokens)),
  );
  expect(texts).toEqual(expect.arrayContaining(['次数', '累计', '双头灶·点火故障', '100%']));
  // One zero only: the one at the foot of the axis.
  expect(texts.filter((text) => text === '0')).toHaveLength(1);
});

it("writes this month's number, and only into a segment that has room for it", () => {
  const uneven = repeatParetoOption([repeats('灶', 120, 0), repeats('柜', 2, 0)], LABELS, TOKENS);
  expect(read(uneven).series[0]?.data).toMatchObject([
    { value: 120, label: { show: true } },
    { value: 2, label: { show: false } },
  ]);
  for (const one of series[1]?.data ?? []) expect(one).toMatchObject({ label: { show: false } });
});

it('gives long names more room in a wide panel than in a narrow one', () => {
  const left = (width: number) =>
    z
      .looseObject({ grid: z.looseObject({ left: z.number() }) })
      .parse(repeatParetoOption([repeats('Double burner stove XL', 1, 0)], LABELS, TOKENS, width))
      .grid.left;
  expect(left(340)).toBe(108);
  expect(left(700)).toBe(180);
});
