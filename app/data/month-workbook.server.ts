/** The manager's workbook of a month, made from the reports. */

import { policyOf } from '#queries/policy/policy.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { monthLists } from '#queries/reports/lists.ts';
import { monthOverview } from '#queries/reports/overview.ts';
import { ticketRows } from '#queries/reports/tickets.ts';
import { addMonths } from '#queries/values/month.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** Bytes of the .xlsx; every sheet is marked as a draft until months can be closed. */
export async function monthWorkbook(
  warehouse: Warehouse,
  month: string,
  asOf: string,
  lang: 'zh' | 'en',
): Promise<Uint8Array> {
  const overview = await monthOverview(warehouse, month, asOf);
  const yearBefore = await monthOverview(warehouse, addMonths(month, -12), asOf);
  const policy = policyOf(warehouse.policies, month);
  const lists = await monthLists(warehouse, month, asOf, lang);
  const reported = await ticketRows(warehouse, { month, list: 'reported' }, asOf);
  const finished = await ticketRows(warehouse, { month, list: 'finished_in_month' }, asOf);
  const tickets = new Map([...reported, ...finished].map((row) => [row.ticket_no, row]));
  // The workbook writer carries its own WebAssembly: loaded only when a workbook is asked for.
  const { managerWorkbook } = await import('../export/manager-workbook.ts');
  return managerWorkbook({
    company: policy.company[lang],
    lang,
    draft: true,
    policy,
    overview,
    yearBefore: yearBefore.report.tickets.reported > 0 ? yearBefore : null,
    fines: await monthFines(warehouse, month, asOf, lang),
    tickets: [...tickets.values()],
    ...lists,
  });
}
