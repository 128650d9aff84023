/** A closed month beside the same month computed today, each difference with the imports and decisions behind it. */
import { z } from 'zod';
import { type FineRow, judgedRows, judgeFines } from '../reports/fines.ts';
import { monthReport } from '../reports/month-report.ts';
import type { MonthReport } from '../reports/types.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { frozenFines, frozenMonth } from './closings.ts';
import type { ClosedDifference } from './types.ts';

type Cause = ClosedDifference['causes'][number];

const batchRow = z.object({
  batch: z.number().int(),
  ticket_no: z.string().nullable(),
  at: z.string(),
  by: z.string().nullable(),
  files: z.array(z.string()),
});

/**
 * Where a closed month differs from today: its fines as of `asOf`, its figures as of the moment of the closing (what is
 * still open then must not count as a difference). Empty while the month is open. Money in fen.
 */
export async function closedVersusToday(
  warehouse: Warehouse,
  month: string,
  asOf: string,
): Promise<ClosedDifference[]> {
  const closed = await frozenMonth(warehouse, month);
  if (closed === null) return [];
  const { rows: frozen } = await frozenFines(warehouse, closed.closingId);
  await judgeFines(warehouse, month, asOf);
  const today = await judgedRows(warehouse);
  const fines = fineDifferences(frozen, today);
  const since = closed.head.closed_at;
  const tickets = [...new Set(fines.flatMap(({ ticket_no }) => ticket_no ?? []))];
  const imports = await importsSince(warehouse, month, since, tickets);
  const undone = await undoneBatches(warehouse, since);
  const decisions = await warehouse.read(
    `SELECT key, actor AS by, taken_at AS at FROM fine_step
     WHERE step_id > $id AND undone_at IS NULL AND action IN ('confirm', 'adjust', 'waive', 'assign') ORDER BY step_id`,
    z.object({ key: z.string(), by: z.string().nullable(), at: z.string() }),
    { id: closed.closingId },
  );
  const causesOf = (ticketNo: string | null, key: string): Cause[] => {
    const found: Cause[] = [
      ...imports.filter((each) => each.ticket_no === ticketNo).map(importCause),
      ...decisions
        .filter((step) => step.key === key)
        .map(({ at, by }): Cause => ({ kind: 'decision', batch: null, files: [], at, by })),
    ];
    // A batch taken back leaves no row behind that would name the ticket.
    return withUndone(found, undone);
  };
  const report = await monthReport(warehouse, month, closed.head.as_of);
  const figures = figureDifferences(closed.overview.report, report);
  const ofMonth = figures.length === 0 ? [] : await importsSince(warehouse, month, since, null);
  const monthCauses = [...new Map(ofMonth.map((each) => [each.batch, importCause(each)])).values()];
  return [
    ...fines.map((fine) => ({ ...fine, causes: causesOf(fine.ticket_no, fine.id) })),
    ...figures.map((figure) => ({
      ...figure,
      causes: withUndone(monthCauses, undone),
    })),
  ];
}

function importCause({ batch, files, at, by }: z.infer<typeof batchRow>): Cause {
  return { kind: 'import', batch, files, at, by };
}

async function importsSince(
  warehouse: Warehouse,
  month: string,
  since: string,
  tickets: readonly string[] | null,
): Promise<z.infer<typeof batchRow>[]> {
  if (tickets !== null && tickets.length === 0) return [];
  return warehouse.report('ledger/batches_since', batchRow, {
    month,
    since,
    tickets: tickets === null ? null : JSON.stringify(tickets),
  });
}

/** Undone batches are among the causes where it is known when; else only where nothing explains the difference. */
function withUndone(found: readonly Cause[], undone: UndoneBatches): Cause[] {
  return [...found, ...undone.since, ...(found.length > 0 ? [] : undone.some)];
}

interface UndoneBatches {
  readonly since: readonly Cause[];
  readonly some: readonly Cause[];
}

/** Batches there at `since` and undone after it, and some time, where that was not kept. */
async function undoneBatches(warehouse: Warehouse, since: string): Promise<UndoneBatches> {
  const rows = await warehouse.read(
    `SELECT b.batch_id AS batch, coalesce(b.undone_at, b.imported_at) AS at, b.undone_at IS NOT NULL AS known,
       CASE WHEN b.undone_at IS NULL THEN b.actor ELSE b.undone_by END AS by,
       list(DISTINCT f.file ORDER BY f.file) FILTER (f.file IS NOT NULL) AS files
     FROM src_batch AS b LEFT JOIN src_file AS f USING (batch_id)
     WHERE b.state = 'undone'
       AND (b.undone_at IS NULL OR b.undone_at >= $since::TIMESTAMP AND b.imported_at < $since::TIMESTAMP)
     GROUP BY ALL ORDER BY batch`,
    z.object({
      batch: z.number().int(),
      at: z.string(),
      by: z.string().nullable(),
      files: z.array(z.string()).nullable(),
      known: z.boolean(),
    }),
    { since },
  );
  const cause = ({ batch, at, by, files }: (typeof rows)[number]): Cause => ({
    kind: 'undo',
    batch,
    files: files ?? [],
    at,
    by,
  });
  return {
    since: rows.filter(({ known }) => known).map(cause),
    some: rows.filter(({ known }) => !known).map(cause),
  };
}

/** What a fine charges as it stands. */
function charge(row: FineRow | undefined): number | null {
  if (row === undefined) return null;
  return row.state === 'confirmed' || row.state === 'adjusted' ? (row.amount_fen ?? 0) : 0;
}

/** Fines that charge another amount or another person, wait for a decision again, or were found since. */
export function fineDifferences(
  frozen: readonly FineRow[],
  today: readonly FineRow[],
): Omit<ClosedDifference, 'causes'>[] {
  const now = new Map(today.map((row) => [row.key, row]));
  const was = new Map(frozen.map((row) => [row.key, row]));
  return [...new Set([...was.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [before, after] = [was.get(key), now.get(key)];
    const named = after ?? before;
    const same =
      before?.state === after?.state &&
      charge(before) === charge(after) &&
      before?.person_name === after?.person_name;
    if (named === undefined || same) return [];
    return [
      {
        what: 'fine' as const,
        id: key,
        rule: named.rule,
        person: named.person_name ?? named.written_person,
        ticket_no: named.ticket_no,
        closed: charge(before),
        today: charge(after),
        today_state: after?.state ?? null,
      },
    ];
  });
}

/** Figures of two reports that differ, by their path; fines and persons stand apart. */
export function figureDifferences(
  closed: MonthReport,
  today: MonthReport,
): Omit<ClosedDifference, 'causes'>[] {
  const { fines: _f, people: _p, ...before } = closed;
  const { fines: _g, people: _q, ...after } = today;
  const was = new Map(leaves(before));
  const now = new Map(leaves(after));
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((path) => {
    const [a, b] = [was.get(path) ?? null, now.get(path) ?? null];
    if (a === b) return [];
    return [
      {
        what: 'figure' as const,
        id: path,
        rule: null,
        person: null,
        ticket_no: null,
        closed: a,
        today: b,
        today_state: null,
      },
    ];
  });
}

/** Every number of a report with its dotted path. */
function leaves(value: object, path = ''): [string, number][] {
  return Object.entries(value).flatMap(([name, item]): [string, number][] => {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof item === 'number') return [[at, item]];
    return typeof item === 'object' && item !== null ? leaves(item, at) : [];
  });
}
