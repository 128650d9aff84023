/**
 * Empty databases in memory for tests. Opening one takes longer than most tests, so a closed one is emptied and given to
 * the next that asks. Numbers of sequences go on; a database in which policies were changed is not used again.
 */
import { z } from 'zod';
import { POLICY_TABLES } from '#queries/warehouse/policy-tables.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';

const idle: Warehouse[] = [];

/** Tables that are filled by opening: they belong to the models and the shipped policies. */
const KEPT = new Set<string>(['setting', ...POLICY_TABLES]);

/** A database nobody has imported into; `close()` gives it back. */
export async function emptyWarehouse(): Promise<Warehouse> {
  for (let used = idle.pop(); used !== undefined; used = idle.pop()) {
    if (await emptied(used)) return used;
  }
  const warehouse = await openWarehouse({ path: ':memory:' });
  // Two test files at a time keep two cores busy; more threads would only hand work to one another.
  await warehouse.run('SET threads = 1');
  const shipped = warehouse.policies;
  const close = warehouse.close.bind(warehouse);
  warehouse.close = () => {
    if (warehouse.policies === shipped) idle.push(warehouse);
    else close();
  };
  return warehouse;
}

/** Empties a database; false where it cannot be used any more, as in a transaction that a failed test left open. */
async function emptied(warehouse: Warehouse): Promise<boolean> {
  try {
    const tables = await warehouse.read(
      'SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal',
      z.object({ schema_name: z.string(), table_name: z.string() }),
    );
    const filled = tables.filter(({ table_name }) => !KEPT.has(table_name));
    await warehouse.transaction(() =>
      warehouse.run(filled.map(({ table_name }) => `DELETE FROM ${table_name}`).join('; ')),
    );
    return true;
  } catch {
    return false;
  }
}
