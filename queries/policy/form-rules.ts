/** Rules taken out of a policy's text and put into it by its form. */
import { type Document, isMap, isSeq } from 'yaml';
import type { DETECTORS, Policy } from './policy.ts';

export type Detector = (typeof DETECTORS)[number];
type Charge = Policy['rules'][number]['charge'];

interface DetectorWords {
  readonly zh: string;
  readonly en: string;
  /** Whose deduction it usually is. */
  readonly charge: Charge;
}

/** What a detector finds, as a rule about it is called where nobody gives a name. */
export const DETECTOR_WORDS: Readonly<Record<Detector, DetectorWords>> = {
  unanswered: { zh: '热线无人接听', en: 'hotline unanswered', charge: 'hotline_agent' },
  not_relayed: { zh: '报修未传达内勤', en: 'report not relayed', charge: 'hotline_agent' },
  late_dispatch: { zh: '派工不及时', en: 'late dispatch', charge: 'dispatcher' },
  missed_dispatch: { zh: '漏派工', en: 'missed dispatch', charge: 'dispatcher' },
  badge_or_uniform: {
    zh: '未出示工作证或未着工作服',
    en: 'no badge or uniform',
    charge: 'technician',
  },
  dissatisfied: { zh: '客户不满意', en: 'dissatisfied customer', charge: 'technician' },
  repeat_repair: { zh: '同一问题重复修理', en: 'repeat repair', charge: 'technician' },
  late_arrival: { zh: '未按规定时间到达', en: 'late arrival', charge: 'technician' },
  incomplete_receipt: { zh: '回执单填写不全', en: 'incomplete receipt', charge: 'technician' },
  dispatch_sheet_missing: {
    zh: '派工单未填写',
    en: 'dispatch sheet missing',
    charge: 'dispatcher',
  },
  dispatch_refused: { zh: '不服从派工', en: 'dispatch refused', charge: 'technician' },
  not_reported_back: { zh: '完工未报回', en: 'not reported back', charge: 'technician' },
  complaint: { zh: '投诉查实', en: 'substantiated complaint', charge: 'technician' },
  overcharge: { zh: '未按标准收费', en: 'overcharge', charge: 'technician' },
  false_voucher: { zh: '票据弄虚作假', en: 'false voucher', charge: 'employee' },
};

/** What a rule can still be added for, as a list to choose from: each once, since two would charge one event twice. */
export function rulesToAdd(policy: Policy): { detect: Detector; zh: string; en: string }[] {
  const used = new Set<string>(policy.rules.map((rule) => rule.detect));
  return (Object.keys(DETECTOR_WORDS) as Detector[])
    .filter((detect) => canBeAdded(detect, policy) && (detect === 'complaint' || !used.has(detect)))
    .map((detect) => ({ detect, zh: DETECTOR_WORDS[detect].zh, en: DETECTOR_WORDS[detect].en }));
}

/**
 * Whether a rule about it can be written in the form. Complaints are told apart by words, so one about them needs a policy
 * that has words of its own.
 */
export function canBeAdded(detect: string, policy: Policy): detect is Detector {
  return (
    Object.hasOwn(DETECTOR_WORDS, detect) &&
    (detect !== 'complaint' || policy.reasons !== undefined)
  );
}

/** The fields that add a rule, in the order they are asked; all blank: none is added. */
export const RULE_TO_ADD = [
  'detect',
  'no',
  'title',
  'clause',
  'charge',
  'amount',
  'measures',
  'words',
] as const;
export type RuleToAdd = Readonly<Record<(typeof RULE_TO_ADD)[number], string>>;

/** Takes the rules at the places out, and the words of complaints that meant them. */
export function removeRules(document: Document, policy: Policy, places: readonly number[]): void {
  const gone = new Set(places.map((place) => policy.rules[place]?.no));
  policy.reasons
    ?.map((reason, index) => (gone.has(reason.rule) ? index : -1))
    .filter((index) => index >= 0)
    .toReversed()
    .forEach((index) => {
      document.deleteIn(['reasons', index]);
    });
  for (const place of places.toSorted((a, b) => b - a)) document.deleteIn(['rules', place]);
}

/**
 * Puts a rule behind the others; what is said of it is checked with the whole policy afterwards.
 *
 * @param words of complaints that mean it; @param measures instead of an amount
 */
export function addRule(
  document: Document,
  detect: Detector,
  { no, clause, title, charge, amount }: RuleToAdd,
  { measures, words }: { readonly measures: readonly string[]; readonly words: readonly string[] },
): void {
  const usual = DETECTOR_WORDS[detect];
  const rule = document.createNode({
    no,
    clause: clause || no,
    title: { zh: title || usual.zh, en: title || usual.en },
    detect,
    charge: charge || usual.charge,
    ...(amount === '' ? {} : { amount: Number(amount) }),
    ...(measures.length === 0 ? {} : { measures: [...measures] }),
  });
  for (const key of ['title', 'measures']) {
    const part: unknown = isMap(rule) ? rule.get(key, true) : null;
    if (isMap(part) || isSeq(part)) part.flow = true;
  }
  document.addIn(['rules'], rule);
  if (words.length === 0) return;
  document.addIn(['reasons'], document.createNode({ words: [...words], rule: no }, { flow: true }));
}
