import { z } from 'zod';
import type { Warehouse } from './warehouse.ts';

/** A fault a check found. */
export interface Fault {
  readonly check: string;
  readonly place: string;
  readonly subject: string;
  readonly fault: string;
}

const faultRow = z.object({ place: z.string(), subject: z.string().nullable(), fault: z.string() });

/** Runs every check of queries/checks; a sound database gives none. At most `limit` faults per check. */
export async function findFaults(warehouse: Warehouse, limit = 20): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const name of warehouse.models('checks')) {
    const rows = await warehouse.read(`FROM (${warehouse.sql(name)}) LIMIT ${limit}`, faultRow);
    faults.push(
      ...rows.map((row) => ({
        check: name.slice('checks/'.length),
        place: row.place,
        subject: row.subject ?? '',
        fault: row.fault,
      })),
    );
  }
  return faults;
}
