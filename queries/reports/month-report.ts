/**
 * The month's figures (report --json). Each block is one .sql of this folder; here they are only put together,
 * rounded and named.
 */
import { z } from 'zod';
import { draftDeductions, ledgerIsEmpty } from '../ledger/deductions.ts';
import type { PersonDeduction } from '../ledger/types.ts';
import { policyOf } from '../policy/policy.ts';
import { ratio, roundTo } from '../values/round.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { gatherMonth } from './fines.ts';
import {
  type MonthReport,
  type PersonFigures,
  type PersonRoles,
  STAGES,
  type Stage,
  type StageFigures,
} from './types.ts';

const count = z.number().int();
const duration = z.number().nullable();

const ticketsRow = z.object({
  reported: count,
  on_site: count,
  phone: count,
  unknown: count,
  cancelled: count,
  finished: count,
});
const stageRow = z.object({
  stage: z.enum(STAGES),
  measured: count,
  met: count,
  breached: count,
  open_breaches: count,
  pending: count,
  invalid: count,
  not_captured: count,
  applicable: count,
  mean: duration,
  median: duration,
  p90: duration,
  max: duration,
});
const repeatRow = z.object({
  repeats: count,
  on_site: count,
  finished: count,
  repeated_later: count,
  provisional: z.boolean(),
  visits: count.nullable(),
  visited: count,
});
const satisfactionRow = z.object({
  scored: count,
  finished: count,
  sum: count,
  satisfied: count,
  dissatisfied: count,
  score_1: count,
  score_2: count,
  score_3: count,
  score_4: count,
  score_5: count,
});
const complaintsRow = z.object({ received: count, substantiated: count });
const receiptsRow = z.object({ finished: count, complete: count });
const chargesRow = z.object({
  charged_fen: count,
  expected_fen: count,
  overcharged: count,
  outstanding_fen: count,
});
const finesRow = z.object({
  name: z.string().nullable(),
  employee_no: z.string().nullable(),
  rule: z.string(),
  state: z.enum(['proposed', 'confirmed', 'adjusted', 'waived', 'recheck']),
  fines: count,
  fen: count,
  undecided: count,
});
const rolesRow = z.object({
  name_key: z.string(),
  roster_loaded: z.boolean(),
  known: count.nullable(),
  employee_no: z.string().nullable(),
  name: z.string().nullable(),
  answer_tickets: count,
  answer_measured: count,
  answer_met: count,
  dispatch_tickets: count,
  dispatch_measured: count,
  dispatch_met: count,
  arrival_measured: count,
  arrival_met: count,
  repair_hours: z.number(),
  tickets: count,
  visits: count,
  days: count,
  receipts_finished: count,
  receipts_complete: count,
  repeats: count,
  scored: count,
  score_sum: count,
  overtime_hours: z.number(),
  expenses_fen: count,
});
type RolesRow = z.infer<typeof rolesRow>;

/** Stages without a target: met, breached and rate say nothing. */
const WITHOUT_TARGET: ReadonlySet<Stage> = new Set(['turnaround', 'repair']);

/** The months a department has worked in, oldest first (reports/months.sql). */
export async function workedMonths(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse.report('reports/months', z.object({ month: z.string() }));
  return rows.map((row) => row.month);
}

/**
 * The figures of one month as of a moment. Shapes and units: MonthReport.
 *
 * @param scoped asked of a department of which only some tickets are looked at (queries/scope): people have no figures then
 */
export async function monthReport(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  scoped = false,
): Promise<MonthReport> {
  const at = { month, as_of: asOf };
  const tickets = await one(warehouse, 'report_tickets', ticketsRow, { month });
  const stageRows = await warehouse.report('reports/report_stages', stageRow, at);
  const repeat = await one(warehouse, 'report_repeat', repeatRow, at);
  const satisfaction = await one(warehouse, 'report_satisfaction', satisfactionRow, { month });
  const complaints = await one(warehouse, 'report_complaints', complaintsRow, { month });
  const receipts = await one(warehouse, 'report_receipts', receiptsRow, { month });
  const charges = await one(warehouse, 'report_charges', chargesRow, { month });
  const fines = await finesByState(warehouse, month, asOf, scoped);
  const { suspected } = await one(warehouse, 'report_suspected', z.object({ suspected: count }), {
    ...at,
    scoped,
  });
  const policy = policyOf(warehouse.policies, month);

  return {
    month,
    as_of: asOf,
    policy: { id: policy.id, version: policy.version },
    tickets,
    stages: stageFigures(stageRows, tickets.reported),
    repeat: {
      repeats: repeat.repeats,
      on_site: repeat.on_site,
      repeat_rate: ratio(repeat.repeats, repeat.on_site),
      finished: repeat.finished,
      repeated_later: repeat.repeated_later,
      first_time_fix_rate: ratio(repeat.finished - repeat.repeated_later, repeat.finished),
      provisional: repeat.provisional,
      visits_per_ticket: ratio(repeat.visits ?? 0, repeat.visited),
    },
    satisfaction: {
      scored: satisfaction.scored,
      finished: satisfaction.finished,
      response_rate: ratio(satisfaction.scored, satisfaction.finished),
      mean: ratio(satisfaction.sum, satisfaction.scored),
      satisfied: ratio(satisfaction.satisfied, satisfaction.scored),
      dissatisfied: ratio(satisfaction.dissatisfied, satisfaction.scored),
      distribution: {
        '1': satisfaction.score_1,
        '2': satisfaction.score_2,
        '3': satisfaction.score_3,
        '4': satisfaction.score_4,
        '5': satisfaction.score_5,
      },
    },
    complaints: {
      received: complaints.received,
      substantiated: complaints.substantiated,
      rate: ratio(complaints.received, tickets.reported),
      blame_rate: ratio(complaints.substantiated, tickets.reported),
    },
    receipts: { ...receipts, completeness: ratio(receipts.complete, receipts.finished) },
    charges,
    fines: {
      proposed: {
        ...sums(fines, isOpen),
        undecided: fines.filter(isOpen).reduce((sum, row) => sum + row.undecided, 0),
      },
      confirmed: sums(fines, isCharged),
      waived: sums(fines, (row) => row.state === 'waived'),
      suspected,
    },
    people: scoped ? [] : await peopleOf(warehouse, month, asOf, fines),
  };
}

async function one<T>(
  warehouse: Warehouse,
  name: string,
  row: z.ZodType<T>,
  params: Record<string, string | boolean>,
): Promise<T> {
  const [first] = await warehouse.report(`reports/${name}`, row, params);
  if (first === undefined) throw new Error(`reports/${name}.sql gave no row`);
  return first;
}

function stageFigures(
  rows: readonly z.infer<typeof stageRow>[],
  reported: number,
): Record<Stage, StageFigures> {
  const figures = (stage: Stage): StageFigures => {
    const row = rows.find((item) => item.stage === stage);
    const without = WITHOUT_TARGET.has(stage);
    return {
      measured: row?.measured ?? 0,
      met: without ? null : (row?.met ?? 0),
      breached: without ? null : (row?.breached ?? 0),
      open_breaches: row?.open_breaches ?? 0,
      pending: row?.pending ?? 0,
      invalid: row?.invalid ?? 0,
      not_captured: row?.not_captured ?? 0,
      not_applicable: stage === 'repair' ? 0 : Math.max(0, reported - (row?.applicable ?? 0)),
      rate: without || row === undefined ? null : ratio(row.met, row.measured),
      mean: row?.mean ?? null,
      median: row?.median ?? null,
      p90: row?.p90 ?? null,
      max: row?.max ?? null,
    };
  };
  return {
    answer: figures('answer'),
    dispatch: figures('dispatch'),
    arrival: figures('arrival'),
    guidance_follow_up: figures('guidance_follow_up'),
    callback: figures('callback'),
    turnaround: figures('turnaround'),
    repair: figures('repair'),
  };
}

export type FinesRow = z.infer<typeof finesRow>;

/** Waits for a decision, the first one or another. */
function isOpen(row: FinesRow): boolean {
  return row.state === 'proposed' || row.state === 'recheck';
}

function isCharged(row: FinesRow): boolean {
  return row.state === 'confirmed' || row.state === 'adjusted';
}

function sums(
  rows: readonly FinesRow[],
  which: (row: FinesRow) => boolean,
): { count: number; fen: number } {
  const some = rows.filter(which);
  return {
    count: some.reduce((sum, row) => sum + row.fines, 0),
    fen: some.reduce((sum, row) => sum + row.fen, 0),
  };
}

/**
 * The fines of a month per person, rule and state.
 *
 * @param scoped only those about the tickets of scope_ticket
 */
export async function finesByState(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  scoped: boolean,
): Promise<FinesRow[]> {
  await gatherMonth(warehouse, month, asOf);
  return warehouse.report('reports/report_fines', finesRow, { scoped });
}

async function peopleOf(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  fines: readonly FinesRow[],
): Promise<PersonFigures[]> {
  const roles = await warehouse.report('reports/report_roles', rolesRow, { month, as_of: asOf });
  return people(fines, roles, await deductionsOf(warehouse, month, asOf));
}

/** What the month's sheet takes of each person; nothing while nobody ever decided anything. */
async function deductionsOf(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<readonly PersonDeduction[]> {
  if (await ledgerIsEmpty(warehouse)) return [];
  return (await draftDeductions(warehouse, month, asOf)).content.people;
}

/** Fines and role figures per person; several written names of one roster person are one. */
function people(
  fines: readonly FinesRow[],
  roles: readonly RolesRow[],
  deductions: readonly PersonDeduction[],
): PersonFigures[] {
  const found = new Map<string, PersonFigures>();
  const person = (employeeNo: string | null, name: string): PersonFigures => {
    const id = employeeNo === null ? `name ${name.replaceAll(/\s/g, '')}` : `no ${employeeNo}`;
    const known = found.get(id);
    if (known !== undefined) return known;
    const fresh: PersonFigures = {
      employee_no: employeeNo,
      name,
      proposed_fen: 0,
      confirmed_fen: 0,
      deduct_fen: 0,
      rules: {},
      roles: {},
    };
    found.set(id, fresh);
    return fresh;
  };
  for (const row of fines) {
    // A waived fine is no longer one of the person's.
    if (row.name === null || row.state === 'waived') continue;
    const entry = person(row.employee_no, row.name);
    if (isOpen(row)) entry.proposed_fen += row.fen;
    else entry.confirmed_fen += row.fen;
    entry.rules[row.rule] = (entry.rules[row.rule] ?? 0) + row.fines;
  }
  for (const row of deductions) person(row.employee_no, row.name).deduct_fen = row.deduct_fen;
  const byPerson = new Map<PersonFigures, RolesRow[]>();
  for (const row of roles) {
    // With a roster loaded, a name it does not know is a question for data quality, not a person.
    if (row.roster_loaded && row.known !== 1) continue;
    const entry = person(row.employee_no, row.name ?? row.name_key);
    byPerson.set(entry, [...(byPerson.get(entry) ?? []), row]);
  }
  for (const [entry, rows] of byPerson) entry.roles = roleFigures(rows);
  return [...found.values()].sort(
    (a, b) =>
      b.proposed_fen + b.confirmed_fen - a.proposed_fen - a.confirmed_fen ||
      (a.employee_no ?? '').localeCompare(b.employee_no ?? '') ||
      a.name.localeCompare(b.name, 'zh-CN'),
  );
}

function roleFigures(rows: readonly RolesRow[]): PersonRoles {
  const sum = (pick: (row: RolesRow) => number): number =>
    rows.reduce((total, row) => total + pick(row), 0);
  const roles: PersonRoles = {};
  if (sum((r) => r.answer_tickets) > 0) {
    const measured = sum((r) => r.answer_measured);
    const met = sum((r) => r.answer_met);
    roles.hotline = {
      tickets: sum((r) => r.answer_tickets),
      answer_measured: measured,
      answer_met: met,
      answer_rate: ratio(met, measured),
    };
  }
  if (sum((r) => r.dispatch_tickets) > 0) {
    const measured = sum((r) => r.dispatch_measured);
    const met = sum((r) => r.dispatch_met);
    roles.dispatcher = {
      tickets: sum((r) => r.dispatch_tickets),
      dispatch_measured: measured,
      dispatch_met: met,
      dispatch_rate: ratio(met, measured),
    };
  }
  const works =
    sum((r) => r.visits + r.receipts_finished + r.arrival_measured + r.repeats + r.scored) +
    sum((r) => r.repair_hours + r.expenses_fen + r.overtime_hours);
  if (works > 0) {
    const measured = sum((r) => r.arrival_measured);
    const met = sum((r) => r.arrival_met);
    const scored = sum((r) => r.scored);
    roles.technician = {
      tickets: sum((r) => r.tickets),
      visits: sum((r) => r.visits),
      arrival_measured: measured,
      arrival_met: met,
      arrival_rate: ratio(met, measured),
      repair_hours: roundTo(
        sum((r) => r.repair_hours),
        2,
      ),
      days: sum((r) => r.days),
      repeats: sum((r) => r.repeats),
      scored,
      satisfaction_mean: ratio(
        sum((r) => r.score_sum),
        scored,
      ),
      receipts_finished: sum((r) => r.receipts_finished),
      receipts_complete: sum((r) => r.receipts_complete),
      overtime_hours: roundTo(
        sum((r) => r.overtime_hours),
        2,
      ),
      expenses_fen: sum((r) => r.expenses_fen),
    };
  }
  return roles;
}
