/** Which cause the sheets speak for. Pure: it suggests, a person decides. */
import { filledIn, type Lang, minutesInWords } from '../values/words.ts';
import type { Cause } from './types.ts';

/** Words of a delay reason by the cause they mean, the first that fits counts. */
const WORDS: readonly (readonly [Cause, RegExp])[] = [
  ['traffic', /堵|交通|封路|封道|路况|事故|修路/],
  ['weather', /天气|雨|雪|雾|台风|冰雹|结冰/],
  ['parts', /配件|零件|缺货|缺件|备件/],
  ['customer', /客户|用户|顾客|改约|不在家|不在店/],
  ['workload', /工作量|单多|忙|人手|[前上]一(?:单|家)/],
];

const TEXTS = {
  excusable: {
    zh: '延误原因写“{reason}”，在制度的可谅解原因里',
    en: 'the delay reason says “{reason}”, which the policy excuses',
  },
  akin: {
    zh: '延误原因写“{reason}”，与制度可谅解的“{excused}”是一类',
    en: 'the delay reason says “{reason}”, of a kind with “{excused}”, which the policy excuses',
  },
  dispatched: {
    zh: '内勤派工超时 {minutes}，扣除这段就没有迟到',
    en: 'the dispatch was {minutes} late; without that the arrival was in time',
  },
} as const;

export interface CauseFacts {
  readonly needs_cause: boolean;
  readonly detect: string;
  /** As written; null when blank or never asked. */
  readonly delay_reason: string | null;
  /** Of a late arrival: minutes past its deadline. */
  readonly over_minutes: number | null;
  /** Minutes a late dispatch of the ticket took; null where none was found. */
  readonly dispatch_over_minutes: number | null;
}

/**
 * The cause that a late dispatch, or a delay reason the policy excuses by name or by kind, speaks for; null where nothing does.
 */
export function suggestedCause(
  facts: CauseFacts,
  excusable: readonly string[],
  lang: Lang,
): { cause: Cause; why: string } | null {
  if (!facts.needs_cause) return null;
  const { over_minutes: over, dispatch_over_minutes: dispatch } = facts;
  if (over !== null && dispatch !== null && dispatch >= over) {
    const minutes = minutesInWords(dispatch, lang);
    return { cause: 'other', why: filledIn(TEXTS.dispatched[lang], { minutes }) };
  }
  const reason = facts.delay_reason?.trim() ?? '';
  if (reason === '') return null;
  const excused = excusable.find((text) => reason.includes(text) || text.includes(reason));
  if (excused !== undefined) {
    const cause = causeMeant(reason) ?? causeMeant(excused) ?? 'other';
    return { cause, why: filledIn(TEXTS.excusable[lang], { reason }) };
  }
  // A list names kinds, a clerk what happened: 天气 excuses 暴雨.
  const cause = causeMeant(reason);
  const akin = cause === null ? undefined : excusable.find((text) => causeMeant(text) === cause);
  if (cause === null || akin === undefined) return null;
  return { cause, why: filledIn(TEXTS.akin[lang], { reason, excused: akin }) };
}

function causeMeant(text: string): Cause | null {
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}
