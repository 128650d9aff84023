/** One ticket with all its documents, from the first ring to the call back. */

import type {
  Agreement,
  Complaint,
  FollowUp,
  Receipt,
  RequisitionLine,
  Ticket,
} from '../records.ts';
import { clockface, DAY, HOUR, MINUTE, type Seconds, startOfDay } from '../times.ts';
import {
  type Customer,
  type Device,
  DISPATCHERS,
  type Fault,
  HOTLINE,
  PART_OFF_CARD,
  PARTS,
  STAFF,
  TECHNICIANS,
  UNKNOWN_TECHNICIAN,
} from './catalogue.ts';
import type { Plan, Shape } from './plan.ts';
import type { Random } from './random.ts';

/** Numbers are given later, when all tickets stand in order of their reports. */
export interface Dossier {
  ticket: Ticket;
  receipts: Receipt[];
  lines: RequisitionLine[];
  followUps: FollowUp[];
  complaints: Complaint[];
  plan: Plan;
  shape: Shape;
  customer: Customer;
  device: Device;
  fault: Fault;
  scenario: string | null;
}

export interface Call {
  reported_at: Seconds;
  customer: Customer;
  device: Device;
  fault: Fault;
  faultText: string;
  plan: Plan;
  shape: Shape;
  scenario: string | null;
}

/** Nothing later than `end` has happened yet; `agreements` are the contracts on file. */
export interface World {
  end: Seconds;
  agreements: readonly Agreement[];
}

export function simulateDossier(call: Call, world: World, random: Random): Dossier {
  const { plan, shape, reported_at } = call;
  const hasRelay = shape !== 'classic';
  // Only the half-month sheets are kept to the second; the others are typed to the minute.
  const jitter = (): Seconds => (shape === 'half' ? random.int(0, 59) : 0);

  const ticket = openTicket(call, random);
  const answered = reported_at + answerDelay(plan, random, jitter);
  ticket.answered_at = plan.answer === 'silent' || plan.answer === 'unfilled' ? null : answered;
  ticket.hotline_agent = hotlineOnDuty(reported_at);

  const dossier: Dossier = {
    ticket,
    receipts: [],
    lines: [],
    followUps: [],
    complaints: [],
    plan,
    shape,
    customer: call.customer,
    device: call.device,
    fault: call.fault,
    scenario: call.scenario,
  };

  if (plan.answer === 'silent') {
    ticket.resolution = null;
    ticket.status = '无人接听';
  } else if (plan.resolution === 'phone') {
    ticket.resolution = 'phone';
    ticket.status = '已完成';
    guide(dossier, answered, random);
  } else {
    ticket.resolution = plan.resolution_blank ? null : 'on_site';
    // Nobody at the dispatch desk heard of a ticket that was never relayed.
    const deskBlank = plan.dispatcher_blank || plan.relay === 'never';
    ticket.dispatcher = deskBlank ? null : dispatcherOnDuty(reported_at);
    const told = hasRelay ? answered + random.int(0, 3) * MINUTE + jitter() : answered;
    if (hasRelay && plan.relay === 'ok') ticket.relayed_at = told;
    // The clock of the dispatch starts at what was written down.
    const start = ticket.relayed_at ?? ticket.answered_at ?? reported_at;
    const dispatched = start + dispatchDelay(plan, random, jitter);
    const went = plan.dispatch !== 'missed' && !plan.cancelled;
    if (plan.dispatch !== 'missed' && plan.dispatch !== 'sheet_blank')
      ticket.dispatched_at = dispatched;
    if (plan.dispatch === 'missed') ticket.resolution = 'on_site';
    if (plan.dispatch !== 'missed') {
      ticket.technician = writtenName(random.weighted(TECHNICIANS), plan, random);
      ticket.dispatch_refused = plan.refused ? true : shape === 'half' ? null : false;
    }
    ticket.status = plan.dispatch === 'missed' ? '待派工' : '已完成';
    promise(dossier, random);
    if (went) visit(dossier, Math.max(dispatched, start), world, random, jitter);
  }
  if (plan.cancelled) ticket.status = random.pick(['已取消', '作废', '客户撤销']);
  if (plan.info_corrected !== 'none' && ticket.dispatched_at !== null && shape === 'wide') {
    ticket.info_corrected_at =
      plan.info_corrected === 'same_day'
        ? ticket.dispatched_at + 20 * MINUTE
        : startOfDay(ticket.dispatched_at) + DAY + 9 * HOUR;
  }
  if (plan.complaint !== null) complain(dossier, random);
  if (plan.reported_day_only) {
    ticket.reported_at = startOfDay(reported_at);
    ticket.day_only = ['reported_at'];
  }
  cutAt(dossier, world.end);
  return dossier;
}

function openTicket(
  { customer, device, faultText, plan, shape, reported_at }: Call,
  random: Random,
): Ticket {
  const region =
    plan.region === 'blank' ? null : plan.region === 'known' ? customer.region : plan.region;
  return {
    ticket_no: '',
    customer_name: customer.customer_name,
    customer_org: shape === 'classic' ? null : customer.customer_org,
    address: random.chance(0.98) ? customer.address : null,
    phone: customer.phone,
    product_type: device.product.product_type,
    model: shape === 'half' ? device.model : null,
    product_serial: shape === 'wide' ? device.product_serial : null,
    purchase_date:
      device.purchased_on !== null && device.purchased_on < reported_at
        ? device.purchased_on
        : null,
    fault: faultText,
    reported_at,
    answered_at: null,
    hotline_agent: null,
    resolution: null,
    relayed_at: null,
    dispatched_at: null,
    dispatcher: null,
    technician: null,
    region,
    distance_km: shape === 'wide' && region !== null ? customer.distance_km : null,
    promised_at: null,
    promise_consented: null,
    suspended_at: null,
    resumed_at: null,
    warranty: null,
    service_type: null,
    dispatch_refused: null,
    delay_reason: shape === 'classic' ? null : plan.delay_reason,
    status: null,
    info_corrected_at: null,
    day_only: [],
  };
}

function answerDelay(plan: Plan, random: Random, jitter: () => Seconds): Seconds {
  if (plan.answer === 'exact') return 10 * MINUTE;
  if (plan.answer === 'late') return random.int(11, 38) * MINUTE + jitter();
  return random.int(1, 8) * MINUTE + jitter();
}

function dispatchDelay(plan: Plan, random: Random, jitter: () => Seconds): Seconds {
  switch (plan.dispatch) {
    case 'exact':
      return 10 * MINUTE;
    case 'late':
      return random.int(11, 55) * MINUTE + jitter();
    case 'before_relay':
      return -3 * MINUTE;
    case 'seconds_before_relay':
      return -30;
    default:
      return random.int(2, 8) * MINUTE + jitter();
  }
}

function hotlineOnDuty(time: Seconds): string {
  return HOTLINE[clockface(time).hour < 14 ? 0 : 1] ?? HOTLINE[0];
}

function dispatcherOnDuty(time: Seconds): string {
  const { day, hour } = clockface(time);
  return DISPATCHERS[(day + (hour < 14 ? 0 : 1)) % 2] ?? DISPATCHERS[0];
}

/** The name as this form has it: on the roster, a nickname, the employee number, or somebody unknown. */
function writtenName(rosterName: string, plan: Plan, random: Random): string | null {
  const members = STAFF.filter((person) => person.role === 'technician');
  switch (plan.technician) {
    case 'blank':
      return null;
    case 'unknown':
      return UNKNOWN_TECHNICIAN;
    case 'nickname': {
      const known = members.filter((person) => person.aliases !== null);
      const person = known.find((entry) => entry.name === rosterName) ?? random.pick(known);
      return random.pick((person.aliases ?? person.name).split('、'));
    }
    case 'number':
      return members.find((person) => person.name === rosterName)?.employee_no ?? rosterName;
    case 'spaced':
      return [...rosterName].join(' ');
    default:
      return rosterName;
  }
}

function promise({ ticket, plan, shape }: Dossier, random: Random): void {
  const { hour } = clockface(ticket.reported_at);
  const outside = ticket.region === 'outside';
  const evening = hour >= 17 || hour < 6;
  const given =
    plan.promise === 'given' ||
    plan.promise === 'refused' ||
    (plan.promise === 'auto' &&
      (outside ? random.chance(0.86) : evening ? random.chance(0.8) : random.chance(0.07)));
  if (!given) return;
  // On the half hour, within the opening hours of a kitchen, at least three and a half hours ahead.
  let promised = Math.ceil((ticket.reported_at + 3.5 * HOUR) / (30 * MINUTE)) * 30 * MINUTE;
  promised += random.int(0, outside ? 10 : 4) * 30 * MINUTE;
  const { hour: promisedHour } = clockface(promised);
  if (promisedHour >= 18 || promisedHour < 8) {
    const nextDay = startOfDay(promised) + (promisedHour >= 18 ? DAY : 0);
    promised = nextDay + random.int(17, 24) * 30 * MINUTE;
  }
  ticket.promised_at = promised;
  if (shape !== 'classic') ticket.promise_consented = plan.promise !== 'refused';
}

/** Phone guidance and the call that asks whether it helped. */
function guide(dossier: Dossier, answered: Seconds, random: Random): void {
  const { plan, ticket, shape } = dossier;
  const start = ticket.answered_at ?? ticket.reported_at;
  const caller = dispatcherOnDuty(ticket.reported_at);
  const score = plan.follow_up_score === null ? null : Math.max(3, plan.follow_up_score);
  if (plan.callback === 'never') return;
  if (plan.callback === 'attempts') {
    followUp(dossier, caller, answered + 90 * MINUTE, { connected: false });
    return;
  }
  const delay =
    plan.callback === 'exact'
      ? 3 * HOUR
      : plan.callback === 'late'
        ? random.int(185, 400) * MINUTE
        : random.int(35, 172) * MINUTE;
  followUp(dossier, caller, start + delay, { connected: true, solved: true, satisfaction: score });
  if (shape === 'half') ticket.service_type = 'D';
}

interface Answers {
  connected: boolean;
  solved?: boolean;
  satisfaction?: number | null;
  badge_shown?: boolean | null;
  uniform_worn?: boolean | null;
  day_only?: boolean;
  remark?: string;
}

function followUp(dossier: Dossier, caller: string, called_at: Seconds, answers: Answers): void {
  const asksDress = dossier.shape === 'half' && dossier.ticket.resolution !== 'phone';
  dossier.followUps.push({
    ticket_no: '',
    caller,
    called_at: answers.day_only === true ? startOfDay(called_at) : called_at,
    connected: answers.connected,
    solved: answers.connected ? (answers.solved ?? true) : null,
    satisfaction: answers.connected ? (answers.satisfaction ?? null) : null,
    badge_shown: asksDress && answers.connected ? (answers.badge_shown ?? true) : null,
    uniform_worn: asksDress && answers.connected ? (answers.uniform_worn ?? true) : null,
    remark: answers.remark ?? (answers.connected ? null : '无人接听'),
    day_only: answers.day_only === true ? ['called_at'] : [],
  });
}

function visit(
  dossier: Dossier,
  ready: Seconds,
  world: World,
  random: Random,
  jitter: () => Seconds,
): void {
  const { plan, ticket } = dossier;
  const arrived = arrival(dossier, ready, random, jitter);
  const technician = ticket.technician;
  const first = work(dossier, technician, arrived, random, jitter);
  if (plan.visits === 2) {
    const back = plan.second_visit_open
      ? world.end - 40 * MINUTE
      : startOfDay(first.finished) + random.int(1, 3) * DAY + random.int(9 * 60, 16 * 60) * MINUTE;
    if (back > first.finished) {
      first.receipt.solution = '已检查，待配件再上门';
      first.receipt.satisfaction = null;
      // One in three second visits is another technician's.
      const other =
        random.chance(0.33) && plan.technician === null ? random.weighted(TECHNICIANS) : technician;
      work(dossier, other, back, random, jitter);
    }
  }
  const last = dossier.receipts.at(-1);
  if (last === undefined || last.finished_at === null) return;
  last.satisfaction = plan.receipt_score;
  partsAndCharge(dossier, last, last.finished_at, world, random);
  gaps(dossier, last);
  if (plan.badge === 'receipt' && dossier.shape !== 'classic') last.badge_shown = false;
  if (plan.uniform === 'receipt' && dossier.shape !== 'classic') last.uniform_worn = false;
  callBack(dossier, last.finished_at, random);
}

function arrival(dossier: Dossier, ready: Seconds, random: Random, jitter: () => Seconds): Seconds {
  const { plan, ticket, shape } = dossier;
  const consented = ticket.promised_at !== null && ticket.promise_consented !== false;
  const deadline =
    consented && ticket.promised_at !== null
      ? ticket.promised_at
      : ticket.region === 'outside'
        ? null
        : ticket.reported_at + 3 * HOUR;
  if (deadline === null) return ready + random.int(120, 420) * MINUTE + jitter();
  switch (plan.arrival) {
    case 'exact':
      return deadline;
    case 'late':
      return deadline + random.int(4, 95) * MINUTE + jitter();
    case 'before_report':
      return ticket.reported_at - 2 * HOUR;
    case 'late_but_paused': {
      if (shape === 'half') {
        ticket.suspended_at = ready + 20 * MINUTE;
        ticket.resumed_at = ready + 95 * MINUTE;
        ticket.delay_reason = '等配件';
      }
      return deadline + 40 * MINUTE;
    }
    default: {
      if (consented) return Math.max(ready + 10 * MINUTE, deadline - random.int(0, 45) * MINUTE);
      const slack = Math.floor((deadline - ready) / MINUTE);
      return ready + random.int(Math.min(25, slack), Math.max(25, slack - 3)) * MINUTE;
    }
  }
}

function work(
  dossier: Dossier,
  technician: string | null,
  arrived: Seconds,
  random: Random,
  jitter: () => Seconds,
): { receipt: Receipt; finished: Seconds } {
  const { plan, ticket, shape, fault } = dossier;
  const finished = arrived + random.int(18, 130) * MINUTE + jitter();
  if (plan.pause_in_repair !== 'none' && shape === 'half' && ticket.suspended_at === null) {
    ticket.suspended_at = arrived + 10 * MINUTE;
    if (plan.pause_in_repair === 'ended') {
      ticket.resumed_at = Math.min(finished - MINUTE, arrived + 16 * MINUTE);
    }
  }
  const receipt: Receipt = {
    receipt_no: '',
    ticket_no: '',
    technician,
    arrived_at: arrived,
    finished_at: finished,
    fault_cause: random.pick(fault.causes),
    solution: random.pick(fault.solutions),
    replaced_parts: null,
    charge_fen: 0,
    collected: null,
    customer_signed: true,
    satisfaction: null,
    badge_shown: shape === 'classic' ? null : true,
    uniform_worn: shape === 'classic' ? null : true,
    submitted_at: null,
  };
  if (shape === 'wide') {
    receipt.submitted_at = plan.submitted_late
      ? startOfDay(finished) + 3 * DAY + 9 * HOUR
      : Math.max(
          finished + 15 * MINUTE,
          startOfDay(finished) + random.int(17 * 60, 17 * 60 + 50) * MINUTE,
        );
  }
  dossier.receipts.push(receipt);
  return { receipt, finished };
}

function partsAndCharge(
  dossier: Dossier,
  last: Receipt,
  finished: Seconds,
  world: World,
  random: Random,
): void {
  const { plan, ticket, customer, fault } = dossier;
  const agreement = world.agreements.find((entry) => entry.phone === customer.phone);
  const bought = dossier.device.purchased_on;
  const underWarranty = bought !== null && ticket.reported_at - bought < 730 * DAY;
  ticket.warranty =
    plan.warranty === 'blank'
      ? null
      : plan.warranty !== 'auto'
        ? plan.warranty
        : agreement !== undefined
          ? 'agreement'
          : underWarranty
            ? 'in'
            : 'out';
  ticket.service_type =
    ticket.warranty === 'in' ? 'C' : ticket.warranty === 'agreement' ? 'B' : 'A';

  const drawn: { part: (typeof PARTS)[number]; quantity: number }[] = [];
  // Which of the fitting parts it was is chance; the work done is told accordingly.
  const choices = plan.part_off_card
    ? [PART_OFF_CARD]
    : PARTS.filter((part) => fault.part_nos.includes(part.part_no));
  const turned = random.chance(0.5) ? choices.toReversed() : choices;
  for (const part of turned.slice(0, plan.parts)) {
    drawn.push({ part, quantity: random.chance(0.15) ? 2 : 1 });
  }
  const names = drawn.map(({ part }) => part.part_name).join('、');
  if (drawn.length > 0) {
    last.replaced_parts = names;
    last.solution = `更换${names}，试机正常`;
  } else {
    const repairs = fault.solutions.filter((text) => !text.includes('更换'));
    last.solution = repairs.length === 0 ? '紧固调整后试机正常' : random.pick(repairs);
  }
  const issuedToTheDay = dossier.shape === 'classic';
  const issued = (ticket.dispatched_at ?? ticket.reported_at) + 10 * MINUTE;
  if (!plan.parts_without_lines) {
    for (const { part, quantity } of drawn) {
      dossier.lines.push({
        requisition_no: null,
        ticket_no: '',
        technician: last.technician,
        part_no: part.part_no,
        part_name: part.part_name,
        quantity,
        issued_at: issuedToTheDay ? startOfDay(issued) : issued,
        day_only: issuedToTheDay ? ['issued_at'] : [],
      });
    }
  }

  const list = drawn.reduce(
    (sum, { part, quantity }) => sum + quantity * (priceOn(part, finished) ?? 20_000),
    0,
  );
  let charge = 0;
  if (ticket.warranty === 'out' || ticket.warranty === null) charge = list;
  if (ticket.warranty === 'agreement') {
    const valid =
      agreement !== undefined &&
      agreement.valid_from <= finished &&
      startOfDay(finished) <= agreement.valid_to;
    charge = !valid
      ? list
      : agreement.parts_free
        ? 0
        : (list * (100 - (agreement.discount_percent ?? 0))) / 100;
  }
  if (plan.charging === 'over') charge += random.pick([2000, 3000, 5000, 8050]);
  if (plan.charging === 'under' && charge > 3000) charge -= 1000;
  last.charge_fen = plan.charging === 'blank' && charge === 0 ? null : charge;
  if (charge > 0) last.collected = plan.collected === 'blank' ? null : plan.collected === 'yes';
}

function priceOn(part: (typeof PARTS)[number], day: Seconds): number | null {
  const date = startOfDay(day);
  return (
    part.prices.find(({ from, to }) => from <= date && (to === null || date <= to))
      ?.unit_price_fen ?? null
  );
}

function gaps(dossier: Dossier, last: Receipt): void {
  switch (dossier.plan.receipt_gap) {
    case 'cause':
      last.fault_cause = null;
      break;
    case 'solution':
      last.solution = null;
      break;
    case 'signature_blank':
      last.customer_signed = null;
      break;
    case 'unsigned':
      last.customer_signed = false;
      break;
    case 'parts':
      last.replaced_parts = null;
      break;
    default:
  }
}

function callBack(dossier: Dossier, finished: Seconds, random: Random): void {
  const { plan } = dossier;
  const caller = dispatcherOnDuty(finished);
  const satisfaction = plan.follow_up_score;
  const solved = satisfaction === null || satisfaction > 2;
  const answers: Answers = {
    connected: true,
    solved,
    satisfaction,
    badge_shown: plan.badge !== 'follow_up',
    uniform_worn: plan.uniform !== 'follow_up',
    ...(solved ? {} : { remark: '还是有问题，要求再看' }),
  };
  // In office hours, at least half an hour after the work.
  const office = (from: Seconds, to: Seconds): Seconds => {
    for (let tries = 0; tries < 40; tries += 1) {
      const time =
        finished + random.int(Math.ceil(from / MINUTE), Math.floor(to / MINUTE)) * MINUTE;
      const { hour } = clockface(time);
      if (hour >= 8 && hour < 19) return time;
    }
    return finished + from;
  };
  switch (plan.callback) {
    case 'never':
      return;
    case 'attempts':
      followUp(dossier, caller, office(HOUR, 12 * HOUR), { connected: false });
      followUp(dossier, caller, office(13 * HOUR, 23 * HOUR), { connected: false });
      return;
    case 'attempt_first': {
      const attempt = office(30 * MINUTE, 20 * HOUR);
      followUp(dossier, caller, attempt, { connected: false });
      followUp(
        dossier,
        caller,
        Math.min(attempt + random.int(30, 150) * MINUTE, finished + 24 * HOUR),
        answers,
      );
      return;
    }
    case 'exact':
      followUp(dossier, caller, finished + 24 * HOUR, answers);
      return;
    case 'late':
      followUp(dossier, caller, office(25 * HOUR, 62 * HOUR), answers);
      return;
    case 'day_only':
      followUp(dossier, caller, finished + DAY, { ...answers, day_only: true });
      return;
    case 'same_day_only':
      followUp(dossier, caller, finished, { ...answers, day_only: true });
      return;
    case 'again_solved': {
      const first = office(HOUR, 20 * HOUR);
      followUp(dossier, caller, first, answers);
      followUp(dossier, caller, first + 2 * DAY, {
        connected: true,
        solved: true,
        satisfaction: 4,
      });
      return;
    }
    default:
      followUp(dossier, caller, office(HOUR, 22 * HOUR), answers);
  }
}

function complain(dossier: Dossier, random: Random): void {
  const { plan, ticket } = dossier;
  if (plan.complaint === null) return;
  const { reason_text, rule, severity, substantiated, description, without_ticket } =
    plan.complaint;
  const last = dossier.receipts.at(-1);
  const known =
    last?.finished_at ?? ticket.dispatched_at ?? ticket.answered_at ?? ticket.reported_at;
  const charged =
    rule === '1a' || rule === '1b'
      ? ticket.hotline_agent
      : rule === '2a' || rule === '2b' || rule === '7b'
        ? ticket.dispatcher
        : (last?.technician ?? ticket.technician);
  dossier.complaints.push({
    complaint_no: '',
    ticket_no: without_ticket === true ? null : '?',
    received_at: known + random.int(2, 30) * HOUR + random.int(0, 59) * MINUTE,
    channel: random.weighted([
      ['call', 70],
      ['letter', 10],
      ['visit', 20],
    ]),
    person: plan.complaint.person === 'blank' ? null : charged,
    reason: rule,
    reason_text,
    severity,
    substantiated,
    description,
  });
}

/** What would happen after the last upload is not written yet. */
function cutAt(dossier: Dossier, end: Seconds): void {
  const { ticket } = dossier;
  const gone = (time: Seconds | null): boolean => time !== null && time > end;
  const openEnded =
    gone(ticket.answered_at) ||
    gone(ticket.relayed_at) ||
    gone(ticket.dispatched_at) ||
    dossier.receipts.some((receipt) => gone(receipt.arrived_at) || gone(receipt.finished_at));
  if (gone(ticket.dispatched_at)) {
    ticket.technician = null;
    ticket.dispatch_refused = null;
  }
  if (gone(ticket.answered_at)) ticket.resolution = null;
  for (const field of [
    'answered_at',
    'relayed_at',
    'dispatched_at',
    'suspended_at',
    'resumed_at',
    'info_corrected_at',
  ] as const) {
    if (gone(ticket[field])) ticket[field] = null;
  }
  dossier.receipts = dossier.receipts.filter((receipt) => !gone(receipt.arrived_at));
  for (const receipt of dossier.receipts) {
    if (gone(receipt.submitted_at)) receipt.submitted_at = null;
    if (!gone(receipt.finished_at)) continue;
    Object.assign(receipt, {
      finished_at: null,
      fault_cause: null,
      solution: null,
      replaced_parts: null,
      charge_fen: null,
      collected: null,
      customer_signed: null,
      satisfaction: null,
      submitted_at: null,
    });
  }
  dossier.lines = dossier.lines.filter((line) => !gone(line.issued_at));
  dossier.followUps = dossier.followUps.filter((call) => !gone(call.called_at));
  dossier.complaints = dossier.complaints.filter((entry) => !gone(entry.received_at));
  if (openEnded && !dossier.plan.cancelled) ticket.status = '处理中';
}
