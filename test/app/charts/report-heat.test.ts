import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type HeatCell,
  heatClasses,
  heatHours,
  type ReportHeatLabels,
  reportHeatLegend,
  reportHeatOption,
  reportHeatTable,
} from '#app/charts/report-heat.ts';
import { drawn, read, TOKENS, textsOf, tooltipOf } from './drawing.ts';

const LABELS: ReportHeatLabels = {
  weekday: (weekday) => `周${'一二三四五六日'[weekday - 1]}`,
  hour: (hour) => `${hour} 点`,
  cell: (reported, late) => `报修 ${reported} 单，未按时到达 ${late} 次`,
  reported: '报修单数',
  late: '未按时到达次数',
  caption: '按星期和小时',
  weekdayHeading: '星期',
};

function cell(weekday: number, hour: number, reported: number, late = 0): HeatCell {
  return { weekday, hour, reported, late };
}

/** 200 reports by day, a ticket at 23 h on Tuesday. */
const MONTH = [cell(1, 9, 9, 2), cell(7, 22, 1), cell(3, 6, 190), cell(2, 23, 1)];

describe('hours drawn', () => {
  it('are 6 to 22 while hardly anything happens at night, and the rest is counted', () => {
    expect(heatHours(MONTH)).toEqual({ from: 6, to: 23, leftOut: 1 });
  });

  it('are all 24 when nights matter', () => {
    // 3 of 103 lie at night: more than 2 %.
    const cells = [cell(1, 9, 100), cell(1, 2, 3)];
    expect(heatHours(cells)).toEqual({ from: 0, to: 24, leftOut: 0 });
  });

  it('never leave out a late arrival', () => {
    const cells = [cell(1, 9, 500), cell(1, 4, 1, 1), cell(1, 3, 1)];
    expect(heatHours(cells)).toEqual({ from: 4, to: 23, leftOut: 1 });
  });

  it('are the day for a month without reports', () => {
    expect(heatHours([])).toEqual({ from: 6, to: 23, leftOut: 0 });
  });
});

describe('classes', () => {
  const bounds = (most: number) =>
    heatClasses([cell(1, 9, most)]).map(({ min, max }) => [min, max]);

  it('are the same six for every ordinary month', () => {
    const usual = [
      [0, 0],
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 9],
      [10, null],
    ];
    expect(bounds(0)).toEqual(usual);
    expect(bounds(30)).toEqual(usual);
  });

  it('widen in round steps for a large department, one report still told from none', () => {
    expect(bounds(31)).toEqual([
      [0, 0],
      [1, 5],
      [6, 9],
      [10, 13],
      [14, 19],
      [20, null],
    ]);
    expect(bounds(1_000).at(-1)).toEqual([500, null]);
  });

  it('leave no count without a class and none in two', () => {
    for (const most of [5, 40, 700, 20_000]) {
      const classes = bounds(most);
      classes.slice(1).forEach(([min], index) => {
        expect(classes[index]?.[1]).toBe((min ?? 0) - 1);
      });
    }
  });
});

describe('the map', () => {
  const option = reportHeatOption(MONTH, LABELS, TOKENS, 560);
  const { series, x, y } = read(option);
  const [cells, rings] = series;

  it('has every weekday and hour, Monday on top, zeros included', () => {
    expect(cells?.data).toHaveLength(7 * 17);
    expect(x.data).toEqual(Array.from({ length: 17 }, (_, index) => String(index + 6)));
    expect(y).toMatchObject({ inverse: true, data: ['1', '2', '3', '4', '5', '6', '7'] });
    const values = cells?.data.map(({ value }) => value);
    expect(values).toContainEqual([3, 0, 9, 2]);
    expect(values).toContainEqual([16, 6, 1, 0]);
    expect(values).toContainEqual([0, 0, 0, 0]);
  });

  it('colours the cells by the reports in one hue', () => {
    const { visualMap } = z
      .looseObject({
        visualMap: z.looseObject({
          dimension: z.number(),
          seriesIndex: z.number(),
          pieces: z.array(z.looseObject({ color: z.string() })),
        }),
      })
      .parse(option);
    expect(visualMap).toMatchObject({ dimension: 2, seriesIndex: 0 });
    // 190 reports in an hour: bounds times ten.
    expect(visualMap.pieces).toMatchObject([
      { gte: 0, lte: 0, color: 'seq-0' },
      { gte: 1, lte: 29, color: 'seq-1' },
      { gte: 30, color: 'seq-2' },
      { gte: 50, color: 'seq-3' },
      { gte: 70, color: 'seq-4' },
      { gte: 100, color: 'seq-5' },
    ]);
  });

  it('rings late arrivals only, with their count', () => {
    expect(rings?.data).toMatchObject([
      {
        value: [3, 0, 9, 2],
        label: { formatter: '2' },
        mark: { chart: 'report-heat', weekday: 1, hour: 9, late: true },
      },
    ]);
  });

  it('says the cell in words', () => {
    expect(tooltipOf(option, { value: [3, 0, 9, 2] })).toBe(
      '周一 9 点<br>报修 9 单，未按时到达 2 次',
    );
  });
});

it('keeps rings inside their cells in a narrow panel', () => {
  const size = (width: number) =>
    z.object({ symbolSize: z.number() }).parse(reportHeatSeries(width)).symbolSize;
  expect(size(560)).toBe(17);
  // Seventeen hours in 300 px: cells of 17.6 px, a ring with air around it.
  expect(size(340)).toBe(14);
});

function reportHeatSeries(width: number): unknown {
  return read(reportHeatOption(MONTH, LABELS, TOKENS, width)).series[1];
}

it('explains its classes and rings under the chart', () => {
  expect(reportHeatLegend([cell(1, 9, 12)], LABELS).map(({ label }) => label)).toEqual([
    '报修单数',
    '0',
    '1–2',
    '3–4',
    '5–6',
    '7–9',
    '≥10',
    '未按时到达次数',
  ]);
});

it('lists the rows it drew', () => {
  const table = reportHeatTable(MONTH, LABELS);
  expect(table.columns).toHaveLength(18);
  expect(table.rows).toHaveLength(7);
  expect(table.rows[0]?.cells.slice(0, 5)).toEqual(['周一', '0', '0', '0', '9(2)']);
  expect(table.rows[6]?.cells.at(-1)).toBe('1');
});

it('draws with the real library', () => {
  const svg = drawn((tokens) => reportHeatOption(MONTH, LABELS, tokens));
  const texts = textsOf(svg);
  expect(texts).toEqual(expect.arrayContaining(['周一', '周日', '6 点', '2']));
  // 119 cells and one ring.
  expect(svg.match(/<path/g)?.length).toBeGreaterThanOrEqual(120);
});

it('widens a ring for a count of two digits', () => {
  const { series } = read(
    reportHeatOption([cell(1, 9, 30, 12), cell(1, 10, 9, 9)], LABELS, TOKENS),
  );
  expect(series[1]?.data).toMatchObject([{ symbolSize: 22 }, { label: { formatter: '9' } }]);
  expect(series[1]?.data[1]).not.toHaveProperty('symbolSize');
});
