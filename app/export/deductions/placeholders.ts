/**
 * What a placeholder of HR's own template stands for, in Chinese and English: figures of the month in any cell, figures
 * of a person in the one row that is repeated. Pure.
 */
import { formatFen } from '#app/format/index.ts';
import type { PersonDeduction } from '#queries/ledger/types.ts';
import { sumOf } from '../sums.ts';
import { wordsOf } from '../words.ts';
import { countedFines, type DeductionInput } from './input.ts';
import { deductionWords } from './words.ts';

export type Value =
  | { readonly as: 'text'; readonly text: string | null }
  | { readonly as: 'count'; readonly count: number }
  | { readonly as: 'money'; readonly fen: number | null }
  | { readonly as: 'time'; readonly time: string | null; readonly clock: boolean };

const said = (text: string | null): Value => ({ as: 'text', text });
const times = (count: number): Value => ({ as: 'count', count });
const fen = (amount: number | null): Value => ({ as: 'money', fen: amount });
const day = (time: string | null): Value => ({ as: 'time', time, clock: false });
const clock = (time: string | null): Value => ({ as: 'time', time, clock: true });

interface Definition<Of> {
  readonly zh: string;
  readonly en: string;
  readonly value: Of;
}

type OfMonth = (input: DeductionInput) => Value;
/** `taken`: rules that have a placeholder of their own in the row. */
type OfPerson = (
  person: PersonDeduction,
  place: {
    readonly index: number;
    readonly input: DeductionInput;
    readonly taken: ReadonlySet<string>;
  },
) => Value;

export const OF_MONTH: readonly Definition<OfMonth>[] = [
  {
    zh: '月份',
    en: 'month',
    value: ({ sheet, lang }) => said(wordsOf(lang).month(sheet.month)),
  },
  { zh: '公司', en: 'company', value: ({ company }) => said(company) },
  { zh: '制表日期', en: 'prepared', value: ({ made_at, sheet }) => day(made_at ?? sheet.as_of) },
  { zh: '数据截至', en: 'as of', value: ({ sheet }) => clock(sheet.as_of) },
  {
    zh: '状态',
    en: 'state',
    value: ({ sheet, lang }) =>
      said(sheet.state === 'draft' ? wordsOf(lang).draft : wordsOf(lang).closedLine),
  },
  { zh: '版次', en: 'revision', value: ({ sheet }) => times(sheet.revision) },
  { zh: '校验码', en: 'checksum', value: ({ sheet }) => said(sheet.checksum) },
  { zh: '制度', en: 'policy', value: ({ policy, lang }) => said(policy.name[lang]) },
  { zh: '制度版本', en: 'policy version', value: ({ policy }) => times(policy.version) },
  { zh: '关账时间', en: 'closed at', value: ({ closing }) => clock(closing?.closed_at ?? null) },
  { zh: '关账人', en: 'closed by', value: ({ closing }) => said(closing?.closed_by ?? null) },
  { zh: '人数', en: 'people', value: ({ sheet }) => times(sheet.people.length) },
  { zh: '条数', en: 'deductions', value: (input) => times(countedFines(input).length) },
  { zh: '合计', en: 'total', value: ({ sheet }) => fen(sheet.totals.total_fen) },
  { zh: '实扣合计', en: 'total deducted', value: ({ sheet }) => fen(sheet.totals.deduct_fen) },
  {
    zh: '结转合计',
    en: 'total carried out',
    value: ({ sheet }) => fen(sheet.totals.carried_out_fen),
  },
  {
    zh: '限额说明',
    en: 'limit rule',
    value: ({ sheet, lang }) => said(deductionWords(lang).profile(sheet.profile)),
  },
];

const adjusted = (person: PersonDeduction) => sumOf(person.adjustments, (each) => each.fen);

export const OF_PERSON: readonly Definition<OfPerson>[] = [
  { zh: '序号', en: 'row', value: (_person, { index }) => times(index + 1) },
  { zh: '工号', en: 'employee no', value: ({ employee_no }) => said(employee_no) },
  { zh: '姓名', en: 'name', value: ({ name }) => said(name) },
  { zh: '部门', en: 'department', value: ({ department }) => said(department) },
  {
    zh: '扣减次数',
    en: 'count',
    value: ({ rules }) => times(sumOf(Object.values(rules), ({ count }) => count)),
  },
  {
    zh: '规则金额',
    en: 'rules amount',
    value: ({ rules }) => fen(sumOf(Object.values(rules), (rule) => rule.fen)),
  },
  {
    zh: '其他规则金额',
    en: 'other rules amount',
    value: ({ rules }, { taken }) =>
      fen(sumOf(Object.entries(rules), ([rule, sum]) => (taken.has(rule) ? 0 : sum.fen))),
  },
  { zh: '调整', en: 'adjustments', value: (person) => fen(adjusted(person)) },
  { zh: '上月结转', en: 'carried in', value: ({ carried_in_fen }) => fen(carried_in_fen) },
  { zh: '应扣', en: 'due', value: ({ total_fen }) => fen(total_fen) },
  { zh: '工资', en: 'wage', value: ({ wage_fen }) => fen(wage_fen) },
  { zh: '限额', en: 'limit', value: ({ limit_fen }) => fen(limit_fen) },
  {
    zh: '限额核对',
    en: 'limit checked',
    value: ({ limit_state }, { input }) => said(deductionWords(input.lang).limitState[limit_state]),
  },
  { zh: '本月实扣', en: 'deducted', value: ({ deduct_fen }) => fen(deduct_fen) },
  { zh: '结转下月', en: 'carried out', value: ({ carried_out_fen }) => fen(carried_out_fen) },
  { zh: '通知日期', en: 'notified', value: ({ notified_at }) => day(notified_at) },
  {
    zh: '扣减明细',
    en: 'details',
    value: (person, { input }) =>
      said(
        countedFines(input)
          .filter((fine) => fine.person === person.name && fine.employee_no === person.employee_no)
          .map((fine) =>
            [fine.rule, fine.subject.ticket_no ?? '', formatFen(fine.amount_fen ?? 0)]
              .filter((part) => part !== '')
              .join(' '),
          )
          .join(input.lang === 'zh' ? '；' : '; '),
      ),
  },
];

/** `规则2.1金额`, `rule7acount`. */
const RULE = /^(?:规则|rule)([0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?)(金额|次数|amount|count)$/;

export type Placeholder =
  | { readonly of: 'month'; readonly value: OfMonth }
  | { readonly of: 'person'; readonly value: OfPerson; readonly rule: string | null };

/** `{{规则 6 金额}}` and `{{ Rule6Amount }}` are one: blanks, width and case make no difference. */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '');
}

/** Between braces, of either width. */
export const BRACES = /(?:\{\{|｛｛)(.*?)(?:\}\}|｝｝)/g;

/** What the name between the braces stands for; null when it is unknown. */
export function placeholderOf(name: string): Placeholder | null {
  const wanted = folded(name);
  const rule = RULE.exec(wanted);
  if (rule !== null) {
    const [, no = '', what] = rule;
    const amount = what === '金额' || what === 'amount';
    return {
      of: 'person',
      rule: no,
      value: ({ rules }) => (amount ? fen(rules[no]?.fen ?? 0) : times(rules[no]?.count ?? 0)),
    };
  }
  const is = ({ zh, en }: { zh: string; en: string }) => [zh, folded(en)].includes(wanted);
  const person = OF_PERSON.find(is);
  if (person !== undefined) return { of: 'person', value: person.value, rule: null };
  const month = OF_MONTH.find(is);
  return month === undefined ? null : { of: 'month', value: month.value };
}
