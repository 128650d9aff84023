import { closedMonths } from '../ledger/closed-months.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Months that are closed now, oldest first: no policy may be put in force in one. */
export async function monthsClosed(warehouse: Warehouse): Promise<string[]> {
  return (await closedMonths(warehouse)).map(({ month }) => month);
}
