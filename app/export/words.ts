/**
 * The workbook's words in both languages. What the page names too comes from the page's dictionary, names of metrics,
 * rules and policies from their own definitions; here stands what only the workbook says.
 */
import { en as enPage } from '#app/i18n/en.ts';
import { zh as zhPage } from '#app/i18n/zh.ts';
import type { QualityCode } from '#queries/reports/quality-types.ts';
import { titleInWords } from '#queries/reports/quality-words.ts';
import type { FineState, Stage } from '#queries/reports/types.ts';
import type { ComplaintRow, Lang } from './workbook-input.ts';

type Severity = NonNullable<ComplaintRow['severity']>;
type Channel = NonNullable<ComplaintRow['channel']>;

export interface Words {
  readonly product: string;
  readonly sheets: {
    readonly overview: string;
    readonly timeliness: string;
    readonly repeats: string;
    readonly satisfaction: string;
    readonly complaints: string;
    readonly charges: string;
    readonly people: string;
    readonly fines: string;
    readonly quality: string;
  };
  readonly month: (month: string) => string;
  readonly asOf: (time: string) => string;
  readonly policy: (name: string, version: number) => string;
  readonly draft: string;
  readonly draftLine: string;
  readonly closedLine: string;
  readonly page: string;
  readonly met: string;
  readonly missed: string;
  readonly few: string;
  readonly provisional: string;
  readonly provisionalMark: string;
  readonly notCaptured: string;
  readonly better: string;
  readonly worse: string;
  readonly same: string;
  readonly yes: string;
  readonly no: string;
  readonly undecided: string;
  readonly unassigned: string;
  /** In place of a name: what belongs to nobody known. */
  readonly nameless: string;
  readonly total: string;
  readonly totalOfFilter: string;
  readonly nothing: string;
  readonly cut: (all: number, shown: number) => string;
  readonly stage: Record<Stage, string>;
  readonly fineState: Record<FineState, string>;
  readonly severity: Record<Severity, string>;
  readonly channel: Record<Channel, string>;
  readonly warranty: { readonly in: string; readonly out: string; readonly agreement: string };
  readonly region: { readonly urban: string; readonly outside: string };
  readonly charge: {
    readonly hotline_agent: string;
    readonly dispatcher: string;
    readonly technician: string;
    readonly employee: string;
  };
  readonly scores: readonly [string, string, string, string, string];
  readonly source: { readonly follow_up: string; readonly receipt: string };
  readonly kind: Readonly<Record<string, string>>;
  readonly cause: Readonly<Record<string, string>>;
  /** What a finding of data quality is, in the words of its page. */
  readonly finding: (code: QualityCode) => string;
  /** A clause as the policy writes it, `5.5` or `六、1`, under a header that says it is one. */
  readonly clause: (written: string) => string;
  /** A rule and how often it was broken. */
  readonly ruleTimes: (rule: string, times: number) => string;
}

const zh: Words = {
  product: '售后月报',
  sheets: {
    overview: '总览',
    timeliness: '时效',
    repeats: '返修',
    satisfaction: '满意度',
    complaints: '投诉',
    charges: '收费',
    people: '人员',
    fines: '扣减明细',
    quality: '数据质量',
  },
  month: (month) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`,
  asOf: (time) => `数据截至 ${time}`,
  policy: (name, version) => `${name} 第 ${version} 版`,
  draft: '草稿',
  draftLine: '草稿：本月未关账，数字和扣减仍会变',
  closedLine: '已关账',
  page: '第 &P / &N 页',
  met: zhPage.verdict.met,
  missed: zhPage.verdict.breached,
  few: '不足 5 件',
  provisional: '暂定',
  provisionalMark: ' 暂定',
  notCaptured: zhPage.notCaptured,
  better: zhPage.change.better,
  worse: zhPage.change.worse,
  same: zhPage.change.flat,
  yes: '是',
  no: '否',
  undecided: '未定',
  unassigned: zhPage.fines.unassigned,
  nameless: '未具名',
  total: '合计',
  totalOfFilter: '合计（随筛选）',
  nothing: '本月没有',
  cut: (all, shown) => `共 ${all} 行，这里列前 ${shown} 行`,
  stage: zhPage.stage,
  fineState: zhPage.fineState,
  severity: { minor: '轻', medium: '较重', serious: '严重' },
  channel: { call: '来电', letter: '来函', visit: '来人' },
  warranty: { in: '保内', out: '保外', agreement: '协议' },
  region: zhPage.region,
  charge: { ...zhPage.role, employee: '员工' },
  scores: [zhPage.score.s1, zhPage.score.s2, zhPage.score.s3, zhPage.score.s4, zhPage.score.s5],
  source: { follow_up: '回访', receipt: '回执' },
  kind: {
    cell: '未导入的行',
    ticket: '报修派工单',
    receipt: '维修回执',
    requisition_line: '领料单',
    follow_up: '回访',
    complaint: '投诉',
    price: '收费标准卡',
    agreement: '服务协议',
    staff: '花名册',
    expense: '费用加班',
  },
  cause: {
    personal: '个人原因',
    traffic: '交通',
    weather: '天气',
    parts: '配件',
    customer: '客户',
    workload: '工作量',
    other: '其他',
  },
  // The page's titles follow a number and begin with its unit, one character: 3 处时间颠倒.
  finding: (code) => titleInWords(code, 1, 'zh').slice(1),
  clause: (written) => written,
  ruleTimes: (rule, times) => `第${rule}条 ${times}次`,
};

const en: Words = {
  product: 'Aftercare',
  sheets: {
    overview: 'Overview',
    timeliness: 'Timeliness',
    repeats: 'Repeats',
    satisfaction: 'Satisfaction',
    complaints: 'Complaints',
    charges: 'Charges',
    people: 'People',
    fines: 'Deductions',
    quality: 'Data quality',
  },
  month: (month) => month,
  asOf: (time) => `data as of ${time}`,
  policy: (name, version) => `${name}, version ${version}`,
  draft: 'DRAFT',
  draftLine: 'Draft: the month is not closed, figures and deductions may change',
  closedLine: 'Closed',
  page: 'Page &P of &N',
  met: enPage.verdict.met,
  missed: enPage.verdict.breached,
  few: 'under 5',
  provisional: 'provisional',
  provisionalMark: ', provisional',
  notCaptured: enPage.notCaptured,
  better: enPage.change.better,
  worse: enPage.change.worse,
  same: enPage.change.flat,
  yes: 'yes',
  no: 'no',
  undecided: 'undecided',
  unassigned: enPage.fines.unassigned,
  nameless: 'Nobody named',
  total: 'Total',
  totalOfFilter: 'Total (of the filter)',
  nothing: 'None this month',
  cut: (all, shown) => `${all} rows in all, the first ${shown} are listed`,
  stage: enPage.stage,
  fineState: enPage.fineState,
  severity: { minor: 'minor', medium: 'medium', serious: 'serious' },
  channel: { call: 'call', letter: 'letter', visit: 'visit' },
  warranty: { in: 'in warranty', out: 'out of warranty', agreement: 'agreement' },
  region: enPage.region,
  charge: { ...enPage.role, employee: 'Employee' },
  scores: [enPage.score.s1, enPage.score.s2, enPage.score.s3, enPage.score.s4, enPage.score.s5],
  source: { follow_up: 'follow-up', receipt: 'receipt' },
  kind: {
    cell: 'rows left out',
    ticket: 'tickets',
    receipt: 'receipts',
    requisition_line: 'requisitions',
    follow_up: 'follow-ups',
    complaint: 'complaints',
    price: 'price card',
    agreement: 'agreements',
    staff: 'staff',
    expense: 'expenses',
  },
  cause: {
    personal: 'personal',
    traffic: 'traffic',
    weather: 'weather',
    parts: 'parts',
    customer: 'customer',
    workload: 'workload',
    other: 'other',
  },
  finding: (code) => titleInWords(code, 1, 'en'),
  clause: englishClause,
  ruleTimes: (rule, times) => `rule ${rule}: ${times}`,
};

const NUMERALS = '一二三四五六七八九十';
const PARTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `六、1` as `part six, item 1`, as the page says it; numbers of clauses stay. */
function englishClause(written: string): string {
  const [, numeral, item] = /^([一二三四五六七八九十])(?:、(.+))?$/.exec(written) ?? [];
  if (numeral === undefined) return written;
  const part = `part ${PARTS[NUMERALS.indexOf(numeral)]}`;
  return item === undefined ? part : `${part}, item ${item}`;
}

export function wordsOf(lang: Lang): Words {
  return lang === 'zh' ? zh : en;
}
