/**
 * A desk without a database: one department's October 2026 with figures that agree with each other
 * (284 tickets, 730 timed stages of which 693 in time). Pages are developed and tested against it.
 */
import { fileURLToPath } from 'node:url';
import type { Desk, MetricView } from '#app/data/desk.ts';
import { policyView } from '#app/data/policy-view.server.ts';
import { shiftMonth } from '#app/filters/month.ts';
import { loadPolicies } from '#queries/policy/catalogue.ts';
import { policyOf } from '#queries/policy/policy.ts';
import type {
  CellSource,
  ClauseCompliance,
  Complaint,
  Fine,
  MonthReport,
  Overview,
  SeriesPoint,
  Stage,
  StageFigures,
  StageState,
  TicketDetail,
  TicketQuery,
  TicketRow,
} from '#queries/reports/types.ts';
import { fixtureImportDesk } from './fixture-import-desk.ts';
import { fixturePeople } from './fixture-person.ts';
import { fixturePolicies } from './fixture-policies.ts';
import { fixtureQuality } from './fixture-quality.ts';
import { fixtureReview } from './fixture-review.ts';

export const MONTH = '2026-10';
const AS_OF = '2026-10-31T18:00:00';

const POLICY = policyOf(
  loadPolicies(fileURLToPath(new URL('../../queries/policy', import.meta.url))),
  MONTH,
);

/** Targets of this department's own policy, by metric. */
const TARGETS: Readonly<Partial<Record<MetricView['id'], number>>> = {
  timeliness: 0.95,
  answer_rate: 0.95,
  dispatch_rate: 0.95,
  arrival_rate: 0.95,
  guidance_follow_up_rate: 0.9,
  callback_rate: 0.95,
  receipt_completeness: 0.95,
  satisfied_share: 0.9,
  repeat_rate: 0.03,
  first_time_fix_rate: 0.95,
  blame_rate: 0.02,
};

const view = policyView(POLICY);
const policy = {
  ...view,
  metrics: view.metrics.map((metric) => ({ ...metric, target: TARGETS[metric.id] ?? null })),
};

function stage(
  met: number,
  late: number,
  open: number,
  rest: Partial<StageFigures> & { minutes: [number, number, number] },
): StageFigures {
  const measured = met + late + open;
  const [median, p90, max] = rest.minutes;
  return {
    measured,
    met,
    breached: late + open,
    open_breaches: open,
    pending: rest.pending ?? 0,
    invalid: rest.invalid ?? 0,
    not_captured: rest.not_captured ?? 0,
    not_applicable: rest.not_applicable ?? 0,
    rate: Number((met / measured).toFixed(4)),
    mean: median,
    median,
    p90,
    max,
  };
}

function untimed(measured: number, minutes: [number, number, number]): StageFigures {
  const figures = stage(measured, 0, 0, { minutes });
  return { ...figures, met: null, breached: null, rate: null };
}

const STAGES: Record<Stage, StageFigures> = {
  answer: stage(261, 6, 2, { not_captured: 14, invalid: 1, minutes: [4, 8, 18] }),
  dispatch: stage(221, 9, 5, { not_applicable: 49, minutes: [5, 9, 32] }),
  arrival: stage(211, 9, 6, { pending: 1, not_applicable: 57, minutes: [126, 162, 228] }),
  guidance_follow_up: stage(42, 4, 2, {
    pending: 1,
    not_applicable: 235,
    minutes: [108, 162, 378],
  }),
  callback: stage(212, 4, 5, { pending: 6, not_applicable: 57, minutes: [690, 1212, 2220] }),
  turnaround: untimed(227, [252, 420, 2980]),
  repair: untimed(227, [74, 131, 232]),
};

const REPORT: MonthReport = {
  month: MONTH,
  as_of: AS_OF,
  policy: { id: view.id, version: view.version },
  tickets: { reported: 284, on_site: 235, phone: 49, unknown: 0, cancelled: 3, finished: 270 },
  stages: STAGES,
  repeat: {
    repeats: 9,
    on_site: 235,
    repeat_rate: 0.0383,
    finished: 227,
    repeated_later: 9,
    first_time_fix_rate: 0.9604,
    provisional: true,
    visits_per_ticket: 1.02,
  },
  satisfaction: {
    scored: 217,
    finished: 276,
    response_rate: 0.7862,
    mean: 4.2581,
    satisfied: 0.8894,
    dissatisfied: 0.0276,
    distribution: { 1: 1, 2: 5, 3: 18, 4: 80, 5: 113 },
  },
  complaints: { received: 6, substantiated: 5, rate: 0.0211, blame_rate: 0.0176 },
  receipts: { finished: 227, complete: 218, completeness: 0.9604 },
  charges: {
    charged_fen: 1_842_000,
    expected_fen: 1_824_000,
    overcharged: 2,
    outstanding_fen: 32_000,
  },
  fines: {
    proposed: { count: 52, fen: 186_000, undecided: 1 },
    confirmed: { count: 0, fen: 0 },
    waived: { count: 0, fen: 0 },
    suspected: 5,
  },
  people: [],
};

/** Percent per month, oldest first; the last is this month. */
const COURSES: Readonly<Partial<Record<MetricView['id'], readonly (number | null)[]>>> = {
  timeliness: [89.6, 90.6, 91.1, 91.7, 93.4, 94.2, 94.8, 95.6, 94.4, 95.6, 95.5, 94.9315],
  answer_rate: [92.9, 92.7, 94, 93.4, 95, 95.5, 96.1, 96.2, 95.8, 96.6, 96.6, 97.026],
  dispatch_rate: [88.7, 90, 91.3, 92.1, 93.5, 94.5, 95.3, 96.3, 95.8, 96.4, 96.3, 94.0426],
  arrival_rate: [86.5, 88.1, 87.4, 89, 91.1, 92.3, 92.7, 94.2, 91.3, 93.9, 93.3, 93.3628],
  guidance_follow_up_rate: [null, null, null, null, 71.8, 75.6, 79.1, 81.8, 82.2, 87, 87, 87.5],
  callback_rate: [77.9, 79.8, 81.9, 83.1, 88.2, 89.9, 91, 92.6, null, 94.2, 94.6, 95.9276],
  receipt_completeness: [89, 90, 91.5, 92, 93.3, 94, 94.6, 95, 94.8, 95.7, 95.8, 96.0352],
  satisfied_share: [83, 84.2, 84.6, 84.3, 86.7, 87.5, 88, 89, 87.7, 90, 90.1, 88.9401],
  repeat_rate: [6.2, 5.2, 5.1, 4.8, 4.7, 4, 3.8, 3.2, 4.3, 3.7, 3.2, 3.8298],
  first_time_fix_rate: [93, 94.6, 94.9, 95.3, 95.5, 96.2, 96.5, 97.1, 96, 96.6, 96.7, 96.0352],
  blame_rate: [3.3, 2.6, 2.5, 2.2, 2, 1.98, 1.4, 1.36, 2.3, 1.8, 1.46, 1.7606],
};

/** The ticket of the evidence card: reported 09:12, reached 12:47, 35 minutes past its limit. */
export const LATE_TICKET = 'PG261001-01';

/** Six received, five of them substantiated; two about one ticket, one about none. */
const COMPLAINTS: readonly Complaint[] = [
  ['TS-01', LATE_TICKET, '李强', '12', '服务态度差', true],
  ['TS-02', LATE_TICKET, '李强', '3', '超过三小时未到', true],
  ['TS-03', 'PG261006-02', '赵刚', '6', '上门迟到', true],
  ['TS-04', null, '周斌', '10', '乱收费', true],
  ['TS-05', 'PG261020-01', '吴涛', null, '配件质量', true],
  ['TS-06', 'PG269999-01', null, null, '等了很久', null],
].map(([no, ticket, person, reason, text, found], index) => ({
  row_key: String(no),
  complaint_no: String(no),
  ticket_no: ticket as string | null,
  known_ticket: ticket !== null && ticket !== 'PG269999-01',
  received_at: `2026-10-1${index}T09:20:00`,
  channel: 'call' as const,
  person: person as string | null,
  reason: reason as string | null,
  reason_text: String(text),
  severity: index === 0 ? ('serious' as const) : null,
  substantiated: found as boolean | null,
  description: index === 3 ? '来人反映，没有说单号' : null,
  sources: [
    {
      file: '投诉登记.xlsx',
      sheet: '10月',
      sheet_id: 31,
      row: index + 2,
      column: 'A',
      header: '投诉编号',
      value: String(no),
      batch: 12,
    },
  ],
}));

function series(id: MetricView['id'], met: number, measured: number): SeriesPoint[] {
  return (COURSES[id] ?? []).map((percent, index, all) => {
    const month = shiftMonth(MONTH, index - all.length + 1);
    if (index === all.length - 1) return { month, value: met / measured, met, measured };
    if (percent === null) return { month, value: null, met: null, measured: null };
    return { month, value: percent / 100, met: Math.round(percent * 2), measured: 200 };
  });
}

const COUNTS: Readonly<Partial<Record<MetricView['id'], readonly [number, number]>>> = {
  timeliness: [693, 730],
  answer_rate: [261, 269],
  dispatch_rate: [221, 235],
  arrival_rate: [211, 226],
  guidance_follow_up_rate: [42, 48],
  callback_rate: [212, 221],
  receipt_completeness: [218, 227],
  satisfied_share: [193, 217],
  repeat_rate: [9, 235],
  first_time_fix_rate: [218, 227],
  blame_rate: [5, 284],
};

const TECHNICIANS = ['李强', '郑凯', '赵刚', '周斌', '吴涛', '张伟'] as const;

function clause(
  number: string,
  id: string,
  zh: string,
  en: string,
  judged: number,
  broken: number,
  previous: number | null,
  unknown = 0,
): ClauseCompliance {
  const kept = judged - broken;
  const share = judged === 0 ? null : Number((kept / judged).toFixed(4));
  const title = { zh, en };
  return {
    clause: number,
    id,
    title,
    judged,
    kept,
    broken,
    share,
    previous_share: previous,
    unknown,
  };
}

/** Reports by weekday from 6 to 22 o'clock. */
const HEAT: readonly (readonly number[])[] = [
  [0, 1, 0, 6, 4, 3, 4, 1, 6, 11, 7, 2, 0, 1, 1, 1, 0],
  [0, 0, 3, 3, 7, 3, 3, 1, 5, 2, 2, 4, 0, 1, 1, 0, 0],
  [1, 0, 2, 3, 2, 5, 0, 0, 3, 6, 6, 4, 0, 2, 0, 2, 0],
  [2, 1, 2, 7, 7, 6, 0, 4, 0, 3, 2, 3, 1, 0, 2, 1, 1],
  [2, 0, 3, 7, 6, 4, 3, 0, 6, 3, 9, 2, 0, 2, 2, 0, 1],
  [1, 1, 3, 5, 6, 2, 2, 4, 4, 7, 4, 3, 0, 0, 1, 0, 0],
  [0, 1, 1, 2, 3, 3, 1, 0, 2, 1, 7, 3, 3, 1, 0, 0, 0],
];
/** weekday, hour, late arrivals. */
const LATE = new Map([
  ['1/16', 1],
  ['2/14', 1],
  ['2/17', 1],
  ['3/9', 1],
  ['3/16', 1],
  ['5/9', 1],
  ['5/14', 2],
  ['5/16', 1],
  ['6/9', 1],
  ['6/13', 3],
  ['7/11', 2],
]);

const OVERVIEW: Overview = {
  report: REPORT,
  previous: null,
  kpis: [
    ['timeliness', 15],
    ['arrival_rate', 0],
    ['callback_rate', 0],
    ['receipt_completeness', 0],
    ['satisfied_share', 0],
    ['repeat_rate', 0],
    ['first_time_fix_rate', 0],
    ['blame_rate', 0],
  ].flatMap(([id, unknown]) => {
    const metric = policy.metrics.find((each) => each.id === id);
    const counts = metric && COUNTS[metric.id];
    if (!metric || !counts) return [];
    const [met, measured] = counts;
    return [
      {
        id: metric.id,
        value: Number((met / measured).toFixed(4)),
        met,
        measured,
        target: metric.target,
        unknown: Number(unknown),
        provisional: metric.id === 'first_time_fix_rate',
      },
    ];
  }),
  series: Object.fromEntries(
    policy.metrics.flatMap(({ id }) => {
      const counts = COUNTS[id];
      return counts ? [[id, series(id, ...counts)]] : [];
    }),
  ),
  heat: HEAT.flatMap((hours, day) =>
    hours.map((reported, index) => ({
      weekday: day + 1,
      hour: index + 6,
      reported,
      late: LATE.get(`${day + 1}/${index + 6}`) ?? 0,
    })),
  ),
  satisfaction_by_technician: [
    { name: null, scores: [1, 5, 15, 67, 100] },
    { name: '李强', scores: [0, 0, 1, 12, 17] },
    { name: '郑凯', scores: [0, 1, 2, 11, 20] },
    { name: '赵刚', scores: [0, 1, 2, 12, 13] },
    { name: '周斌', scores: [0, 1, 4, 12, 24] },
    { name: '吴涛', scores: [1, 1, 1, 8, 10] },
    { name: '张伟', scores: [0, 1, 4, 12, 15] },
    { name: '何军', scores: [0, 0, 1, 0, 1] },
  ],
  repeat_by_fault: [
    { product: '双头灶', fault: '点火故障', this_month: 4, before: 6 },
    { product: '蒸柜', fault: '漏水', this_month: 2, before: 4 },
    { product: '大锅灶', fault: '火力不足', this_month: 1, before: 2 },
    { product: '蒸柜', fault: '不加热', this_month: 1, before: 2 },
    { product: '煲仔炉', fault: '熄火保护', this_month: 1, before: 1 },
    { product: '矮汤炉', fault: '点火故障', this_month: 0, before: 1 },
    { product: '双头灶', fault: '火力不足', this_month: 0, before: 1 },
  ],
  fines_by_person: (
    [
      ['赵刚', { 6: 150, 5: 60, 4: 30, '7a': 20, 9: 100 }],
      ['吴涛', { 6: 100, 5: 60, 4: 60, '7a': 40, 8: 100 }],
      ['周斌', { 6: 100, 5: 30, 4: 30, '7a': 20, 3: 30, 10: 0 }],
      ['陈静', { '2a': 210 }],
      ['郑凯', { 5: 30, 4: 30, '7a': 20, 9: 100 }],
      ['李强', { 6: 50, 5: 60, '7a': 40, 3: 30 }],
      ['孙丽', { '2a': 60, '2b': 50, '7b': 20 }],
      ['张伟', { 5: 30, 4: 30 }],
      ['王芳', { '1a': 50 }],
      ['刘洋', { '1b': 50 }],
      ['何军', { 3: 30, '7a': 20 }],
      [null, { '7a': 20 }],
    ] as const
  ).flatMap(([name, rules]) =>
    Object.entries(rules).map(([rule, yuan]) => {
      const each = policy.rules.find(({ no }) => no === rule)?.amount_fen ?? 10_000;
      return {
        name,
        rule,
        count: Math.max(1, (yuan * 100) / each),
        fen: yuan * 100,
        undecided: yuan === 0 ? 1 : 0,
      };
    }),
  ),
  chain: {
    called: 284,
    dispatch_due: 235,
    dispatched: 230,
    with_requisition: 108,
    with_receipt: 227,
    receipt_due: 230,
    follow_up_due: 276,
    followed_up: 262,
    dispatched_without_receipt: 4,
    requisition_without_dispatch: 1,
    receipt_without_follow_up: 5,
    charge_mismatch: 2,
    parts_mismatch: 0,
  },
  quality: {
    not_captured: 14,
    order_violations: 2,
    unknown_persons: 1,
    rejected_cells: 7,
    suspected: 5,
    duplicates: 0,
    warned_cells: 3,
    batches: 4,
  },
  clauses: [
    clause(
      '4.1.2',
      '4.1.2',
      '电话指导后 3 小时内跟进',
      'guidance followed up within 3 hours',
      48,
      6,
      0.87,
    ),
    clause(
      '4.1.3',
      '4.1.3',
      '不能 3 小时到达的，征得客户同意改约',
      'later visits agreed',
      73,
      1,
      0.957,
      4,
    ),
    clause(
      '4.2.2',
      '4.2.2',
      '客户信息不符，当天反馈内勤',
      'details corrected the same day',
      0,
      0,
      null,
      235,
    ),
    clause('4.5.2', '4.5.2', '上门出示工作证', 'badge shown', 215, 2, 0.984, 12),
    clause('4.7.2', '4.7.2', '质保期内不收费', 'nothing charged in warranty', 120, 0, 1),
    clause('4.7.4', '4.7.4', '协议客户按协议收费', 'agreements kept', 3, 1, 1, 1),
    clause(
      '4.9.1',
      '4.9.1-callback',
      '完工后 24 小时内回访',
      'called back within 24 hours',
      221,
      9,
      0.946,
    ),
    clause('4.9.2', '4.9.2', '电话解决的 3 小时内回访', 'phone tickets followed up', 48, 6, 0.87),
    clause(
      '5.5',
      '5.5-answer',
      '热线 10 分钟内答复',
      'answered within 10 minutes',
      269,
      8,
      0.966,
      15,
    ),
    clause(
      '5.5',
      '5.5-dispatch',
      '内勤 10 分钟内派工',
      'dispatched within 10 minutes',
      235,
      14,
      0.963,
    ),
    clause('5.5', '5.5-arrival', '市区 3 小时内到达', 'reached within 3 hours', 226, 15, 0.933),
    clause('5.6', '5.6', '同一问题不重复修理', 'no repeats', 235, 9, 0.968),
    clause('5.7', '5.7', '回执、领料单填写完整', 'forms complete', 227, 9, 0.958),
  ],
};

const FAULTS = [
  ['双头灶', '打不着火'],
  ['蒸柜', '漏水'],
  ['大锅灶', '火力不足'],
  ['煲仔炉', '熄火保护'],
] as const;

/** States dealt out so that each stage has exactly the counts of the report. */
function deal(name: Stage): { state: StageState; open: boolean }[] {
  const { met, breached, open_breaches, pending, invalid, not_captured, measured } = STAGES[name];
  const times = (count: number, state: StageState, open = false) =>
    Array.from({ length: count }, () => ({ state, open }));
  if (met === null || breached === null) return times(measured, 'met');
  return [
    ...times(breached - open_breaches, 'breached'),
    ...times(open_breaches, 'breached', true),
    ...times(met, 'met'),
    ...times(pending, 'pending'),
    ...times(invalid, 'invalid'),
    ...times(not_captured, 'not_captured'),
  ];
}

const DEALT: Readonly<Record<Stage, { state: StageState; open: boolean }[]>> = {
  answer: deal('answer'),
  dispatch: deal('dispatch'),
  arrival: deal('arrival'),
  guidance_follow_up: deal('guidance_follow_up'),
  callback: deal('callback'),
  turnaround: deal('turnaround'),
  repair: deal('repair'),
};

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** 235 on-site tickets, then 49 by phone. */
const TICKETS: readonly TicketRow[] = Array.from({ length: 284 }, (_, index): TicketRow => {
  const onSite = index < 235;
  const [product, fault] = FAULTS[index % FAULTS.length] ?? FAULTS[0];
  const day = (index % 31) + 1;
  const stages: TicketRow['stages'] = {};
  const names: Stage[] = onSite ? ['answer', 'dispatch', 'arrival', 'callback'] : ['answer'];
  for (const name of names) {
    const dealt = DEALT[name][index];
    if (dealt) stages[name] = { ...dealt, minutes: minutesOf(name, dealt, index) };
  }
  const guided = DEALT.guidance_follow_up[index - 235];
  if (!onSite && guided) {
    stages.guidance_follow_up = {
      ...guided,
      minutes: minutesOf('guidance_follow_up', guided, index),
    };
  }
  return {
    ticket_no: `PG2610${two(day)}-${two(Math.floor(index / 31) + 1)}`,
    reported_at: `${MONTH}-${two(day)}T${two(8 + (index % 10))}:${two((index * 7) % 60)}:00`,
    customer: ['阿婆靓汤', '福临门酒楼', '幸福里幼儿园食堂', '老码头火锅'][index % 4] ?? null,
    product,
    fault,
    resolution: onSite ? 'on_site' : 'phone',
    region: onSite ? (index % 9 === 0 ? 'outside' : 'urban') : null,
    technician: onSite ? (TECHNICIANS[index % TECHNICIANS.length] ?? null) : null,
    hotline_agent: index % 2 === 0 ? '王芳' : '刘洋',
    dispatcher: onSite ? (index % 3 === 0 ? '孙丽' : '陈静') : null,
    cancelled: false,
    finished_at: index < 227 ? `${MONTH}-${two(day)}T18:30:00` : null,
    score: index < 217 ? (index < 6 ? 2 : index < 24 ? 3 : 5) : null,
    stages,
    fines: index < 9 ? 2 : 0,
    cases: 1,
  };
});

function minutesOf(
  name: Stage,
  { state, open }: { state: StageState; open: boolean },
  index: number,
) {
  if (open || (state !== 'met' && state !== 'breached')) return null;
  const limit = { answer: 10, dispatch: 10, arrival: 180, guidance_follow_up: 180, callback: 1440 };
  const target = name === 'turnaround' || name === 'repair' ? 120 : limit[name];
  return state === 'met' ? (target * (40 + (index % 55))) / 100 : target + 5 + (index % 40);
}

function matches(row: TicketRow, query: TicketQuery): boolean {
  const { stage: name, state, list, person, product, fault, hour } = query;
  if (
    person !== undefined &&
    ![row.technician, row.dispatcher, row.hotline_agent].includes(person)
  ) {
    return false;
  }
  if (product !== undefined && row.product !== product) return false;
  if (query.region !== undefined && row.region !== query.region) return false;
  if (query.resolution !== undefined && row.resolution !== query.resolution) return false;
  if (query.technician !== undefined && row.technician !== query.technician) return false;
  if (fault !== undefined && row.fault !== fault) return false;
  if (hour !== undefined && Number(row.reported_at?.slice(11, 13)) !== hour) return false;
  if (name !== undefined) {
    const figures = row.stages[name];
    if (!figures) return false;
    if (state === 'measured') return figures.state === 'met' || figures.state === 'breached';
    if (state === 'open_breach') return figures.open;
    if (state === 'late') return figures.state === 'breached' && !figures.open;
    if (state !== undefined && figures.state !== state) return false;
  }
  if (list === 'scored') return row.score !== null;
  if (list === 'satisfied') return (row.score ?? 0) >= 4;
  if (list === 'dissatisfied') return row.score !== null && row.score <= 2;
  if (list === 'phone') return row.resolution === 'phone';
  if (list === 'on_site') return row.resolution === 'on_site';
  if (list === 'repeats') return TICKETS.indexOf(row) < 9;
  return true;
}

function source(row: number, column: string, header: string, value: string): CellSource {
  return {
    file: '10月售后台账.xls',
    sheet: '上半月',
    sheet_id: 31,
    row,
    column,
    header,
    value,
    batch: 12,
  };
}

/** What a fine is that nobody has looked at yet. */
const UNTOUCHED = {
  measures: [],
  state: 'proposed',
  cause: null,
  verdict: null,
  reason: null,
  decided: null,
  appeal: null,
  complained: false,
  vanished: false,
  late: false,
  settled_fen: 0,
  contradiction: null,
  delay_reason: null,
  suggestion: null,
  stamp: 'facts.1',
} as const satisfies Partial<Fine>;

const FINES: readonly Fine[] = [
  ...TICKETS.slice(0, 9).map((ticket, index): Fine => {
    const [h, m] = [12 + (index % 4), 40 + index];
    return {
      key: `6|ticket|${ticket.ticket_no}|${ticket.technician}`,
      rule: '6',
      detect: 'late_arrival',
      written_person: ticket.technician,
      proposed_fen: 5_000,
      clause: '六、6',
      person: ticket.technician,
      employee_no: `T0${index + 10}`,
      unassigned: false,
      subject: { kind: 'ticket', id: ticket.ticket_no, ticket_no: ticket.ticket_no },
      occurred_at: `${ticket.reported_at?.slice(0, 10)}T${h}:${m}:00`,
      month: MONTH,
      amount_fen: 5_000,
      amount_min_fen: 5_000,
      amount_max_fen: 5_000,
      needs_cause: true,
      ...UNTOUCHED,
      measures: [],
      arithmetic: '报修 10-01 09:12 → 到达 10-01 12:47 = 3 时 35 分，时限 3 时，超 35 分',
      evidence: [
        { text: '报修 10-01 09:12', source: source(127, 'H', '时间报修', '10月1日 9:12') },
        { text: '到达 10-01 12:47', source: source(127, 'L', '时间到达', '12:47') },
        {
          text: '客户 幸福里小学附属幼儿园食堂',
          source: source(127, 'C', '客户名称', '幸福里小学附属幼儿园食堂'),
        },
        { text: '约定 空', source: source(127, 'K', '约定上门时间', '') },
        { text: '区域 市区', source: source(127, 'G', '区域', '市区') },
        { text: '延误原因 路上堵车', source: source(127, 'S', '延误原因', '路上堵车') },
      ],
    };
  }),
  {
    key: '10|ticket|PG261006-05|周斌',
    rule: '10',
    detect: 'overcharge',
    written_person: '周斌',
    proposed_fen: null,
    clause: '六、10',
    person: '周斌',
    employee_no: 'T034',
    unassigned: false,
    subject: { kind: 'ticket', id: 'PG261006-05', ticket_no: 'PG261006-05' },
    occurred_at: '2026-10-06T13:16:00',
    month: MONTH,
    amount_fen: null,
    amount_min_fen: 10_000,
    amount_max_fen: 20_000,
    needs_cause: false,
    ...UNTOUCHED,
    measures: [],
    arithmetic: '收费 ¥240，标准 ¥120，多收 ¥120',
    evidence: [{ text: '收费 ¥240', source: source(61, 'P', '收费金额', '240元') }],
  },
  {
    key: '7a|receipt|HZ261009-01|小张',
    rule: '7a',
    detect: 'incomplete_receipt',
    written_person: '小张',
    proposed_fen: 2_000,
    clause: '六、7',
    person: '小张',
    employee_no: null,
    unassigned: true,
    subject: { kind: 'receipt', id: 'HZ261009-01', ticket_no: 'PG261009-01' },
    occurred_at: '2026-10-09T09:47:00',
    month: MONTH,
    amount_fen: 2_000,
    amount_min_fen: 2_000,
    amount_max_fen: 2_000,
    needs_cause: false,
    ...UNTOUCHED,
    measures: [],
    arithmetic: '更换零件未填，有领料 1 行',
    evidence: [{ text: '更换零件 空', source: source(88, 'O', '更换零件', '') }],
  },
];

function detail(ticket: TicketRow): TicketDetail {
  const reported = ticket.reported_at;
  const values: TicketDetail['values'] = [
    {
      kind: 'ticket',
      key: ticket.ticket_no,
      field: 'customer_name',
      value: ticket.customer,
      source: source(127, 'C', '客户', ticket.customer ?? ''),
    },
    {
      kind: 'ticket',
      key: ticket.ticket_no,
      field: 'reported_at',
      value: '10-01 09:12',
      source: source(127, 'H', '时间报修', '10月1日 9:12'),
    },
    {
      kind: 'ticket',
      key: ticket.ticket_no,
      field: 'delay_reason',
      value: '路上堵车',
      source: source(127, 'S', '延误原因', '路上堵车'),
    },
    {
      kind: 'receipt',
      key: `${ticket.ticket_no}-1`,
      field: 'arrived_at',
      value: '10-01 12:47',
      source: source(127, 'L', '时间到达', '12:47'),
    },
    {
      kind: 'receipt',
      key: `${ticket.ticket_no}-1`,
      field: 'replaced_parts',
      value: null,
      source: source(127, 'O', '更换零件', ''),
    },
    { kind: 'ticket', key: ticket.ticket_no, field: 'resolution', value: '上门', source: null },
  ];
  return {
    ticket,
    values,
    timeline: [
      {
        at: reported,
        kind: 'ticket',
        field: 'reported_at',
        value: '',
        day_only: false,
        person: null,
        source: source(127, 'H', '时间报修', '10月1日 9:12'),
      },
      {
        at: `${MONTH}-01T09:15:00`,
        kind: 'ticket',
        field: 'answered_at',
        value: '',
        day_only: false,
        person: ticket.hotline_agent,
        source: source(127, 'I', '时间答复', '9:15'),
      },
      {
        at: `${MONTH}-01T09:40:00`,
        kind: 'ticket',
        field: 'dispatched_at',
        value: '',
        day_only: false,
        person: ticket.dispatcher,
        source: source(127, 'J', '时间派工', '9:40'),
      },
      {
        at: `${MONTH}-01T12:47:00`,
        kind: 'receipt',
        field: 'arrived_at',
        value: '',
        day_only: false,
        person: ticket.technician,
        source: source(127, 'L', '时间到达', '12:47'),
      },
      {
        at: `${MONTH}-01T00:00:00`,
        kind: 'follow_up',
        field: 'called_at',
        value: '',
        day_only: true,
        person: '陈静',
        source: source(127, 'T', '回访日期', '10-1'),
      },
    ],
    stages: [
      {
        stage: 'answer',
        state: 'met',
        open: false,
        start_at: `${MONTH}-01T09:12:00`,
        end_at: `${MONTH}-01T09:15:00`,
        due_at: `${MONTH}-01T09:22:00`,
        minutes: 3,
        target_minutes: 10,
        paused_minutes: 0,
        person: ticket.hotline_agent,
      },
      {
        stage: 'dispatch',
        state: 'breached',
        open: false,
        start_at: `${MONTH}-01T09:16:00`,
        end_at: `${MONTH}-01T09:40:00`,
        due_at: `${MONTH}-01T09:26:00`,
        minutes: 24,
        target_minutes: 10,
        paused_minutes: 0,
        person: ticket.dispatcher,
      },
      {
        stage: 'arrival',
        state: 'breached',
        open: false,
        start_at: `${MONTH}-01T09:12:00`,
        end_at: `${MONTH}-01T12:47:00`,
        due_at: `${MONTH}-01T12:12:00`,
        minutes: 215,
        target_minutes: 180,
        paused_minutes: 0,
        person: ticket.technician,
      },
      {
        stage: 'callback',
        state: 'pending',
        open: false,
        start_at: `${MONTH}-01T13:55:00`,
        end_at: null,
        due_at: `${MONTH}-02T13:55:00`,
        minutes: null,
        target_minutes: 1440,
        paused_minutes: 0,
        person: '陈静',
      },
      {
        stage: 'guidance_follow_up',
        state: 'not_applicable',
        open: false,
        start_at: null,
        end_at: null,
        due_at: null,
        minutes: null,
        target_minutes: 180,
        paused_minutes: 0,
        person: null,
      },
    ],
    fines: FINES.filter(({ subject }) => subject.ticket_no === ticket.ticket_no),
    repeats: { earlier: null, later: 'PG261029-05' },
  };
}

/** A desk over the fixture. `sample` makes it the sample department's until it is emptied. */
export function fixtureDesk({ sample = false }: { sample?: boolean } = {}): Desk {
  let isSample = sample;
  let months = ['2026-08', '2026-09', MONTH];
  const review = fixtureReview(FINES);
  const other = (month: string): Overview => ({
    ...OVERVIEW,
    report: { ...REPORT, month },
    series: Object.fromEntries(
      Object.entries(OVERVIEW.series).map(([id, points]) => [
        id,
        points.filter((point) => point.month <= month),
      ]),
    ),
  });
  return {
    async status() {
      const empty = months.length === 0;
      return {
        watermark: empty ? null : AS_OF,
        months,
        last_import_at: empty ? null : '2026-10-31T19:20:00',
        sample: isSample,
        policy: { id: view.id, version: view.version, name: view.name },
        closed: review.closedMonths(),
      };
    },
    async policy() {
      return policy;
    },
    async report(month) {
      return { ...REPORT, month };
    },
    async overview(month) {
      return month === MONTH ? OVERVIEW : other(month);
    },
    async scopeChoices() {
      const of = (pick: (row: TicketRow) => string | null) =>
        [...new Set(TICKETS.map((row) => pick(row) ?? '–'))].map((value) => ({
          value,
          tickets: TICKETS.filter((row) => (pick(row) ?? '–') === value).length,
        }));
      return {
        region: of(({ region }) => region),
        technician: of(({ technician }) => technician),
        product: of(({ product }) => product),
        warranty: [],
        resolution: of(({ resolution }) => resolution),
      };
    },
    async tickets(query) {
      return TICKETS.filter((row) => matches(row, query));
    },
    async complaints({ list }) {
      return COMPLAINTS.filter((row) => list === 'received' || row.substantiated === true);
    },
    async ticket(no) {
      const row = TICKETS.find(({ ticket_no }) => ticket_no === no);
      return row ? detail(row) : null;
    },
    async fines() {
      return [...FINES].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async workbook() {
      return new TextEncoder().encode('workbook');
    },
    async ticketsArrow() {
      return new TextEncoder().encode('arrow');
    },
    ...fixtureQuality(AS_OF),
    ...fixturePeople(FINES, AS_OF),
    imports: fixtureImportDesk(),
    review,
    policies: fixturePolicies(fileURLToPath(new URL('../../queries/policy', import.meta.url))),
    async emptySample() {
      isSample = false;
      months = [];
    },
  };
}
