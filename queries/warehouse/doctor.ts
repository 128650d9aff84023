import { z } from 'zod';
import { alteredClosings } from '../ledger/closings.ts';
import type { Warehouse } from './warehouse.ts';

/** A fault a check found. */
export interface Fault {
  readonly check: string;
  readonly place: string;
  readonly subject: string;
  readonly fault: string;
}

const faultRow = z.object({ place: z.string(), subject: z.string().nullable(), fault: z.string() });

/** Runs every check of queries/checks and recomputes the checksums of closings; a sound database gives none. At most `limit` faults per check. */
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
  for (const { month, version } of await alteredClosings(warehouse)) {
    faults.push({
      check: 'closing_checksum',
      place: 'closing',
      subject: `${month} v${version}`,
      fault: 'what was frozen has been altered',
    });
  }
  return faults;
}
