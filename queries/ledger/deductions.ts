/**
 * HR's sheet of an open month: confirmed and adjusted fines, what closed months have to be corrected by, what was carried
 * on, under the limit of the region profile. Money in integer fen.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { judgeFines } from '../reports/fines.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type ClosedMonth, closedMonths, movedSince } from './closed-months.ts';
import { deductionOf, type PersonClaims } from './deduction-math.ts';
import { payProfile } from './pay-profile.ts';
import type {
  DeductionAdjustment,
  DeductionSheet,
  DisciplineItem,
  PersonDeduction,
} from './types.ts';

const count = z.number().int();
const text = z.string().nullable();

const ruleRow = z.object({
  person: z.string(),
  employee_no: text,
  person_name: z.string(),
  rule: z.string(),
  fines: count,
  fen: count,
});
const adjustmentRow = z.object({
  person: z.string(),
  employee_no: text,
  person_name: z.string(),
  month: z.string(),
  key: z.string(),
  rule: z.string(),
  fen: count,
});
export type AdjustmentRow = z.infer<typeof adjustmentRow>;
const disciplineRow = z.object({
  key: z.string(),
  rule: z.string(),
  employee_no: text,
  name: z.string(),
  occurred_at: z.string(),
  measure: z.string(),
});
const carryRow = z.object({
  closing_id: count,
  person: z.string(),
  employee_no: text,
  person_name: z.string(),
  fen: count,
});
const staffRow = z.object({
  employee_no: z.string(),
  name: text,
  department: text,
  monthly_wage_fen: count.nullable(),
});

/** A sheet before it has a number, with the closings whose carry it takes over. */
export interface DraftDeductions {
  readonly content: Omit<DeductionSheet, 'state' | 'revision' | 'checksum'>;
  readonly adjustments: readonly AdjustmentRow[];
  readonly takenOver: readonly number[];
}

/** The sheet of an open month as of a moment. Leaves the month's fines in judged_fine. */
export async function draftDeductions(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<DraftDeductions> {
  const closed = await closedMonths(warehouse);
  const adjustments = await adjustmentsLanding(warehouse, month, asOf, closed);
  const carried = await carriedInto(warehouse, month, closed);
  await judgeFines(warehouse, month, asOf);
  const rules = await warehouse.report('ledger/charged_rules', ruleRow);
  const discipline = await warehouse.report('ledger/discipline_items', disciplineRow);
  const profile = await payProfile(warehouse);
  const staff = new Map(
    (
      await warehouse.read(
        'SELECT employee_no, name, department, monthly_wage_fen FROM stg_staff WHERE employee_no IS NOT NULL',
        staffRow,
      )
    ).map((row) => [row.employee_no, row]),
  );

  interface Gathered {
    employeeNo: string | null;
    name: string;
    rules: Record<string, { count: number; fen: number }>;
    adjustments: DeductionAdjustment[];
    carried: number;
  }
  const people = new Map<string, Gathered>();
  const personOf = (row: {
    person: string;
    employee_no: string | null;
    person_name: string;
  }): Gathered => {
    const known = people.get(row.person);
    if (known !== undefined) return known;
    const number = row.person.startsWith('~') ? row.employee_no : row.person;
    const fresh: Gathered = {
      employeeNo: number,
      name: (number === null ? null : staff.get(number)?.name) ?? row.person_name,
      rules: {},
      adjustments: [],
      carried: 0,
    };
    people.set(row.person, fresh);
    return fresh;
  };
  for (const row of rules) personOf(row).rules[row.rule] = { count: row.fines, fen: row.fen };
  for (const row of adjustments) {
    const { month: of, key, rule, fen } = row;
    personOf(row).adjustments.push({ month: of, key, rule, fen });
  }
  for (const row of carried) personOf(row).carried += row.fen;

  const notified = await noticesOf(warehouse, month);
  const sheet = [...people.values()]
    .map((person): PersonDeduction => {
      const onRoster = person.employeeNo === null ? undefined : staff.get(person.employeeNo);
      const claims: PersonClaims = {
        employee_no: person.employeeNo,
        name: person.name,
        department: onRoster?.department ?? null,
        rules: person.rules,
        adjustments: person.adjustments,
        carried_in_fen: person.carried,
        wage_fen: onRoster?.monthly_wage_fen ?? null,
      };
      return {
        ...deductionOf(claims, profile),
        notified_at: notified.get(person.employeeNo ?? `~${person.name}`) ?? null,
      };
    })
    .sort(
      (a, b) =>
        compare(a.employee_no ?? '\uffff', b.employee_no ?? '\uffff') || compare(a.name, b.name),
    );
  const sum = (pick: (person: PersonDeduction) => number): number =>
    sheet.reduce((total, person) => total + pick(person), 0);
  return {
    content: {
      month,
      as_of: asOf,
      profile,
      people: sheet,
      discipline: discipline satisfies DisciplineItem[],
      totals: {
        total_fen: sum((p) => p.total_fen),
        deduct_fen: sum((p) => p.deduct_fen),
        carried_out_fen: sum((p) => p.carried_out_fen),
      },
    },
    adjustments,
    takenOver: [...new Set(carried.map((row) => row.closing_id))],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What closed months that land in `month` have to be corrected by, per fine and person. */
async function adjustmentsLanding(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  closed: readonly ClosedMonth[],
): Promise<AdjustmentRow[]> {
  const found: AdjustmentRow[] = [];
  for (const of of await movedSince(warehouse, asOf, closed)) {
    if (of.lands !== month) continue;
    await judgeFines(warehouse, of.month, asOf);
    await warehouse.run(
      'CREATE OR REPLACE TEMP TABLE judged_home AS FROM judged_fine',
      {},
      'ledger',
    );
    // A fine whose date was corrected into another month stays what its closing charged, corrected.
    const moved = await warehouse.report(
      'ledger/moved_fines',
      z.object({ month: z.string(), keys: z.array(z.string()) }),
      { month: of.month },
    );
    for (const other of moved) {
      await judgeFines(warehouse, other.month, asOf, { keys: other.keys });
      await warehouse.run('INSERT INTO judged_home FROM judged_fine', {}, 'ledger');
    }
    found.push(
      ...(await warehouse.report('ledger/adjustments', adjustmentRow, { month: of.month })),
    );
  }
  return found.sort((a, b) => compare(a.key, b.key) || compare(a.person, b.person));
}

/** What persons still owe from closings that no later one took over, landing in `month`. */
async function carriedInto(
  warehouse: Warehouse,
  month: string,
  closed: readonly ClosedMonth[],
): Promise<z.infer<typeof carryRow>[]> {
  const landing = new Set(closed.filter((of) => of.lands === month).map((of) => of.closingId));
  if (landing.size === 0) return [];
  const rows = await warehouse.report('ledger/open_carries', carryRow);
  return rows.filter((row) => landing.has(row.closing_id));
}

/** When each person got the written notice of a month, by employee number, else `~name`. */
export async function noticesOf(
  warehouse: Warehouse,
  month: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await warehouse.read(
    `SELECT coalesce(employee_no, '~' || person_name) AS person, strftime(min(notified_at), '%Y-%m-%dT%H:%M:%S') AS notified
     FROM deduction_notice WHERE month = $month GROUP BY ALL`,
    z.object({ person: z.string(), notified: z.string() }),
    { month },
  );
  return new Map(rows.map((row) => [row.person, row.notified]));
}

/** The sheet as scripts get it (`deductions --json`), without state, revision and checksum. */
export function sheetContent(
  content: Pick<DeductionSheet, 'month' | 'profile' | 'people' | 'totals'>,
) {
  const { month, profile, people, totals } = content;
  return {
    month,
    profile: { id: profile.id, share: profile.share, floor_fen: profile.floor_fen },
    people: people.map((person) => ({
      employee_no: person.employee_no,
      name: person.name,
      rules: person.rules,
      adjustments: person.adjustments.map(({ month: of, key, fen }) => ({ month: of, key, fen })),
      carried_in_fen: person.carried_in_fen,
      total_fen: person.total_fen,
      limit_fen: person.limit_fen,
      limit_state: person.limit_state,
      deduct_fen: person.deduct_fen,
      carried_out_fen: person.carried_out_fen,
    })),
    totals: { total_fen: totals.total_fen, deduct_fen: totals.deduct_fen },
  };
}

/** SHA-256 of what the sheet takes of whom: two sheets with one checksum deduct the same. */
export function sheetChecksum(content: Parameters<typeof sheetContent>[0]): string {
  return createHash('sha256')
    .update(JSON.stringify(sheetContent(content)))
    .digest('hex');
}

/** Whether anybody ever decided anything: without that no month has deductions. */
export async function ledgerIsEmpty(warehouse: Warehouse): Promise<boolean> {
  const [row] = await warehouse.read(
    'SELECT NOT EXISTS (FROM fine_step) AND NOT EXISTS (FROM closing) AS empty',
    z.object({ empty: z.boolean() }),
  );
  return row?.empty ?? true;
}
