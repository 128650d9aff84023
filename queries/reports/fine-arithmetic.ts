/**
 * Why a fine stands, in words, from the facts its detector found. Pure.
 */
import { fenInWords, type Lang, minutesInWords, timeInWords } from '../values/words.ts';
import { fieldName } from './field-names.ts';

export interface FineFacts {
  readonly detect: string;
  readonly occurred_at: string;
  readonly start_at: string | null;
  readonly end_at: string | null;
  readonly limit_minutes: number | null;
  readonly paused_minutes: number;
  readonly detail: string | null;
  readonly as_of: string;
}

/** One sentence, e.g. `报修 10-05 10:00 → 到达 10-05 13:30 = 3 时 30 分，时限 3 时，超 30 分`. */
export function arithmeticInWords(facts: FineFacts, lang: Lang): string {
  const zh = lang === 'zh';
  const limit = facts.limit_minutes ?? 0;
  const span = (from: string, to: string, kindFrom: string, kindTo: string): string => {
    const minutes = minutesBetween(from, to);
    const net = minutes - facts.paused_minutes;
    const pause =
      facts.paused_minutes > 0
        ? zh
          ? `，扣除挂起 ${minutesInWords(facts.paused_minutes, lang)}`
          : `, pause of ${minutesInWords(facts.paused_minutes, lang)} taken off`
        : '';
    const over = minutesInWords(net - limit, lang);
    return zh
      ? `${kindFrom} ${timeInWords(from)} → ${kindTo} ${timeInWords(to)} = ${minutesInWords(minutes, lang)}${pause}，时限 ${minutesInWords(limit, lang)}，超 ${over}`
      : `${kindFrom} ${timeInWords(from)} → ${kindTo} ${timeInWords(to)} = ${minutesInWords(minutes, lang)}${pause}, limit ${minutesInWords(limit, lang)}, over by ${over}`;
  };
  const stillBlank = (from: string, kindFrom: string, blank: string): string =>
    zh
      ? `${kindFrom} ${timeInWords(from)}，时限 ${minutesInWords(limit, lang)}，截至 ${timeInWords(facts.as_of)} 未登记${blank}`
      : `${kindFrom} ${timeInWords(from)}, limit ${minutesInWords(limit, lang)}, no ${blank} time by ${timeInWords(facts.as_of)}`;
  const ticketField = (field: string): string => fieldName('ticket', field, lang);

  switch (facts.detect) {
    case 'unanswered':
      return stillBlank(
        facts.start_at ?? facts.occurred_at,
        ticketField('reported_at'),
        ticketField('answered_at'),
      );
    case 'not_relayed':
      return stillBlank(
        facts.start_at ?? facts.occurred_at,
        ticketField('reported_at'),
        zh ? '传达和派工' : 'relay or dispatch',
      );
    case 'missed_dispatch':
      return stillBlank(
        facts.start_at ?? facts.occurred_at,
        ticketField(facts.detail ?? 'reported_at'),
        ticketField('dispatched_at'),
      );
    case 'late_dispatch':
      return span(
        facts.start_at ?? facts.occurred_at,
        facts.end_at ?? facts.occurred_at,
        ticketField(facts.detail ?? 'reported_at'),
        ticketField('dispatched_at'),
      );
    case 'late_arrival': {
      const start = facts.start_at ?? facts.occurred_at;
      const end = facts.end_at ?? facts.occurred_at;
      const arrived = fieldName('receipt', 'arrived_at', lang);
      if (facts.detail !== 'promised_at')
        return span(start, end, ticketField('reported_at'), arrived);
      const over = minutesInWords(minutesBetween(start, end) - facts.paused_minutes - limit, lang);
      const promised = addMinutes(start, limit);
      return zh
        ? `约定 ${timeInWords(promised)} → 到达 ${timeInWords(end)}，超 ${over}`
        : `promised ${timeInWords(promised)} → arrived ${timeInWords(end)}, over by ${over}`;
    }
    case 'repeat_repair': {
      const days = minutesInWords(
        minutesBetween(facts.start_at ?? facts.occurred_at, facts.end_at ?? facts.occurred_at),
        lang,
      );
      return zh
        ? `${facts.detail ?? ''} 于 ${timeInWords(facts.start_at ?? facts.occurred_at)} 完工，${days}后同一客户、产品、故障再次报修，观察期 ${limit / 1440} 天`
        : `${facts.detail ?? ''} finished ${timeInWords(facts.start_at ?? facts.occurred_at)}; the same customer, product and fault reported again ${days} later, window ${limit / 1440} days`;
    }
    case 'dissatisfied':
      return zh
        ? `客户评价 ${facts.detail ?? ''} 分，2 分及以下算不满意`
        : `customer's score ${facts.detail ?? ''}; 2 and below is dissatisfied`;
    case 'incomplete_receipt':
    case 'badge_or_uniform': {
      const fields = (facts.detail ?? '')
        .split(',')
        .map((field) => fieldName('receipt', field, lang));
      if (facts.detect === 'incomplete_receipt') {
        return zh ? `回执未填：${fields.join('、')}` : `receipt lacks: ${fields.join(', ')}`;
      }
      return zh ? `记录为否：${fields.join('、')}` : `recorded as no: ${fields.join(', ')}`;
    }
    case 'dispatch_sheet_missing':
      return zh
        ? `${timeInWords(facts.occurred_at)} 已到达，派工时间未填`
        : `arrived ${timeInWords(facts.occurred_at)}, dispatch time not filled in`;
    case 'dispatch_refused':
      return zh ? '派工记录为拒绝' : 'dispatch recorded as refused';
    case 'overcharge': {
      const [charged = 0, expected = 0] = (facts.detail ?? '').split(',').map(Number);
      return zh
        ? `实收 ${fenInWords(charged)}，应收 ${fenInWords(expected)}，多收 ${fenInWords(charged - expected)}`
        : `charged ${fenInWords(charged)}, due ${fenInWords(expected)}, over by ${fenInWords(charged - expected)}`;
    }
    case 'false_voucher':
      if (facts.detail === 'voucher_valid')
        return zh ? '票据记录为不真实' : 'voucher recorded as not genuine';
      return zh ? '票据地与出差地不符' : 'voucher is from another place than the trip';
    default:
      return zh
        ? `投诉已查实，${timeInWords(facts.occurred_at)} 收到`
        : `substantiated complaint received ${timeInWords(facts.occurred_at)}`;
  }
}

/**
 * The number or fact that decides, first and short, as a row of a list shows it: `超 30 分，限 3 时`. The whole sentence
 * is `arithmeticInWords`.
 */
export function briefInWords(facts: FineFacts, lang: Lang): string {
  const zh = lang === 'zh';
  const limit = facts.limit_minutes ?? 0;
  const start = facts.start_at ?? facts.occurred_at;
  const end = facts.end_at ?? facts.occurred_at;
  const blank = (field: string): string => {
    const name = fieldName('ticket', field, lang);
    return zh ? `${name}未填` : `${name} blank`;
  };
  const names = (kind: string): string =>
    (facts.detail ?? '')
      .split(',')
      .map((field) => fieldName(kind, field, lang))
      .join(zh ? '、' : ', ');
  switch (facts.detect) {
    case 'unanswered':
      return blank('answered_at');
    case 'not_relayed':
      return blank('relayed_at');
    case 'missed_dispatch': {
      const hours = minutesInWords(limit, lang);
      return zh ? `${hours}未派工` : `not dispatched in ${hours}`;
    }
    case 'late_dispatch':
    case 'late_arrival': {
      const net = minutesBetween(start, end) - facts.paused_minutes;
      const over = minutesInWords(net - limit, lang);
      if (facts.detail === 'promised_at') {
        const promised = timeInWords(addMinutes(start, limit));
        return zh ? `超 ${over}，约定 ${promised}` : `over by ${over}, promised ${promised}`;
      }
      const allowed = minutesInWords(limit, lang);
      return zh ? `超 ${over}，限 ${allowed}` : `over by ${over}, limit ${allowed}`;
    }
    case 'repeat_repair': {
      const later = minutesInWords(minutesBetween(start, end), lang);
      const earlier = facts.detail ?? '';
      return zh ? `${later}后再报，前一单 ${earlier}` : `again ${later} later, after ${earlier}`;
    }
    case 'dissatisfied':
      return zh ? `评价 ${facts.detail ?? ''} 分` : `score ${facts.detail ?? ''}`;
    case 'incomplete_receipt':
      return zh ? `未填：${names('receipt')}` : `blank: ${names('receipt')}`;
    case 'dispatch_sheet_missing':
      return blank('dispatched_at');
    case 'overcharge': {
      const [charged = 0, expected = 0] = (facts.detail ?? '').split(',').map(Number);
      return zh
        ? `多收 ${fenInWords(charged - expected)}`
        : `over by ${fenInWords(charged - expected)}`;
    }
    default:
      return arithmeticInWords(facts, lang);
  }
}

/** Fractional minutes between two naive times; both ISO without zone, so read as UTC on purpose. */
export function minutesBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60_000;
}

function addMinutes(time: string, minutes: number): string {
  return new Date(Date.parse(`${time}Z`) + minutes * 60_000).toISOString().slice(0, 19);
}
