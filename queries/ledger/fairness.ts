/** Whether anybody is treated differently: fines per ticket, what reviewers waive, on whom the sum falls. */
import { z } from 'zod';
import { judgeFines } from '../reports/fines.ts';
import type { MonthReport } from '../reports/types.ts';
import { ratio, roundTo } from '../values/round.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Fairness, TeamFairness } from './types.ts';

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
    report.people.map(({ employee_no, name, roles }) => [
      employee_no ?? `~${name}`,
      (roles.technician?.tickets ?? 0) +
        (roles.dispatcher?.tickets ?? 0) +
        (roles.hotline?.tickets ?? 0),
    ]),
  );
  const people = rows.map(({ confirmed_fen: _, ...row }) => {
    const tickets = worked.get(row.employee_no ?? `~${row.name}`) ?? 0;
    return { ...row, tickets, per_100: perHundred(row.fines, tickets) };
  });
  const sums = rows.map((row) => row.confirmed_fen).sort((a, b) => b - a);
  const total = sums.reduce((sum, fen) => sum + fen, 0);
  const all = people.reduce((sum, person) => sum + person.fines, 0);
  return {
    people,
    teams: teamsOf(people),
    reviewers,
    top_three_share: ratio(
      sums.slice(0, 3).reduce((sum, fen) => sum + fen, 0),
      total,
    ),
    team_per_100: perHundred(all, report.tickets.reported),
  };
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
