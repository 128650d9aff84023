/**
 * With whom are customers satisfied? One bar per technician, the neutral scores split around zero, dissatisfied to the
 * left and satisfied to the right; share and n/N beside it. Below five scores a bar is grey and stands last.
 */
import type { Overview } from '#queries/reports/types.ts';
import {
  bottomAxis,
  type ChartMark,
  type ChartOption,
  type ChartTable,
  figureColumns,
  gridBox,
  heightForRows,
  type LegendItem,
  NARROW_WIDTH,
  roomForNames,
  rowNames,
  segmentEdge,
  tooltipLines,
  tooltipLook,
  USUAL_WIDTH,
} from './option.ts';
import type { TokenName, Tokens } from './tokens.ts';
import { isFew } from './verdict.ts';

export type SatisfactionScores = Overview['satisfaction_by_technician'][number];
type Score = 1 | 2 | 3 | 4 | 5;

export interface SatisfactionLabels {
  /** 全部技术员 */
  readonly all: string;
  /** Names of the scores 1–5. */
  readonly scores: Readonly<Record<Score, string>>;
  /** Share satisfied, e.g. `88.8%`. */
  readonly share: (satisfied: number, scored: number) => string;
  /** Written where fewer than five scores forbid a share, e.g. 样本不足. */
  readonly few: string;
  readonly caption: string;
  readonly personHeading: string;
  readonly shareHeading: string;
}

export interface SatisfactionRow {
  readonly name: string | null;
  readonly scores: SatisfactionScores['scores'];
  readonly scored: number;
  /** Scores of 4 and 5. */
  readonly satisfied: number;
  readonly few: boolean;
}

const SCORES = [1, 2, 3, 4, 5] as const;
const SCORE_TOKENS = {
  1: 'div1',
  2: 'div2',
  3: 'div3',
  4: 'div4',
  5: 'div5',
} as const satisfies Record<Score, TokenName>;

/** All technicians first, then by share from best to worst, those with few scores last; nobody without a score. */
export function satisfactionRows(data: readonly SatisfactionScores[]): SatisfactionRow[] {
  const rows = data.map(({ name, scores }) => {
    const scored = scores.reduce((total, count) => total + count, 0);
    return { name, scores, scored, satisfied: scores[3] + scores[4], few: isFew(scored) };
  });
  return rows
    .filter((row) => row.scored > 0)
    .sort(
      (a, b) =>
        Number(b.name === null) - Number(a.name === null) ||
        Number(a.few) - Number(b.few) ||
        // Cross-multiplied: equal shares of different counts are exactly equal.
        b.satisfied * a.scored - a.satisfied * b.scored ||
        b.scored - a.scored,
    );
}

/** Height in px for these technicians. */
export function satisfactionHeight(data: readonly SatisfactionScores[]): number {
  return heightForRows(satisfactionRows(data).length, 24, 26);
}

export function satisfactionOption(
  data: readonly SatisfactionScores[],
  labels: SatisfactionLabels,
  tokens: Tokens,
  width: number = USUAL_WIDTH,
): ChartOption {
  const rows = satisfactionRows(data);
  const names = rows.map((row) => row.name ?? labels.all);
  const left = roomForNames(names, 76, width < NARROW_WIDTH ? 76 : 132);
  const figures = figureColumns(tokens, [
    {
      width: 42,
      tone: 'strong',
      few: rows.map((row) => row.few),
      texts: rows.map((row) => (row.few ? '–' : labels.share(row.satisfied, row.scored))),
    },
    { width: 48, tone: 'quiet', texts: rows.map((row) => `${row.satisfied}/${row.scored}`) },
  ]);
  // Quarters, so that zero always carries a label.
  const reach = Math.max(0, ...rows.map((row) => leftReach(row)));
  const min = reach === 0 ? 0 : -Math.ceil(reach / 25) * 25;
  const interval = width < NARROW_WIDTH && min < -25 ? 50 : 25;
  const start = Math.floor(min / interval) * interval || 0;
  const percentWidth = (width - left - figures.width) / (100 - start);
  const bars = (score: Score, sign: -1 | -0.5 | 0.5 | 1) => ({
    type: 'bar' as const,
    name: labels.scores[score],
    stack: 'scores',
    barWidth: 16,
    data: rows.map((row) => {
      const mark: ChartMark = { chart: 'satisfaction', person: row.name, score };
      // `|| 0`: a negative zero would reach labels and tests as "-0".
      const value = percent(row, score) * sign || 0;
      const grey = row.few ? { color: tokens.nocapFill, opacity: 0.5 } : {};
      const edge = segmentEdge(tokens, Math.abs(value) * percentWidth);
      return { value, mark, itemStyle: { ...edge, ...grey } };
    }),
    itemStyle: { color: tokens[SCORE_TOKENS[score]] },
  });
  return {
    grid: gridBox(left, figures.width, 4, 22),
    tooltip: {
      ...tooltipLook(tokens),
      trigger: 'item',
      formatter: (params) => {
        const item = Array.isArray(params) ? params[0] : params;
        const row = item === undefined ? undefined : rows[item.dataIndex];
        return row === undefined ? '' : tooltipLines(rowLines(row, labels));
      },
    },
    xAxis: bottomAxis(tokens, { min: start, max: 100, interval }, (value) => `${Math.abs(value)}%`),
    yAxis: [
      rowNames(tokens, names, left - 12, {
        axisLine: false,
        emphasised: (index) => rows[index]?.name === null,
      }),
      figures.axis,
    ],
    // Bars stack outwards from zero: what is drawn first lies nearest to it.
    series: [
      bars(3, -0.5),
      bars(2, -1),
      bars(1, -1),
      bars(3, 0.5),
      bars(4, 1),
      {
        ...bars(5, 1),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: tokens.lineStrong, type: 'solid', width: 1 },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  };
}

export function satisfactionLegend(labels: SatisfactionLabels): LegendItem[] {
  return SCORES.map((score) => ({
    label: labels.scores[score],
    token: SCORE_TOKENS[score],
    shape: 'square',
  }));
}

export function satisfactionTable(
  data: readonly SatisfactionScores[],
  labels: SatisfactionLabels,
): ChartTable {
  return {
    caption: labels.caption,
    columns: [
      { label: labels.personHeading, numeric: false },
      ...SCORES.map((score) => ({ label: labels.scores[score], numeric: true })),
      { label: labels.shareHeading, numeric: true },
      { label: 'n/N', numeric: true },
    ],
    rows: satisfactionRows(data).map((row) => ({
      key: row.name ?? '*',
      mark: { chart: 'satisfaction', person: row.name, score: null },
      few: row.few,
      cells: [
        row.name ?? labels.all,
        ...row.scores.map(String),
        row.few ? labels.few : labels.share(row.satisfied, row.scored),
        `${row.satisfied}/${row.scored}`,
      ],
    })),
  };
}

function rowLines(row: SatisfactionRow, labels: SatisfactionLabels): string[] {
  const share = row.few ? labels.few : labels.share(row.satisfied, row.scored);
  return [
    `${row.name ?? labels.all} ${share} ${row.satisfied}/${row.scored}`,
    ...SCORES.map((score) => `${labels.scores[score]} ${row.scores[score - 1] ?? 0}`),
  ];
}

/** Percent of a row's scores. */
function percent(row: SatisfactionRow, score: Score): number {
  return ((row.scores[score - 1] ?? 0) / row.scored) * 100;
}

function leftReach(row: SatisfactionRow): number {
  return percent(row, 1) + percent(row, 2) + percent(row, 3) / 2;
}
