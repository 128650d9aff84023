/** Which months are closed, where corrections of them land, and which of them need looking at. */
import { z } from 'zod';
import { addMonths } from '../values/month.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface ClosedMonth {
  readonly month: string;
  readonly closingId: number;
  readonly version: number;
  /** Digest of what the month's fines rested on when it was closed. */
  readonly ground: string;
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
  return rows.map(({ month, closing_id, version, ground }) => ({
    month,
    closingId: closing_id,
    version,
    ground,
  }));
}

/** The first open month after a closed one: what is found later for it, and what it carries on, goes there. */
export function landingMonth(month: string, closed: readonly ClosedMonth[]): string {
  const months = new Set(closed.map((each) => each.month));
  let next = addMonths(month, 1);
  while (months.has(next)) next = addMonths(next, 1);
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

/** The closed months whose fines may differ from what was closed: their ground moved, or somebody decided since. */
export async function movedSince(
  warehouse: Warehouse,
  asOf: string,
  closed: readonly ClosedMonth[],
): Promise<ClosedMonth[]> {
  if (closed.length === 0) return [];
  const grounds = await groundsOf(warehouse, asOf);
  const decided = new Map(
    (
      await warehouse.read(
        'SELECT month, max(step_id) AS step_id FROM fine_step GROUP BY month',
        z.object({ month: z.string(), step_id: z.number().int() }),
      )
    ).map((row) => [row.month, row.step_id]),
  );
  return closed.filter(
    (of) =>
      groundOf(grounds, of.month) !== of.ground || (decided.get(of.month) ?? 0) > of.closingId,
  );
}
