/** What closing a month still wants, line by line. */
import { z } from 'zod';
import { policyOf } from '../policy/policy.ts';
import { workedMonths } from '../reports/month-report.ts';
import { addMonths } from '../values/month.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { closedMonths } from './closed-months.ts';
import { openFines } from './late-fines.ts';
import { ownFinesGone } from './own-fines.ts';
import type { CheckItem } from './types.ts';

/** The checklist of an open month as of a moment; `todo` lines keep it from being closed. */
export async function closeChecklist(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<CheckItem[]> {
  const open = await openFines(warehouse, month, asOf);
  const [wages] = await warehouse.read(
    `SELECT count(DISTINCT coalesce(f.employee_no, f.person_name)) FILTER (s.monthly_wage_fen IS NULL) AS missing
     FROM judged_fine AS f LEFT JOIN stg_staff AS s ON s.employee_no = f.employee_no
     WHERE f.person_name IS NOT NULL AND f.state <> 'waived'`,
    z.object({ missing: z.number().int() }),
  );
  const [suspected] = await warehouse.report(
    'reports/report_suspected',
    z.object({ suspected: z.number().int() }),
    { month, as_of: asOf, scoped: false },
  );
  const kinds = await warehouse.report(
    'reports/quality_kinds',
    z.object({ kind: z.string(), records: z.number().int(), due: z.boolean() }),
    { month },
  );
  const missing = kinds.filter((kind) => kind.due && kind.records === 0).map(({ kind }) => kind);
  const closed = new Set((await closedMonths(warehouse)).map((each) => each.month));
  const earlier = (await workedMonths(warehouse)).filter(
    (each) => each < month && !closed.has(each),
  );
  const gone = await ownFinesGone(warehouse, { month });
  const policy = policyOf(warehouse.policies, month);
  const todo = (id: CheckItem['id'], count: number): CheckItem => ({
    id,
    status: count > 0 ? 'todo' : 'done',
    count,
    detail: null,
  });
  const note = (id: CheckItem['id'], count: number, detail: string | null): CheckItem => ({
    id,
    status: count > 0 ? 'note' : 'done',
    count,
    detail,
  });
  const complete = asOf >= `${addMonths(month, 1)}-01T00:00:00`;
  return [
    todo('proposed', open.proposed),
    todo('recheck', open.recheck),
    todo('appeals', open.appeals),
    // Both are among the proposed ones: they say what kind of work is left.
    todo('unassigned', open.unassigned),
    todo('undecided', open.undecided),
    note('suspected', suspected?.suspected ?? 0, null),
    note('data_until', complete ? 0 : 1, asOf),
    note('kinds_missing', missing.length, missing.join(' ') || null),
    { id: 'policy', status: 'done', count: policy.version, detail: policy.id },
    // Names the batch to look at: the newest.
    note(
      'own_gone',
      gone.length,
      gone
        .map(({ batch }) => batch)
        .sort((a, b) => a - b)
        .at(-1)
        ?.toString() ?? null,
    ),
    note('wages', wages?.missing ?? 0, null),
    { ...note('earlier_open', earlier.length, null), months: earlier },
  ];
}
