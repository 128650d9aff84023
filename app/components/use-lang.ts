import { useRouteLoaderData } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import type { Lang } from '#app/format/index.ts';
import type { loader as rootLoader } from '#app/root.tsx';

/** What the root loader gave every page; undefined only where the root itself failed. */
export function useRoot() {
  return useRouteLoaderData<typeof rootLoader>('root');
}

/** Translation and language together: texts are keyed, figures are formatted by language. */
export function useLang() {
  const { t } = useTranslation();
  const lang: Lang = useRoot()?.lang ?? 'zh';
  return { t, lang };
}
