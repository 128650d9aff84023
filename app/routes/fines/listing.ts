/** What of the month's fines is shown, and in which order. Pure. */
import type { PolicyRule } from '#app/data/desk.ts';
import type { Fine } from '#queries/reports/types.ts';

export interface FineFilter {
  person?: string;
  rule?: string;
  show?: 'unassigned' | 'undecided';
  /** The fine whose card is open. */
  key?: string;
}

/** The filter of the URL; unknown values of `show` are no filter. */
export function fineFilterOf(params: URLSearchParams): FineFilter {
  const text = (name: string) => params.get(name) || undefined;
  const person = text('person');
  const rule = text('rule');
  const key = text('key');
  const show = (['unassigned', 'undecided'] as const).find((each) => each === text('show'));
  return {
    ...(person === undefined ? {} : { person }),
    ...(rule === undefined ? {} : { rule }),
    ...(show === undefined ? {} : { show }),
    ...(key === undefined ? {} : { key }),
  };
}

export function filterFines(fines: readonly Fine[], { person, rule, show }: FineFilter): Fine[] {
  return fines.filter(
    (fine) =>
      (person === undefined || fine.person === person) &&
      (rule === undefined || fine.rule === rule) &&
      (show !== 'unassigned' || fine.unassigned) &&
      (show !== 'undecided' || fine.amount_fen === null),
  );
}

/** One group per rule in the policy's order, rules the policy does not know last; oldest fine first. */
export function groupByRule(
  fines: readonly Fine[],
  rules: readonly PolicyRule[],
): { rule: string; fines: Fine[] }[] {
  const place = (no: string) => {
    const index = rules.findIndex((rule) => rule.no === no);
    return index === -1 ? rules.length : index;
  };
  const numbers = [...new Set(fines.map(({ rule }) => rule))].sort((a, b) => place(a) - place(b));
  return numbers.map((rule) => ({
    rule,
    fines: fines
      .filter((fine) => fine.rule === rule)
      .sort((a, b) => (a.occurred_at < b.occurred_at ? -1 : a.occurred_at > b.occurred_at ? 1 : 0)),
  }));
}

/** Sum in fen of the fines that have an amount, and how many have none yet. */
export function sumOf(fines: readonly Fine[]): { fen: number; undecided: number } {
  return {
    fen: fines.reduce((sum, fine) => sum + (fine.amount_fen ?? 0), 0),
    undecided: fines.filter((fine) => fine.amount_fen === null).length,
  };
}
