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
  /** From start to end where only working minutes count (open: the limit); null: every minute counts. */
  readonly working_minutes: number | null;
  readonly detail: string | null;
  readonly as_of: string;
}

/** One sentence, e.g. `报修 10-05 10:00 → 到达 10-05 13:30 = 3 时 30 分，时限 3 时，超 30 分`. */
export function arithmeticInWords(facts: FineFacts, lang: Lang): string {
  const zh = lang === 'zh';
  const limit = facts.limit_minutes ?? 0;
  // A working day is no day of 24 hours, so the words say which minutes were counted.
  const working = facts.working_minutes === null ? '' : zh ? '工作时间 ' : 'working time ';
  const counted = (minutes: number): string =>
    minutesInWords(minutes, lang, facts.working_minutes === null);
  const span = (from: string, to: string, kindFrom: string, kindTo: string): string => {
    const minutes = facts.working_minutes ?? minutesBetween(from, to);
    const net = minutes - facts.paused_minutes;
    const pause =
      facts.paused_minutes > 0
        ? zh
          ? `，扣除挂起 ${counted(facts.paused_minutes)}`
          : `, pause of ${counted(facts.paused_minutes)} taken off`
        : '';
    const over = counted(net - limit);
    return zh
      ? `${kindFrom} ${timeInWords(from)} → ${kindTo} ${timeInWords(to)} = ${working}${counted(minutes)}${pause}，时限 ${counted(limit)}，超 ${over}`
      : `${kindFrom} ${timeInWords(from)} → ${kindTo} ${timeInWords(to)} = ${working}${counted(minutes)}${pause}, limit ${counted(limit)}, over by ${over}`;
  };
  const stillBlank = (from: string, kindFrom: string, blank: string): string =>
    zh
      ? `${kindFrom} ${timeInWords(from)}，时限${working === '' ? ' ' : working}${counted(limit)}，截至 ${timeInWords(facts.as_of)} 未登记${blank}`
      : `${kindFrom} ${timeInWords(from)}, limit ${working}${counted(limit)}, no ${blank} time by ${timeInWords(facts.as_of)}`;
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
    case 'dissatisfied': {
      const [score = '', threshold = ''] = (facts.detail ?? '').split(',');
      return zh
        ? `客户评价 ${score} 分，${threshold} 分及以下算不满意`
        : `customer's score ${score}; ${threshold} and below is dissatisfied`;
    }
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
    case 'not_reported_back':
      return zh
        ? `${timeInWords(facts.end_at ?? facts.occurred_at)} 完工，完工报备未填`
        : `finished ${timeInWords(facts.end_at ?? facts.occurred_at)}, no report-in filled in`;
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

/** What the records of a ticket can say against a complaint about it. */
export const CONTRADICTIONS = [
  'arrived_in_time',
  'dispatched_in_time',
  'dispatched',
  'answered',
  'relayed',
  'satisfied',
  'badge_shown',
  'complete',
  'charged_as_due',
  'no_repeat',
  'promised_before_report',
  'told_before_report',
  'order_unknown',
  'parts_not_asked',
] as const;

const CONTRADICTION_TEXTS: Readonly<
  Record<(typeof CONTRADICTIONS)[number], { readonly zh: string; readonly en: string }>
> = {
  arrived_in_time: { zh: '记录显示按时到达', en: 'the records say the arrival was in time' },
  dispatched_in_time: { zh: '记录显示按时派工', en: 'the records say the dispatch was in time' },
  dispatched: { zh: '记录里有派工时间', en: 'the records hold a dispatch time' },
  answered: { zh: '记录里有答复时间', en: 'the records hold an answer' },
  relayed: { zh: '记录里有传达时间', en: 'the records hold the time it was passed on' },
  satisfied: { zh: '评价里没有不满意', en: 'no score is a dissatisfied one' },
  badge_shown: {
    zh: '回执记着已出示工作证并着装',
    en: 'the receipt says badge and uniform were shown',
  },
  complete: { zh: '回执填写齐全', en: 'the receipts are complete' },
  charged_as_due: { zh: '收费没有超过标准', en: 'no more was charged than was due' },
  no_repeat: {
    zh: '观察期内没有同一问题的前一单',
    en: 'there is no earlier ticket with the same problem in the window',
  },
  promised_before_report: {
    zh: '约定时间早于报修时间',
    en: 'the promised time lies before the report',
  },
  told_before_report: {
    zh: '答复或传达时间早于报修时间',
    en: 'the answer or the relay lies before the report',
  },
  order_unknown: {
    zh: '前一单完工只记到日，当天先后不明',
    en: 'the earlier finish is known to the day only, and lies on the day of the report',
  },
  parts_not_asked: {
    zh: '没有登记换了什么零件，应收按没有零件算',
    en: 'nobody recorded the parts replaced, so what was due counts none',
  },
};

/** What speaks against a complaint, or makes what was detected doubtful, in words. */
export function contradictionInWords(code: (typeof CONTRADICTIONS)[number], lang: Lang): string {
  return CONTRADICTION_TEXTS[code][lang];
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
      const net = (facts.working_minutes ?? minutesBetween(start, end)) - facts.paused_minutes;
      const over = minutesInWords(net - limit, lang);
      if (facts.detail === 'promised_at') {
        const promised = timeInWords(addMinutes(start, limit));
        return zh ? `超 ${over}，约定 ${promised}` : `over by ${over}, promised ${promised}`;
      }
      const allowed = minutesInWords(limit, lang);
      return zh ? `超 ${over}，限 ${allowed}` : `over by ${over}, limit ${allowed}`;
    }
    case 'repeat_repair': {
      const later = minutesInWords(roughly(minutesBetween(start, end)), lang);
      const earlier = facts.detail ?? '';
      return zh ? `${later}后再报，前一单 ${earlier}` : `again ${later} later, after ${earlier}`;
    }
    case 'dissatisfied': {
      const [score = ''] = (facts.detail ?? '').split(',');
      return zh ? `评价 ${score} 分` : `score ${score}`;
    }
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

/** A span as a list tells it: whole hours from a day on, whole minutes from an hour on, never more than there is. */
function roughly(minutes: number): number {
  const unit = minutes >= 1440 ? 60 : minutes >= 60 ? 1 : 1 / 60;
  return Math.floor(minutes / unit) * unit;
}

/** Fractional minutes between two naive times; both ISO without zone, so read as UTC on purpose. */
export function minutesBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60_000;
}

function addMinutes(time: string, minutes: number): string {
  return new Date(Date.parse(`${time}Z`) + minutes * 60_000).toISOString().slice(0, 19);
}
