import { translator } from '#app/i18n/index.ts';

/** The language a page's meta function may use: the root's, found among the matched routes. */
export function metaLang(matches: readonly ({ id: string; data: unknown } | undefined)[]) {
  const data = matches.find((match) => match?.id === 'root')?.data;
  return typeof data === 'object' && data !== null && 'lang' in data && data.lang === 'en'
    ? 'en'
    : 'zh';
}

/** `2026年10月 月度总览 · 售后月报`. */
export function pageTitle(lang: 'zh' | 'en', ...parts: (string | null)[]): string {
  const text = parts.filter((part) => part !== null).join(' ');
  return `${text} · ${translator(lang)('product')}`;
}
