/** Sentences for people about what the ledger refuses: what is wrong and what to do. */
import { filledIn, type Lang } from '../values/words.ts';
import { LedgerRefused } from './types.ts';

const TEXTS = {
  badShare: {
    zh: '比例写成 0 到 100% 之间的数，例如 20%',
    en: 'the share is a number between 0 and 100 %, such as 20 %',
  },
  badFloor: {
    zh: '最低工资写成不小于 0 的金额，例如 2210 元',
    en: 'the minimum wage is an amount of at least 0, such as 2210 yuan',
  },
  noFine: { zh: '没有这条扣减：{key}', en: 'there is no such fine: {key}' },
  otherMonth: {
    zh: '{key} 不是 {month} 的扣减，它属于 {home}',
    en: '{key} is no fine of {month}, it belongs to {home}',
  },
  twice: { zh: '同一条扣减写了两次：{key}', en: 'the same fine stands twice: {key}' },
  unassigned: {
    zh: '责任人待认定：先指定责任人，再确认',
    en: 'nobody is charged yet: assign the fine to a person first',
  },
  noPerson: { zh: '要写责任人', en: 'name the person to charge' },
  unknownPerson: {
    zh: '花名册上没有“{person}”，写工号或花名册上的姓名',
    en: 'the roster has no “{person}”: give an employee number or a name on the roster',
  },
  ambiguousPerson: {
    zh: '有几个人叫“{person}”，写工号',
    en: 'several persons are called “{person}”: give the employee number',
  },
  needsPersonal: {
    zh: '确认要写原因“个人原因”（personal）；其他原因只能免除',
    en: 'confirming needs the cause “personal”; any other cause waives',
  },
  needsCause: {
    zh: '免除要写原因：{causes}',
    en: 'waiving needs a cause: {causes}',
  },
  personalWaives: {
    zh: '原因是“个人原因”的不能免除',
    en: 'the cause “personal” does not waive',
  },
  badCause: {
    zh: '没有“{cause}”这个原因，可写 {causes}',
    en: 'no cause “{cause}”: one of {causes}',
  },
  needsReason: { zh: '免除要写理由', en: 'waiving needs a reason' },
  needsMeasure: {
    zh: '这条规则不扣钱，理由里写处分：{measures}',
    en: 'this rule takes no money: give the measure as the reason, one of {measures}',
  },
  noMoney: {
    zh: '这条规则不扣钱，不能写金额',
    en: 'this rule takes no money, so it has no amount',
  },
  needsAmount: {
    zh: '要定金额，{min} 到 {max}',
    en: 'the amount has to be decided, from {min} to {max}',
  },
  amountOutside: {
    zh: '金额 {amount} 不在 {min} 到 {max} 之间',
    en: 'the amount {amount} is not between {min} and {max}',
  },
  fixedAmount: {
    zh: '这条规则定额 {amount}，不能调整',
    en: 'the rule has a fixed amount of {amount} and cannot be adjusted',
  },
  useAdjust: {
    zh: '金额 {amount} 和拟扣减 {proposed} 不同：要改金额就写 adjust',
    en: 'the amount {amount} differs from the proposed {proposed}: to change it, adjust',
  },
  badVerdict: {
    zh: '只有重复维修才判是不是返修',
    en: 'only a repeat repair is judged to be one or not',
  },
  verdictWaives: {
    zh: '判为“不是返修”的只能免除',
    en: 'a pair judged to be no repeat can only be waived',
  },
  verdictConfirms: {
    zh: '判为“返修”又免除的，要写可谅解的原因',
    en: 'a pair judged to be a repeat is waived for an excusable cause only',
  },
  vanished: {
    zh: '数据更正后依据已经不在，只能免除',
    en: 'the sheets were corrected and the ground is gone: it can only be waived',
  },
  ownFine: {
    zh: '不能审核自己的扣减，由另一位审核人处理',
    en: 'nobody decides a fine of his or her own: another reviewer has to',
  },
  chargedTwice: {
    zh: '{ticket_no} 的规则 {rule} 已经扣了{person}（{other}），一件事只扣一次：其中一条免除',
    en: '{person} is charged for rule {rule} of {ticket_no} already ({other}): one event is charged once, waive one of the two',
  },
  changed: {
    zh: '{who}已经改了这一条：{state}。先看现在的状态，再改',
    en: '{who} has changed this one meanwhile: {state}. Look at it first, then decide',
  },
  changedByImport: {
    zh: '这一条的依据刚被新导入的表改了。先看现在的内容，再决定',
    en: 'an import has just changed what this rests on. Look at it first, then decide',
  },
  nothingToUndo: {
    zh: '这一条没有可以撤回的决定',
    en: 'there is no decision about it to take back',
  },
  closedUndo: {
    zh: '{month} 已关账，关账前的决定不能撤回；要改就重新决定，差额进下一个未关账的月',
    en: '{month} is closed: decisions from before stay. Decide anew; the difference goes into the next open month',
  },
  closedAppeal: {
    zh: '{month} 已关账，申诉期过了；找经理重新审核',
    en: '{month} is closed and with it the time to appeal; ask the manager to look at it again',
  },
  notCharged: {
    zh: '只有承担这条扣减的人能申诉',
    en: 'only the person charged may appeal',
  },
  needsText: { zh: '要写内容', en: 'write what there is to say' },
  noAppeal: { zh: '这一条没有待答复的申诉', en: 'there is no open appeal about it' },
  alreadyAppealed: { zh: '已经申诉过了，等答复', en: 'there is an open appeal already' },
  notAppealable: { zh: '已免除的不用申诉', en: 'a waived fine needs no appeal' },
  alreadyClosed: {
    zh: '{month} 已关账（第 {version} 版）',
    en: '{month} is closed already (version {version})',
  },
  notClosed: { zh: '{month} 没有关账', en: '{month} is not closed' },
  emptyMonth: {
    zh: '{month} 没有数据，不能关账',
    en: '{month} has no data and cannot be closed',
  },
  closeOpen: {
    zh: '{month} 还不能关账：{what}',
    en: '{month} cannot be closed yet: {what}',
  },
  openProposed: { zh: '{count} 条拟扣减未审', en: '{count} proposed fines are not decided' },
  openRecheck: { zh: '{count} 条待复核', en: '{count} fines are to be looked at again' },
  openAppeals: { zh: '{count} 条申诉未答复', en: '{count} appeals are not answered' },
  openLate: {
    zh: '其中 {count} 条属于已关账的月',
    en: '{count} of them belong to closed months',
  },
  needsReopenReason: { zh: '重开要写原因（--reason）', en: 'reopening needs a reason (--reason)' },
  builtOn: {
    zh: '{later} 已关账，里面有 {month} 的调整或结转。先重开 {later}；或者不重开，更正会作为调整进下一个未关账的月',
    en: '{later} is closed and holds adjustments or carried amounts of {month}. Reopen {later} first; or leave it: corrections become adjustments of the next open month',
  },
  needsSecond: {
    zh: '有两位以上经理时，重开要另一位经理同意',
    en: 'with two or more managers, reopening needs another manager',
  },
  secondIsFirst: {
    zh: '同意重开的要是另一位经理',
    en: 'the second person has to be another manager',
  },
} as const;

export type LedgerText = keyof typeof TEXTS;

/** The sentence in a language. */
export function ledgerText(
  lang: Lang,
  code: LedgerText,
  parts: Readonly<Record<string, string | number>> = {},
): string {
  return filledIn(TEXTS[code][lang], parts);
}

/** The refusal that says it. */
export function ledgerRefused(
  lang: Lang,
  code: LedgerText,
  parts: Readonly<Record<string, string | number>> = {},
): LedgerRefused {
  return new LedgerRefused(ledgerText(lang, code, parts));
}

const STATES = {
  proposed: { zh: '拟扣减', en: 'proposed' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  adjusted: { zh: '已调整', en: 'adjusted' },
  waived: { zh: '已免除', en: 'waived' },
  recheck: { zh: '待复核', en: 'to re-check' },
} as const;

export function stateText(lang: Lang, state: keyof typeof STATES): string {
  return STATES[state][lang];
}
