/** Whether anybody is treated differently: fines per ticket, what reviewers waive, on whom the sum falls. */
import { z } from 'zod';
import { WORK_ROLES, type WorkRole } from '../metrics/registry.ts';
import { judgeFines } from '../reports/fines.ts';
import type { MonthReport, PersonRoles } from '../reports/types.ts';
import { ratio, roundTo } from '../values/round.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Fairness, RoleFairness, TeamFairness } from './types.ts';

const text = z.string().nullable();
const count = z.number().int();

/** The fairness view of a month as of a moment; `report` is the month's. */
export async function monthFairness(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  report: MonthReport,
): Promise<Fairness> {
  await judgeFines(warehouse, month, asOf);
  const rows = await warehouse.report(
    'ledger/fines_per_person',
    z.object({
      employee_no: text,
      name: z.string(),
      department: text,
      fines: count,
      fen: count,
      confirmed_fen: count,
      waived: count,
    }),
  );
  const reviewers = await warehouse.report(
    'ledger/reviewers',
    z.object({ name: z.string(), rule: z.string(), decided: count, waived: count }),
  );
  const worked = new Map(
    report.people.map(({ employee_no, name, roles }) => [employee_no ?? `~${name}`, workOf(roles)]),
  );
  const people = rows.map(({ confirmed_fen: _, ...row }) => {
    const { role, tickets } = worked.get(row.employee_no ?? `~${row.name}`) ?? NO_WORK;
    return { ...row, role, tickets, per_100: perHundred(row.fines, tickets) };
  });
  const sums = rows.map((row) => row.confirmed_fen).sort((a, b) => b - a);
  const total = sums.reduce((sum, fen) => sum + fen, 0);
  return {
    people,
    teams: teamsOf(people),
    reviewers,
    top_three_share: ratio(
      sums.slice(0, 3).reduce((sum, fen) => sum + fen, 0),
      total,
    ),
    roles: rolesOf([...worked.values()], people),
  };
}

interface Work {
  readonly role: WorkRole | null;
  readonly tickets: number;
}

const NO_WORK: Work = { role: null, tickets: 0 };

/** The role a person had most tickets in, and the tickets of all of them. */
function workOf(roles: PersonRoles): Work {
  const counts = WORK_ROLES.map((role) => ({ role, tickets: roles[role]?.tickets ?? 0 }));
  const most = counts.reduce((best, each) => (each.tickets > best.tickets ? each : best));
  return {
    role: most.tickets === 0 ? null : most.role,
    tickets: counts.reduce((sum, { tickets }) => sum + tickets, 0),
  };
}

/**
 * Fines per hundred tickets of all who do the same work, those without a fine included: whoever takes hundreds of calls is not
 * to be compared with who drives to fifty customers.
 */
export function rolesOf(
  worked: readonly Work[],
  people: readonly { readonly role: WorkRole | null; readonly fines: number }[],
): RoleFairness[] {
  return WORK_ROLES.flatMap((role) => {
    const of = worked.filter((each) => each.role === role);
    if (of.length === 0) return [];
    const tickets = of.reduce((sum, each) => sum + each.tickets, 0);
    const fines = people
      .filter((person) => person.role === role)
      .reduce((sum, person) => sum + person.fines, 0);
    return [{ role, people: of.length, tickets, fines, per_100: perHundred(fines, tickets) }];
  });
}

/** Sums per department, the most fined first; none where there is only one to compare with. */
export function teamsOf(people: Fairness['people']): TeamFairness[] {
  const teams = new Map<string | null, Fairness['people'][number][]>();
  for (const person of people) {
    teams.set(person.department, [...(teams.get(person.department) ?? []), person]);
  }
  if (teams.size < 2) return [];
  const sum = (of: Fairness['people'], what: 'tickets' | 'fines' | 'fen' | 'waived'): number =>
    of.reduce((total, person) => total + person[what], 0);
  return [...teams]
    .map(([department, of]) => ({
      department,
      people: of.length,
      tickets: sum(of, 'tickets'),
      fines: sum(of, 'fines'),
      per_100: perHundred(sum(of, 'fines'), sum(of, 'tickets')),
      fen: sum(of, 'fen'),
      waived: sum(of, 'waived'),
    }))
    .sort((a, b) => (b.per_100 ?? -1) - (a.per_100 ?? -1));
}

function perHundred(fines: number, tickets: number): number | null {
  return tickets === 0 ? null : roundTo((fines * 100) / tickets, 1);
}
