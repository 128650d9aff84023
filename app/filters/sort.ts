/** Order of the tickets' table, from the URL: `sort=minutes` ascending, `sort=-minutes` descending. Pure. */
import type { Stage, TicketRow } from '#queries/reports/types.ts';

export const SORT_KEYS = ['reported_at', 'minutes', 'score', 'fines'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Sort {
  key: SortKey;
  descending: boolean;
}

/** The order a URL asks for; anything unknown is the order of reporting. */
export function parseSort(text: string | null): Sort {
  const descending = text?.startsWith('-') ?? false;
  const name = descending ? text?.slice(1) : text;
  const key = SORT_KEYS.find((each) => each === name);
  return key === undefined ? { key: 'reported_at', descending: false } : { key, descending };
}

/** What a click on a column's head asks for next: largest first, then smallest first; times oldest first. */
export function nextSort(current: Sort, key: SortKey): string {
  if (current.key === key) return current.descending ? key : `-${key}`;
  return key === 'reported_at' ? key : `-${key}`;
}

function sortValue(row: TicketRow, key: SortKey, stage: Stage | undefined): number | string | null {
  switch (key) {
    case 'reported_at':
      return row.reported_at;
    case 'minutes':
      return stage === undefined ? null : (row.stages[stage]?.minutes ?? null);
    case 'score':
      return row.score;
    case 'fines':
      return row.fines;
  }
}

/** Rows in order; rows without the value stand last in both directions, ties by number. */
export function sortTickets(
  rows: readonly TicketRow[],
  { key, descending }: Sort,
  stage?: Stage,
): TicketRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = sortValue(a, key, stage);
    const right = sortValue(b, key, stage);
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
    } else if (left !== right) return left < right ? -sign : sign;
    return a.ticket_no < b.ticket_no ? -1 : a.ticket_no > b.ticket_no ? 1 : 0;
  });
}
