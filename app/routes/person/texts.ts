/** Texts that several panels of the page share. */
import type { TFunction } from 'i18next';
import type { MetricView } from '#app/data/desk.ts';
import {
  DASH,
  formatDurationInWords,
  formatFen,
  formatMonth,
  formatRate,
  formatTarget,
  type Lang,
} from '#app/format/index.ts';

/** A metric's value: `94.2%`, or a median as `2 时 5 分`. */
export function valueText(value: number | null, metric: MetricView, lang: Lang, judged = false) {
  if (value === null) return DASH;
  if (metric.unit === 'minutes') return formatDurationInWords(Math.round(value), lang);
  return formatRate(value, judged ? metric : undefined);
}

export function targetText(metric: MetricView, lang: Lang): string {
  if (metric.target === null) return DASH;
  return metric.unit === 'minutes'
    ? formatDurationInWords(metric.target, lang)
    : formatTarget(metric.target);
}

/** A sum with a plus behind it where something has no amount yet. */
export function sumText(fen: number, undecided: boolean | number): string {
  return `${formatFen(fen)}${undecided === false || undecided === 0 ? '' : '＋'}`;
}

/** `福临门酒楼 双头灶·漏气`, as far as it is known. */
export function problemText(
  t: TFunction,
  { product, fault }: { product: string | null; fault: string | null },
): string {
  if (product !== null && fault !== null) return t('problem', { product, fault });
  return product ?? fault ?? DASH;
}

/** `25-11`. */
export function axisMonth(month: string): string {
  return month.slice(2);
}

export function monthText(month: string, lang: Lang): string {
  return formatMonth(month, lang);
}
