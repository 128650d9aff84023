import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  gapsOf,
  type StageTrendLabels,
  stageTrendOption,
  stageTrendTable,
  trendAxis,
} from '#app/charts/stage-trend.ts';
import type { SeriesPoint } from '#queries/reports/types.ts';
import { drawn, read, TOKENS, textsOf, tooltipOf } from './drawing.ts';

const LABELS: StageTrendLabels = {
  name: '及时率',
  notCaptured: '未采集',
  axisMonth: (month) => month.slice(2),
  month: (month) => month,
  rate: ({ value }) => `${((value ?? 0) * 100).toFixed(1)}%`,
  endRate: ({ value }) => ((value ?? 0) * 100).toFixed(1),
};
const AXIS = { min: 0.7, interval: 0.1 };

/** `met/measured` per month from 2026-01 on, null where nothing was recorded. */
function months(...cases: ([number, number] | null)[]): SeriesPoint[] {
  return cases.map((counts, index) => {
    const month = `2026-${String(index + 1).padStart(2, '0')}`;
    if (counts === null) return { month, value: null, met: null, measured: null };
    const [met, measured] = counts;
    return { month, value: Math.round((met / measured) * 10_000) / 10_000, met, measured };
  });
}

const marks = z.looseObject({
  connectNulls: z.boolean(),
  markArea: z.looseObject({ data: z.array(z.tuple([z.looseObject({}), z.looseObject({})])) }),
  markLine: z.looseObject({ data: z.array(z.looseObject({ yAxis: z.number() })) }).optional(),
  markPoint: z
    .looseObject({
      symbol: z.string(),
      itemStyle: z.looseObject({ color: z.string() }),
      label: z.looseObject({ color: z.string(), formatter: z.string(), fontWeight: z.number() }),
      data: z.array(z.looseObject({ coord: z.tuple([z.string(), z.number()]) })),
    })
    .optional(),
});

function line(points: SeriesPoint[], target: number | null = 0.95) {
  const option = stageTrendOption(
    { stage: 'callback', points, target, axis: AXIS },
    LABELS,
    TOKENS,
  );
  const { series, x, y } = read(option);
  return { ...marks.parse(series[0]), data: series[0]?.data ?? [], x, y, option };
}

describe('a month without data', () => {
  const points = months(null, null, [90, 100], null, [96, 100]);

  it('is a null in the line, never a zero, and nothing bridges it', () => {
    const { data, connectNulls } = line(points);
    expect(data.map(({ value }) => value)).toEqual([null, null, 0.9, null, 0.96]);
    expect(connectNulls).toBe(false);
  });

  it('is a grey band from the last known month to the next, with the word', () => {
    expect(gapsOf(points)).toEqual([
      { from: 0, to: 2 },
      { from: 3, to: 4 },
    ]);
    const bands = line(points).markArea.data.slice(1);
    expect(bands).toMatchObject([
      [{ xAxis: '2026-01', itemStyle: { color: 'surface-3' } }, { xAxis: '2026-03' }],
      [{ xAxis: '2026-03', label: { formatter: '未采集' } }, { xAxis: '2026-05' }],
    ]);
  });

  it('at the end leaves the line without an end label and the band up to the edge', () => {
    const { markPoint, markArea } = line(months([90, 100], [96, 100], null));
    expect(markPoint).toBeUndefined();
    expect(markArea.data[1]).toMatchObject([{ xAxis: '2026-02' }, { xAxis: '2026-03' }]);
  });
});

describe('the last month', () => {
  it('is a disc when it reaches the target exactly', () => {
    const { markPoint } = line(months([80, 100], [19, 20]));
    expect(markPoint).toMatchObject({
      symbol: 'circle',
      itemStyle: { color: 'met-fill' },
      label: { color: 'met', formatter: '95.0' },
      data: [{ coord: ['2026-02', 0.95] }],
    });
  });

  it('is a diamond when it misses the target by less than its rate can show', () => {
    // 18,999/20,000 = 0.94995, which four decimals round to 0.95.
    const { markPoint } = line(months([18_999, 20_000]));
    expect(markPoint).toMatchObject({ symbol: 'diamond', itemStyle: { color: 'breached-fill' } });
  });

  it('is hollow and grey with fewer than five cases, whatever its rate', () => {
    const { markPoint } = line(months([90, 100], [1, 4]));
    expect(markPoint).toMatchObject({
      symbol: 'circle',
      itemStyle: { color: 'surface', borderColor: 'nocap-fill' },
      label: { color: 'ink-3', fontWeight: 400 },
    });
  });

  it('is neither met nor missed without a target', () => {
    const { markPoint, markLine, markArea } = line(months([90, 100]), null);
    expect(markPoint?.itemStyle.color).toBe('ink-2');
    expect(markLine).toBeUndefined();
    expect(markArea.data).toEqual([]);
  });
});

it('tints the side that meets the target', () => {
  const { markArea, markLine } = line(months([90, 100]), 0.9);
  expect(markArea.data[0]).toMatchObject([
    { yAxis: 0.9, itemStyle: { color: 'met-soft' } },
    { yAxis: 1 },
  ]);
  expect(markLine?.data).toEqual([{ yAxis: 0.9 }]);
});

describe('the cut axis', () => {
  it('starts at 70 % while everything lies above, with its top at 100 %', () => {
    expect(trendAxis([{ points: months([72, 100], null), target: 0.95 }])).toEqual(AXIS);
    const { y } = line(months([90, 100]));
    expect(y).toMatchObject({ min: 0.7, max: 1, interval: 0.1 });
  });

  it.each([
    [[69, 100], 0.6],
    [[41, 100], 0.4],
    [[25, 100], 0.2],
    [[1, 100], 0],
  ] as const)('reaches down to the least rate of any stage: %j', ([met, measured], min) => {
    const quiet = { points: months([99, 100]), target: 0.95 };
    expect(trendAxis([quiet, { points: months([met, measured]), target: 0.95 }]).min).toBe(min);
  });

  it('reaches down to a low target too', () => {
    expect(trendAxis([{ points: months([99, 100]), target: 0.5 }]).min).toBe(0.4);
  });

  it('is the usual one when nothing was ever recorded', () => {
    expect(trendAxis([{ points: months(null, null), target: null }])).toEqual(AXIS);
  });
});

it('gives each month its mark', () => {
  expect(line(months([9, 10])).data[0]).toMatchObject({
    mark: { chart: 'stage-trend', stage: 'callback', month: '2026-01' },
  });
});

it('says rate and counts in the tooltip, and the word for a gap', () => {
  const { option } = line(months([97, 100], null));
  expect(tooltipOf(option, [{ dataIndex: 0 }])).toBe('2026-01<br>及时率 97.0% 97/100');
  expect(tooltipOf(option, [{ dataIndex: 1 }])).toBe('2026-02<br>未采集');
});

it('lists the rows it drew, months down and stages across', () => {
  const table = stageTrendTable(
    [
      { name: '答复', points: months([9, 10], null) },
      { name: '派工', points: months([8, 10], [6, 8]) },
    ],
    { ...LABELS, caption: '及时率', monthHeading: '月份' },
  );
  expect(table.columns.map(({ label }) => label)).toEqual(['月份', '答复', '派工']);
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    ['2026-01', '90.0% 9/10', '80.0% 8/10'],
    ['2026-02', '未采集', '75.0% 6/8'],
  ]);
});

it('draws with the real library: end label, gap word, first, middle and last month', () => {
  const points = months([90, 100], null, null, null, [94, 100], [96, 100]);
  const svg = drawn(
    (tokens) =>
      stageTrendOption({ stage: 'answer', points, target: 0.95, axis: AXIS }, LABELS, tokens),
    230,
    132,
  );
  const texts = textsOf(svg);
  expect(texts).toEqual(expect.arrayContaining(['96.0', '未采集', '70', '100']));
  expect(texts.filter((text) => /^\d\d-\d\d$/.test(text))).toEqual(['26-01', '26-03', '26-06']);
});
