/** Who acts, by every mark a fine can carry of the same person: nobody decides about his or her own, whatever it is written as. */
import { z } from 'zod';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Actor, ChargedPerson } from './types.ts';

export interface Self {
  /** Null: not on a roster, or nobody knows which of two. */
  readonly employeeNo: string | null;
  /** Every name that means the person, spaces removed. */
  readonly names: ReadonlySet<string>;
}

/** Names without their spaces, as macro person_key compares them. */
export function nameKey(name: string): string {
  return name.replaceAll(/[\s　]/g, '');
}

/** The marks of the person acting; null: nobody in particular. */
export async function selfOf(
  warehouse: Warehouse,
  by: (Pick<Actor, 'name'> & Partial<Actor>) | null,
): Promise<Self | null> {
  if (by === null) return null;
  const rows = await warehouse.report(
    'ledger/self_names',
    z.object({ name_key: z.string(), employee_no: z.string().nullable() }),
    { person: by.name },
  );
  const own = nameKey(by.name);
  const number = rows.find((row) => row.name_key === own)?.employee_no ?? null;
  return {
    employeeNo: by.employee_no ?? number,
    names: new Set([own, ...rows.map((row) => row.name_key)]),
  };
}

/** By number where both have one, else by any of the names. */
export function isSelf(self: Self | null, person: ChargedPerson): boolean {
  if (self === null) return false;
  return self.employeeNo !== null && person.employee_no !== null
    ? self.employeeNo === person.employee_no
    : self.names.has(nameKey(person.name));
}
