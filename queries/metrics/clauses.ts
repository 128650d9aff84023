/**
 * The requirements that data can measure, by the id reports/clause_compliance.sql gives. A policy says which of them it
 * states and under which clause; what a requirement asks for is worded with that policy's limits.
 */
import type { Policy } from '../policy/policy.ts';
import { filledIn } from '../values/words.ts';

/** Ids are the clause numbers of the default policy, where the requirements were first met. */
export const REQUIREMENTS = [
  '4.1.1',
  '4.1.2',
  '4.1.3',
  '4.2.2',
  '4.5.2',
  '4.7.1',
  '4.7.2',
  '4.7.3',
  '4.7.4',
  '4.7.5',
  '4.8.3',
  '4.9.1-callback',
  '4.9.1-resolved',
  '4.9.2',
  '5.5-answer',
  '5.5-dispatch',
  '5.5-arrival',
  '5.6',
  '5.7',
  '5.8',
] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** `{limit}` is the policy's time limit. */
const TITLES: Readonly<Record<Exclude<Requirement, '5.5-arrival'>, Bilingual>> = {
  '4.1.1': { zh: '客户信息六项填全', en: 'six customer details recorded' },
  '4.1.2': { zh: '电话指导后 {limit}内跟进', en: 'phone guidance followed up within {limit}' },
  '4.1.3': {
    zh: '不能 {limit}到达的，征得客户同意改约',
    en: 'later appointments agreed with the customer',
  },
  '4.2.2': { zh: '客户信息不符，当天反馈内勤', en: 'wrong details reported the same day' },
  '4.5.2': { zh: '上门出示工作证、着工作服', en: 'badge shown and uniform worn' },
  '4.7.1': { zh: '回执有客户签字和满意度', en: 'receipt signed and rated by the customer' },
  '4.7.2': { zh: '质保期内不收费', en: 'no charge within warranty' },
  '4.7.3': { zh: '质保期外按标准卡收费', en: 'out of warranty charged by the price card' },
  '4.7.4': { zh: '协议客户按协议收费', en: 'agreement customers charged by agreement' },
  '4.7.5': {
    zh: '当场未收的费用后续收回',
    en: 'charges not collected on the day collected later',
  },
  '4.8.3': { zh: '回执次日内上交', en: 'receipt handed in by the next day' },
  '4.9.1-callback': {
    zh: '完工后 {limit}内回访',
    en: 'called back within {limit} of the finish',
  },
  '4.9.1-resolved': {
    zh: '不满意的跟踪到满意',
    en: 'dissatisfied customers followed until satisfied',
  },
  '4.9.2': {
    zh: '电话解决的 {limit}内回访',
    en: 'solved by phone, called back within {limit}',
  },
  '5.5-answer': { zh: '热线 {limit}内答复', en: 'hotline answers within {limit}' },
  '5.5-dispatch': { zh: '内勤 {limit}内派工', en: 'dispatched within {limit}' },
  '5.6': { zh: '同一问题不重复修理', en: 'no repeat repair of the same problem' },
  '5.7': { zh: '回执填写完整', en: 'receipt filled in completely' },
  '5.8': { zh: '不乱收费、不变相索要', en: 'no overcharging, no demands' },
};

type Limits = Pick<Policy, 'stages' | 'arrival'>;

/** What a requirement asks for under a policy; null where the policy does not state it. */
export function requirementOf(
  id: string,
  policy: Limits & Pick<Policy, 'requirements'>,
): { readonly clause: string; readonly title: Bilingual } | null {
  const known = REQUIREMENTS.find((each) => each === id);
  const clause = known === undefined ? undefined : policy.requirements[known];
  if (known === undefined || clause === undefined) return null;
  return { clause, title: known === '5.5-arrival' ? arrivalTitle(policy) : titleOf(known, policy) };
}

function titleOf(id: Exclude<Requirement, '5.5-arrival'>, policy: Limits): Bilingual {
  const minutes = minutesOf(id, policy);
  const fill = (lang: 'zh' | 'en'): string =>
    filledIn(TITLES[id][lang], {
      limit: minutes === null ? WITHOUT_LIMIT[lang] : limitText(minutes, lang),
    });
  return { zh: fill('zh'), en: fill('en') };
}

const WITHOUT_LIMIT: Bilingual = { zh: '规定时间', en: 'the time set' };

function minutesOf(id: Requirement, { stages, arrival }: Limits): number | null {
  switch (id) {
    case '4.1.2':
    case '4.9.2':
      return stages.guidance_follow_up.target_minutes;
    case '4.1.3':
      return arrival.regions?.urban ?? null;
    case '4.9.1-callback':
      return stages.callback.target_minutes;
    case '5.5-answer': {
      const replies = [...(arrival.distance?.bands ?? []), arrival.distance?.beyond];
      return (
        stages.answer.target_minutes ??
        replies.find((band) => band?.reply_minutes !== undefined)?.reply_minutes ??
        null
      );
    }
    case '5.5-dispatch':
      return stages.dispatch.target_minutes;
    default:
      return null;
  }
}

function arrivalTitle({ arrival }: Limits): Bilingual {
  const urban = arrival.regions?.urban ?? null;
  if (urban !== null) {
    return {
      zh: `${limitText(urban, 'zh')}内或按约定到达`,
      en: `on site within ${limitText(urban, 'en')} or as promised`,
    };
  }
  return arrival.distance === undefined
    ? { zh: '按约定时间到达', en: 'on site by the promised time' }
    : { zh: '按里程时限或约定到达', en: 'on site within the distance’s limit or as promised' };
}

/** `3 小时`, `10 分钟`; whole hours as hours. */
function limitText(minutes: number, lang: 'zh' | 'en'): string {
  const hours = minutes / 60;
  if (Number.isInteger(hours)) {
    if (lang === 'zh') return `${hours} 小时`;
    return hours === 1 ? '1 hour' : `${hours} hours`;
  }
  return lang === 'zh' ? `${minutes} 分钟` : `${minutes} minutes`;
}

/** Before the id of a requirement in a list's name: the tickets of its broken cases. */
const BROKEN = 'broken-';

/** The list of the tickets that did not keep a requirement. */
export function brokenListName(requirement: string): string {
  return `${BROKEN}${requirement}`;
}

/** The requirement whose broken cases such a list holds; null of any other list. */
export function brokenRequirement(list: string | undefined): string | null {
  return list?.startsWith(BROKEN) === true ? list.slice(BROKEN.length) : null;
}
