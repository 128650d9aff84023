/** What the tests of the charts share: tokens that show their name, and an option read like outside data. */
import { init } from 'echarts/core';
import { z } from 'zod';
import '#app/charts/engine.ts';
import { type ChartOption, completeOption } from '#app/charts/option.ts';
import { type Tokens, tokensFrom } from '#app/charts/tokens.ts';

/** Each token's value is its own name without the dashes, so an expectation reads `breached-fill`, not `#bf3d1b`. */
export const TOKENS: Tokens = tokensFrom((property) => property.slice(2));

const callable = z.custom<(...params: unknown[]) => unknown>(
  (value) => typeof value === 'function',
);
const item = z.looseObject({ value: z.union([z.number(), z.null(), z.array(z.number())]) });
const series = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  stack: z.string().optional(),
  data: z.array(item),
  itemStyle: z.looseObject({ color: z.string().optional() }).optional(),
});
const axis = z.looseObject({
  min: z.number().optional(),
  max: z.number().optional(),
  interval: z.number().optional(),
  data: z.array(z.string()).optional(),
  axisLabel: z.looseObject({ formatter: callable.optional() }),
});
const shape = z.looseObject({
  series: z.array(series),
  xAxis: axis,
  yAxis: z.union([axis, z.array(axis)]),
});

/** The option as plain data. Fails when it lacks what every chart of ours has. */
export function read(option: ChartOption) {
  const { series, xAxis, yAxis } = shape.parse(option);
  const [left, right] = Array.isArray(yAxis) ? yAxis : [yAxis];
  return { series, x: xAxis, left: rowTexts(left), right: rowTexts(right), y: left };
}

function rowTexts(side: z.infer<typeof axis> | undefined): string[] {
  const format = side?.axisLabel.formatter;
  return (side?.data ?? []).map((text, index) => String(format?.(text, index) ?? text));
}

/** The numbers of one series, in the order of its rows. */
export function numbers(one: { data: { value: unknown }[] } | undefined): number[] {
  return (one?.data ?? []).map(({ value }) => z.number().parse(value));
}

/** The option drawn by the real library, as SVG text. Colours must be real ones there. */
export function drawn(make: (tokens: Tokens) => ChartOption, width = 560, height = 252): string {
  const tokens = tokensFrom((property) => (property === '--font' ? 'sans-serif' : '#123456'));
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(completeOption(make(tokens), tokens));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The texts of an SVG, in drawing order. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');
}

const tooltip = z.looseObject({ tooltip: z.looseObject({ formatter: callable }) });

/** What the tooltip says for the given library parameters. */
export function tooltipOf(option: ChartOption, params: unknown): string {
  return String(tooltip.parse(option).tooltip.formatter(params));
}
