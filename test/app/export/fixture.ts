/**
 * One rich month for the workbook: the design's simulated October 2026 (284 tickets). Written by hand; the lists are
 * as long as the figures say, so that a sheet and its figures can be compared.
 */
import { readFileSync } from 'node:fs';
import type {
  BreachRow,
  ChargeRow,
  ComplaintRow,
  QualityRow,
  RepeatRow,
  ScoreRow,
  WorkbookInput,
} from '#app/export/workbook-input.ts';
import { parsePolicy } from '#queries/policy/policy.ts';
import type {
  CellSource,
  Fine,
  MetricValue,
  MonthReport,
  Overview,
  PersonFigures,
  SeriesPoint,
  StageFigures,
  TargetStage,
  TicketRow,
} from '#queries/reports/types.ts';

export const MONTH = '2026-10';
const policy = parsePolicy(
  readFileSync(new URL('../../../queries/policy/default.yaml', import.meta.url), 'utf8'),
  'default.yaml',
);

const TECHNICIANS = ['李强', '郑凯', '赵刚', '周斌', '吴涛', '张伟', '何军'] as const;
const CUSTOMERS = ['老街面馆', '和平小学食堂', '江畔酒楼', '三江职工食堂', '春风饺子馆'] as const;
const PRODUCTS = ['双头灶', '蒸柜', '大锅灶', '煲仔炉', '矮汤炉'] as const;
const FAULTS = ['打不着火', '漏水', '火力不足', '熄火保护失灵', '不加热'] as const;

/** The n-th of a list, going round. */
function nth<T>(list: readonly [T, ...T[]], n: number): T {
  return list[n % list.length] ?? list[0];
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** A time of the month: day 1–28, minutes of the day going round. */
function at(day: number, minutes: number): string {
  const inDay = minutes % 1440;
  return `${MONTH}-${two(1 + (day % 28))}T${two(Math.floor(inDay / 60))}:${two(inDay % 60)}:00`;
}

export function ticketNo(n: number): string {
  return `BX2610-${String(n).padStart(4, '0')}`;
}

const tickets: TicketRow[] = Array.from({ length: 284 }, (_, n) => ({
  ticket_no: ticketNo(n + 1),
  reported_at: at(n, 480 + n * 7),
  customer: nth(CUSTOMERS, n),
  product: nth(PRODUCTS, n),
  fault: nth(FAULTS, n),
  resolution: n < 235 ? 'on_site' : 'phone',
  region: n % 9 === 0 ? 'outside' : 'urban',
  technician: n < 235 ? nth(TECHNICIANS, n) : null,
  hotline_agent: '王芳',
  dispatcher: n % 2 === 0 ? '陈静' : '孙丽',
  cancelled: false,
  finished_at: n < 227 ? at(n, 700 + n * 7) : null,
  score: n < 217 ? 4 : null,
  stages: {},
  fines: 0,
  cases: 1,
}));

function stage(
  met: number,
  late: number,
  open: number,
  rest: Partial<StageFigures>,
  durations: readonly [number, number, number, number],
): StageFigures {
  const [mean, median, p90, max] = durations;
  const measured = met + late + open;
  return {
    measured,
    met,
    breached: late + open,
    open_breaches: open,
    pending: 0,
    invalid: 0,
    not_captured: 0,
    not_applicable: 0,
    rate: Math.round((met / measured) * 10_000) / 10_000,
    mean,
    median,
    p90,
    max,
    ...rest,
  };
}

function untargeted(measured: number, durations: readonly [number, number, number, number]) {
  return { ...stage(measured, 0, 0, {}, durations), met: null, breached: null, rate: null };
}

function person(
  name: string,
  employee_no: string | null,
  fen: number,
  rules: Record<string, number>,
  roles: PersonFigures['roles'],
): PersonFigures {
  return { employee_no, name, proposed_fen: fen, confirmed_fen: 0, deduct_fen: 0, rules, roles };
}

/** Together 226 of the month's 227 receipts, 217 of its 218 complete ones and 212 of its 217 scores: the rest is nobody's. */
function technician(arrival: readonly [number, number], repeats: number) {
  const [measured, met] = arrival;
  return {
    technician: {
      tickets: measured,
      visits: measured + 2,
      arrival_measured: measured,
      arrival_met: met,
      arrival_rate: measured === 0 ? null : Math.round((met / measured) * 10_000) / 10_000,
      repair_hours: measured * 1.25,
      days: Math.min(26, measured),
      repeats,
      scored: measured - 2,
      satisfaction_mean: 4.2,
      receipts_finished: measured,
      receipts_complete: measured === 45 ? 42 : measured - 1,
      overtime_hours: 6.5,
      expenses_fen: 12_050,
    },
  };
}

const people: PersonFigures[] = [
  person(
    '王芳',
    'E001',
    5000,
    { '1a': 1 },
    {
      hotline: { tickets: 160, answer_measured: 150, answer_met: 147, answer_rate: 0.98 },
    },
  ),
  person(
    '刘洋',
    'E002',
    5000,
    { '1b': 1 },
    {
      hotline: { tickets: 124, answer_measured: 119, answer_met: 114, answer_rate: 0.958 },
    },
  ),
  person(
    '陈静',
    'E003',
    21_000,
    { '2a': 5, '7b': 3 },
    {
      dispatcher: {
        tickets: 118,
        dispatch_measured: 118,
        dispatch_met: 109,
        dispatch_rate: 0.9237,
      },
    },
  ),
  person(
    '孙丽',
    'E004',
    13_000,
    { '2a': 4 },
    {
      dispatcher: {
        tickets: 117,
        dispatch_measured: 117,
        dispatch_met: 112,
        dispatch_rate: 0.9573,
      },
    },
  ),
  person('李强', 'E007', 18_000, { '5': 2, '4': 2, '7a': 3 }, technician([40, 38], 2)),
  person('郑凯', 'E008', 18_000, { '6': 2, '7a': 2 }, technician([36, 34], 1)),
  person('赵刚', 'E009', 36_000, { '6': 3, '4': 2, '5': 3 }, technician([33, 30], 3)),
  person('周斌', 'E010', 21_000, { '6': 2, '10': 1, '7a': 2 }, technician([45, 43], 1)),
  person('吴涛', 'E011', 36_000, { '6': 4, '4': 4, '7a': 2 }, technician([30, 26], 1)),
  person('张伟', 'E012', 6000, { '4': 2 }, technician([40, 38], 1)),
  person('何军', null, 5000, { '6': 1 }, technician([2, 2], 0)),
];

export const report: MonthReport = {
  month: MONTH,
  as_of: '2026-10-31T18:00:00',
  policy: { id: 'default', version: 1 },
  tickets: { reported: 284, on_site: 235, phone: 49, unknown: 0, cancelled: 3, finished: 230 },
  stages: {
    answer: stage(261, 6, 2, { not_captured: 14, invalid: 1 }, [5.12, 4, 8, 18]),
    dispatch: stage(221, 9, 5, {}, [5.9, 5, 9, 32]),
    arrival: stage(211, 9, 6, { pending: 1, not_applicable: 8 }, [134.2, 126, 162, 228]),
    guidance_follow_up: stage(42, 4, 2, { pending: 1 }, [122.5, 108, 138, 378]),
    callback: stage(212, 4, 5, { pending: 6 }, [702.4, 690, 1212, 2220]),
    turnaround: untargeted(227, [310.5, 280, 520, 1900]),
    repair: untargeted(233, [74.25, 65, 130, 280]),
  },
  repeat: {
    repeats: 9,
    on_site: 235,
    repeat_rate: 0.0383,
    finished: 227,
    repeated_later: 9,
    first_time_fix_rate: 0.9604,
    provisional: true,
    visits_per_ticket: 1.0265,
  },
  satisfaction: {
    scored: 217,
    finished: 275,
    response_rate: 0.7891,
    mean: 4.2,
    satisfied: 0.8894,
    dissatisfied: 0.0276,
    distribution: { '1': 2, '2': 4, '3': 18, '4': 100, '5': 93 },
  },
  complaints: { received: 7, substantiated: 5, rate: 0.0246, blame_rate: 0.0176 },
  receipts: { finished: 227, complete: 218, completeness: 0.9604 },
  charges: {
    charged_fen: 186_000,
    expected_fen: 151_980,
    overcharged: 1,
    outstanding_fen: 18_050,
  },
  fines: {
    proposed: { count: 6, fen: 18_000, undecided: 1 },
    confirmed: { count: 3, fen: 5050 },
    waived: { count: 1, fen: 5000 },
    suspected: 5,
  },
  people,
};

function scaled(factor: number, month: string): MonthReport {
  const down = (value: number) => Math.round(value * factor);
  return {
    ...report,
    month,
    tickets: {
      ...report.tickets,
      reported: down(report.tickets.reported),
      on_site: down(report.tickets.on_site),
      phone: down(report.tickets.phone),
    },
  };
}

const MONTHS = [
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
  '2026-03',
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
  '2026-10',
];

/** Twelve months ending in the given cases; every earlier month a little off, `gaps` without any. */
function series(
  met: number,
  measured: number,
  drift: number,
  gaps: readonly string[] = [],
): SeriesPoint[] {
  return MONTHS.map((month, index): SeriesPoint => {
    if (gaps.includes(month)) return { month, value: null, met: null, measured: null };
    const own = Math.min(measured, Math.max(0, Math.round(met + drift * (11 - index))));
    return { month, value: Math.round((own / measured) * 10_000) / 10_000, met: own, measured };
  });
}

const allSeries: Record<string, SeriesPoint[]> = {
  timeliness: series(693, 730, -3),
  arrival_rate: series(211, 226, -1),
  callback_rate: series(212, 221, -4, ['2026-07', '2026-08']),
  receipt_completeness: series(218, 227, -2),
  satisfied_share: series(193, 217, -1),
  repeat_rate: series(9, 235, 0.7),
  first_time_fix_rate: series(218, 227, -1),
  // The month before differs by 0.03 points: the smallest change, and the widest to write.
  blame_rate: series(5, 284, 0.5).map((point) =>
    point.month === '2026-09' ? { ...point, met: 5, measured: 289, value: 0.0173 } : point,
  ),
};

/** The default policy's. */
const TARGETS: Readonly<Record<string, number>> = {
  timeliness: 0.9,
  arrival_rate: 0.9,
  callback_rate: 0.9,
  satisfied_share: 0.85,
  blame_rate: 0.03,
};

function kpi(id: string, unknown = 0, provisional = false): MetricValue {
  const last = allSeries[id]?.at(-1);
  return {
    id,
    value: last?.value ?? null,
    met: last?.met ?? null,
    measured: last?.measured ?? null,
    target: TARGETS[id] ?? null,
    unknown,
    provisional,
  };
}

export const overview: Overview = {
  report,
  previous: scaled(0.95, '2026-09'),
  kpis: [
    kpi('timeliness', 15),
    kpi('arrival_rate'),
    kpi('callback_rate'),
    kpi('receipt_completeness'),
    kpi('satisfied_share'),
    kpi('repeat_rate'),
    kpi('first_time_fix_rate', 0, true),
    kpi('blame_rate'),
  ],
  series: allSeries,
  heat: [],
  satisfaction_by_technician: [
    { name: null, scores: [2, 4, 18, 100, 93] },
    { name: '李强', scores: [0, 0, 1, 12, 17] },
    { name: '郑凯', scores: [0, 1, 2, 18, 13] },
    { name: '赵刚', scores: [0, 1, 2, 14, 11] },
    { name: '周斌', scores: [0, 1, 4, 20, 16] },
    { name: '吴涛', scores: [2, 0, 1, 10, 8] },
    { name: '张伟', scores: [0, 1, 4, 15, 12] },
    { name: '何军', scores: [0, 0, 1, 1, 0] },
  ],
  repeat_by_fault: [
    { product: '双头灶', fault: '点火故障', this_month: 4, before: 6 },
    { product: '蒸柜', fault: '漏水', this_month: 2, before: 4 },
    { product: '大锅灶', fault: '火力不足', this_month: 1, before: 2 },
    { product: '蒸柜', fault: '不加热', this_month: 1, before: 2 },
    { product: '煲仔炉', fault: '熄火保护', this_month: 1, before: 1 },
    { product: '矮汤炉', fault: '点火故障', this_month: 0, before: 1 },
  ],
  fines_by_person: [],
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
    parts_mismatch: 2,
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
  clauses: [],
};

function breachesOf(stageName: TargetStage, late: number, open: number): BreachRow[] {
  return Array.from({ length: late + open }, (_, n): BreachRow => {
    const isOpen = n >= late;
    return {
      ticket_no: ticketNo(n * 4 + 1),
      stage: stageName,
      person: stageName === 'arrival' ? nth(TECHNICIANS, n) : '陈静',
      start_at: at(n, 500),
      due_at: at(n, 680),
      end_at: isOpen ? null : at(n, 695 + n),
      minutes: isOpen ? null : 195 + n,
      over_minutes: isOpen ? 4000 + n : 15 + n,
      delay_reason: n === 0 ? '堵车' : null,
    };
  });
}

const source = (row: number, column: string, header: string, value: string): CellSource => ({
  file: '2026-10 售后台账.xlsx',
  sheet: '台账',
  sheet_id: 4,
  row,
  column,
  header,
  value,
  batch: 4,
});

function fine(over: Partial<Fine> & Pick<Fine, 'key' | 'rule'>): Fine {
  return {
    clause: `六、${Number.parseInt(over.rule, 10)}`,
    person: '赵刚',
    employee_no: 'E009',
    unassigned: false,
    subject: { kind: 'ticket', id: ticketNo(2), ticket_no: ticketNo(2) },
    occurred_at: '2026-10-14T12:47:00',
    month: MONTH,
    amount_fen: 5000,
    amount_min_fen: 5000,
    amount_max_fen: 5000,
    needs_cause: false,
    detect: 'late_arrival',
    written_person: '赵刚',
    proposed_fen: 5000,
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
    stamp: '1',
    arithmetic: '报修 10-14 09:12 → 到达 10-14 12:47 = 3 时 35 分，时限 3 时，超 35 分',
    evidence: [
      { text: '报修时间', source: source(12, 'B', '报修时间', '2026-10-14 09:12') },
      { text: '到达时间', source: source(12, 'H', '到达时间', '12:47') },
    ],
    ...over,
  };
}

export const fines: Fine[] = [
  fine({ key: '1a|t', rule: '1a', person: '王芳', employee_no: 'E001', amount_fen: 5000 }),
  fine({ key: '2a|t', rule: '2a', person: '陈静', employee_no: 'E003', amount_fen: 3000 }),
  fine({ key: '4|t', rule: '4', amount_fen: 3000, appeal: 'open' }),
  fine({
    key: '5|t',
    rule: '5',
    amount_fen: 3000,
    needs_cause: true,
    state: 'confirmed',
    cause: 'personal',
    verdict: 'repeat',
  }),
  fine({ key: '6|t', rule: '6', needs_cause: true }),
  fine({
    key: '6|u',
    rule: '6',
    needs_cause: true,
    state: 'waived',
    cause: 'traffic',
    reason: '封路，有照片',
    decided: { by: '林建国', at: '2026-11-01T09:30:00' },
  }),
  fine({
    key: '7a|t',
    rule: '7a',
    person: '小张',
    employee_no: null,
    unassigned: true,
    amount_fen: 2000,
  }),
  fine({
    key: '10|t',
    rule: '10',
    person: '周斌',
    employee_no: 'E010',
    amount_fen: null,
    amount_min_fen: 10_000,
    amount_max_fen: 20_000,
    arithmetic: '实收 ¥180，应收 ¥0，多收 ¥180',
    evidence: [
      { text: '收费金额', source: source(88, 'P', '收费金额', '180元') },
      {
        text: '投诉原因',
        source: {
          ...source(3, 'F', '投诉原因', '多收费'),
          file: '投诉记录.csv',
          sheet: '投诉记录',
        },
      },
    ],
  }),
  fine({
    key: '11|e',
    rule: '11',
    person: '何军',
    employee_no: null,
    subject: { kind: 'expense', id: 'E1', ticket_no: null },
    amount_fen: null,
    amount_min_fen: null,
    amount_max_fen: null,
    state: 'adjusted',
    reason: '记过',
    arithmetic: '出差地 省城，票据地 邻市',
    evidence: [{ text: '费用表没有这一格', source: null }],
  }),
  fine({
    key: '7b|t',
    rule: '7b',
    person: '陈静',
    employee_no: 'E003',
    amount_fen: 2050,
    proposed_fen: 2000,
    state: 'adjusted',
  }),
];

const repeats: RepeatRow[] = Array.from({ length: 9 }, (_, n) => ({
  ticket_no: ticketNo(n * 11 + 100),
  reported_at: at(10 + n, 600),
  earlier_ticket_no: `BX2609-0${150 + n}`,
  earlier_finished_at: `2026-09-${two(18 + n)}T16:00:00`,
  customer: nth(CUSTOMERS, n),
  product: nth(PRODUCTS, n),
  fault: '点火故障',
  technician: nth(TECHNICIANS, n),
}));

const DISTRIBUTION: readonly (readonly [number, number])[] = [
  [1, 2],
  [2, 4],
  [3, 18],
  [4, 100],
  [5, 93],
];

const scores: ScoreRow[] = DISTRIBUTION.flatMap(([score, cases]) =>
  Array.from({ length: cases }, (_, n): ScoreRow => {
    const apart = score === 5 && n === 0;
    return {
      ticket_no: ticketNo(score * 20 + n),
      at: at(n, 800),
      customer: nth(CUSTOMERS, n),
      product: nth(PRODUCTS, n),
      technician: nth(TECHNICIANS, n),
      score,
      source: n % 4 === 0 ? 'receipt' : 'follow_up',
      receipt_score: apart ? 2 : n % 4 === 0 ? score : null,
      follow_up_score: n % 4 === 0 && !apart ? null : score,
      remark: score <= 2 ? '师傅来得晚，修了两次才好，灶台边上的油污也没有收拾' : null,
    };
  }),
);

function complaint(n: number, over: Partial<ComplaintRow>): ComplaintRow {
  return {
    complaint_no: `TS-${two(n)}`,
    ticket_no: ticketNo(n * 30),
    received_at: at(n * 4, 640),
    channel: 'call',
    person: '吴涛',
    reason: '6',
    reason_text: '迟到',
    severity: null,
    substantiated: true,
    description: '约好上午到，下午三点才来',
    ...over,
  };
}

const complaints: ComplaintRow[] = [
  complaint(1, {}),
  complaint(2, { person: '周斌', reason: '10', reason_text: '多收费', severity: 'medium' }),
  complaint(3, { channel: 'visit', reason: '4', reason_text: '态度不好' }),
  complaint(4, { substantiated: null, reason: null, reason_text: '其他事情' }),
  complaint(5, {
    channel: 'letter',
    person: '何军',
    reason: '9',
    reason_text: '争吵',
    severity: 'serious',
  }),
  complaint(6, { substantiated: false, description: null }),
  complaint(7, { ticket_no: null, person: null, complaint_no: null }),
];

function charge(n: number, over: Partial<ChargeRow>): ChargeRow {
  return {
    ticket_no: ticketNo(n),
    finished_at: at(n, 900),
    customer: nth(CUSTOMERS, n),
    technician: nth(TECHNICIANS, n),
    warranty: 'out',
    charged_fen: 18_050,
    expected_fen: 18_050,
    outstanding_fen: 0,
    age_days: null,
    ...over,
  };
}

const charges: ChargeRow[] = [
  ...Array.from({ length: 20 }, (_, n) =>
    charge(n + 1, { charged_fen: 6000 + n * 10, expected_fen: 6000 + n * 10 }),
  ),
  charge(30, { charged_fen: 18_000, expected_fen: 0, warranty: 'in' }),
  charge(31, { charged_fen: 10_000, expected_fen: 12_030, warranty: 'agreement' }),
  charge(32, { expected_fen: null, warranty: null }),
  charge(33, { charged_fen: null, expected_fen: null }),
  charge(34, { outstanding_fen: 18_050, age_days: 12 }),
];

function quality(row: number, over: Partial<QualityRow>): QualityRow {
  return {
    kind: 'ticket',
    file: '2026-10 售后台账.xlsx',
    sheet: '台账',
    row,
    column: 'H',
    value: '9月31日',
    code: 'rejected_row',
    message: '9 月没有 31 日：改成正确日期，例如 10月17日 9:10',
    ...over,
  };
}

const qualityRows: QualityRow[] = [
  quality(17, {}),
  quality(21, {
    column: 'P',
    value: '待定',
    code: 'rejected_row',
    message: '金额读不出：写成数字，例如 1200 或 1200.50',
  }),
  quality(40, {
    kind: 'receipt',
    value: '小张',
    code: 'unknown_person',
    message: '花名册没有小张：补进花名册或改成姓名',
  }),
  quality(0, { column: null, value: '', code: 'warned_cell', message: '没有传达时间这一列' }),
];

/** The rich month, or that month with parts replaced. */
export function input(over: Partial<WorkbookInput> = {}): WorkbookInput {
  return {
    company: '海川厨具售后部',
    lang: 'zh',
    draft: true,
    policy,
    overview,
    yearBefore: {
      report: scaled(0.8, '2025-10'),
      kpis: overview.kpis.map((item) =>
        item.id === 'blame_rate'
          ? { ...item, value: 0.0211, met: 6, measured: 284 }
          : {
              ...item,
              value: item.value === null ? null : item.value - 0.02,
              met: null,
              measured: null,
            },
      ),
    },
    fines,
    tickets,
    breaches: [
      ...breachesOf('answer', 6, 2),
      ...breachesOf('dispatch', 9, 5),
      ...breachesOf('arrival', 9, 6),
      ...breachesOf('guidance_follow_up', 4, 2),
      ...breachesOf('callback', 4, 5),
    ],
    repeats,
    scores,
    complaints,
    charges,
    quality: qualityRows,
    ...over,
  };
}
