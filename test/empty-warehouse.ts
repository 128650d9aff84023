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
  const shipped = warehouse.policies;
  const close = warehouse.close.bind(warehouse);
  warehouse.close = () => {
    if (warehouse.policies === shipped) {
      idle.push(warehouse);
      return;
    }
    further.get(warehouse)?.close();
    close();
  };
  return warehouse;
}

/** Further connections that databases were given, kept as long as those: making one takes longer than many tests. */
const further = new WeakMap<Warehouse, Warehouse>();

/** A further connection to a database of `emptyWarehouse`, the same one each time it is asked for. It closes with that. */
export async function furtherConnection(warehouse: Warehouse): Promise<Warehouse> {
  const made = further.get(warehouse);
  if (made !== undefined) {
    // A failed test may have left a transaction open.
    await made.run('ROLLBACK').catch(() => undefined);
    await forFilled(made, "'temp'", (table) => `DELETE FROM ${table}`);
    return made;
  }
  const branch = await warehouse.branch();
  further.set(warehouse, branch);
  return branch;
}

/** Empties a database; false where it cannot be used any more, as in a transaction that a failed test left open. */
async function emptied(warehouse: Warehouse): Promise<boolean> {
  try {
    await forFilled(warehouse, "current_database(), 'temp'", (table) => `DELETE FROM ${table}`);
    return true;
  } catch {
    return false;
  }
}

/** Databases that keep a department aside, by what it is called. */
const keeping = new WeakMap<Warehouse, Set<string>>();

/**
 * An empty database filled by `fill`, or by what `fill` put into it the last time: copying rows takes a fifth of storing
 * them and rebuilding what is derived.
 *
 * @param name of the department, a word
 */
export async function filledWarehouse(
  name: string,
  fill: (warehouse: Warehouse) => Promise<void>,
): Promise<Warehouse> {
  const warehouse = await emptyWarehouse();
  const kept = keeping.get(warehouse) ?? new Set();
  keeping.set(warehouse, kept);
  if (kept.has(name)) {
    await forFilled(
      warehouse,
      `'${name}'`,
      (table) => `INSERT INTO ${table} FROM ${name}.${table}`,
    );
    warehouse.changed();
    return warehouse;
  }
  await fill(warehouse);
  await warehouse.run(`ATTACH ':memory:' AS ${name}`);
  await forFilled(
    warehouse,
    'current_database()',
    (table) => `CREATE TABLE ${name}.${table} AS FROM ${table}`,
  );
  kept.add(name);
  return warehouse;
}

/** Runs a statement for each table that holds rows, all in one transaction; `databases` as SQL lists them. */
async function forFilled(
  warehouse: Warehouse,
  databases: string,
  statement: (table: string) => string,
): Promise<void> {
  const tables = await warehouse.read(
    `SELECT table_name FROM duckdb_tables()
     WHERE NOT internal AND database_name IN (${databases}) AND estimated_size > 0`,
    z.object({ table_name: z.string() }),
  );
  const filled = tables.map(({ table_name }) => table_name).filter((table) => !KEPT.has(table));
  if (filled.length === 0) return;
  await warehouse.transaction(() => warehouse.run(filled.map(statement).join('; ')));
}
