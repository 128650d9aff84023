import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Chart } from '#app/charts/Chart.tsx';
import { ClauseDot } from '#app/charts/ClauseDot.tsx';
import { clauseAxis, clausePosition } from '#app/charts/clause-axis.ts';
import { axisFromZero } from '#app/charts/option.ts';
import { Sparkline, sparklineShape } from '#app/charts/Sparkline.tsx';
import { StageBar, stageSegments } from '#app/charts/StageBar.tsx';
import { readTokens, tokensFrom } from '#app/charts/tokens.ts';
import { verdictOf } from '#app/charts/verdict.ts';
import type { StageFigures } from '#queries/reports/types.ts';

const FIGURES: StageFigures = {
  measured: 8,
  met: 5,
  breached: 3,
  open_breaches: 1,
  pending: 2,
  invalid: 1,
  not_captured: 4,
  not_applicable: 30,
  rate: 0.625,
  mean: null,
  median: null,
  p90: null,
  max: null,
};

describe('verdict', () => {
  it.each([
    [{ value: 0.95, met: 19, measured: 20 }, 0.95, 'met'],
    [{ value: 0.95, met: 18_999, measured: 20_000 }, 0.95, 'breached'],
    [{ value: 1, met: 4, measured: 4 }, 0.95, 'few'],
    [{ value: 1, met: 5, measured: 5 }, 0.95, 'met'],
    [{ value: null, met: null, measured: 0 }, 0.95, 'none'],
    [{ value: 0.5, met: 5, measured: 10 }, null, 'none'],
    [{ value: 0.96, met: null, measured: null }, 0.95, 'met'],
  ] as const)('%j against %j is %s', (rate, target, verdict) => {
    expect(verdictOf(rate, target)).toBe(verdict);
  });
});

describe('stage bar', () => {
  it('holds every ticket the stage applies to exactly once', () => {
    const segments = stageSegments(FIGURES);
    expect(segments).toEqual([
      { state: 'met', count: 5 },
      { state: 'breached', count: 2 },
      { state: 'open', count: 1 },
      { state: 'pending', count: 2 },
      { state: 'not_captured', count: 4 },
      { state: 'invalid', count: 1 },
    ]);
    const { measured, pending, invalid, not_captured } = FIGURES;
    expect(segments.reduce((sum, { count }) => sum + count, 0)).toBe(
      measured + pending + invalid + not_captured,
    );
  });

  it('is not drawn for a stage without a target', () => {
    expect(stageSegments({ ...FIGURES, met: null, breached: null })).toEqual([]);
  });

  it('says its parts in words, together and each', () => {
    const html = renderToStaticMarkup(
      <StageBar
        figures={{ ...FIGURES, pending: 0, invalid: 0 }}
        labels={{
          separator: '，',
          state: {
            met: '达标',
            breached: '超时',
            open: '超时且无记录',
            pending: '未到时限',
            not_captured: '未采集',
            invalid: '时间无效',
          },
        }}
      />,
    );
    expect(html).toContain('aria-label="达标 5，超时 2，超时且无记录 1，未采集 4"');
    expect(html).toContain('title="超时且无记录 1"');
    expect(html).not.toContain('未到时限');
  });
});

describe('sparkline', () => {
  it('breaks where a month is missing', () => {
    const { runs, last } = sparklineShape([0.9, 0.92, null, 0.95], 0.95);
    expect(runs.map((run) => run.length)).toEqual([2, 1]);
    expect(last).toEqual({ x: 98, y: 4.1 });
  });

  it('spans values and target, higher values higher up', () => {
    const { runs, targetY } = sparklineShape([0.8, 0.9], 1);
    expect(targetY).toBe(4.1);
    // 0.9 lies half way between 0.8 (29.9) and the target (4.1).
    expect(runs).toEqual([
      [
        { x: 2, y: 29.9 },
        { x: 98, y: 17 },
      ],
    ]);
  });

  it('runs through the middle when nothing changed', () => {
    expect(sparklineShape([0.5, 0.5], null).runs[0]?.map(({ y }) => y)).toEqual([17, 17]);
  });

  it('marks no last month where there is none', () => {
    expect(sparklineShape([0.5, null], 0.4).last).toBeNull();
    expect(sparklineShape([null, null], 0.4)).toEqual({ runs: [], targetY: null, last: null });
  });

  it('tells met from breached by shape', () => {
    const mark = (verdict: 'met' | 'breached' | 'few') =>
      renderToStaticMarkup(
        <Sparkline values={[0.9, 0.96]} target={0.95} verdict={verdict} label="近 12 个月走势" />,
      );
    expect(mark('met')).toContain('<circle');
    expect(mark('breached')).not.toContain('<circle');
    expect(mark('breached')).toContain('l4 4-4 4-4-4z');
    expect(mark('few')).toContain('<circle');
    expect(mark('met')).toContain('aria-label="近 12 个月走势"');
  });
});

describe('clause dots', () => {
  it('share an axis from 80 %, or from lower where a share or target lies there', () => {
    const near = { kept: 19, judged: 20, target: 0.9 };
    expect(clauseAxis([near])).toEqual({ min: 0.8, ticks: [0.8, 0.9, 1] });
    expect(clauseAxis([near, { kept: 75, judged: 100, target: 0.9 }])).toEqual({
      min: 0.6,
      ticks: [0.6, 0.8, 1],
    });
    expect(clauseAxis([{ kept: 19, judged: 20, target: 0.5 }]).min).toBe(0.4);
    expect(clauseAxis([{ kept: 0, judged: 9, target: null }])).toEqual({
      min: 0,
      ticks: [0, 0.5, 1],
    });
  });

  it('do not let a clause with few cases stretch the axis', () => {
    expect(clauseAxis([{ kept: 0, judged: 4, target: 0.9 }]).min).toBe(0.8);
    expect(clausePosition({ min: 0.8, ticks: [0.8, 0.9, 1] }, 0.5)).toBeNull();
  });

  it('stand where their share is', () => {
    const axis = clauseAxis([]);
    expect(clausePosition(axis, 0.8)).toBeCloseTo(0, 9);
    expect(clausePosition(axis, 0.875)).toBeCloseTo(37.5, 9);
    expect(clausePosition(axis, 1)).toBe(100);
  });

  it.each([
    [19, 20, 'met'],
    [18, 20, 'breached'],
    [4, 4, 'few'],
  ])('%i of %i against 95 % is %s', (kept, judged, verdict) => {
    const html = renderToStaticMarkup(
      <ClauseDot kept={kept} judged={judged} target={0.95} axis={clauseAxis([])} label="到达" />,
    );
    expect(html).toContain(`data-verdict="${verdict}"`);
  });
});

describe('a chart from the server', () => {
  const html = renderToStaticMarkup(
    <Chart
      option={() => {
        throw new Error('an option is for the browser only');
      }}
      height={252}
      label="每人扣减金额按规则"
      legend={[{ label: '派工', token: 'c4', shape: 'square' }]}
      note="另有 1 条金额未定"
      table={{
        title: '数据表',
        caption: '扣减金额',
        columns: [
          { label: '人员', numeric: false },
          { label: '合计', numeric: true },
        ],
        rows: [
          {
            key: '甲',
            mark: { chart: 'fines', person: '甲', rules: [] },
            cells: ['甲', '¥50'],
          },
          { key: '*', mark: null, cells: ['其余', '¥20'], few: true },
        ],
      }}
      linkOf={(mark) => (mark.chart === 'fines' ? `/fines?person=${mark.person}` : null)}
    />,
  );

  it('keeps its final height before anything is drawn', () => {
    expect(html).toContain('role="img" aria-label="每人扣减金额按规则"');
    expect(html).toContain('style="height:252px"');
  });

  it('has its rows, its legend and its remark without a script', () => {
    expect(html).toContain('<summary>数据表</summary>');
    expect(html).toContain('<a href="/fines?person=甲">甲</a>');
    expect(html).toContain('<th scope="row">其余</th>');
    expect(html).toContain('background:var(--c4)');
    expect(html).toContain('另有 1 条金额未定');
  });
});

describe('tokens', () => {
  const sheet = readFileSync(
    new URL('../../../app/styles/tokens.css', import.meta.url),
    'utf8',
  ).replaceAll(/\/\*[\s\S]*?\*\//g, '');

  /** Property → value of the rule whose selector line ends so. */
  function properties(selector: string): Map<string, string> {
    const start = sheet.indexOf(`${selector} {`);
    const body = sheet.slice(sheet.indexOf('{', start) + 1, sheet.indexOf('}', start));
    return new Map(
      [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
  }

  it('that charts draw with are all in the style sheet, in both themes', () => {
    const light = properties(':root');
    const dark = properties(":root[data-mantine-color-scheme='dark']");
    const missing: string[] = [];
    tokensFrom((property) => {
      if (!light.has(property)) missing.push(`light ${property}`);
      if (property !== '--font' && !dark.has(property)) missing.push(`dark ${property}`);
      return property;
    });
    expect(missing).toEqual([]);
  });

  it('are read without the blanks a style sheet leaves around them', () => {
    const tokens = readTokens({ getPropertyValue: (name) => ` ${name} ` });
    expect(tokens.metFill).toBe('--met-fill');
  });
});

describe('an axis from zero', () => {
  it.each([
    [0, 1, 1],
    [1, 1, 1],
    [5, 5, 1],
    [6, 6, 2],
    [11, 15, 5],
    [36_000, 40_000, 10_000],
    [99_999, 100_000, 20_000],
  ])('for %i ends at %i in steps of %i', (max, end, interval) => {
    expect(axisFromZero(max)).toEqual({ max: end, interval });
  });
});
