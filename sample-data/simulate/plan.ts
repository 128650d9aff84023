/**
 * What is going to happen to one ticket. Most tickets draw their plan at random; some follow a scenario, so
 * that each rule of the policy, each boundary and each doubtful case occurs whatever the seed.
 */
import { HOUR, MINUTE, type Seconds } from '../times.ts';
import type { Random } from './random.ts';

/**
 * How a month's files look, and so which facts anybody wrote down:
 * `classic` registration workbook and single forms, `half` one sheet per half month, `wide` one ledger.
 */
export type Shape = 'classic' | 'half' | 'wide';

export interface ComplaintPlan {
  reason_text: string;
  /** Rule the wording stands for; null for a wording that names none. */
  rule: string | null;
  severity: 'minor' | 'medium' | 'serious' | null;
  substantiated: boolean | null;
  /** `charged`: whoever the rule charges; `blank`: nobody named. */
  person: 'charged' | 'blank';
  description: string;
  without_ticket?: boolean;
}

export interface Plan {
  resolution: 'on_site' | 'phone';
  /** The form's resolution cell was left empty. */
  resolution_blank: boolean;
  cancelled: boolean;
  /** `silent`: nobody answered; `unfilled`: somebody did, the cell stayed empty. */
  answer: 'met' | 'exact' | 'late' | 'silent' | 'unfilled';
  /** `blank`: told, not written down; `never`: not told at all. */
  relay: 'ok' | 'blank' | 'never';
  /** `missed`: never dispatched; `sheet_blank`: the technician went, the cell stayed empty. */
  dispatch:
    | 'met'
    | 'exact'
    | 'late'
    | 'missed'
    | 'sheet_blank'
    | 'before_relay'
    | 'seconds_before_relay';
  dispatcher_blank: boolean;
  region: 'known' | 'blank' | 'urban' | 'outside';
  promise: 'none' | 'auto' | 'given' | 'refused';
  arrival: 'met' | 'exact' | 'late' | 'late_but_paused' | 'before_report';
  delay_reason: string | null;
  /** The report's date alone was written. */
  reported_day_only: boolean;
  /** `open`: nobody wrote when the work went on. */
  pause_in_repair: 'none' | 'ended' | 'open';
  visits: 1 | 2;
  second_visit_open: boolean;
  receipt_gap: 'none' | 'cause' | 'solution' | 'signature_blank' | 'unsigned' | 'parts';
  badge: 'ok' | 'receipt' | 'follow_up';
  uniform: 'ok' | 'receipt' | 'follow_up';
  receipt_score: number | null;
  follow_up_score: number | null;
  callback:
    | 'met'
    | 'exact'
    | 'late'
    | 'never'
    | 'attempts'
    | 'attempt_first'
    | 'day_only'
    | 'same_day_only'
    | 'again_solved';
  warranty: 'auto' | 'in' | 'out' | 'agreement' | 'blank';
  parts: 0 | 1 | 2;
  part_off_card: boolean;
  parts_without_lines: boolean;
  charging: 'right' | 'over' | 'under' | 'blank';
  collected: 'yes' | 'no' | 'blank';
  refused: boolean;
  /** How the technician is written; null as on the roster. `unknown` is a person on no roster. */
  technician: null | 'unknown' | 'nickname' | 'number' | 'spaced' | 'blank';
  submitted_late: boolean;
  info_corrected: 'none' | 'same_day' | 'later';
  complaint: ComplaintPlan | null;
  /** A later ticket with the same problem, this long after the end of the work. */
  again_after: Seconds | null;
  /** How that later ticket words the problem. */
  again: 'same' | 'synonym' | 'other_serial';
}

/** A ticket on which everything goes as the policy wants. */
export function cleanPlan(): Plan {
  return {
    resolution: 'on_site',
    resolution_blank: false,
    cancelled: false,
    answer: 'met',
    relay: 'ok',
    dispatch: 'met',
    dispatcher_blank: false,
    region: 'known',
    promise: 'none',
    arrival: 'met',
    delay_reason: null,
    reported_day_only: false,
    pause_in_repair: 'none',
    visits: 1,
    second_visit_open: false,
    receipt_gap: 'none',
    badge: 'ok',
    uniform: 'ok',
    receipt_score: 5,
    follow_up_score: 4,
    callback: 'met',
    warranty: 'in',
    parts: 0,
    part_off_card: false,
    parts_without_lines: false,
    charging: 'right',
    collected: 'yes',
    refused: false,
    technician: null,
    submitted_late: false,
    info_corrected: 'none',
    complaint: null,
    again_after: null,
    again: 'same',
  };
}

/** Shares of an ordinary month; scenarios come on top. */
export function drawPlan(random: Random): Plan {
  const plan = cleanPlan();
  plan.resolution = random.chance(0.175) ? 'phone' : 'on_site';
  plan.resolution_blank = random.chance(0.03);
  plan.cancelled = random.chance(0.012);
  plan.answer = random.weighted([
    ['met', 962],
    ['late', 34],
    ['silent', 2],
    ['unfilled', 2],
  ]);
  plan.dispatch = random.weighted([
    ['met', 948],
    ['late', 47],
    ['sheet_blank', 2],
    ['missed', 3],
  ]);
  plan.relay = random.chance(0.008) ? 'blank' : 'ok';
  plan.region = random.chance(0.07) ? 'blank' : 'known';
  plan.promise = random.chance(0.97) ? 'auto' : 'none';
  plan.arrival = random.chance(0.058) ? 'late' : 'met';
  plan.delay_reason =
    plan.arrival === 'late' && random.chance(0.4)
      ? random.pick(['路上堵车', '前一单超时', '等配件', '暴雨'])
      : null;
  plan.visits = random.chance(0.04) ? 2 : 1;
  plan.receipt_gap = random.weighted([
    ['none', 972],
    ['cause', 8],
    ['solution', 6],
    ['signature_blank', 6],
    ['unsigned', 4],
    ['parts', 4],
  ]);
  plan.badge = random.chance(0.006) ? 'receipt' : 'ok';
  plan.uniform = random.chance(0.006) ? 'receipt' : 'ok';
  const mood = random.weighted([
    [5, 46],
    [4, 43],
    [3, 8.6],
    [2, 1.7],
    [1, 0.7],
  ]);
  plan.receipt_score = random.chance(0.86) ? mood : null;
  const later = mood > 2 && random.chance(0.12) ? mood - 1 : mood;
  plan.follow_up_score = random.chance(0.8) ? Math.max(later, mood > 2 ? 3 : 1) : null;
  plan.callback = random.weighted([
    ['met', 920],
    ['attempt_first', 34],
    ['late', 32],
    ['never', 10],
    ['attempts', 4],
  ]);
  plan.warranty = random.chance(0.02) ? 'blank' : 'auto';
  plan.parts = random.weighted([
    [0, 52],
    [1, 38],
    [2, 10],
  ] as const);
  plan.charging = random.weighted([
    ['right', 978],
    ['over', 8],
    ['under', 6],
    ['blank', 8],
  ]);
  plan.collected = random.weighted([
    ['yes', 90],
    ['no', 7],
    ['blank', 3],
  ]);
  plan.technician = random.weighted([
    [null, 940],
    ['nickname', 25],
    ['number', 15],
    ['spaced', 15],
    ['unknown', 5],
  ]);
  plan.submitted_late = random.chance(0.04);
  plan.info_corrected = random.chance(0.02)
    ? random.pick(['same_day', 'same_day', 'later'])
    : 'none';
  plan.complaint = random.chance(0.006) ? drawComplaint(random) : null;
  return plan;
}

const COMPLAINTS: readonly (readonly [string, string | null, string])[] = [
  ['迟到', '6', '约好的时间没到，饭市都过了'],
  ['派工不及时', '2a', '报修后很久没人安排'],
  ['服务态度差', '4', '问几句就不耐烦'],
  ['重复维修', '5', '刚修完没几天又坏'],
  ['未出示工作证', '3', '不知道是不是公司的人'],
  ['多收费', '10', '比上次贵，说不清楚'],
  ['电话无人接听', '1a', '打了几次没人接'],
  ['其他', null, '配件等了一周'],
];

function drawComplaint(random: Random): ComplaintPlan {
  const [reason_text, rule, description] = random.pick(COMPLAINTS);
  const substantiated = random.weighted([
    [true, 30],
    [false, 45],
    [null, 25],
  ] as const);
  return {
    reason_text,
    rule,
    severity: rule === '10' ? random.pick(['minor', 'medium', null] as const) : null,
    substantiated,
    person: random.chance(0.7) ? 'charged' : 'blank',
    description,
  };
}

export interface Scenario {
  name: string;
  /** Months of these shapes only (others write no such column). All when absent. */
  shapes?: readonly Shape[];
  /** `last_day`: reported on the month's last day; `end`: a few days before the last upload. */
  when?: 'last_day' | 'end';
  /** Hour of the report; drawn between 8 and 13 when absent. */
  hour?: number;
  adjust(plan: Plan): void;
}

const complaint = (
  reason_text: string,
  rule: string | null,
  description: string,
  more: Partial<ComplaintPlan> = {},
): ComplaintPlan => ({
  reason_text,
  rule,
  description,
  severity: null,
  substantiated: true,
  person: 'charged',
  ...more,
});

const scenario = (
  name: string,
  adjust: (plan: Plan) => void,
  more: Omit<Scenario, 'name' | 'adjust'> = {},
): Scenario => ({ name, adjust, ...more });

const WITH_RELAY: readonly Shape[] = ['half', 'wide'];

/** Every case that a sample must show, in the order of the rules. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('1a nobody answered', (p) => {
    p.answer = 'silent';
  }),
  scenario('1a suspected: dispatched, so somebody answered', (p) => {
    p.answer = 'unfilled';
  }),
  scenario(
    '1b answered and never relayed',
    (p) => {
      p.relay = 'never';
      p.dispatch = 'missed';
    },
    { shapes: WITH_RELAY },
  ),
  scenario(
    '1b that falls into the next month',
    (p) => {
      p.relay = 'never';
      p.dispatch = 'missed';
    },
    { shapes: ['half'], when: 'last_day' },
  ),
  scenario('2a late dispatch', (p) => {
    p.dispatch = 'late';
  }),
  scenario(
    '2a suspected: nobody wrote when the dispatcher was told',
    (p) => {
      p.dispatch = 'late';
      p.relay = 'blank';
    },
    { shapes: WITH_RELAY },
  ),
  scenario('2b never dispatched', (p) => {
    p.dispatch = 'missed';
  }),
  scenario('2b never dispatched, no dispatcher written', (p) => {
    p.dispatch = 'missed';
    p.dispatcher_blank = true;
  }),
  scenario(
    '3 badge not shown',
    (p) => {
      p.badge = 'receipt';
    },
    { shapes: WITH_RELAY },
  ),
  scenario(
    '3 customer says on the phone: no uniform',
    (p) => {
      p.uniform = 'follow_up';
    },
    { shapes: ['half'] },
  ),
  scenario(
    '3 complaint, the form had no such column',
    (p) => {
      p.complaint = complaint('未着工作服，未出示工作证', '3', '不像公司的人');
    },
    { shapes: ['classic'] },
  ),
  scenario('4 dissatisfied on the receipt', (p) => {
    p.receipt_score = 2;
    p.follow_up_score = null;
  }),
  scenario('4 dissatisfied at the follow-up, put right later', (p) => {
    p.receipt_score = 4;
    p.follow_up_score = 1;
    p.callback = 'again_solved';
  }),
  scenario(
    '4 detected and complained about: one fine',
    (p) => {
      p.receipt_score = 1;
      p.follow_up_score = null;
      p.complaint = complaint('服务态度差', '4', '师傅说话很冲');
    },
    { shapes: ['classic', 'wide'] },
  ),
  scenario('5 the same problem again after nine days', (p) => {
    p.again_after = 9 * 24 * HOUR;
    p.again = 'synonym';
  }),
  scenario(
    '5 exactly at the end of the window',
    (p) => {
      p.again_after = 30 * 24 * HOUR;
    },
    { shapes: ['classic', 'half'] },
  ),
  scenario(
    'not 5: a minute after the window',
    (p) => {
      p.again_after = 30 * 24 * HOUR + MINUTE;
    },
    { shapes: ['classic', 'half'] },
  ),
  scenario(
    'not 5: another machine of the same kind',
    (p) => {
      p.again_after = 4 * 24 * HOUR;
      p.again = 'other_serial';
    },
    { shapes: ['wide'] },
  ),
  scenario('6 late in town', (p) => {
    p.region = 'urban';
    p.arrival = 'late';
    p.delay_reason = '路上堵车';
  }),
  scenario('6 later than promised, outside', (p) => {
    p.region = 'outside';
    p.promise = 'given';
    p.arrival = 'late';
  }),
  scenario(
    '6 the customer refused the appointment',
    (p) => {
      p.region = 'urban';
      p.promise = 'refused';
      p.arrival = 'late';
    },
    { shapes: WITH_RELAY },
  ),
  scenario('6 suspected: late, region unknown, nothing promised', (p) => {
    p.region = 'blank';
    p.arrival = 'late';
  }),
  scenario(
    '6 detected and complained about: one fine',
    (p) => {
      p.region = 'urban';
      p.arrival = 'late';
      p.complaint = complaint('迟到', '6', '等了一上午');
    },
    { shapes: ['half', 'wide'] },
  ),
  scenario(
    '6 complaint that the times contradict',
    (p) => {
      p.region = 'urban';
      p.complaint = complaint('未按时到达', '6', '说来得晚');
    },
    { shapes: ['classic'] },
  ),
  scenario('6 by somebody on no roster', (p) => {
    p.region = 'urban';
    p.arrival = 'late';
    p.technician = 'unknown';
  }),
  scenario('6 by somebody written under a nickname', (p) => {
    p.region = 'urban';
    p.arrival = 'late';
    p.technician = 'nickname';
  }),
  scenario('6 nobody written', (p) => {
    p.region = 'urban';
    p.arrival = 'late';
    p.technician = 'blank';
  }),
  scenario(
    'not 6: waiting for a part is subtracted',
    (p) => {
      p.region = 'urban';
      p.arrival = 'late_but_paused';
    },
    { shapes: ['half'] },
  ),
  scenario('7a no cause', (p) => {
    p.receipt_gap = 'cause';
  }),
  scenario('7a not signed', (p) => {
    p.receipt_gap = 'unsigned';
  }),
  scenario('7a parts drawn, none written', (p) => {
    p.parts = 1;
    p.receipt_gap = 'parts';
  }),
  scenario('7b went without a dispatch sheet', (p) => {
    p.dispatch = 'sheet_blank';
  }),
  scenario('8 refused the dispatch', (p) => {
    p.refused = true;
  }),
  scenario('9 quarrel, severity given', (p) => {
    p.complaint = complaint('与客户争吵', '9', '在店里吵了起来', { severity: 'medium' });
  }),
  scenario(
    '9 quarrel, severity still open',
    (p) => {
      p.complaint = complaint('顶撞客户', '9', '顶嘴');
    },
    { shapes: ['classic', 'half'] },
  ),
  scenario(
    '9 quarrel, nobody named',
    (p) => {
      p.complaint = complaint('口角', '9', '来店里的师傅，名字不知道', {
        severity: 'minor',
        person: 'blank',
      });
    },
    { shapes: ['classic', 'wide'] },
  ),
  scenario(
    '9 quarrel, not tied to a ticket',
    (p) => {
      p.complaint = complaint('与客户争吵', '9', '电话里吵', {
        severity: 'serious',
        without_ticket: true,
      });
    },
    { shapes: ['wide'] },
  ),
  scenario('10 charged more than the card', (p) => {
    p.warranty = 'out';
    p.parts = 1;
    p.charging = 'over';
  }),
  scenario('10 charged in warranty', (p) => {
    p.warranty = 'in';
    p.parts = 1;
    p.charging = 'over';
  }),
  scenario('10 detected and complained about: one fine, severity of the complaint', (p) => {
    p.warranty = 'out';
    p.parts = 1;
    p.charging = 'over';
    p.complaint = complaint('多收费', '10', '按收费标准多收了', { severity: 'medium' });
  }),
  scenario(
    '10 complaint alone',
    (p) => {
      p.complaint = complaint('索要好处费', '10', '要了一包烟', { severity: 'serious' });
    },
    { shapes: ['half', 'wide'] },
  ),
  scenario(
    'complaint found to be unfounded',
    (p) => {
      p.complaint = complaint('服务态度差', '4', '查无此事', { substantiated: false });
    },
    { shapes: ['half'] },
  ),
  scenario(
    'complaint not yet judged',
    (p) => {
      p.complaint = complaint('回执单没给客户', '7a', '没有留底单', { substantiated: null });
    },
    { shapes: ['wide'] },
  ),
  scenario(
    'complaint about a cancelled ticket',
    (p) => {
      p.cancelled = true;
      p.dispatch = 'late';
      p.complaint = complaint('派工不及时', '2a', '等不及就取消了');
    },
    { shapes: ['half'] },
  ),
  scenario('cancelled, so nothing is proposed', (p) => {
    p.cancelled = true;
    p.dispatch = 'late';
    p.answer = 'late';
  }),
  scenario('every stage exactly on target', (p) => {
    p.answer = 'exact';
    p.dispatch = 'exact';
    p.region = 'urban';
    p.arrival = 'exact';
    p.callback = 'exact';
  }),
  scenario('guidance followed up exactly on target', (p) => {
    p.resolution = 'phone';
    p.callback = 'exact';
  }),
  scenario('guidance never followed up', (p) => {
    p.resolution = 'phone';
    p.callback = 'never';
  }),
  scenario(
    'dispatch typed before the relay',
    (p) => {
      p.dispatch = 'before_relay';
    },
    { shapes: WITH_RELAY },
  ),
  scenario(
    'dispatch half a minute before the relay',
    (p) => {
      p.dispatch = 'seconds_before_relay';
    },
    { shapes: ['half'] },
  ),
  scenario(
    'callback known to the day only',
    (p) => {
      p.callback = 'day_only';
    },
    { shapes: ['classic'] },
  ),
  scenario('only attempts to call back', (p) => {
    p.callback = 'attempts';
  }),
  scenario('two visits', (p) => {
    p.visits = 2;
  }),
  scenario(
    'second visit still open at the last upload',
    (p) => {
      p.visits = 2;
      p.second_visit_open = true;
    },
    { shapes: ['wide'], when: 'end' },
  ),
  scenario(
    'work paused during the repair',
    (p) => {
      p.pause_in_repair = 'ended';
    },
    { shapes: ['half'] },
  ),
  scenario('out of warranty, charged by the card', (p) => {
    p.warranty = 'out';
    p.parts = 2;
    p.collected = 'no';
  }),
  scenario('out of warranty, collected not ticked', (p) => {
    p.warranty = 'out';
    p.parts = 1;
    p.collected = 'blank';
  }),
  scenario('part on no card: expectation unknown', (p) => {
    p.warranty = 'out';
    p.parts = 1;
    p.part_off_card = true;
  }),
  scenario('parts written, no requisition: expectation unknown', (p) => {
    p.warranty = 'out';
    p.parts = 1;
    p.parts_without_lines = true;
  }),
  scenario('says agreement, none on file: expectation unknown', (p) => {
    p.warranty = 'agreement';
    p.parts = 1;
  }),
  scenario(
    'receipt handed in late',
    (p) => {
      p.submitted_late = true;
    },
    { shapes: ['wide'] },
  ),
  scenario(
    'callback known to the day of the work only',
    (p) => {
      p.callback = 'same_day_only';
    },
    { shapes: ['classic'] },
  ),
  scenario(
    'report known to the day only',
    (p) => {
      p.reported_day_only = true;
    },
    { shapes: ['classic'] },
  ),
  scenario(
    'arrival typed before the report',
    (p) => {
      p.region = 'urban';
      p.arrival = 'before_report';
    },
    { shapes: ['classic', 'wide'] },
  ),
  scenario(
    'pause during the repair without an end',
    (p) => {
      p.pause_in_repair = 'open';
    },
    { shapes: ['half'] },
  ),
];
