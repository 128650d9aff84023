/** A stored value in words: what the product read out of a cell, beside the cell's own text. Pure. */
import { fenInWords, type Lang } from '../values/words.ts';

/** Codes the product stores for written words. */
const CODES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<Lang, string>>>>>> = {
  resolution: { on_site: { zh: '上门', en: 'on site' }, phone: { zh: '电话', en: 'by phone' } },
  region: { urban: { zh: '市区', en: 'urban' }, outside: { zh: '外地', en: 'outside' } },
  warranty: {
    in: { zh: '保内', en: 'in warranty' },
    out: { zh: '保外', en: 'out of warranty' },
    agreement: { zh: '协议', en: 'agreement' },
  },
  channel: {
    call: { zh: '来电', en: 'call' },
    letter: { zh: '来函', en: 'letter' },
    visit: { zh: '来人', en: 'visit' },
  },
  severity: {
    minor: { zh: '轻', en: 'minor' },
    medium: { zh: '较重', en: 'medium' },
    serious: { zh: '严重', en: 'serious' },
  },
};

/** Stored column of a field where a unit is added to its name. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  charge: 'charge_fen',
  amount: 'amount_fen',
  unit_price: 'unit_price_fen',
  monthly_wage: 'monthly_wage_fen',
  discount: 'discount_percent',
};

/** Column of the kind's tables that holds a field. */
export function storedColumn(field: string): string {
  return COLUMN_OF[field] ?? field;
}

/** The stored value of `field` in words; null when it is blank. `record` is a row of the kind's staging table. */
export function storedValue(
  record: Readonly<Record<string, unknown>>,
  field: string,
  lang: Lang,
): string | null {
  const value = record[COLUMN_OF[field] ?? field];
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean')
    return value ? (lang === 'zh' ? '是' : 'yes') : lang === 'zh' ? '否' : 'no';
  if (typeof value === 'number')
    return COLUMN_OF[field]?.endsWith('_fen') === true ? fenInWords(value) : String(value);
  if (typeof value !== 'string') return null;
  const code = CODES[field]?.[value];
  if (code !== undefined) return code[lang];
  if (field === 'reason') return lang === 'zh' ? `规则 ${value}` : `rule ${value}`;
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.test(value)) {
    const days = record.day_only;
    if (Array.isArray(days) && days.includes(field)) return value.slice(0, 10);
    return value.slice(17, 19) === '00' ? value.slice(0, 16) : value.slice(0, 19);
  }
  return value;
}
