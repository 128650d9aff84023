/** What the database offers for the cells of a workbook to mend. */
import { z } from 'zod';
import { policyOf } from '#queries/policy/policy.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import type { PickLists } from './pick-lists.ts';

/** Names of the roster, numbers of the newest policy's rules. */
export async function knownWords(warehouse: Warehouse): Promise<PickLists> {
  const staff = await warehouse.read(
    'SELECT DISTINCT name FROM stg_staff WHERE name IS NOT NULL ORDER BY name',
    z.object({ name: z.string() }),
  );
  return {
    persons: staff.map(({ name }) => name),
    rules: policyOf(warehouse.policies, '9999-12').rules.map(({ no }) => no),
  };
}
