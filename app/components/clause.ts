import type { TFunction } from 'i18next';

/** A clause as people cite it: `5.5 条`, `第六部分`, `第六部分第 7 条`. */
export function clauseText(t: TFunction, clause: string): string {
  const [part, item] = clause.split('、');
  if (part === '六') {
    return item === undefined || item === ''
      ? t('clause.partSix')
      : t('clause.partSixItem', { item });
  }
  return clause === '' ? '' : t('clause.numbered', { clause: clause.replaceAll(', ', ' / ') });
}
