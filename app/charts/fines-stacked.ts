/**
 * On whom and on which rules do deductions concentrate? One bar per person, stacked by group of rules, with the sum
 * and the count. Money stays integer fen up to the label.
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
  roomForNames,
  rowNames,
  segmentEdge,
  tooltipLines,
  tooltipLook,
  USUAL_WIDTH,
} from './option.ts';
import type { TokenName, Tokens } from './tokens.ts';

export type PersonFine = Overview['fines_by_person'][number];

/** The groups a bar is cut into, in stacking order. A group's colour never depends on the month's figures. */
export const FINE_GROUPS = [
  'arrival',
  'repeat',
  'dissatisfied',
  'dispatch',
  'documents',
  'other',
] as const;
export type FineGroup = (typeof FINE_GROUPS)[number];

const GROUP_TOKENS = {
  arrival: 'c1',
  repeat: 'c2',
  dissatisfied: 'c3',
  dispatch: 'c4',
  documents: 'c5',
  other: 'c6',
} as const satisfies Record<FineGroup, TokenName>;

/** Detector of a policy's rule → group. Everything else is 其他规则. */
const DETECTOR_GROUPS: Readonly<Record<string, FineGroup>> = {
  late_arrival: 'arrival',
  repeat_repair: 'repeat',
  dissatisfied: 'dissatisfied',
  late_dispatch: 'dispatch',
  missed_dispatch: 'dispatch',
  incomplete_receipt: 'documents',
  dispatch_sheet_missing: 'documents',
};

/** Rule number → group, from the rules of the policy in force (rule numbers differ between policies). */
export function fineGroups(
  rules: readonly { readonly no: string; readonly detect: string }[],
): ReadonlyMap<string, FineGroup> {
  return new Map(rules.map(({ no, detect }) => [no, DETECTOR_GROUPS[detect] ?? 'other']));
}

export interface FinesLabels {
  readonly group: Readonly<Record<FineGroup, string>>;
  /** 待认定 */
  readonly unassigned: string;
  /** The row of everyone below the ones shown, e.g. 其余 5 人. */
  readonly others: (people: number) => string;
  /** `¥1,380` from fen. */
  readonly money: (fen: number) => string;
  /** `8 次` */
  readonly times: (count: number) => string;
  /** Said after a sum that leaves out fines without an amount yet, e.g. 另有 1 条金额未定. */
  readonly undecided: (count: number) => string;
  readonly caption: string;
  readonly personHeading: string;
  readonly sumHeading: string;
  readonly countHeading: string;
}

export interface FinesRow {
  /** Null is 待认定, or all the others when `people` is more than one. */
  readonly name: string | null;
  readonly kind: 'person' | 'unassigned' | 'others';
  readonly people: number;
  /** Fen per group. */
  readonly groups: Readonly<Record<FineGroup, number>>;
  /** Rule numbers found per group, sorted. */
  readonly rules: Readonly<Record<FineGroup, readonly string[]>>;
  readonly fen: number;
  readonly count: number;
  readonly undecided: number;
}

/** More people than this are summed up in one row. */
const ROWS = 14;

/** Largest sum first; then the others together, 待认定 last: it is nobody's sum yet. */
export function finesRows(
  data: readonly PersonFine[],
  groupOf: ReadonlyMap<string, FineGroup>,
): FinesRow[] {
  const byName = new Map<string | null, PersonFine[]>();
  for (const fine of data) byName.set(fine.name, [...(byName.get(fine.name) ?? []), fine]);
  const people = [...byName]
    .flatMap(([name, fines]) => (name === null ? [] : [rowOf(name, 'person', 1, fines, groupOf)]))
    .toSorted(
      (a, b) => b.fen - a.fen || b.count - a.count || compareText(a.name ?? '', b.name ?? ''),
    );
  const shown = people.length > ROWS ? people.slice(0, ROWS - 1) : people;
  const rest = new Set(people.slice(shown.length).map((row) => row.name));
  const others = data.filter((fine) => fine.name !== null && rest.has(fine.name));
  const unassigned = byName.get(null);
  return [
    ...shown,
    ...(rest.size === 0 ? [] : [rowOf(null, 'others', rest.size, others, groupOf)]),
    ...(unassigned === undefined ? [] : [rowOf(null, 'unassigned', 1, unassigned, groupOf)]),
  ];
}

/** Height in px for these people. */
export function finesHeight(data: readonly PersonFine[]): number {
  return heightForRows(finesRows(data, new Map()).length, 19, 26);
}

export function finesOption(
  data: readonly PersonFine[],
  groupOf: ReadonlyMap<string, FineGroup>,
  labels: FinesLabels,
  tokens: Tokens,
  width: number = USUAL_WIDTH,
): ChartOption {
  const rows = finesRows(data, groupOf);
  const names = rows.map((row) => nameOf(row, labels));
  const left = roomForNames(names, 40, 88);
  const figures = figureColumns(tokens, [
    { width: 44, tone: 'strong', texts: rows.map((row) => labels.money(row.fen)) },
    // Fines without an amount yet come on top of the sum.
    { width: 8, tone: 'strong', texts: rows.map((row) => (row.undecided > 0 ? '+' : ' ')) },
    { width: 42, tone: 'quiet', texts: rows.map((row) => labels.times(row.count)) },
  ]);
  const axis = axisFromZero(Math.max(0, ...rows.map((row) => row.fen)));
  const fenWidth = (width - left - figures.width) / axis.max;
  return {
    grid: gridBox(left, figures.width, 4, 22),
    tooltip: {
      ...tooltipLook(tokens),
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: (params) => {
        const first = Array.isArray(params) ? params[0] : params;
        const row = first === undefined ? undefined : rows[first.dataIndex];
        return row === undefined ? '' : tooltipLines(rowLines(row, labels));
      },
    },
    xAxis: bottomAxis(tokens, { min: 0, ...axis }, labels.money),
    yAxis: [rowNames(tokens, names, left - 12, { axisLine: true }), figures.axis],
    series: FINE_GROUPS.map((group) => ({
      type: 'bar' as const,
      name: labels.group[group],
      stack: 'fines',
      barWidth: 13,
      data: rows.map((row) => ({
        value: row.groups[group],
        mark: markOf(row, row.rules[group]),
        itemStyle: segmentEdge(tokens, row.groups[group] * fenWidth),
      })),
      itemStyle: { color: tokens[GROUP_TOKENS[group]] },
    })),
  };
}

/** The groups that occur, in stacking order. */
export function finesLegend(
  data: readonly PersonFine[],
  groupOf: ReadonlyMap<string, FineGroup>,
  labels: FinesLabels,
): LegendItem[] {
  const rows = finesRows(data, groupOf);
  return FINE_GROUPS.filter((group) => rows.some((row) => row.groups[group] > 0)).map((group) => ({
    label: labels.group[group],
    token: GROUP_TOKENS[group],
    shape: 'square',
  }));
}

export function finesTable(
  data: readonly PersonFine[],
  groupOf: ReadonlyMap<string, FineGroup>,
  labels: FinesLabels,
): ChartTable {
  return {
    caption: labels.caption,
    columns: [
      { label: labels.personHeading, numeric: false },
      ...FINE_GROUPS.map((group) => ({ label: labels.group[group], numeric: true })),
      { label: labels.sumHeading, numeric: true },
      { label: labels.countHeading, numeric: true },
    ],
    rows: finesRows(data, groupOf).map((row) => ({
      key: `${row.kind}/${row.name ?? ''}`,
      mark: markOf(row, []),
      cells: [
        nameOf(row, labels),
        ...FINE_GROUPS.map((group) =>
          row.groups[group] === 0 ? '–' : labels.money(row.groups[group]),
        ),
        `${labels.money(row.fen)}${row.undecided > 0 ? '+' : ''}`,
        String(row.count),
      ],
    })),
  };
}

function rowOf(
  name: string | null,
  kind: FinesRow['kind'],
  people: number,
  fines: readonly PersonFine[],
  groupOf: ReadonlyMap<string, FineGroup>,
): FinesRow {
  const inGroup = (group: FineGroup) =>
    fines.filter((fine) => (groupOf.get(fine.rule) ?? 'other') === group);
  const perGroup = <T>(value: (fines: readonly PersonFine[]) => T): Record<FineGroup, T> => ({
    arrival: value(inGroup('arrival')),
    repeat: value(inGroup('repeat')),
    dissatisfied: value(inGroup('dissatisfied')),
    dispatch: value(inGroup('dispatch')),
    documents: value(inGroup('documents')),
    other: value(inGroup('other')),
  });
  return {
    name,
    kind,
    people,
    groups: perGroup((members) => sum(members.map((fine) => fine.fen))),
    rules: perGroup((members) => [...new Set(members.map((fine) => fine.rule))].sort(compareText)),
    fen: sum(fines.map((fine) => fine.fen)),
    count: sum(fines.map((fine) => fine.count)),
    undecided: sum(fines.map((fine) => fine.undecided)),
  };
}

function nameOf(row: FinesRow, labels: FinesLabels): string {
  if (row.kind === 'others') return labels.others(row.people);
  return row.name ?? labels.unassigned;
}

function markOf(row: FinesRow, rules: readonly string[]): ChartMark | null {
  return row.kind === 'others' ? null : { chart: 'fines', person: row.name, rules };
}

function rowLines(row: FinesRow, labels: FinesLabels): string[] {
  return [
    `${nameOf(row, labels)} ${labels.money(row.fen)} ${labels.times(row.count)}`,
    ...FINE_GROUPS.filter((group) => row.groups[group] > 0).map(
      (group) => `${labels.group[group]} ${labels.money(row.groups[group])}`,
    ),
    ...(row.undecided > 0 ? [labels.undecided(row.undecided)] : []),
  ];
}

/** By code point, not by locale: the server and every browser must agree. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
