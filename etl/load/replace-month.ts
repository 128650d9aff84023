/** `--replace-month`: stored records of the month and kind that the file does not name any more. */
import { z } from 'zod';
import { type CellIssue, SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { Incoming } from './incoming.ts';
import { literal } from './kind-tables.ts';
import { type Lang, loadMessage } from './messages.ts';
import { sheetWarning } from './sheet-warning.ts';

/** The times that say to which month a record belongs, best first. Kinds without one cannot be replaced by month. */
const MONTH_TIMES: Partial<Record<SheetKind, readonly string[]>> = {
  ticket: ['reported_at'],
  receipt: ['finished_at', 'arrived_at', 'submitted_at'],
  requisition_line: ['issued_at'],
  follow_up: ['called_at'],
  complaint: ['received_at'],
  expense: ['date'],
};

/** The month of a record `s`, as far as its table has the times. */
function monthOf(times: readonly string[]): string {
  return `strftime(coalesce(${times.map((time) => `s.${time}`).join(', ')}), '%Y-%m')`;
}

/** The times of a kind that the rows at hand have: their table has the captured columns only. */
function timesAtHand(incoming: Incoming, kind: SheetKind): string[] {
  const there = new Set(incoming.columns(kind).map(({ name }) => name));
  return (MONTH_TIMES[kind] ?? []).filter((time) => there.has(time));
}

/** Months that the file has records of, by the leading kind of each sheet: those that it may replace. */
export async function monthsIn(warehouse: Warehouse, incoming: Incoming): Promise<string[]> {
  const leading = new Set(incoming.sheets.flatMap((sheet) => sheet.kinds.slice(0, 1)));
  const months = [...leading].flatMap((kind) => {
    const times = timesAtHand(incoming, kind);
    return times.length === 0
      ? []
      : [`SELECT ${monthOf(times)} AS month FROM incoming_${kind} AS s`];
  });
  if (months.length === 0) return [];
  const found = await warehouse.read(
    `SELECT DISTINCT month FROM (${months.join(' UNION ALL ')}) WHERE month IS NOT NULL ORDER BY month`,
    z.object({ month: z.string() }),
  );
  return found.map(({ month }) => month);
}

/**
 * Begins an import that replaces a month: what one of its files brings, the next does not take out, for a month may
 * come in two files.
 */
export async function beginReplacing(warehouse: Warehouse): Promise<void> {
  await warehouse.run('CREATE OR REPLACE TEMP TABLE kept_key (kind VARCHAR, row_key VARCHAR)');
}

/** Notes what a file of such an import has. */
export async function keepKeys(warehouse: Warehouse, incoming: Incoming): Promise<void> {
  for (const kind of SHEET_KINDS.filter((name) => incoming.kinds.includes(name))) {
    await warehouse.run(
      `INSERT INTO kept_key SELECT ${literal(kind)}, row_key FROM incoming_${kind}`,
    );
  }
}

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
    const times = MONTH_TIMES[kind];
    const sheet = incoming.sheets.find((candidate) => candidate.kinds.includes(kind));
    if (times === undefined || sheet === undefined) continue;
    const own = `${monthOf(times)} = $month`;
    const ofTicket = `s.ticket_no IN (SELECT ticket_no FROM stg_ticket WHERE strftime(reported_at, '%Y-%m') = $month)`;
    const standsAlone = incoming.sheets.some((candidate) => candidate.kinds[0] === kind);
    const leading = standsAlone ? kind : (sheet.kinds[0] ?? kind);
    // A form without a row of the month replaces nothing: more likely the wrong sheet, or the wrong month, than one in which
    // nothing happened.
    const dated = timesAtHand(incoming, leading);
    const ofMonth = dated.length === 0 ? '' : `AS s WHERE ${monthOf(dated)} = $month`;
    await warehouse.run(
      `INSERT INTO removed_key
       SELECT ${literal(kind)}, s.row_key FROM stg_${kind} AS s
       WHERE ${standsAlone ? own : ofTicket} AND EXISTS (FROM incoming_${leading} ${ofMonth})
         AND s.row_key NOT IN (SELECT row_key FROM incoming_${kind})
         AND s.row_key NOT IN (SELECT row_key FROM kept_key WHERE kind = ${literal(kind)})`,
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

/** By sheet_ord, a warning for the first sheet of a file that was to replace a month and has no record of it. */
export async function nothingToReplace(
  warehouse: Warehouse,
  incoming: Incoming,
  month: string | null,
  lang: Lang,
): Promise<ReadonlyMap<number, CellIssue>> {
  if (month === null) return new Map();
  const dated = incoming.sheets.find(({ kinds: [kind] }) => kind && MONTH_TIMES[kind]);
  if (dated === undefined || (await monthsIn(warehouse, incoming)).includes(month))
    return new Map();
  const message = loadMessage(lang, 'nothing_to_replace', { month });
  return new Map([[dated.sheetOrd, sheetWarning('nothing_to_replace', message)]]);
}
