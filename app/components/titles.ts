import { z } from 'zod';
import { translator } from '#app/i18n/index.ts';

const rootData = z.object({ lang: z.enum(['zh', 'en']) });

/** The language a page's meta function may use: the root's, found among the matched routes. */
export function metaLang(matches: readonly ({ id: string; data: unknown } | undefined)[]) {
  const parsed = rootData.safeParse(matches.find((match) => match?.id === 'root')?.data);
  return parsed.success ? parsed.data.lang : 'zh';
}

/** `2026年10月 月度总览 · 售后月报`. */
export function pageTitle(lang: 'zh' | 'en', ...parts: (string | null)[]): string {
  const text = parts.filter((part) => part !== null).join(' ');
  return `${text} · ${translator(lang)('product')}`;
}
