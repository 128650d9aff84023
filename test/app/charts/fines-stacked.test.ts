import { describe, expect, it } from 'vitest';
import {
  type FinesLabels,
  fineGroups,
  finesLegend,
  finesOption,
  finesRows,
  finesTable,
  type PersonFine,
} from '#app/charts/fines-stacked.ts';
import { drawn, numbers, read, TOKENS, textsOf, tooltipOf } from './drawing.ts';

const LABELS: FinesLabels = {
  group: {
    arrival: '未按时到达',
    repeat: '重复修理',
    dissatisfied: '客户不满意',
    dispatch: '派工',
    documents: '单据填写',
    other: '其他规则',
  },
  unassigned: '待认定',
  others: (people) => `其余 ${people} 人`,
  money: (fen) => `¥${fen / 100}`,
  times: (count) => `${count} 次`,
  undecided: (count) => `另有 ${count} 条金额未定`,
  caption: '扣减金额',
  personHeading: '人员',
  sumHeading: '合计',
  countHeading: '次数',
};

const GROUPS = fineGroups([
  { no: '2a', detect: 'late_dispatch' },
  { no: '2b', detect: 'missed_dispatch' },
  { no: '5', detect: 'repeat_repair' },
  { no: '6', detect: 'late_arrival' },
  { no: '7a', detect: 'incomplete_receipt' },
  { no: '10', detect: 'overcharge' },
]);

function fine(
  name: string | null,
  rule: string,
  count: number,
  fen: number,
  undecided = 0,
): PersonFine {
  return { name, rule, count, fen, undecided };
}

const DATA = [
  fine('陈静', '2b', 1, 5_000),
  fine('陈静', '2a', 2, 6_000),
  fine(null, '7a', 10, 20_000),
  fine('李强', '5', 1, 3_000),
  fine('李强', '6', 2, 10_000),
  fine('李强', '10', 1, 0, 1),
  fine('赵刚', '6', 1, 5_000),
];

const option = finesOption(DATA, GROUPS, LABELS, TOKENS);
const { series, x, left, right } = read(option);

it('puts the largest sum first and 待认定 last, however much it is', () => {
  expect(left).toEqual(['李强', '陈静', '赵刚', '待认定']);
});

it('stacks the groups in their fixed order and colours, in fen', () => {
  expect(series.map(({ name, itemStyle }) => [name, itemStyle?.color])).toEqual([
    ['未按时到达', 'c1'],
    ['重复修理', 'c2'],
    ['客户不满意', 'c3'],
    ['派工', 'c4'],
    ['单据填写', 'c5'],
    ['其他规则', 'c6'],
  ]);
  expect(numbers(series[0])).toEqual([10_000, 0, 5_000, 0]);
  expect(numbers(series[3])).toEqual([0, 11_000, 0, 0]);
});

it('adds up: the segments of a row are its sum, the rows are all the money', () => {
  const rows = finesRows(DATA, GROUPS);
  for (const row of rows) {
    const parts = Object.values(row.groups).reduce((total, fen) => total + fen, 0);
    expect(parts).toBe(row.fen);
  }
  expect(rows.map((row) => row.fen)).toEqual([13_000, 11_000, 5_000, 20_000]);
  expect(rows.reduce((total, row) => total + row.count, 0)).toBe(18);
});

it('writes sum, a plus for fines without an amount yet, and count', () => {
  expect(right).toEqual([
    '{s0|¥130}{s1|+}{q2|4 次}',
    '{s0|¥110}{s1| }{q2|3 次}',
    '{s0|¥50}{s1| }{q2|1 次}',
    '{s0|¥200}{s1| }{q2|10 次}',
  ]);
});

it('starts at zero', () => {
  expect(x).toMatchObject({ min: 0, max: 20_000, interval: 5_000 });
});

it('gives a segment the rules it is made of', () => {
  expect(series[3]?.data[1]).toMatchObject({
    mark: { chart: 'fines', person: '陈静', rules: ['2a', '2b'] },
  });
});

describe('groups', () => {
  it('follow the detectors of the policy in force, not its rule numbers', () => {
    const other = fineGroups([
      { no: '8.1', detect: 'late_arrival' },
      { no: '6', detect: 'dispatch_refused' },
    ]);
    expect(other.get('8.1')).toBe('arrival');
    expect(other.get('6')).toBe('other');
  });

  it('put a rule the policy does not know under 其他规则', () => {
    expect(finesRows([fine('甲', '99', 1, 700)], GROUPS)[0]?.groups.other).toBe(700);
  });

  it('appear in the legend only where they occur', () => {
    expect(finesLegend(DATA, GROUPS, LABELS).map(({ label }) => label)).toEqual([
      '未按时到达',
      '重复修理',
      '派工',
      '单据填写',
    ]);
  });
});

it('sums everyone below the first thirteen in one row, and no money is lost', () => {
  const many = Array.from({ length: 20 }, (_, index) => fine(`人${index}`, '6', 1, 1_000 + index));
  const rows = finesRows([...many, fine(null, '6', 1, 99)], GROUPS);
  expect(rows).toHaveLength(15);
  expect(rows[13]).toMatchObject({ kind: 'others', people: 7, count: 7 });
  expect(rows.reduce((total, row) => total + row.fen, 0)).toBe(20_000 + 190 + 99);
});

it('lists the rows it drew', () => {
  const table = finesTable(DATA, GROUPS, LABELS);
  expect(table.rows[0]?.cells).toEqual(['李强', '¥100', '¥30', '–', '–', '–', '–', '¥130+', '4']);
  expect(table.rows.at(-1)?.mark).toEqual({ chart: 'fines', person: null, rules: [] });
});

it('says what is undecided in the tooltip, names escaped', () => {
  expect(tooltipOf(option, [{ dataIndex: 0 }])).toBe(
    '李强 ¥130 4 次<br>未按时到达 ¥100<br>重复修理 ¥30<br>另有 1 条金额未定',
  );
  const hostile = finesOption([fine('"><script>', '6', 1, 100)], GROUPS, LABELS, TOKENS);
  expect(tooltipOf(hostile, [{ dataIndex: 0 }])).not.toContain('<script');
});

it('draws with the real library: no name is cut, sums stand beside the bars', () => {
  const texts = textsOf(drawn((tokens) => finesOption(DATA, GROUPS, LABELS, tokens)));
  expect(texts).toEqual(expect.arrayContaining(['李强', '待认定', '¥130', '+', '10 次', '¥200']));
});

it('keeps a short segment visible: the gap between segments never swallows one', () => {
  const uneven = finesOption(
    [fine('甲', '6', 1, 1_000_000), fine('乙', '6', 1, 2_000)],
    GROUPS,
    LABELS,
    TOKENS,
    360,
  );
  const [long, short] = read(uneven).series[0]?.data ?? [];
  expect(long?.itemStyle).toEqual({ borderColor: 'surface', borderWidth: 1 });
  expect(short?.itemStyle).toEqual({});
});
