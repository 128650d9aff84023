/**
 * The department looked at with some of its tickets only: the overview's filter. Every report is asked as ever, on a
 * connection whose tables hold nothing else (scope_views.sql).
 */
import { z } from 'zod';
import { SCOPE_DIMENSIONS, type ScopeChoices, type TicketScope } from '../reports/types.ts';
import type { QueryParams, Warehouse } from '../warehouse/warehouse.ts';

/** Parameters of scope_tickets.sql; NULL asks for nothing. */
export function scopeParams(scope: TicketScope): QueryParams {
  return Object.fromEntries(
    SCOPE_DIMENSIONS.map((dimension) => [dimension, scope[dimension] ?? null]),
  );
}

/** A statement of this folder, on the tables of the database itself. */
async function onStored(warehouse: Warehouse, name: string): Promise<string> {
  const [database] = await warehouse.read(
    'SELECT current_database() AS name',
    z.object({ name: z.string() }),
  );
  if (database === undefined) throw new Error('a connection without a database');
  return warehouse.sql(name).replaceAll('{stored}', `"${database.name.replaceAll('"', '""')}"`);
}

/** Query of the tickets a scope means; its parameters are those of `scopeParams`. */
export function scopeTickets(warehouse: Warehouse): Promise<string> {
  return onStored(warehouse, 'scope/scope_tickets');
}

/** A further connection for `lookAt`; nothing may be written through it. Close it before the database. */
export function scopedBranch(warehouse: Warehouse): Promise<Warehouse> {
  return warehouse.branch(async (branch) =>
    branch.run(await onStored(branch, 'scope/scope_views')),
  );
}

/** Shows a connection of `scopedBranch` the tickets that a scope means now. */
export async function lookAt(branch: Warehouse, scope: TicketScope): Promise<void> {
  // Not gathered: what was gathered of other tickets is not asked of these.
  await branch.run(
    `CREATE OR REPLACE TEMP TABLE scope_ticket AS ${await scopeTickets(branch)}`,
    scopeParams(scope),
  );
}

const choiceRow = z.object({
  dimension: z.enum(SCOPE_DIMENSIONS),
  value: z.string(),
  tickets: z.number().int(),
});

/** What the overview of a month can be filtered by, the most frequent first. */
export async function scopeChoices(warehouse: Warehouse, month: string): Promise<ScopeChoices> {
  const rows = await warehouse.report('scope/scope_choices', choiceRow, { month });
  const of = (dimension: (typeof SCOPE_DIMENSIONS)[number]) =>
    rows
      .filter((row) => row.dimension === dimension)
      .map(({ value, tickets }) => ({ value, tickets }));
  return {
    region: of('region'),
    technician: of('technician'),
    product: of('product'),
    warranty: of('warranty'),
    resolution: of('resolution'),
  };
}
