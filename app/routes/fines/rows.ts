/**
 * A fine as a row of the queue: what the list shows, filters, sorts and decides by, without its evidence, which the card
 * asks for one by one. Pure.
 */
import { formatSubject } from '#app/format/index.ts';
import type { Cause, FineStanding } from '#queries/ledger/types.ts';
import type { Fine, FineState } from '#queries/reports/types.ts';

export interface FineRow {
  readonly key: string;
  readonly rule: string;
  /** Charged: as assigned, else as found, else as written; null where the sheet left it blank. */
  readonly person: string | null;
  readonly employee_no: string | null;
  /** Pinyin initials of the person, '' where unknown. */
  readonly initials: string;
  readonly unassigned: boolean;
  /** What it is about, in words: the ticket's number where it has one. */
  readonly no: string;
  readonly occurred_at: string;
  readonly month: string;
  readonly brief: string;
  readonly amount_fen: number | null;
  readonly amount_min_fen: number | null;
  readonly amount_max_fen: number | null;
  readonly needs_cause: boolean;
  /** Two receipts to compare: a verdict is asked for. */
  readonly pair: boolean;
  /** The rule names a measure instead of money. */
  readonly measure: boolean;
  readonly state: FineState;
  readonly cause: Cause | null;
  /** A cause the sheets speak for. */
  readonly suggested: Cause | null;
  /** The ticket says why it was late: to be read before anybody calls it personal. */
  readonly delayed: boolean;
  readonly reason: string | null;
  readonly appeal: 'open' | 'answered' | null;
  readonly complained: boolean;
  /** Something speaks against it: to look at by itself. */
  readonly doubtful: boolean;
  readonly vanished: boolean;
  /** Its month is closed: it stands in the queue of an open one. */
  readonly late: boolean;
  readonly decided: { readonly by: string | null; readonly at: string } | null;
  readonly stamp: string;
}

/** What steps about its fine change of a row. */
export type RowStanding = Pick<
  FineRow,
  | 'key'
  | 'person'
  | 'employee_no'
  | 'initials'
  | 'unassigned'
  | 'amount_fen'
  | 'state'
  | 'cause'
  | 'reason'
  | 'appeal'
  | 'vanished'
  | 'decided'
  | 'stamp'
>;

export function rowStanding(
  { verdict: _, ...standing }: FineStanding,
  initials: (name: string) => string,
): RowStanding {
  const { person } = standing;
  return { ...standing, initials: person === null ? '' : initials(person) };
}

/** The facts' part of a stamp, which stands before its point. */
const factsOf = (stamp: string) => stamp.split('.', 1)[0];

/**
 * The row as it stands after a step. Where the sheets have changed the facts meanwhile, which it goes on showing, it keeps the
 * stamp of what was seen: the next decision about it is then refused and brings the row as it is.
 */
export function withStanding(row: FineRow, standing: RowStanding): FineRow {
  const stamp = factsOf(row.stamp) === factsOf(standing.stamp) ? standing.stamp : row.stamp;
  return { ...row, ...standing, stamp };
}

/** `initials` of a name, '' for one nobody knows. */
export function rowOf(fine: Fine, initials: (name: string) => string): FineRow {
  return {
    key: fine.key,
    rule: fine.rule,
    person: fine.person,
    employee_no: fine.employee_no,
    initials: fine.person === null ? '' : initials(fine.person),
    unassigned: fine.unassigned,
    no: formatSubject(fine.subject),
    occurred_at: fine.occurred_at,
    month: fine.month,
    brief: fine.brief ?? fine.arithmetic,
    amount_fen: fine.amount_fen,
    amount_min_fen: fine.amount_min_fen,
    amount_max_fen: fine.amount_max_fen,
    needs_cause: fine.needs_cause,
    pair: fine.detect === 'repeat_repair' && fine.subject.kind === 'ticket',
    measure: fine.measures.length > 0,
    state: fine.state,
    cause: fine.cause,
    suggested: fine.suggestion?.cause ?? null,
    delayed: fine.delay_reason !== null,
    reason: fine.reason,
    appeal: fine.appeal,
    complained: fine.complained,
    doubtful: fine.contradiction !== null,
    vanished: fine.vanished,
    late: fine.late,
    decided: fine.decided,
    stamp: fine.stamp,
  };
}

const COLUMNS = [
  'key',
  'rule',
  'person',
  'employee_no',
  'initials',
  'unassigned',
  'no',
  'occurred_at',
  'month',
  'brief',
  'amount_fen',
  'amount_min_fen',
  'amount_max_fen',
  'needs_cause',
  'pair',
  'measure',
  'state',
  'cause',
  'suggested',
  'delayed',
  'reason',
  'appeal',
  'complained',
  'doubtful',
  'vanished',
  'late',
  'decided',
  'stamp',
] as const satisfies readonly (keyof FineRow)[];

/**
 * Rows as one text, column by column with each distinct value once. The framework's own stream takes every value of
 * 20,000 rows apart and names every column in each of them; a text passes through it whole.
 */
export function packRows(rows: readonly FineRow[]): string {
  return JSON.stringify({
    count: rows.length,
    columns: COLUMNS.map((column) => {
      const places = new Map<unknown, number>();
      const values: unknown[] = [];
      const indexes = rows.map((row) => {
        const value = row[column];
        const id = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
        const known = places.get(id);
        if (known !== undefined) return known;
        places.set(id, values.length);
        values.push(value);
        return values.length - 1;
      });
      // A column of ever new values needs no list of places, nor does one of a single value.
      if (values.length === rows.length) return { values };
      return values.length === 1 ? { values, all: true } : { values, indexes };
    }),
  });
}

interface PackedColumn {
  readonly values: readonly unknown[];
  readonly indexes?: readonly number[];
  readonly all?: boolean;
}

/** The rows of `packRows`, whose own text it must be. */
export function unpackRows(packed: string): FineRow[] {
  const { count, columns }: { count: number; columns: readonly PackedColumn[] } =
    JSON.parse(packed);
  const rows: FineRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const row: Record<string, unknown> = {};
    COLUMNS.forEach((column, place) => {
      const { values, indexes, all } = columns[place] ?? { values: [] };
      row[column] = values[all ? 0 : (indexes?.[index] ?? index)];
    });
    // Written by packRows from rows of this very shape.
    rows.push(row as unknown as FineRow);
  }
  return rows;
}
