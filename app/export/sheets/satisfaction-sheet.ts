/** 满意度: how the scores fall, per technician, product and source, and the tickets to look at. */

import type { Overview } from '#queries/reports/types.ts';
import {
  blank,
  type Cell,
  count,
  decimal2,
  formula,
  prose,
  rate,
  share,
  text,
  time,
} from '../cells.ts';
import { FILL } from '../formats.ts';
import { judged, metricById } from '../judged.ts';
import { stackedChart } from '../native-charts.ts';
import {
  type Both,
  type Column,
  type Desk,
  type Place,
  ROW_HEIGHT,
  SheetWriter,
} from '../sheet-writer.ts';
import { grouped } from '../sums.ts';
import type { Words } from '../words.ts';
import type { ScoreRow } from '../workbook-input.ts';

const WIDTHS = [132, 96, 122, 88, 88, 88, 88, 96, 96, 96, 300];
const CHART_ROWS = 13;
/** Receipt and follow-up differ by this much: listed. */
const GAP = 2;

type Scores = Overview['satisfaction_by_technician'][number]['scores'];

interface ScoreLine {
  readonly name: string;
  readonly scores: Scores;
}

/** Score and word for it, `4 满意`, from 1 to 5. */
function scoreNames(words: Words): string[] {
  return words.scores.map((name, index) => `${index + 1} ${name}`);
}

export function satisfactionSheet(desk: Desk): void {
  const { words, input } = desk;
  const { report } = input.overview;
  const { satisfaction } = report;
  const { satisfied_from: good, dissatisfied_to: bad } = input.policy;
  const writer = new SheetWriter(desk, words.sheets.satisfaction, WIDTHS);
  writer.row = 3;
  writer.freezeHere();
  writer.gap();
  const satisfiedShare = metricById(desk.metrics, 'satisfied_share');
  writer.strip([
    {
      name: satisfiedShare.name,
      cell: rate(
        judged(
          { value: satisfaction.satisfied, met: null, measured: satisfaction.scored },
          satisfiedShare,
        ),
        words,
      ),
    },
    {
      name: { zh: '不满意率', en: 'Dissatisfied' },
      cell: share(satisfaction.dissatisfied, satisfaction.scored),
    },
    {
      name: { zh: '均分（1–5）', en: 'Mean (1–5)' },
      cell: satisfaction.mean === null ? blank() : decimal2(satisfaction.mean),
    },
    { name: { zh: '有评价的单', en: 'Scored' }, cell: count(satisfaction.scored) },
    { name: { zh: '完工的单', en: 'Finished' }, cell: count(satisfaction.finished) },
    {
      name: metricById(desk.metrics, 'response_rate').name,
      cell: share(satisfaction.response_rate, satisfaction.finished),
    },
  ]);
  writer.note(
    writer.both({
      zh: `${good} 分及以上算满意，${bad} 分及以下算不满意；一单取最近一次回访的评分，没有回访评分取回执的`,
      en: `${good} and up is satisfied, ${bad} and below dissatisfied; a ticket has its latest follow-up's score, else its receipt's`,
    }),
  );
  writer.gap();

  writer.heading(
    writer.both({ zh: '客户对谁满意，对谁不满意？', en: 'Whose customers are satisfied?' }),
    writer.both({
      zh: '没有技术员的单（如电话指导）不在此表',
      en: 'Tickets without a technician, such as phone guidance, are left out here',
    }),
  );
  const technicians = input.overview.satisfaction_by_technician;
  const people = technicians
    .filter((row) => row.name !== null)
    .map((row) => ({ name: row.name ?? '', scores: row.scores }));
  const all = technicians.find((row) => row.name === null);
  const everyone = writer.both({ zh: '全部技术员', en: 'All technicians' });
  const lines = all === undefined ? people : [{ name: everyone, scores: all.scores }, ...people];
  const placed = writer.table(scoreColumns(writer, { zh: '技术员', en: 'Technician' }), lines, {
    filter: 'plain',
  });
  if (lines.length > 0) {
    writer.gap();
    const chart = stackedChart({
      lang: desk.lang,
      title: writer.both({ zh: '评分构成，按技术员', en: 'Scores by technician' }),
      categories: cellsOf(writer.name, placed, 'name'),
      series: scoreNames(words).map((name, index) => ({
        name,
        values: cellsOf(writer.name, placed, `s${index + 1}`),
        fill: FILL.scores[index] ?? FILL.notCaptured,
      })),
      shares: true,
      width: 900,
      height: CHART_ROWS * ROW_HEIGHT,
    });
    writer.sheet.insertChart(writer.row, 0, chart);
    writer.row += CHART_ROWS;
  }
  writer.gap();

  const unnamed = writer.both({ zh: '未填', en: 'blank' });
  const linesOf = (nameOf: (row: ScoreRow) => string | null): ScoreLine[] =>
    grouped(input.scores, nameOf).map((group) => ({
      name: group.name ?? unnamed,
      scores: distribution(group.rows),
    }));
  writer.heading(writer.both({ zh: '按产品', en: 'By product' }));
  writer.table(
    scoreColumns(writer, { zh: '产品', en: 'Product' }),
    linesOf((row) => row.product),
    { filter: 'plain' },
  );
  writer.gap();
  writer.heading(writer.both({ zh: '按来源', en: 'By source' }));
  writer.table(
    scoreColumns(writer, { zh: '来源', en: 'Source' }),
    linesOf((row) => words.source[row.source]),
    { filter: 'plain' },
  );
  writer.gap();

  writer.heading(
    writer.both({ zh: '要看的单', en: 'Tickets to look at' }),
    writer.both({
      zh: `评分 ${bad} 分及以下，或回执与回访相差 ${GAP} 分及以上`,
      en: `Scored ${bad} or below, or receipt and follow-up ${GAP} or more apart`,
    }),
  );
  const listed = input.scores.filter((row) => row.score <= bad || (gapOf(row) ?? 0) >= GAP);
  writer.table(listColumns(desk), listed, { filter: 'list' });
}

function cellsOf(sheet: string, placed: ReturnType<SheetWriter['table']>, key: string) {
  return {
    sheet,
    top: placed.first,
    left: placed.column(key),
    bottom: placed.last,
    right: placed.column(key),
  };
}

/** Points between receipt and follow-up; null where only one of them has a score. */
function gapOf(row: ScoreRow): number | null {
  if (row.receipt_score === null || row.follow_up_score === null) return null;
  return Math.abs(row.receipt_score - row.follow_up_score);
}

function distribution(rows: readonly ScoreRow[]): Scores {
  const of = (score: number) => rows.filter((row) => row.score === score).length;
  return [of(1), of(2), of(3), of(4), of(5)];
}

/** Five counts, then their sum, mean and shares as formulas over them. */
function scoreColumns(writer: SheetWriter, title: Both): Column<ScoreLine>[] {
  const { satisfied_from: good, dissatisfied_to: bad } = writer.desk.input.policy;
  const total = (line: ScoreLine) => line.scores.reduce((sum, value) => sum + value, 0);
  const between = (line: ScoreLine, from: number, to: number) =>
    line.scores.reduce(
      (sum, value, index) => (index + 1 >= from && index + 1 <= to ? sum + value : sum),
      0,
    );
  /** A formula that stays empty without cases; its value is computed here from the same counts. */
  const perCase = (
    line: ScoreLine,
    place: Place,
    expression: string,
    value: number,
    as: (v: number | null) => Cell,
  ) => {
    const cases = total(line);
    if (cases === 0) return as(null);
    return formula(`${expression}/${place.here('cases')}`, as(value / cases));
  };
  const span = (place: Place, from: number, to: number) =>
    `${place.here(`s${from}`)}:${place.here(`s${to}`)}`;
  return [
    { key: 'name', header: title, cell: (line) => text(line.name) },
    {
      key: 'cases',
      header: { zh: '评价（件）', en: 'Scored' },
      cell: (line, place) => formula(`SUM(${span(place, 1, 5)})`, count(total(line))),
    },
    {
      key: 'satisfied',
      header: { zh: '满意率', en: 'Satisfied' },
      cell: (line, place) =>
        perCase(line, place, `SUM(${span(place, good, 5)})`, between(line, good, 5), (value) =>
          share(value, total(line)),
        ),
    },
    ...scoreNames(writer.words).map(
      (name, index): Column<ScoreLine> => ({
        key: `s${index + 1}`,
        header: { zh: name, en: name },
        cell: (line) => count(line.scores[index] ?? 0),
      }),
    ),
    {
      key: 'dissatisfied',
      header: { zh: '不满意率', en: 'Dissatisfied' },
      cell: (line, place) =>
        perCase(line, place, `SUM(${span(place, 1, bad)})`, between(line, 1, bad), (value) =>
          share(value, total(line)),
        ),
    },
    {
      key: 'mean',
      header: { zh: '均分', en: 'Mean' },
      cell: (line, place) => {
        const points = line.scores.reduce((sum, value, index) => sum + value * (index + 1), 0);
        const weights = `SUMPRODUCT({1,2,3,4,5},${span(place, 1, 5)})`;
        return perCase(line, place, weights, points, (value) => decimal2(value));
      },
    },
  ];
}

function listColumns(desk: Desk): Column<ScoreRow>[] {
  const { words } = desk;
  const { dissatisfied_to: bad } = desk.input.policy;
  return [
    { key: 'ticket', header: { zh: '单号', en: 'Ticket' }, cell: (row) => text(row.ticket_no) },
    {
      key: 'technician',
      header: { zh: '技术员', en: 'Technician' },
      cell: (row) => text(row.technician),
    },
    { key: 'at', header: { zh: '完工', en: 'Finished' }, cell: (row) => time(row.at) },
    {
      key: 'score',
      header: { zh: '评分', en: 'Score' },
      cell: (row) =>
        count(row.score, { bold: true, ...(row.score <= bad ? { ink: 'breached' } : {}) }),
    },
    {
      key: 'source',
      header: { zh: '取自', en: 'From' },
      cell: (row) => text(words.source[row.source]),
    },
    {
      key: 'receipt',
      header: { zh: '回执评分', en: 'Receipt' },
      cell: (row) => count(row.receipt_score),
    },
    {
      key: 'follow_up',
      header: { zh: '回访评分', en: 'Follow-up' },
      cell: (row) => count(row.follow_up_score),
    },
    { key: 'gap', header: { zh: '相差', en: 'Apart' }, cell: (row) => count(gapOf(row)) },
    { key: 'customer', header: { zh: '客户', en: 'Customer' }, cell: (row) => prose(row.customer) },
    { key: 'product', header: { zh: '产品', en: 'Product' }, cell: (row) => prose(row.product) },
    { key: 'remark', header: { zh: '客户意见', en: 'Remark' }, cell: (row) => prose(row.remark) },
  ];
}
