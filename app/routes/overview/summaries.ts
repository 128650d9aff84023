/** The computed answer under each chart's question. Pure. */
import type { Overview } from '#queries/reports/types.ts';

export interface HeatSummary {
  reported: number;
  late: number;
  /** The two hours in a row with most reports, half-open: [from, to). */
  busy: { from: number; to: number; reported: number };
  /** The four hours in a row with most late arrivals; null where none was late. */
  lateAt: { from: number; to: number; late: number } | null;
}

/** Sums of `width` hours in a row; the earliest window wins a tie. */
function densest(hours: readonly number[], width: number): { from: number; sum: number } {
  let best = { from: 0, sum: -1 };
  for (let from = 0; from + width <= hours.length; from += 1) {
    const sum = hours.slice(from, from + width).reduce((total, n) => total + n, 0);
    if (sum > best.sum) best = { from, sum };
  }
  return best;
}

/** When reports come in and when arrivals are late. */
export function heatSummary(heat: Overview['heat']): HeatSummary {
  const reported = Array.from({ length: 24 }, () => 0);
  const late = Array.from({ length: 24 }, () => 0);
  for (const cell of heat) {
    reported[cell.hour] = (reported[cell.hour] ?? 0) + cell.reported;
    late[cell.hour] = (late[cell.hour] ?? 0) + cell.late;
  }
  const total = (hours: readonly number[]) => hours.reduce((sum, n) => sum + n, 0);
  const busy = densest(reported, 2);
  const lateAt = densest(late, 4);
  return {
    reported: total(reported),
    late: total(late),
    busy: { from: busy.from, to: busy.from + 2, reported: busy.sum },
    lateAt: lateAt.sum > 0 ? { from: lateAt.from, to: lateAt.from + 4, late: lateAt.sum } : null,
  };
}

export interface RepeatSummary {
  thisMonth: number;
  before: number;
  /** The fewest kinds that make up at least half of all repeats of the three months, as far as they are drawn; their share. */
  kinds: number;
  share: number;
}

/**
 * How concentrated repeats are; null where there are none.
 *
 * @param drawn how many kinds the chart shows apart: of more than one can see nothing is said
 */
export function repeatSummary(
  rows: Overview['repeat_by_fault'],
  drawn = rows.length,
): RepeatSummary | null {
  const sums = rows.map(({ this_month, before }) => this_month + before).sort((a, b) => b - a);
  const all = sums.reduce((total, n) => total + n, 0);
  if (all === 0) return null;
  let kinds = 0;
  let covered = 0;
  for (const sum of sums.slice(0, drawn)) {
    if (covered * 2 >= all) break;
    covered += sum;
    kinds += 1;
  }
  return {
    thisMonth: rows.reduce((total, row) => total + row.this_month, 0),
    before: rows.reduce((total, row) => total + row.before, 0),
    kinds,
    share: covered / all,
  };
}

export interface FinesSummary {
  count: number;
  fen: number;
  undecided: number;
  /** The rule with the highest sum; null where no fine has an amount. */
  top: { rule: string; fen: number } | null;
}

/** What the month's fines add up to, waived ones left out. */
export function finesSummary(rows: Overview['fines_by_person']): FinesSummary {
  const byRule = new Map<string, number>();
  for (const { rule, fen } of rows) byRule.set(rule, (byRule.get(rule) ?? 0) + fen);
  const top = [...byRule].sort((a, b) => b[1] - a[1])[0];
  return {
    count: rows.reduce((total, row) => total + row.count, 0),
    fen: rows.reduce((total, row) => total + row.fen, 0),
    undecided: rows.reduce((total, row) => total + row.undecided, 0),
    top: top && top[1] > 0 ? { rule: top[0], fen: top[1] } : null,
  };
}

/** Tickets with a receipt that were never dispatched: with them due less missing makes up the receipts there are. */
export function receiptsUndispatched({
  with_receipt,
  receipt_due,
  dispatched_without_receipt,
}: Overview['chain']): number {
  return with_receipt - (receipt_due - dispatched_without_receipt);
}

export type TodoKind =
  | 'proposed'
  | 'unassigned'
  | 'dispatched_without_receipt'
  | 'suspected'
  | 'rejected_cells'
  | 'unknown_persons';

export interface Todo {
  kind: TodoKind;
  count: number;
}

/** What stands between the month and its close; only what there is. */
export function todos({ report, fines_by_person, chain, quality }: Overview): Todo[] {
  const unassigned = fines_by_person
    .filter(({ name }) => name === null)
    .reduce((total, { count }) => total + count, 0);
  const all: Todo[] = [
    { kind: 'proposed', count: report.fines.proposed.count },
    { kind: 'unassigned', count: unassigned },
    { kind: 'dispatched_without_receipt', count: chain.dispatched_without_receipt },
    { kind: 'suspected', count: report.fines.suspected },
    { kind: 'unknown_persons', count: quality.unknown_persons },
    { kind: 'rejected_cells', count: quality.rejected_cells },
  ];
  return all.filter(({ count }) => count > 0);
}
