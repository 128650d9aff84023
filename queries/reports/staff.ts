/** Who may act or be charged. */
import { z } from 'zod';
import { aliasNames, nameInitials } from '../values/person-names.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface StaffRow {
  readonly employee_no: string | null;
  readonly name: string;
  readonly role: string | null;
  readonly department: string | null;
  readonly initials: string;
  readonly aliases: readonly string[];
}

const text = z.string().nullable();

/** The roster by number; without one the persons written in tickets and receipts. */
export async function staffList(warehouse: Warehouse): Promise<StaffRow[]> {
  const rows = await warehouse.report(
    'reports/staff',
    z.object({
      employee_no: text,
      name: z.string(),
      role: text,
      department: text,
      aliases: text,
    }),
  );
  return rows.map(({ aliases, ...row }) => ({
    ...row,
    initials: nameInitials(row.name),
    aliases: aliasNames(aliases ?? ''),
  }));
}
