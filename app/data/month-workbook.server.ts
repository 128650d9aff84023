/** The manager's workbook of a month, made from the reports. */

import { frozenMonth } from '#queries/ledger/closings.ts';
import {
  momentOf,
  standingFines,
  standingOverview,
  standingPolicy,
} from '#queries/ledger/standing.ts';
import { monthLists } from '#queries/reports/lists.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import { addMonths } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** Bytes of the .xlsx. A closed month is written as it was closed, an open one is marked as a draft. */
export async function monthWorkbook(
  warehouse: Warehouse,
  month: string,
  asOf: string | null,
  lang: 'zh' | 'en',
): Promise<Uint8Array> {
  const frozen = asOf === null ? await frozenMonth(warehouse, month) : null;
  const moment = frozen?.head.as_of ?? (await momentOf(warehouse, month, asOf));
  const overview =
    asOf === null
      ? await standingOverview(warehouse, month)
      : await monthOverview(warehouse, month, moment);
  const yearBefore = await standingOverview(warehouse, addMonths(month, -12));
  const policy = await standingPolicy(warehouse, month);
  const lists = await monthLists(warehouse, month, moment, lang);
  const reported = await ticketRows(warehouse, { month, list: 'reported' }, moment);
  const finished = await ticketRows(warehouse, { month, list: 'finished_in_month' }, moment);
  const tickets = new Map([...reported, ...finished].map((row) => [row.ticket_no, row]));
  // The workbook writer carries its own WebAssembly: loaded only when a workbook is asked for.
  const { managerWorkbook } = await import('../export/manager-workbook.ts');
  return managerWorkbook({
    company: policy.company[lang],
    lang,
    draft: frozen === null,
    policy,
    overview,
    yearBefore: yearBefore.report.tickets.reported > 0 ? yearBefore : null,
    fines: await standingFines(warehouse, month, asOf, lang),
    tickets: [...tickets.values()],
    ...lists,
  });
}
