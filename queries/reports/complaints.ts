/** The complaints behind a figure: each of them, whether or not it names a ticket. */
import { z } from 'zod';
import { scopeParams, scopeTickets } from '../scope/scope.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CellSource, type Complaint, type ComplaintQuery, isWhole } from './types.ts';

const text = z.string().nullable();

/** A row of reports/list_complaints. */
export const complaintRow = z.object({
  row_key: z.string(),
  complaint_no: text,
  ticket_no: text,
  known_ticket: z.boolean(),
  received_at: z.string(),
  channel: z.enum(['call', 'letter', 'visit']).nullable(),
  person: text,
  reason: text,
  reason_text: text,
  severity: z.enum(['minor', 'medium', 'serious']).nullable(),
  substantiated: z.boolean().nullable(),
  description: text,
});
const cellRow = z.object({
  row_key: z.string(),
  file: z.string(),
  sheet: z.string(),
  sheet_id: z.number().int(),
  row: z.number().int(),
  column: z.string(),
  header: z.string(),
  value: z.string(),
  batch: z.number().int(),
});

/** The month's complaints that a query of the URL asks for, by the time they were received. */
export async function complaintRows(
  warehouse: Warehouse,
  query: ComplaintQuery,
): Promise<Complaint[]> {
  const { month } = query;
  const rows = await warehouse.report('reports/list_complaints', complaintRow, { month });
  const tickets = isWhole(query) ? null : await ticketsOf(warehouse, query);
  const asked = rows.filter(
    (row) =>
      (query.list !== 'substantiated' || row.substantiated === true) &&
      (tickets === null || (row.ticket_no !== null && tickets.has(row.ticket_no))),
  );
  const cells = new Map<string, CellSource[]>();
  for (const { row_key, ...cell } of await warehouse.report('reports/complaint_cells', cellRow, {
    month,
  })) {
    const known = cells.get(row_key);
    if (known === undefined) cells.set(row_key, [cell]);
    else known.push(cell);
  }
  return asked.map((row) => ({ ...row, sources: cells.get(row.row_key) ?? [] }));
}

async function ticketsOf(warehouse: Warehouse, query: ComplaintQuery): Promise<Set<string>> {
  const rows = await warehouse.read(
    await scopeTickets(warehouse),
    z.object({ ticket_no: z.string() }),
    scopeParams(query),
  );
  return new Set(rows.map((row) => row.ticket_no));
}
