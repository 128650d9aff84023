/**
 * One case per ticket: the ticket with its documents in order and what follows from them. Cancelled tickets are
 * cases too, marked; whoever counts leaves them out.
 */
import { DAY, monthOf, type Seconds, startOfDay } from '../times.ts';
import { FAULT_SYNONYMS } from './default-policy.ts';
import type { TruthRow, TruthTables } from './truth-tables.ts';

export interface Case {
  ticket_no: string;
  row: TruthRow;
  cancelled: boolean;
  reported_at: Seconds;
  month: string;
  resolution: 'on_site' | 'phone' | 'unknown';
  /** By arrival, then number. */
  receipts: TruthRow[];
  lines: TruthRow[];
  /** By time; attempts that reached nobody included. */
  followUps: TruthRow[];
  complaints: TruthRow[];
  /** End of the latest visit; null while that is open or without a visit. */
  last_finished_at: Seconds | null;
  customer_key: string;
  product_key: string;
  product_serial: string | null;
  fault_key: string;
}

const squeeze = (text: string | null): string => (text ?? '').replace(/\s/g, '');

export function buildCases(truth: TruthTables): Case[] {
  const receipts = groupByTicket(truth.receipts);
  const lines = groupByTicket(truth.lines);
  const followUps = groupByTicket(truth.followUps);
  const complaints = groupByTicket(truth.complaints);
  return truth.tickets.map((row) => {
    const ticket_no = row.required('ticket_no');
    const visits = (receipts.get(ticket_no) ?? []).sort(byArrival);
    const reported_at = row.requiredTime('reported_at');
    const status = row.text('status') ?? '';
    return {
      ticket_no,
      row,
      cancelled: ['取消', '作废', '撤销'].some((word) => status.includes(word)),
      reported_at,
      month: monthOf(reported_at),
      resolution: resolutionOf(row, visits),
      receipts: visits,
      lines: lines.get(ticket_no) ?? [],
      followUps: (followUps.get(ticket_no) ?? []).sort(
        (a, b) => a.requiredTime('called_at') - b.requiredTime('called_at'),
      ),
      complaints: complaints.get(ticket_no) ?? [],
      last_finished_at: lastFinished(visits),
      customer_key: customerKey(
        row.text('phone'),
        row.text('customer_name'),
        row.text('customer_org'),
      ),
      product_key: squeeze(row.text('product_type')).toLowerCase(),
      product_serial: row.text('product_serial'),
      fault_key: faultKey(row.text('fault')),
    };
  });
}

function groupByTicket(rows: readonly TruthRow[]): Map<string, TruthRow[]> {
  const groups = new Map<string, TruthRow[]>();
  for (const row of rows) {
    const ticket_no = row.text('ticket_no');
    if (ticket_no === null) continue;
    groups.set(ticket_no, [...(groups.get(ticket_no) ?? []), row]);
  }
  return groups;
}

function byArrival(a: TruthRow, b: TruthRow): number {
  const time = (row: TruthRow): number => row.time('arrived_at') ?? row.time('finished_at') ?? 0;
  const difference = time(a) - time(b);
  if (difference !== 0) return difference;
  return a.required('receipt_no') < b.required('receipt_no') ? -1 : 1;
}

/** The latest known end, and none while the last visit has none. */
function lastFinished(visits: readonly TruthRow[]): Seconds | null {
  const last = visits.at(-1);
  if (last === undefined || last.time('finished_at') === null) return null;
  return Math.max(...visits.map((visit) => visit.time('finished_at') ?? 0));
}

function resolutionOf(row: TruthRow, visits: readonly TruthRow[]): Case['resolution'] {
  const written = row.text('resolution');
  if (written === 'phone' || written === 'on_site') return written;
  return row.time('dispatched_at') !== null || visits.length > 0 ? 'on_site' : 'unknown';
}

/** Digits of the phone if there are at least seven (the last eleven), else name and shop. */
export function customerKey(phone: string | null, name: string | null, org: string | null): string {
  const digits = (phone ?? '').replace(/\D/g, '');
  return digits.length >= 7 ? digits.slice(-11) : squeeze(name) + squeeze(org);
}

function faultKey(fault: string | null): string {
  const text = (fault ?? '').replace(/[\s\p{P}\p{S}]/gu, '');
  return FAULT_SYNONYMS.get(text) ?? text;
}

/** Receipts whose end lies in the month, of tickets that stand. */
export function receiptsFinishedIn(
  cases: readonly Case[],
  month: string,
): { of: Case; receipt: TruthRow }[] {
  return cases
    .filter(({ cancelled }) => !cancelled)
    .flatMap((of) => of.receipts.map((receipt) => ({ of, receipt })))
    .filter(({ receipt }) => {
      const finished = receipt.time('finished_at');
      return finished !== null && monthOf(finished) === month;
    });
}

/** Every field of the form that was asked is filled; parts are asked where parts were drawn. */
export function isComplete(of: Case, receipt: TruthRow): boolean {
  const filled = (field: string): boolean =>
    !receipt.captured(field) || receipt.text(field) !== null;
  const signed = !receipt.captured('customer_signed') || receipt.yesNo('customer_signed') === true;
  const partsAsked = receipt === of.receipts.at(-1) && of.lines.length > 0;
  return (
    filled('fault_cause') &&
    filled('solution') &&
    signed &&
    (!partsAsked || filled('replaced_parts'))
  );
}

/** The ticket's score and none without one: the latest call that gives one, else the last receipt that does. */
export function scoreOf({ followUps, receipts }: Case): number | null {
  const call = followUps.findLast(
    (row) => row.yesNo('connected') !== false && row.number('satisfaction') !== null,
  );
  const receipt = receipts.findLast((row) => row.number('satisfaction') !== null);
  return call?.number('satisfaction') ?? receipt?.number('satisfaction') ?? null;
}

export interface Pair {
  earlier: Case;
  later: Case;
}

/** Same customer, product and fault within the window after the work; of several earlier ones the nearest. */
export function repeatPairs(cases: readonly Case[], window: Seconds): Pair[] {
  const onSite = cases.filter(
    ({ cancelled, resolution }) => !cancelled && resolution === 'on_site',
  );
  return onSite.flatMap((later) => {
    const nearest = onSite
      .filter((earlier) => {
        const end = earlier.last_finished_at;
        if (earlier === later || end === null || later.fault_key === '') return false;
        if (earlier.customer_key !== later.customer_key || earlier.fault_key !== later.fault_key)
          return false;
        return (
          sameProduct(earlier, later) &&
          later.reported_at > end &&
          later.reported_at - end <= window
        );
      })
      .sort((a, b) => (b.last_finished_at ?? 0) - (a.last_finished_at ?? 0))[0];
    return nearest === undefined ? [] : [{ earlier: nearest, later }];
  });
}

function sameProduct(a: Case, b: Case): boolean {
  const serial = (text: string | null): string => squeeze(text).toLowerCase();
  if (a.product_serial !== null && b.product_serial !== null) {
    return serial(a.product_serial) === serial(b.product_serial);
  }
  return a.product_key !== '' && a.product_key === b.product_key;
}

export interface Charge {
  charged_fen: number;
  /** Null where nobody can know what should have been charged. */
  expected_fen: number | null;
  /** Charged and not collected, whole receipts. */
  outstanding_fen: number;
}

/** Charged and expected sums of a finished ticket. */
export function chargeOf(of: Case, truth: TruthTables, linesKeptIn: ReadonlySet<string>): Charge {
  const charged_fen = of.receipts.reduce((sum, row) => sum + (row.number('charge_fen') ?? 0), 0);
  const outstanding_fen = of.receipts
    .filter((row) => row.captured('collected') && row.yesNo('collected') !== true)
    .reduce((sum, row) => sum + Math.max(0, row.number('charge_fen') ?? 0), 0);
  return { charged_fen, expected_fen: expectedCharge(of, truth, linesKeptIn), outstanding_fen };
}

function expectedCharge(
  of: Case,
  truth: TruthTables,
  linesKeptIn: ReadonlySet<string>,
): number | null {
  if (of.last_finished_at === null) return null;
  if (!of.receipts.every((row) => row.captured('charge'))) return null;
  const warranty = of.row.text('warranty');
  if (warranty === 'in') return 0;
  const day = startOfDay(of.last_finished_at);
  if (warranty === 'out') return cardSum(of, truth, linesKeptIn, day);
  if (warranty !== 'agreement') return null;
  const agreement = truth.agreements.find(
    (row) =>
      customerKey(row.text('phone'), row.text('customer_name'), null) === of.customer_key &&
      row.requiredTime('valid_from') <= day &&
      day <= (row.time('valid_to') ?? day + DAY),
  );
  if (agreement === undefined) return null;
  if (agreement.yesNo('parts_free') === true) return 0;
  const sum = cardSum(of, truth, linesKeptIn, day);
  return sum === null ? null : (sum * (100 - (agreement.number('discount_percent') ?? 0))) / 100;
}

/** What the price card says for the parts drawn; null where a part is on no card or parts were not drawn on paper. */
function cardSum(
  of: Case,
  truth: TruthTables,
  linesKeptIn: ReadonlySet<string>,
  day: Seconds,
): number | null {
  if (!linesKeptIn.has(monthOf(day))) return null;
  if (of.lines.length === 0)
    return of.receipts.some((row) => row.text('replaced_parts') !== null) ? null : 0;
  let sum = 0;
  for (const line of of.lines) {
    const column = line.text('part_no') === null ? 'part_name' : 'part_no';
    const price = truth.prices.find(
      (row) =>
        row.text(column) === line.text(column) &&
        row.requiredTime('valid_from') <= day &&
        day <= (row.time('valid_to') ?? day + DAY),
    );
    if (price === undefined) return null;
    sum += (line.number('quantity') ?? 0) * (price.number('unit_price_fen') ?? 0);
  }
  return sum;
}
