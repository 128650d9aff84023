/**
 * The people of a month and one person's month: figures by the registry's metrics beside the team's, visits, jobs,
 * expenses. Persons are told apart by `person_of.sql`: the employee number, or without a roster `~` and the name.
 */
import { z } from 'zod';
import {
  METRICS,
  type MetricId,
  ROLE_METRICS,
  WORK_ROLES,
  type WorkRole,
} from '../metrics/registry.ts';
import { addMonths, monthsEnding } from '../values/month.ts';
import { personMark } from '../values/person-search.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type {
  MetricPoint,
  PersonFiguresOfMonth,
  PersonIdentity,
  PersonLine,
  RoleScores,
  ScoreLine,
} from './person-types.ts';
import { type MonthReport, type PersonRoles, STAGE_STATES } from './types.ts';

const count = z.number().int();
const text = z.string().nullable();
const state = z.enum(STAGE_STATES).nullable();

const personRow = z
  .object({
    person_id: z.string(),
    employee_no: text,
    name: z.string(),
    role: text,
    department: text,
    grade: text,
    hired_on: text,
    left_on: text,
    names: z.array(z.string()),
  })
  .transform(({ person_id, ...row }) => ({ id: person_id, ...row }));

const metricRow = z.object({
  metric: z.string(),
  month: z.string(),
  person_id: text,
  team: z.boolean(),
  met: count,
  measured: count,
  unknown: count,
  pending: count,
  open_until: text,
  median_minutes: z.number().nullable(),
});
type MetricRow = z.infer<typeof metricRow>;

const visitRow = z.object({
  receipt_key: z.string(),
  receipt_no: z.string(),
  ticket_no: text,
  visit_no: count,
  customer: text,
  product: text,
  fault: text,
  reported_at: text,
  reported_day: z.boolean(),
  due_at: text,
  arrival_state: state,
  arrived_at: text,
  arrived_day: z.boolean(),
  finished_at: text,
  finished_day: z.boolean(),
  repair_minutes: z.number().nullable(),
  complete: z.boolean(),
  missing_fields: z.array(z.string()),
});

const jobRow = z.object({
  ticket_no: z.string(),
  dispatched: z.boolean(),
  reported_at: text,
  customer: text,
  product: text,
  fault: text,
  region: z.enum(['urban', 'outside']).nullable(),
  receipts: count.nullable().transform((n) => n ?? 0),
  visits: count,
  promised: z
    .boolean()
    .nullable()
    .transform((yes) => yes ?? false),
  dispatch_state: state,
  dispatch_minutes: z.number().nullable(),
  arrival_state: state,
  arrival_minutes: z.number().nullable(),
  arrival_due_at: text,
  arrived_at: text,
  arrival_over_minutes: z.number().nullable(),
  repair_minutes: z.number().nullable(),
  callback_state: state,
  callback_minutes: z.number().nullable(),
  score: count.nullable(),
  complete: z.boolean().nullable(),
  open_visit: z.boolean().nullable(),
  missing: z.array(z.string()),
  unknown_ticket: z.boolean(),
});

const breachRow = z.object({
  ticket_no: z.string(),
  stage: z.enum(['answer', 'dispatch', 'callback', 'guidance_follow_up']),
  start_at: z.string(),
  due_at: z.string(),
  end_at: text,
  minutes: z.number().nullable(),
  over_minutes: z.number(),
  customer: text,
});

const expenseRow = z.object({
  row_key: z.string(),
  date: z.string(),
  kind: text,
  hours: z.number().nullable(),
  amount_fen: count.nullable(),
  trip_place: text,
  voucher_place: text,
  voucher_valid: z.boolean().nullable(),
});

/**
 * Everybody a page can be about, in the order of lists: technicians, dispatchers, hotline, others, each by employee
 * number, then name. Nobody is ordered by a figure.
 */
export async function everybody(warehouse: Warehouse): Promise<PersonIdentity[]> {
  return warehouse.report('reports/person_roster', personRow);
}

/**
 * The people of `month`: of the roster those not gone before it, without a roster everybody who did something in it or
 * is charged for something. `charged`: marks of persons with a fine in the month.
 */
export function peopleOf(
  all: readonly PersonIdentity[],
  report: Pick<MonthReport, 'month' | 'people'>,
  charged: ReadonlySet<string>,
): PersonLine[] {
  const work = new Map(report.people.map((each) => [personMark(each), each.roles]));
  const first = `${report.month}-01`;
  return all
    .filter(({ id, employee_no, left_on }) => {
      const active = Object.keys(work.get(id) ?? {}).length > 0 || charged.has(id);
      return active || (employee_no !== null && (left_on === null || left_on >= first));
    })
    .map((person) => {
      const own = work.get(person.id) ?? {};
      const roles = rolesOf(person, own);
      const [role] = roles;
      return { ...person, roles, work: own, main: role === undefined ? null : mainOf(role, own) };
    })
    .sort(
      (a, b) =>
        placeOf(a) - placeOf(b) ||
        (a.employee_no ?? '').localeCompare(b.employee_no ?? '', 'en', { numeric: true }) ||
        a.name.localeCompare(b.name, 'zh-CN'),
    );
}

function isWorkRole(role: string | null): role is WorkRole {
  return WORK_ROLES.some((each) => each === role);
}

/** The roster's role first, then what the person did. */
function rolesOf(person: PersonIdentity, work: PersonRoles): WorkRole[] {
  const done = WORK_ROLES.filter((role) => work[role] !== undefined);
  const { role } = person;
  return isWorkRole(role) ? [role, ...done.filter((each) => each !== role)] : done;
}

function placeOf(line: PersonLine): number {
  const [role] = line.roles;
  return role === undefined ? WORK_ROLES.length : WORK_ROLES.indexOf(role);
}

function mainOf(role: WorkRole, work: PersonRoles): PersonLine['main'] {
  switch (role) {
    case 'technician':
      return {
        metric: 'arrival_rate',
        met: work.technician?.arrival_met ?? 0,
        measured: work.technician?.arrival_measured ?? 0,
      };
    case 'dispatcher':
      return {
        metric: 'dispatch_rate',
        met: work.dispatcher?.dispatch_met ?? 0,
        measured: work.dispatcher?.dispatch_measured ?? 0,
      };
    case 'hotline':
      return {
        metric: 'answer_rate',
        met: work.hotline?.answer_met ?? 0,
        measured: work.hotline?.answer_measured ?? 0,
      };
  }
}

/**
 * The person an address means: by mark, or by a written name behind `~` that a roster loaded later knows. Null: nobody.
 */
export async function findPerson(warehouse: Warehouse, id: string): Promise<PersonIdentity | null> {
  const all = await everybody(warehouse);
  const found = all.find((person) => person.id === id);
  if (found !== undefined || !id.startsWith('~')) return found ?? null;
  const [meant] = await warehouse.report(
    'reports/person_meant',
    z.object({ person_id: z.string() }),
    { person: id.slice(1) },
  );
  return all.find((person) => person.id === meant?.person_id) ?? null;
}

/** One person's figures of `month` at a moment. `work`: what the month's report says of the person. */
export async function personMonth(
  warehouse: Warehouse,
  person: PersonIdentity,
  report: MonthReport,
): Promise<PersonFiguresOfMonth> {
  const { month, as_of, policy } = report;
  const at = { month, as_of, person: person.id };
  const rows = await warehouse.report('reports/person_metrics', metricRow, {
    ...at,
    from: addMonths(month, -11),
  });
  const work = report.people.find((each) => personMark(each) === person.id)?.roles ?? {};
  const jobs = await warehouse.report('reports/person_jobs', jobRow, at);
  return {
    person,
    month,
    as_of,
    policy,
    work,
    jobs_dispatched: jobs.filter((job) => job.dispatched).length,
    scores: scoresOf(person, month, rows),
    visits: await warehouse.report('reports/person_visits', visitRow, at),
    jobs,
    breaches: await warehouse.report('reports/person_desk_work', breachRow, at),
    expenses: await warehouse.report('reports/person_expenses', expenseRow, {
      month,
      person: person.id,
    }),
  };
}

/** The scorecards of the roster's role and of every role the person has a case in. */
function scoresOf(person: PersonIdentity, month: string, rows: readonly MetricRow[]): RoleScores[] {
  const own = rows.filter((row) => !row.team && row.person_id === person.id && row.month === month);
  const roles = WORK_ROLES.filter(
    (role) =>
      person.role === role ||
      ROLE_METRICS[role].some((metric) => own.some((row) => row.metric === metric)),
  ).sort((a, b) => Number(b === person.role) - Number(a === person.role));
  return roles.map((role) => ({
    role,
    lines: ROLE_METRICS[role]
      .map((metric) => scoreLine(metric, person, month, rows))
      // What nobody has a case of is no comparison and no gap of this person's.
      .filter((line) => line.own.measured + line.unknown + line.others.length > 0),
  }));
}

function scoreLine(
  metric: MetricId,
  person: PersonIdentity,
  month: string,
  all: readonly MetricRow[],
): ScoreLine {
  const rows = all.filter((row) => row.metric === metric);
  const now = rows.filter((row) => row.month === month);
  const mine = (row: MetricRow): boolean => !row.team && row.person_id === person.id;
  const own = now.find(mine);
  const point = (of: string, row: MetricRow | undefined): MetricPoint => pointOf(metric, of, row);
  return {
    metric,
    own: point(month, own),
    unknown: own?.unknown ?? 0,
    provisional_until: own?.open_until ?? null,
    team: point(
      month,
      now.find((row) => row.team),
    ),
    others: now
      .filter((row) => !row.team && !mine(row))
      .flatMap((row) => {
        const { value, measured } = point(month, row);
        return value === null ? [] : [{ value, measured }];
      })
      .sort((a, b) => a.value - b.value || a.measured - b.measured),
    series: monthsEnding(month, 12).map((each) => {
      const then = rows.filter((row) => row.month === each);
      return {
        own: point(each, then.find(mine)),
        team: point(
          each,
          then.find((row) => row.team),
        ),
      };
    }),
  };
}

function pointOf(metric: MetricId, month: string, row: MetricRow | undefined): MetricPoint {
  const measured = row?.measured ?? 0;
  if (METRICS[metric].unit === 'minutes') {
    return { month, value: row?.median_minutes ?? null, met: null, measured };
  }
  const met = row?.met ?? 0;
  return { month, value: measured === 0 ? null : met / measured, met, measured };
}
