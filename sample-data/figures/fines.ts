/** The proposed fines and the suspected cases, straight from the rules. */
import { isoTime, monthOf, type Seconds } from '../times.ts';
import { type Case, chargeOf, isComplete, type Pair, repeatPairs } from './cases.ts';
import {
  AMOUNTS,
  ANSWER_TARGET,
  MISSED_AFTER,
  REPEAT_WINDOW,
  type Severity,
} from './default-policy.ts';
import { type Person, rosterReader, technicianOf } from './roster.ts';
import {
  arrival,
  dispatch,
  dispatchStart,
  type KeptMonths,
  keptMonths,
  promiseOf,
} from './stages.ts';
import type { TruthRow, TruthTables } from './truth-tables.ts';

export interface ExpectedFine {
  rule: string;
  subject_kind: 'ticket' | 'receipt' | 'complaint' | 'expense';
  /** Number of the ticket, receipt or complaint; an expense row has none. */
  subject: string;
  ticket_no: string | null;
  /** Roster name; the written text for somebody unknown; null where nobody is written. */
  person: string | null;
  employee_no: string | null;
  /** Null while undecided. */
  amount_fen: number | null;
  occurred_at: Seconds;
}

export interface ExpectedFines {
  fines: ExpectedFine[];
  /** Cases without sufficient evidence: rule, ticket and date. */
  suspected: { rule: string; ticket_no: string; occurred_at: Seconds }[];
}

export function expectedFines(
  cases: readonly Case[],
  truth: TruthTables,
  as_of: Seconds,
): ExpectedFines {
  const person = rosterReader(truth.staff);
  const pairs = repeatPairs(cases, REPEAT_WINDOW);
  const kept = keptMonths(cases);
  const linesKeptIn = new Set(
    cases.filter(({ lines }) => lines.length > 0).map(({ month }) => month),
  );
  const fines: ExpectedFine[] = [];
  const suspected: ExpectedFines['suspected'] = [];

  for (const of of cases) {
    if (of.cancelled) continue;
    const { ticket_no, row } = of;
    const propose = (
      rule: string,
      written: string | null,
      occurred_at: Seconds,
      receipt?: TruthRow,
    ): void => {
      const { name, employee_no } = person(written);
      fines.push({
        rule,
        subject_kind: receipt === undefined ? 'ticket' : 'receipt',
        subject: receipt?.required('receipt_no') ?? ticket_no,
        ticket_no,
        person: name,
        employee_no,
        amount_fen: amountOf(rule, null),
        occurred_at,
      });
    };
    const suspect = (rule: string, occurred_at: Seconds): void => {
      suspected.push({ rule, ticket_no, occurred_at });
    };
    hotlineAndDispatch(of, as_of, propose, suspect);
    visits(of, as_of, kept, propose, suspect);
    if (row.yesNo('dispatch_refused') === true) {
      propose('8', row.text('technician'), row.time('dispatched_at') ?? of.reported_at);
    }
    const { charged_fen, expected_fen } = chargeOf(of, truth, linesKeptIn);
    if (expected_fen !== null && charged_fen > expected_fen && of.last_finished_at !== null) {
      propose('10', chargedPerson('10', of, pairs), of.last_finished_at);
    }
  }
  for (const { earlier, later } of pairs) {
    const { name, employee_no } = person(technicianOf(earlier, earlier.receipts.at(-1)));
    fines.push({
      rule: '5',
      subject_kind: 'ticket',
      subject: later.ticket_no,
      ticket_no: later.ticket_no,
      person: name,
      employee_no,
      amount_fen: amountOf('5', null),
      occurred_at: later.reported_at,
    });
  }
  fines.push(...expenseFines(truth, person));
  addComplaints(fines, cases, truth, pairs, person);
  return { fines: fines.sort(byDate), suspected };
}

type Propose = (
  rule: string,
  written: string | null,
  occurred_at: Seconds,
  receipt?: TruthRow,
) => void;
type Suspect = (rule: string, occurred_at: Seconds) => void;

/** Rules 1a, 1b, 2a, 2b. */
function hotlineAndDispatch(of: Case, as_of: Seconds, propose: Propose, suspect: Suspect): void {
  const { row, reported_at, receipts, followUps, resolution } = of;
  const blank = (field: string): boolean => row.captured(field) && row.text(field) === null;
  const agent = row.text('hotline_agent');
  const dispatcher = row.text('dispatcher');
  const preciseReport = !row.dayOnly('reported_at');

  let hotlineAtFault = false;
  if (blank('answered_at') && preciseReport && as_of > reported_at + ANSWER_TARGET) {
    const laterStep =
      row.text('relayed_at') !== null ||
      row.text('dispatched_at') !== null ||
      receipts.length > 0 ||
      followUps.length > 0;
    if (laterStep) suspect('1a', reported_at);
    else {
      propose('1a', agent, reported_at);
      hotlineAtFault = true;
    }
  }
  const neverWent = blank('dispatched_at') && receipts.length === 0 && resolution === 'on_site';
  if (
    neverWent &&
    preciseReport &&
    row.text('answered_at') !== null &&
    blank('relayed_at') &&
    as_of > reported_at + MISSED_AFTER
  ) {
    propose('1b', agent, reported_at + MISSED_AFTER);
    hotlineAtFault = true;
  }
  const start = dispatchStart(of);
  if (neverWent && !hotlineAtFault && as_of > start + MISSED_AFTER) {
    propose('2b', dispatcher, start + MISSED_AFTER);
  }
  const dispatched = row.time('dispatched_at');
  if (dispatched !== null && dispatch(of, as_of).state === 'breached') {
    if (blank('relayed_at')) suspect('2a', dispatched);
    else propose('2a', dispatcher, dispatched);
  }
  const firstVisit = receipts[0];
  if (blank('dispatched_at') && firstVisit !== undefined) {
    const arrived = firstVisit.time('arrived_at') ?? firstVisit.time('finished_at');
    if (arrived !== null) propose('7b', dispatcher, arrived);
  }
}

/** Rules 3, 4, 6 and 7a. */
function visits(
  of: Case,
  as_of: Seconds,
  kept: KeptMonths,
  propose: Propose,
  suspect: Suspect,
): void {
  const { receipts, followUps, row, last_finished_at } = of;
  const calls = followUps.filter((call) => call.yesNo('connected') !== false);
  const undressed = (form: TruthRow): boolean =>
    form.yesNo('badge_shown') === false || form.yesNo('uniform_worn') === false;
  const last = receipts.at(-1);
  const first = receipts[0];
  for (const receipt of receipts) {
    const told = receipt === last && calls.some(undressed);
    const seen = receipt.time('arrived_at') ?? receipt.time('finished_at');
    if ((undressed(receipt) || told) && seen !== null) {
      propose('3', technicianOf(of, receipt), seen, receipt);
    }
    const finished = receipt.time('finished_at');
    if (finished !== null && !isComplete(of, receipt)) {
      propose('7a', technicianOf(of, receipt), finished, receipt);
    }
  }
  const scores = [...receipts, ...calls].map((form) => form.number('satisfaction'));
  if (
    last !== undefined &&
    last_finished_at !== null &&
    scores.some((score) => score !== null && score <= 2)
  ) {
    propose('4', technicianOf(of, last), last_finished_at);
  }
  const arrived = first?.time('arrived_at') ?? null;
  if (first !== undefined && arrived !== null && arrival(of, as_of, kept).state === 'breached') {
    if (row.text('region') === null && promiseOf(of) === null) suspect('6', arrived);
    else propose('6', technicianOf(of, first), arrived);
  }
}

/** Whom the rule charges on a ticket, as written. */
function chargedPerson(rule: string, of: Case, pairs: readonly Pair[]): string | null {
  switch (rule) {
    case '1a':
    case '1b':
      return of.row.text('hotline_agent');
    case '2a':
    case '2b':
    case '7b':
      return of.row.text('dispatcher');
    case '3':
    case '4':
    case '7a':
      return technicianOf(of, of.receipts.at(-1));
    case '5': {
      const earlier = pairs.find(({ later }) => later === of)?.earlier;
      return earlier === undefined ? null : technicianOf(earlier, earlier.receipts.at(-1));
    }
    case '6':
      return technicianOf(of, of.receipts[0]);
    case '8':
      return of.row.text('technician');
    case '10': {
      const withCharge = of.receipts.findLast((row) => (row.number('charge_fen') ?? 0) > 0);
      return technicianOf(of, withCharge ?? of.receipts.at(-1));
    }
    default:
      return null;
  }
}

function amountOf(rule: string, severity: Severity | null): number | null {
  const amount = AMOUNTS[rule] ?? null;
  if (amount === null || typeof amount === 'number') return amount;
  return severity === null ? null : amount[severity];
}

const bare = (place: string): string => place.replace(/[省市区县\s]/g, '');

/** Rule 11. */
function expenseFines(
  truth: TruthTables,
  person: (written: string | null) => Person,
): ExpectedFine[] {
  return truth.expenses
    .filter((row) => {
      const trip = row.text('trip_place');
      const voucher = row.text('voucher_place');
      const elsewhere = trip !== null && voucher !== null && bare(trip) !== bare(voucher);
      return row.yesNo('voucher_valid') === false || elsewhere;
    })
    .map((row) => {
      const { name, employee_no } = person(row.text('employee'));
      return {
        rule: '11',
        subject_kind: 'expense',
        subject: '',
        ticket_no: null,
        person: name,
        employee_no,
        amount_fen: null,
        occurred_at: row.requiredTime('date'),
      };
    });
}

/** Adds what substantiated complaints propose: to a fine already detected, or as one of their own. */
function addComplaints(
  fines: ExpectedFine[],
  cases: readonly Case[],
  truth: TruthTables,
  pairs: readonly Pair[],
  person: (written: string | null) => Person,
): void {
  const byNumber = new Map(cases.map((of) => [of.ticket_no, of]));
  for (const row of truth.complaints) {
    const rule = row.text('reason');
    if (row.yesNo('substantiated') !== true || rule === null) continue;
    const ticket_no = row.text('ticket_no');
    const of = ticket_no === null ? undefined : byNumber.get(ticket_no);
    const written =
      row.text('person') ?? (of === undefined ? null : chargedPerson(rule, of, pairs));
    const { name, employee_no } = person(written);
    const severity = severityOf(row.text('severity'));
    const detected = fines.find(
      (fine) =>
        fine.subject_kind !== 'complaint' &&
        fine.rule === rule &&
        ticket_no !== null &&
        fine.ticket_no === ticket_no &&
        fine.employee_no === employee_no &&
        fine.person === name,
    );
    if (detected !== undefined) {
      detected.amount_fen = amountOf(rule, severity) ?? detected.amount_fen;
      continue;
    }
    fines.push({
      rule,
      subject_kind: 'complaint',
      subject: row.required('complaint_no'),
      ticket_no,
      person: name,
      employee_no,
      amount_fen: amountOf(rule, severity),
      occurred_at: row.requiredTime('received_at'),
    });
  }
}

function severityOf(text: string | null): Severity | null {
  return text === 'minor' || text === 'medium' || text === 'serious' ? text : null;
}

function byDate(a: ExpectedFine, b: ExpectedFine): number {
  const key = (fine: ExpectedFine): string =>
    [
      isoTime(fine.occurred_at),
      fine.rule.padStart(3, '0'),
      fine.subject,
      fine.employee_no ?? '',
      fine.person ?? '',
    ].join('|');
  return key(a) < key(b) ? -1 : 1;
}

export const inMonth = (month: string) => (entry: { occurred_at: Seconds }) =>
  monthOf(entry.occurred_at) === month;
