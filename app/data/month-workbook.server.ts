/** The manager's workbook of a month, made from the reports. */

import { frozenMonth } from '#queries/ledger/closings.ts';
import {
  momentOf,
  standingFines,
  standingOverview,
  standingPolicy,
} from '#queries/ledger/standing.ts';
import { monthLists } from '#queries/reports/lists.ts';
import { workedMonths } from '#queries/reports/month-report.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import type { Overview } from '#queries/reports/types.ts';
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
  const yearBefore = await overviewIfAny(warehouse, addMonths(month, -12));
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
    yearBefore,
    fines: await standingFines(warehouse, month, asOf, lang),
    tickets: [...tickets.values()],
    ...lists,
  });
}

/** The overview of a month with tickets, as it stands or as it was closed; null of one without. */
async function overviewIfAny(warehouse: Warehouse, month: string): Promise<Overview | null> {
  // Asking for the figures of nothing takes as long as for those of a month.
  const worked = (await workedMonths(warehouse)).includes(month);
  if (!worked && (await frozenMonth(warehouse, month)) === null) return null;
  const overview = await standingOverview(warehouse, month);
  return overview.report.tickets.reported > 0 ? overview : null;
}
