/** What the page says about a sheet, as data: counts, and where each line of the checklist is mended. Pure. */
import { deductionsLink, finesLink, qualityLink, withParams } from '#app/filters/links.ts';
import type { CheckItem, DeductionSheet, PersonDeduction } from '#queries/ledger/types.ts';

/** Confirmed and adjusted fines of a person. */
export function finesOf({ rules }: PersonDeduction): { count: number; fen: number } {
  return Object.values(rules).reduce(
    (sum, { count, fen }) => ({ count: sum.count + count, fen: sum.fen + fen }),
    { count: 0, fen: 0 },
  );
}

export function adjustedFen({ adjustments }: PersonDeduction): number {
  return adjustments.reduce((sum, { fen }) => sum + fen, 0);
}

export function countOf({ people }: DeductionSheet): number {
  return people.reduce((sum, person) => sum + finesOf(person).count, 0);
}

/** Number, else `~name`: what tells a person of the sheet apart. */
export function personId({ employee_no, name }: Pick<PersonDeduction, 'employee_no' | 'name'>) {
  return employee_no ?? `~${name}`;
}

/** Where the open line of a checklist is mended. */
export function mendedAt({ id, detail, months = [] }: CheckItem, month: string): string {
  switch (id) {
    case 'unassigned':
      return finesLink(month, { show: 'unassigned' });
    case 'undecided':
      return finesLink(month, { show: 'undecided' });
    case 'proposed':
    case 'recheck':
      return finesLink(month, { state: id });
    case 'appeals':
      return finesLink(month, { state: 'all', show: 'appeal' });
    case 'suspected':
      return qualityLink(month, {}, 'evidence');
    case 'policy':
      return withParams('/policy', { month });
    case 'earlier_open':
      return deductionsLink(months[0] ?? month);
    case 'own_gone':
      return `/imports/${detail}`;
    case 'data_until':
    case 'kinds_missing':
    case 'wages':
      return '/imports';
  }
}
