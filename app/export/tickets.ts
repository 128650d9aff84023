/** Customer, product and region of a ticket for the lists that name only its number. Pure. */
import type { TicketRow } from '#queries/reports/types.ts';

/** Finds a ticket by number; null for one that is not of the month (an earlier ticket of a pair, say). */
export function ticketLookup(tickets: readonly TicketRow[]): (no: string) => TicketRow | null {
  const byNo = new Map(tickets.map((ticket) => [ticket.ticket_no, ticket]));
  return (no) => byNo.get(no) ?? null;
}
