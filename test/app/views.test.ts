/** What pages make of a policy, of source cells and of a fine. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stateWord } from '#app/components/Figure.tsx';
import { excerpts } from '#app/components/SourceExcerpt.tsx';
import { fineJson } from '#app/data/fine-json.ts';
import { policyView } from '#app/data/policy-view.server.ts';
import { figureAt, figureValue } from '#app/routes/deductions/figure-words.ts';
import { brokenList, clauseTarget } from '#app/routes/overview/clauses.ts';
import { figureDifferences } from '#queries/ledger/differences.ts';
import { REQUIREMENTS } from '#queries/metrics/clauses.ts';
import { loadPolicies } from '#queries/policy/catalogue.ts';
import type { CellSource } from '#queries/reports/types.ts';
import { fixtureDesk, MONTH } from './fixture-desk.ts';

const defaultPolicy = loadPolicies(
  fileURLToPath(new URL('../../queries/policy', import.meta.url)),
).find(({ id }) => id === 'default');
if (defaultPolicy === undefined) throw new Error('the default policy is missing');
const view = policyView(defaultPolicy);

describe('the default policy on a page', () => {
  test('names limits in minutes and targets as shares', () => {
    expect(view.stage_minutes).toEqual({
      answer: 10,
      dispatch: 10,
      arrival: 180,
      guidance_follow_up: 180,
      callback: 1440,
    });
    const targets = Object.fromEntries(view.metrics.map(({ id, target }) => [id, target]));
    expect(targets).toMatchObject({ timeliness: 0.9, satisfied_share: 0.85, blame_rate: 0.03 });
    // Source 01 names no target for repeats.
    expect(targets.repeat_rate).toBeNull();
  });

  test('complaints must stay below their target, the others reach theirs', () => {
    const exclusive = view.metrics.filter((metric) => metric.target_exclusive).map(({ id }) => id);
    expect(exclusive).toEqual(['blame_rate']);
  });

  test('the eight KPIs come first', () => {
    expect(view.metrics.slice(0, 8).map(({ id }) => id)).toEqual([
      'timeliness',
      'arrival_rate',
      'callback_rate',
      'receipt_completeness',
      'satisfied_share',
      'repeat_rate',
      'first_time_fix_rate',
      'blame_rate',
    ]);
  });

  test('amounts are whole fen, ranges and measures have none', () => {
    const rule = (no: string) => view.rules.find((each) => each.no === no);
    expect(rule('6')).toMatchObject({ amount_fen: 5_000, amount_min_fen: null, needs_cause: true });
    expect(rule('10')).toMatchObject({
      amount_fen: null,
      amount_min_fen: 10_000,
      amount_max_fen: 20_000,
    });
    expect(rule('11')).toMatchObject({ amount_fen: null, amount_min_fen: null });
  });

  test('every clause with a target or a list of its own is one the reports know', () => {
    const row = (id: string) => ({
      id,
      clause: id,
      title: { zh: '', en: '' },
      judged: 0,
      kept: 0,
      broken: 0,
      share: null,
      previous_share: null,
      unknown: 0,
    });
    const known = [...REQUIREMENTS];
    expect(known.filter((id) => clauseTarget(row(id), view) !== null)).toEqual([
      '4.1.2',
      '4.9.1-callback',
      '4.9.2',
      '5.5-answer',
      '5.5-dispatch',
      '5.5-arrival',
    ]);
    expect(brokenList(row('5.5-answer'))).toEqual({ stage: 'answer', state: 'breached' });
    expect(brokenList(row('4.7.1'))).toEqual({ list: 'broken-4.7.1' });
  });
});

test('source cells are gathered by row, in the sheet’s own order of columns, each once', () => {
  const cell = (sheet: string, row: number, column: string): CellSource => ({
    file: 'a.xlsx',
    sheet,
    sheet_id: 1,
    row,
    column,
    header: column,
    value: '',
    batch: 1,
  });
  const rows = excerpts([
    cell('上半月', 9, 'AC'),
    cell('上半月', 9, 'B'),
    cell('下半月', 9, 'A'),
    cell('上半月', 9, 'Z'),
    cell('上半月', 9, 'B'),
    cell('上半月', 10, 'B'),
  ]);
  expect(
    rows.map(({ sheet, row, cells }) => [sheet, row, cells.map(({ column }) => column)]),
  ).toEqual([
    ['上半月', 9, ['B', 'Z', 'AC']],
    ['下半月', 9, ['A']],
    ['上半月', 10, ['B']],
  ]);
});

test('a fine for scripts leaves out what only pages need', async () => {
  const [fine] = await fixtureDesk().fines(MONTH);
  if (fine === undefined) throw new Error('the fixture has fines');
  const json = fineJson(fine);
  expect(json).not.toHaveProperty('arithmetic');
  expect(json).not.toHaveProperty('unassigned');
  expect(json.evidence[0]?.source).not.toHaveProperty('header');
});

describe('a figure that differs from its closed month', () => {
  test('every number of a report has a name; persons and fines stand apart', async () => {
    const report = await fixtureDesk().report(MONTH);
    // Against an empty report each number of it is a difference.
    const paths = figureDifferences(report, {} as typeof report).map(({ id }) => id);
    expect(paths.length).toBeGreaterThan(80);
    expect(paths.filter((path) => figureAt(path).figure === null)).toEqual([]);
  });

  test('is said in words and in its unit', () => {
    const at = (path: string, value: number) => {
      const { stage, figure } = figureAt(path);
      return [stage, figure?.zh, figureValue(value, figure, 'zh')];
    };
    expect(at('stages.arrival.rate', 0.8)).toEqual(['arrival', '及时率', '80.0%']);
    expect(at('stages.arrival.median', 90)).toEqual(['arrival', '中位用时', '1 时 30 分']);
    expect(at('charges.charged_fen', 12_050)).toEqual([null, '实收金额', '¥120.50']);
    expect(at('tickets.reported', 1234)).toEqual([null, '报修单数', '1,234']);
    expect(at('stages.arrival.unheard_of', 3)).toEqual([null, undefined, '3']);
  });
});

test('a blank end that is not due yet is pending, not overdue', () => {
  expect(stateWord({ state: 'pending', open: true })).toBe('state.pending');
  expect(stateWord({ state: 'breached', open: true })).toBe('state.open');
  expect(stateWord({ state: 'breached', open: false })).toBe('state.breached');
});
