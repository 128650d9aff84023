/**
 * The department's months: who calls when, in which order the tickets are numbered, what else is on file.
 * Pure: the same options give the same records.
 */
import type { Agreement, Expense, Price } from '../records.ts';
import {
  addMonths,
  at,
  clockface,
  DAY,
  HOUR,
  MINUTE,
  monthOf,
  monthStart,
  pad,
  type Seconds,
} from '../times.ts';
import { type Customer, type Device, drawCustomer, type Fault, PARTS, STAFF } from './catalogue.ts';
import { type Call, type Dossier, simulateDossier, type World } from './dossier.ts';
import { cleanPlan, drawPlan, SCENARIOS, type Scenario, type Shape } from './plan.ts';
import { createRandom, type Random } from './random.ts';

/** The last upload: nothing later is known. */
export const LAST_UPLOAD: Seconds = at(2026, 10, 31, 18, 0);
export const LAST_MONTH = '2026-10';

export interface SampleOptions {
  months: number;
  /** Tickets in all months together. */
  tickets: number;
  seed: number;
}

/** What is shipped with the product. */
export const SHIPPED: SampleOptions = { months: 3, tickets: 1200, seed: 20261031 };

export interface DepartmentMonth {
  month: string;
  shape: Shape;
  /** In order of their reports, numbered. */
  dossiers: Dossier[];
  expenses: Expense[];
}

export interface Department {
  months: DepartmentMonth[];
  prices: Price[];
  agreements: Agreement[];
}

/** The last month keeps one ledger, the one before sheets per half month, the one before that single forms. */
export function shapeOf(monthsFromLast: number): Shape {
  const shapes: readonly Shape[] = ['wide', 'half', 'classic'];
  return shapes[monthsFromLast % shapes.length] ?? 'classic';
}

/** Fewer tickets than this per month leave no room for the month's shape. */
export const FEWEST_PER_MONTH = 10;
/** More than this per month does not fit the sheets of an ordinary workbook comfortably. */
export const MOST_PER_MONTH = 100_000;

export function simulateDepartment(options: SampleOptions): Department {
  const perMonth = options.tickets / options.months;
  if (!(perMonth >= FEWEST_PER_MONTH && perMonth <= MOST_PER_MONTH)) {
    throw new RangeError(
      `tickets per month must lie between ${FEWEST_PER_MONTH} and ${MOST_PER_MONTH}`,
    );
  }
  const random = createRandom(options.seed);
  const months = Array.from({ length: options.months }, (_, index) => ({
    month: addMonths(LAST_MONTH, index - options.months + 1),
    shape: shapeOf(options.months - 1 - index),
  }));
  const shapes = new Map(months.map(({ month, shape }) => [month, shape]));
  const customers = drawCustomers(
    random.fork('customers'),
    Math.max(60, Math.round(options.tickets * 0.36)),
  );
  const agreements = drawAgreements(customers);
  const world: World = { end: LAST_UPLOAD, agreements };
  const takings = new Takings(customers, random.fork('takings'));

  // About one ticket in twenty-eight is the same problem again; those follow from the tickets they repeat.
  const repeats = Math.round(options.tickets * 0.036);
  const base = Math.max(1, options.tickets - repeats);
  const dossiers: Dossier[] = [];
  months.forEach(({ month, shape }, index) => {
    const count =
      Math.floor(((index + 1) * base) / options.months) -
      Math.floor((index * base) / options.months);
    const draw = random.fork(month);
    const times = drawReportTimes(draw, month, count);
    const scripted = castScenarios(draw, month, shape, times);
    times.forEach((reported_at, position) => {
      const scenario = scripted.get(position);
      const ticketRandom = random.fork(`${month} ${position}`);
      const plan = scenario === undefined ? drawPlan(ticketRandom) : cleanPlan();
      scenario?.adjust(plan);
      const taken = takings.take(reported_at, plan.resolution === 'phone', (customer) =>
        suits(customer, scenario, agreements),
      );
      const call: Call = {
        reported_at,
        ...taken,
        faultText: taken.fault.texts[0] ?? '',
        plan,
        shape,
        scenario: scenario?.name ?? null,
      };
      dossiers.push(simulateDossier(call, world, ticketRandom));
    });
  });
  dossiers.push(
    ...simulateRepeats(
      dossiers,
      options.tickets - dossiers.length,
      shapes,
      world,
      random.fork('repeats'),
    ),
  );
  closeWithLastCalls(dossiers);

  const byMonth = months.map(({ month, shape }) => ({
    month,
    shape,
    dossiers: dossiers
      .filter((dossier) => monthOf(dossier.ticket.reported_at) === month)
      .sort((a, b) => a.ticket.reported_at - b.ticket.reported_at),
    expenses: drawExpenses(random.fork(`expenses ${month}`), month),
  }));
  for (const month of byMonth) number(month);
  return { months: byMonth, prices: priceCard(), agreements };
}

/** A scenario that needs a contract or none gets a customer that fits. */
function suits(
  customer: Customer,
  scenario: Scenario | undefined,
  agreements: readonly Agreement[],
): boolean {
  if (scenario === undefined) return true;
  const contracted = agreements.some((entry) => entry.phone === customer.phone);
  return !contracted && customer.phone !== null;
}

function drawCustomers(random: Random, count: number): Customer[] {
  return Array.from({ length: count }, (_, index) =>
    drawCustomer(random.fork(`customer ${index}`), index),
  );
}

function drawAgreements(customers: readonly Customer[]): Agreement[] {
  const terms: readonly (readonly [boolean, number | null, Seconds, Seconds])[] = [
    [true, null, at(2026, 1, 1), at(2026, 12, 31)],
    [true, null, at(2025, 11, 1), at(2026, 10, 31)],
    [false, 10, at(2026, 3, 1), at(2027, 2, 28)],
    [false, 20, at(2026, 5, 15), at(2027, 5, 14)],
    [false, 10, at(2026, 1, 1), at(2026, 12, 31)],
    [true, null, at(2026, 7, 1), at(2027, 6, 30)],
    [false, 20, at(2025, 9, 11), at(2026, 9, 10)],
    [false, 15, at(2026, 8, 1), at(2027, 7, 31)],
    [true, null, at(2026, 2, 1), at(2027, 1, 31)],
    [false, 10, at(2026, 6, 1), at(2027, 5, 31)],
  ];
  const withPhone = customers.filter((customer) => customer.phone !== null);
  return terms.flatMap(([parts_free, discount_percent, valid_from, valid_to], index) => {
    // Three of each ten are big kitchens; they call more often, see Takings.
    const customer = withPhone[index];
    if (customer?.phone == null) return [];
    return [
      {
        customer_name: customer.customer_name,
        phone: customer.phone,
        parts_free,
        discount_percent,
        valid_from,
        valid_to,
      },
    ];
  });
}

/**
 * Who calls with what. No machine shows one fault twice within 75 days by chance: the repeats of the sample
 * are the ones it was given.
 */
class Takings {
  readonly #customers: readonly Customer[];
  readonly #random: Random;
  readonly #last = new Map<string, Seconds>();
  #turn = 0;

  constructor(customers: readonly Customer[], random: Random) {
    this.#customers = customers;
    this.#random = random;
  }

  take(
    time: Seconds,
    byPhone: boolean,
    suits: (customer: Customer) => boolean,
  ): { customer: Customer; device: Device; fault: Fault } {
    const random = this.#random.fork(`call ${this.#turn}`);
    this.#turn += 1;
    for (let tries = 0; tries < 500; tries += 1) {
      // The first customers have contracts and heavy use: one call in fourteen is theirs.
      const customer = random.chance(1 / 14)
        ? this.#customers[random.int(0, 9)]
        : random.pick(this.#customers);
      if (customer === undefined || !suits(customer)) continue;
      const device = random.pick(customer.devices);
      const faults = device.product.faults.filter((fault) => !byPhone || fault.by_phone);
      if (faults.length === 0) continue;
      const fault = random.pick(faults);
      const key = `${customer.phone ?? customer.customer_name} ${device.product.product_type} ${fault.texts[0]}`;
      const last = this.#last.get(key);
      if (last !== undefined && Math.abs(time - last) < 75 * DAY) continue;
      this.#last.set(key, time);
      return { customer, device, fault };
    }
    throw new RangeError('too many tickets for the customers of the sample');
  }
}

const HOURS: readonly (readonly [number, number])[] = [
  [6, 1],
  [7, 3],
  [8, 9],
  [9, 14],
  [10, 14],
  [11, 8],
  [12, 4],
  [13, 6],
  [14, 8],
  [15, 9],
  [16, 9],
  [17, 6],
  [18, 4],
  [19, 3],
  [20, 2],
  [21, 1],
];

function drawReportTimes(random: Random, month: string, count: number): Seconds[] {
  const start = monthStart(month);
  const days: (readonly [Seconds, number])[] = [];
  for (let day = start; monthOf(day) === month; day += DAY) {
    const { weekday } = clockface(day);
    // Kitchens break before weekends; Sundays are quiet, the October holiday is not.
    days.push([day, weekday === 0 ? 9 : weekday === 1 ? 16 : weekday === 5 ? 16 : 14]);
  }
  const times: Seconds[] = [];
  while (times.length < count) {
    const time = random.weighted(days) + random.weighted(HOURS) * HOUR + random.int(0, 59) * MINUTE;
    if (time <= LAST_UPLOAD - 8 * MINUTE) times.push(time);
  }
  return times.sort((a, b) => a - b);
}

/**
 * Gives scenarios to positions spread over the month and moves those reports to the morning, where three hours
 * are a normal working day. Small samples get as many as fit.
 */
function castScenarios(
  random: Random,
  month: string,
  shape: Shape,
  times: Seconds[],
): Map<number, Scenario> {
  const cast = new Map<number, Scenario>();
  const fitting = SCENARIOS.filter(({ shapes }) => shapes === undefined || shapes.includes(shape));
  const spread = fitting.filter(({ when }) => when === undefined);
  const start = monthStart(month);
  const early = times.findIndex((time) => time >= start + 26 * DAY);
  const usable = early === -1 ? times.length : early;
  const count = Math.min(spread.length, Math.floor(usable / 2));
  for (let index = 0; index < count; index += 1) {
    const position = Math.floor(((index + 0.5) * usable) / count);
    const scenario = spread[index];
    const time = times[position];
    if (scenario === undefined || time === undefined) continue;
    cast.set(position, scenario);
    times[position] = time - (time % DAY) + random.int(8, 12) * HOUR + random.int(0, 59) * MINUTE;
  }
  const next = monthStart(addMonths(month, 1));
  for (const scenario of fitting) {
    if (scenario.when === undefined) continue;
    const day = scenario.when === 'last_day' ? next - DAY : next - 3 * DAY;
    const position = times.findIndex((time, index) => time >= day && !cast.has(index));
    if (position === -1) continue;
    cast.set(position, scenario);
    times[position] = day + random.int(9, 12) * HOUR + random.int(0, 59) * MINUTE;
  }
  return cast;
}

/** The same customer with the same problem: those planned by a scenario first, then by chance. */
function simulateRepeats(
  dossiers: readonly Dossier[],
  wanted: number,
  shapes: ReadonlyMap<string, Shape>,
  world: World,
  random: Random,
): Dossier[] {
  const finished = dossiers.filter(
    (dossier) =>
      !dossier.plan.cancelled &&
      dossier.receipts.length > 0 &&
      dossier.receipts.every((receipt) => receipt.finished_at !== null),
  );
  const planned = finished.filter((dossier) => dossier.plan.again_after !== null);
  const others = finished.filter((dossier) => dossier.scenario === null);
  const used = new Set<Dossier>();
  const repeats: Dossier[] = [];
  const again = (earlier: Dossier, after: Seconds, own: Random): void => {
    const last = earlier.receipts.at(-1)?.finished_at ?? null;
    if (last === null || repeats.length >= wanted) return;
    const reported_at = last + after;
    const shape = shapes.get(monthOf(reported_at));
    if (shape === undefined || reported_at > world.end - HOUR) return;
    const plan = earlier.scenario === null ? drawPlan(own) : cleanPlan();
    Object.assign(plan, {
      resolution: 'on_site',
      resolution_blank: false,
      cancelled: false,
      complaint: null,
    });
    if (plan.answer === 'silent') plan.answer = 'met';
    const otherSerial = earlier.plan.again === 'other_serial';
    const texts = earlier.fault.texts;
    const reworded =
      earlier.plan.again === 'synonym' || (earlier.scenario === null && own.chance(0.3));
    // Only the wordings of 点火故障 are known to mean the same.
    const faultText = reworded && texts[0] === '打不着火' ? (texts[1] ?? '') : (texts[0] ?? '');
    const device = otherSerial
      ? { ...earlier.device, product_serial: 'DY2600001' }
      : earlier.device;
    used.add(earlier);
    repeats.push(
      simulateDossier(
        {
          reported_at,
          customer: earlier.customer,
          device,
          fault: earlier.fault,
          faultText,
          plan,
          shape,
          scenario: earlier.scenario === null ? null : `${earlier.scenario}, the later one`,
        },
        world,
        own,
      ),
    );
  };
  planned.forEach((earlier, index) => {
    again(earlier, earlier.plan.again_after ?? 0, random.fork(`planned ${index}`));
  });
  for (let tries = 0; repeats.length < wanted && tries < wanted * 50; tries += 1) {
    const own = random.fork(`chance ${tries}`);
    const earlier = others.length === 0 ? undefined : own.pick(others);
    if (earlier === undefined || used.has(earlier)) continue;
    const last = earlier.receipts.at(-1)?.finished_at ?? 0;
    const day = last - (last % DAY) + own.int(1, 24) * DAY;
    again(earlier, day + own.weighted(HOURS) * HOUR + own.int(0, 59) * MINUTE - last, own);
  }
  return repeats;
}

/**
 * The last two calls of the last day: one is answered at 18:00, so the figures stand as of the last upload; the
 * other came four minutes before and may still be answered in time.
 */
function closeWithLastCalls(dossiers: readonly Dossier[]): void {
  const latest = dossiers
    .filter(({ scenario, plan }) => scenario === null && !plan.cancelled)
    .sort((a, b) => b.ticket.reported_at - a.ticket.reported_at);
  const calls = [
    { reported_at: LAST_UPLOAD - 8 * MINUTE, answered_at: LAST_UPLOAD, resolution: 'on_site' },
    { reported_at: LAST_UPLOAD - 4 * MINUTE, answered_at: null, resolution: null },
  ] as const;
  calls.forEach((call, index) => {
    const dossier = latest[index];
    if (dossier === undefined) return;
    Object.assign(dossier, { receipts: [], lines: [], followUps: [], complaints: [] });
    Object.assign(dossier.ticket, {
      ...call,
      hotline_agent: '刘洋',
      relayed_at: null,
      dispatched_at: null,
      dispatcher: null,
      technician: null,
      dispatch_refused: null,
      promised_at: null,
      promise_consented: null,
      suspended_at: null,
      resumed_at: null,
      warranty: null,
      service_type: null,
      delay_reason: null,
      info_corrected_at: null,
      status: '处理中',
    });
  });
}

function number({ month, shape, dossiers }: DepartmentMonth): void {
  const compact = month.replace('-', '');
  const prefix = {
    classic: {
      ticket: `PG${compact}-`,
      receipt: `HZ${compact}-`,
      requisition: `LL${compact}-`,
      complaint: `TS${compact}-`,
    },
    // Plain digits, which spreadsheets like to keep as numbers.
    half: {
      ticket: compact,
      receipt: `R${compact}`,
      requisition: `L${compact}`,
      complaint: `TS${compact}-`,
    },
    wide: {
      ticket: `SH${compact.slice(2)}-`,
      receipt: `WX${compact.slice(2)}-`,
      requisition: null,
      complaint: `TS${compact}-`,
    },
  }[shape];
  let receipts = 0;
  let requisitions = 0;
  let complaints = 0;
  dossiers.forEach((dossier, index) => {
    const ticket_no = `${prefix.ticket}${pad(index + 1, 4)}`;
    dossier.ticket.ticket_no = ticket_no;
    for (const receipt of dossier.receipts) {
      receipts += 1;
      receipt.receipt_no = `${prefix.receipt}${pad(receipts, 4)}`;
      receipt.ticket_no = ticket_no;
    }
    if (dossier.lines.length > 0) requisitions += 1;
    for (const line of dossier.lines) {
      line.requisition_no =
        prefix.requisition === null ? null : `${prefix.requisition}${pad(requisitions, 4)}`;
      line.ticket_no = ticket_no;
    }
    for (const call of dossier.followUps) call.ticket_no = ticket_no;
    for (const entry of dossier.complaints) {
      complaints += 1;
      entry.complaint_no = `${prefix.complaint}${pad(complaints, 2)}`;
      if (entry.ticket_no !== null) entry.ticket_no = ticket_no;
    }
  });
}

function priceCard(): Price[] {
  return PARTS.flatMap(({ part_no, part_name, prices }) =>
    prices.map(({ unit_price_fen, from, to }) => ({
      part_no,
      part_name,
      unit_price_fen,
      valid_from: from,
      valid_to: to,
    })),
  );
}

const TRIPS = ['肇庆', '清远', '江门', '中山', '广州'] as const;

/** Overtime and travel claims; each month has a voucher from elsewhere and one found to be false. */
function drawExpenses(random: Random, month: string): Expense[] {
  const start = monthStart(month);
  const end = Math.min(monthStart(addMonths(month, 1)), LAST_UPLOAD - (LAST_UPLOAD % DAY));
  const day = (): Seconds => start + random.int(0, Math.floor((end - start) / DAY) - 1) * DAY;
  const expenses: Expense[] = [];
  const people = STAFF.filter((person) => person.role === 'technician');
  people.forEach((person, index) => {
    for (let n = random.int(1, 3); n > 0; n -= 1) {
      const hours = random.int(2, 8) / 2;
      expenses.push({
        employee: person.name,
        date: day(),
        kind: '加班',
        hours,
        amount_fen: Math.round(hours * 3000),
        trip_place: null,
        voucher_place: null,
        voucher_valid: null,
      });
    }
    for (let n = random.int(0, 2); n > 0; n -= 1) {
      const place = random.pick(TRIPS);
      expenses.push(trip(person.name, day(), place, `${place}市`, true, random));
    }
    if (index === 2) expenses.push(trip(person.name, day(), '肇庆', '广州', true, random));
    if (index === 4) expenses.push(trip('马师傅', day(), '清远', '清远', false, random));
  });
  return expenses.sort((a, b) =>
    a.employee < b.employee ? -1 : a.employee > b.employee ? 1 : a.date - b.date,
  );
}

function trip(
  employee: string,
  date: Seconds,
  trip_place: string,
  voucher_place: string,
  valid: boolean,
  random: Random,
): Expense {
  return {
    employee,
    date,
    kind: '差旅',
    hours: null,
    amount_fen: random.int(60, 480) * 100 + random.pick([0, 50, 80]),
    trip_place,
    voucher_place,
    voucher_valid: valid,
  };
}
