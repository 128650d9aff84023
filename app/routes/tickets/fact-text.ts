/** What a case was judged by, in words: `客户签字 空白`, `回执上交 10-07 09:00`, `实收 ¥80`. */
import { useLang } from '#app/components/use-lang.ts';
import { formatDay, formatFen, formatTime } from '#app/format/index.ts';
import { fieldName } from '#queries/reports/field-names.ts';
import type { BrokenFact } from '#queries/reports/types.ts';

const MONEY = ['charged', 'expected', 'receipt.charge'];

/** @param year of the month looked at: a time in it is told without its year */
export function useFactText(year: string): (fact: BrokenFact) => string {
  const { t, lang } = useLang();
  return ({ field, value }) => {
    const [kind = '', name = ''] = field.split('.');
    const label =
      field === 'charged' || field === 'expected'
        ? t(`tickets.why.${field}`)
        : fieldName(kind, name, lang);
    return `${label} ${valueText(field, value)}`;
  };

  function valueText(field: string, value: string | null): string {
    if (value === null) return t('tickets.why.blank');
    if (value === 'true' || value === 'false') return t(`tickets.why.${value}`);
    if (MONEY.includes(field)) return formatFen(Number(value));
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value, year);
    return value.includes('T') ? formatTime(value, year) : value;
  }
}
