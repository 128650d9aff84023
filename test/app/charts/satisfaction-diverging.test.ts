import { expect, it } from 'vitest';
import {
  type SatisfactionLabels,
  type SatisfactionScores,
  satisfactionHeight,
  satisfactionLegend,
  satisfactionOption,
  satisfactionRows,
  satisfactionTable,
} from '#app/charts/satisfaction-diverging.ts';
import { drawn, numbers, read, TOKENS, textsOf, tooltipOf } from './drawing.ts';

const LABELS: SatisfactionLabels = {
  all: '全部技术员',
  scores: { 1: '很不满意', 2: '不满意', 3: '一般', 4: '满意', 5: '非常满意' },
  share: (satisfied, scored) => `${((satisfied / scored) * 100).toFixed(1)}%`,
  few: '样本不足',
  caption: '满意度分布',
  personHeading: '技术员',
  shareHeading: '满意率',
};

const DATA: SatisfactionScores[] = [
  { name: '何军', scores: [0, 0, 1, 0, 1] },
  { name: '吴涛', scores: [2, 2, 4, 8, 4] },
  { name: null, scores: [2, 2, 5, 17, 14] },
  { name: '无评价', scores: [0, 0, 0, 0, 0] },
  { name: '李强', scores: [0, 0, 0, 9, 9] },
];

it('orders all together first, then by share, few scores last, nobody without a score', () => {
  expect(
    satisfactionRows(DATA).map(({ name, satisfied, scored, few }) => [
      name,
      satisfied,
      scored,
      few,
    ]),
  ).toEqual([
    [null, 31, 40, false],
    ['李强', 18, 18, false],
    ['吴涛', 12, 20, false],
    ['何军', 1, 2, true],
  ]);
});

const option = satisfactionOption(DATA, LABELS, TOKENS);
const { series, x, left, right } = read(option);

it('splits the neutral scores around zero: dissatisfied left, satisfied right, together 100 %', () => {
  expect(series.map(({ name }) => name)).toEqual([
    '一般',
    '不满意',
    '很不满意',
    '一般',
    '满意',
    '非常满意',
  ]);
  // 吴涛: 2, 2, 4, 8, 4 of 20.
  expect(series.map((one) => numbers(one)[2])).toEqual([-10, -10, -10, 10, 40, 20]);
  for (let row = 0; row < 4; row += 1) {
    const parts = series.map((one) => numbers(one)[row] ?? 0);
    expect(parts.reduce((total, part) => total + Math.abs(part), 0)).toBeCloseTo(100, 10);
    expect(parts.slice(0, 3).every((part) => part <= 0)).toBe(true);
    expect(parts[0]).toBe(-(parts[3] ?? 0) || 0);
  }
  expect(new Set(series.map(({ stack }) => stack)).size).toBe(1);
});

it('reaches left in whole quarters, as far as any row goes', () => {
  // 吴涛 reaches 30 % to the left, which is past the first quarter.
  expect(x).toMatchObject({ min: -50, max: 100, interval: 25 });
  const [, , , , best] = DATA;
  const content = read(satisfactionOption(best === undefined ? [] : [best], LABELS, TOKENS));
  expect(content.x.min).toBe(0);
});

it('writes share and n/N beside each bar, a dash instead of a share for few', () => {
  expect(right).toEqual([
    '{s0|77.5%}{q1|31/40}',
    '{s0|100.0%}{q1|18/18}',
    '{s0|60.0%}{q1|12/20}',
    '{q0|–}{q1|1/2}',
  ]);
  expect(left[0]).toBe('{b|全部技术员}');
});

it('greys a bar of fewer than five scores in all its parts and no other', () => {
  for (const one of series) {
    expect(one.data[3]).toMatchObject({ itemStyle: { color: 'nocap-fill' } });
    expect(one.data[2]).toMatchObject({ itemStyle: {} });
    expect(one.data[2]?.itemStyle).not.toHaveProperty('color');
  }
});

it('uses the ordered scale from worst to best', () => {
  expect(satisfactionLegend(LABELS).map(({ label, token }) => [label, token])).toEqual([
    ['很不满意', 'div1'],
    ['不满意', 'div2'],
    ['一般', 'div3'],
    ['满意', 'div4'],
    ['非常满意', 'div5'],
  ]);
  expect(series[2]?.itemStyle?.color).toBe('div-1');
  expect(series[5]?.itemStyle?.color).toBe('div-5');
});

it('lists the rows it drew', () => {
  const table = satisfactionTable(DATA, LABELS);
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    ['全部技术员', '2', '2', '5', '17', '14', '77.5%', '31/40'],
    ['李强', '0', '0', '0', '9', '9', '100.0%', '18/18'],
    ['吴涛', '2', '2', '4', '8', '4', '60.0%', '12/20'],
    ['何军', '0', '0', '1', '0', '1', '样本不足', '1/2'],
  ]);
  expect(table.rows.map(({ few }) => few)).toEqual([false, false, false, true]);
});

it('escapes a name that would be mark-up in the tooltip, and defuses rich text', () => {
  const name = '<img src=x onerror=alert(1)>{b|x}';
  const hostile = satisfactionOption([{ name, scores: [0, 0, 0, 5, 5] }], LABELS, TOKENS);
  const text = tooltipOf(hostile, { dataIndex: 0 });
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(text).not.toContain('<img');
  expect(read(hostile).left[0]).not.toMatch(/[{}|]/);
});

it('grows with the number of technicians', () => {
  const many = Array.from(
    { length: 30 },
    (_, index): SatisfactionScores => ({
      name: `技术员${index}`,
      scores: [0, 0, 0, 3, 3],
    }),
  );
  expect(satisfactionHeight(DATA)).toBe(252);
  expect(satisfactionHeight(many)).toBe(30 * 24 + 26);
});

it('draws with the real library: names, shares and the axis on both sides of zero', () => {
  const texts = textsOf(drawn((tokens) => satisfactionOption(DATA, LABELS, tokens)));
  expect(texts).toEqual(
    expect.arrayContaining(['全部技术员', '李强', '77.5%', '12/20', '–', '50%', '0%', '100%']),
  );
});
