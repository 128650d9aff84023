/** Which months are closed, where corrections of them land, and which of them need looking at. */
import { z } from 'zod';
import { workedMonths } from '../reports/month-report.ts';
import { addMonths } from '../values/month.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface ClosedMonth {
  readonly month: string;
  readonly closingId: number;
  readonly version: number;
  /** Digest of what the month's fines rested on when it was closed. */
  readonly ground: string;
  /**
   * Where goes what is found later for it and what it carries on: the first open month after it that can be closed, else the
   * first one after all there are.
   */
  readonly lands: string;
}

/** The closed months, oldest first. */
export async function closedMonths(warehouse: Warehouse): Promise<ClosedMonth[]> {
  const rows = await warehouse.read(
    'SELECT month, closing_id, version, ground FROM closed_month ORDER BY month',
    z.object({
      month: z.string(),
      closing_id: z.number().int(),
      version: z.number().int(),
      ground: z.string(),
    }),
  );
  if (rows.length === 0) return [];
  const closed = new Set(rows.map(({ month }) => month));
  const worked = await workedMonths(warehouse);
  return rows.map(({ month, closing_id, version, ground }) => ({
    month,
    closingId: closing_id,
    version,
    ground,
    lands: landingMonth(month, closed, worked),
  }));
}

function landingMonth(
  month: string,
  closed: ReadonlySet<string>,
  worked: readonly string[],
): string {
  const open = worked.find((each) => each > month && !closed.has(each));
  if (open !== undefined) return open;
  const last = worked.at(-1) ?? month;
  let next = addMonths(last > month ? last : month, 1);
  while (closed.has(next)) next = addMonths(next, 1);
  return next;
}

/** What the fines of each month rest on as of a moment, by month; equal digests mean equal fines. */
export async function groundsOf(
  warehouse: Warehouse,
  asOf: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await warehouse.report(
    'reports/fine_months',
    z.object({ month: z.string(), digest: z.string() }),
    { as_of: asOf },
  );
  const digests = new Map(rows.map((row) => [row.month, row.digest]));
  const everywhere = digests.get('') ?? '';
  digests.delete('');
  return new Map([...digests].map(([month, digest]) => [month, `${everywhere} ${digest}`]));
}

/** The ground of a month of `groundsOf` that has no violation at all. */
export function groundOf(grounds: ReadonlyMap<string, string>, month: string): string {
  return grounds.get(month) ?? '';
}

/**
 * The closed months whose fines may differ from what was closed: their ground moved, somebody decided since, or an adjustment
 * was made, which has to be taken back where the ground is as it was.
 */
export async function movedSince(
  warehouse: Warehouse,
  asOf: string,
  closed: readonly ClosedMonth[],
): Promise<ClosedMonth[]> {
  if (closed.length === 0) return [];
  const grounds = await groundsOf(warehouse, asOf);
  const touched = new Map(
    (
      await warehouse.report(
        'ledger/touched_closings',
        z.object({ month: z.string(), step_id: z.number().int(), adjusted: z.boolean() }),
      )
    ).map((row) => [row.month, row]),
  );
  return closed.filter(({ month, ground, closingId }) => {
    const { step_id = 0, adjusted = false } = touched.get(month) ?? {};
    return groundOf(grounds, month) !== ground || step_id > closingId || adjusted;
  });
}
