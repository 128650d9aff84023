import { SCOPE_DIMENSIONS, type ScopeDimension, type TicketScope } from '#queries/reports/types.ts';
import { useLang } from './use-lang.ts';

/** The value of a filter in words. */
export function useChoiceText(): (dimension: ScopeDimension, value: string) => string {
  const { t } = useLang();
  return (dimension, value) => {
    if (value === '–') return t('overview.notWritten');
    if (dimension === 'region') return t(value === 'urban' ? 'region.urban' : 'region.outside');
    if (dimension === 'warranty' && (value === 'in' || value === 'out' || value === 'agreement'))
      return t(`warranty.${value}`);
    if (
      dimension === 'resolution' &&
      (value === 'on_site' || value === 'phone' || value === 'unknown')
    )
      return t(`resolution.${value}`);
    return value;
  };
}

/** The filters that are set, each in words. */
export function useScopeTexts(scope: TicketScope): { key: ScopeDimension; text: string }[] {
  const choiceText = useChoiceText();
  return SCOPE_DIMENSIONS.flatMap((key) => {
    const value = scope[key];
    return value === undefined ? [] : [{ key, text: choiceText(key, value) }];
  });
}
