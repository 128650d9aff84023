/** `--replace-month`: stored records of the month and kind that the file does not name any more. */
import { z } from 'zod';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Incoming } from './incoming.ts';
import { literal } from './kind-tables.ts';

/** The time that says to which month a record belongs. Kinds without one cannot be replaced by month. */
const MONTH_TIME: Partial<Record<SheetKind, string>> = {
  ticket: 's.reported_at',
  receipt: 'coalesce(s.finished_at, s.arrived_at, s.submitted_at)',
  requisition_line: 's.issued_at',
  follow_up: 's.called_at',
  complaint: 's.received_at',
  expense: 's.date',
};

/**
 * Lists in the temp table `removed_key` what replacing the month takes out, and counts it by the first sheet of each
 * kind. In a wide ledger the rows belong to the month of their ticket: a receipt finished next month stays with the
 * ledger of the month in which the ticket was reported.
 *
 * @param month `YYYY-MM`, or null when nothing is replaced
 * @returns removed records by sheet_ord
 */
export async function findRemoved(
  warehouse: Warehouse,
  incoming: Incoming,
  month: string | null,
): Promise<Map<number, number>> {
  await warehouse.run('CREATE OR REPLACE TEMP TABLE removed_key (kind VARCHAR, row_key VARCHAR)');
  const removed = new Map<number, number>();
  if (month === null) return removed;
  for (const kind of SHEET_KINDS.filter((name) => incoming.kinds.includes(name))) {
    const time = MONTH_TIME[kind];
    const sheet = incoming.sheets.find((candidate) => candidate.kinds.includes(kind));
    if (time === undefined || sheet === undefined) continue;
    const own = `strftime(${time}, '%Y-%m') = $month`;
    const ofTicket = `s.ticket_no IN (SELECT ticket_no FROM stg_ticket WHERE strftime(reported_at, '%Y-%m') = $month)`;
    const standsAlone = incoming.sheets.some((candidate) => candidate.kinds[0] === kind);
    const leading = standsAlone ? kind : (sheet.kinds[0] ?? kind);
    // An empty form replaces nothing: more likely the wrong sheet than a month without a single row.
    await warehouse.run(
      `INSERT INTO removed_key
       SELECT ${literal(kind)}, s.row_key FROM stg_${kind} AS s
       WHERE ${standsAlone ? own : ofTicket} AND EXISTS (FROM incoming_${leading})
         AND s.row_key NOT IN (SELECT row_key FROM incoming_${kind})`,
      { month },
    );
    const rows = await warehouse.read(
      'SELECT count(*) AS n FROM removed_key WHERE kind = $kind',
      z.object({ n: z.number() }),
      { kind },
    );
    removed.set(sheet.sheetOrd, (removed.get(sheet.sheetOrd) ?? 0) + (rows[0]?.n ?? 0));
  }
  return removed;
}
