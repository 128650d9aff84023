/** What is found later for closed months and lands in an open one. */
import { z } from 'zod';
import { policyOf } from '../policy/policy.ts';
import { finesOf, judgedEvidence, judgedRows, judgeFines } from '../reports/fines.ts';
import type { Fine } from '../reports/types.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { closedMonths, movedSince } from './closed-months.ts';

/**
 * The fines of closed months landing in `month` that do not stand as they were closed: found since, changed, decided anew.
 * Sorted by key. Money in fen; texts in `lang`.
 */
export async function lateFines(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: Lang,
  evidence = true,
): Promise<Fine[]> {
  const closed = await closedMonths(warehouse);
  const fines: Fine[] = [];
  for (const of of await movedSince(warehouse, asOf, closed)) {
    if (of.lands !== month) continue;
    await judgeFines(warehouse, of.month, asOf);
    await warehouse.run(
      `DELETE FROM judged_fine AS f WHERE f.appeal IS DISTINCT FROM 'open' AND EXISTS (
         FROM closing_fine AS c
         WHERE c.closing_id = $closing AND c.key = f.key AND c.state = f.state
           AND c.fen = CASE WHEN f.state IN ('confirmed', 'adjusted') THEN coalesce(f.amount_fen, 0) ELSE 0 END
           AND person_mark(c.employee_no, c.person_name) IS NOT DISTINCT FROM person_mark(f.employee_no, f.person_name))`,
      { closing: of.closingId },
      'ledger',
    );
    const rows = await judgedRows(warehouse);
    const cells = evidence ? await judgedEvidence(warehouse) : [];
    fines.push(...finesOf(rows, cells, policyOf(warehouse.policies, of.month), asOf, lang));
  }
  return fines.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** How many fines of a month, or late ones landing in it, still want a decision. */
export interface OpenFines {
  readonly proposed: number;
  readonly recheck: number;
  readonly appeals: number;
  readonly unassigned: number;
  readonly undecided: number;
  /** Of closed months, among the others. */
  readonly late: number;
}

/** Counts what closing `month` would stumble over. Leaves the month's fines in judged_fine. */
export async function openFines(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<OpenFines> {
  const late = await lateFines(warehouse, month, asOf, 'zh', false);
  await judgeFines(warehouse, month, asOf);
  const [own] = await warehouse.read(
    `SELECT count(*) FILTER (state = 'proposed') AS proposed, count(*) FILTER (state = 'recheck') AS recheck,
       count(*) FILTER (appeal = 'open') AS appeals,
       count(*) FILTER (state IN ('proposed', 'recheck') AND person_name IS NULL) AS unassigned,
       count(*) FILTER (state IN ('proposed', 'recheck') AND amount_fen IS NULL) AS undecided
     FROM judged_fine`,
    z.object({
      proposed: z.number().int(),
      recheck: z.number().int(),
      appeals: z.number().int(),
      unassigned: z.number().int(),
      undecided: z.number().int(),
    }),
  );
  if (own === undefined) throw new Error('fines were not counted');
  const among = (test: (fine: Fine) => boolean): number => late.filter(test).length;
  const undecided = (fine: Fine): boolean => fine.state === 'proposed' || fine.state === 'recheck';
  return {
    proposed: own.proposed + among((fine) => fine.state === 'proposed'),
    recheck: own.recheck + among((fine) => fine.state === 'recheck'),
    appeals: own.appeals + among((fine) => fine.appeal === 'open'),
    unassigned: own.unassigned + among((fine) => undecided(fine) && fine.unassigned),
    undecided: own.undecided + among((fine) => undecided(fine) && fine.amount_fen === null),
    late: among((fine) => undecided(fine) || fine.appeal === 'open'),
  };
}
