/** A gathered table is kept while nothing it is made of can have changed, and never longer. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { emptyDepartment } from './department.ts';

const number = z.object({ n: z.number() });

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await emptyDepartment();
});
afterEach(() => warehouse.close());

/** Settings stored, as the gathered table says. */
async function gathered(least = 'a'): Promise<number> {
  const sql = 'SELECT count(*) AS n FROM setting WHERE name >= $least';
  await warehouse.gather('counted', sql, { least });
  const [row] = await warehouse.read('FROM counted', number);
  return row?.n ?? -1;
}

/** Spoils the table without the warehouse knowing: what stands in it afterwards was worked out anew or not. */
const spoil = (): Promise<unknown> => warehouse.connection.run('UPDATE counted SET n = 999');

test('kept for the same question, worked out anew for another', async () => {
  const before = await gathered();
  await spoil();
  expect(await gathered()).toBe(999);
  expect(await gathered('zz')).toBe(0);
  expect(await gathered()).toBe(before);
});

test('a write is seen, also one that returns rows, and so is its taking back', async () => {
  const before = await gathered();
  await warehouse.run("INSERT INTO setting VALUES ('x', '1')");
  expect(await gathered()).toBe(before + 1);
  await warehouse.read("INSERT INTO setting VALUES ('y', '1') RETURNING 1 AS n", number);
  expect(await gathered()).toBe(before + 2);
  await warehouse.run('BEGIN TRANSACTION');
  await warehouse.run("DELETE FROM setting WHERE name IN ('x', 'y')");
  expect(await gathered()).toBe(before);
  await warehouse.run('ROLLBACK');
  expect(await gathered()).toBe(before + 2);
});

test('what another connection commits is seen at once', async () => {
  const before = await gathered();
  const other = await warehouse.branch();
  await other.transaction(() => other.run("INSERT INTO setting VALUES ('z', '1')"));
  expect(await gathered()).toBe(before + 1);
  await expect(
    other.transaction(async () => {
      await other.run("DELETE FROM setting WHERE name = 'z'");
      throw new Error('after all not');
    }),
  ).rejects.toThrow('after all not');
  expect(await gathered()).toBe(before + 1);
  other.close();
});

test('a query that fails keeps nothing', async () => {
  await gathered();
  await expect(warehouse.gather('counted', 'SELECT nothing', {})).rejects.toThrow();
  expect(await gathered()).toBeGreaterThan(0);
});

describe('gathered of facts', () => {
  /** Settings stored, as a table gathered of facts says. */
  async function facts(): Promise<number> {
    await warehouse.gatherFacts('counted', 'SELECT count(*) AS n FROM setting', {});
    const [row] = await warehouse.read('FROM counted', number);
    return row?.n ?? -1;
  }
  const setting = "INSERT INTO setting VALUES ('fact', '1')";

  test('kept while people decide, here or on another connection', async () => {
    await facts();
    await spoil();
    // A statement that no step takes, to see that it is not looked at.
    await warehouse.ledgerTransaction(() => warehouse.run(setting));
    expect(await facts()).toBe(999);
    const other = await warehouse.branch();
    await other.ledgerTransaction(() => other.run("DELETE FROM setting WHERE name = 'fact'"));
    expect(await facts()).toBe(999);
    other.close();
  });

  test('worked out anew when a fact is written, here or on another connection', async () => {
    const before = await facts();
    await warehouse.transaction(() => warehouse.run(setting));
    expect(await facts()).toBe(before + 1);
    const other = await warehouse.branch();
    await other.transaction(() => other.run("DELETE FROM setting WHERE name = 'fact'"));
    expect(await facts()).toBe(before);
    other.close();
  });

  test('worked out anew after steps that came to nothing', async () => {
    const before = await facts();
    await expect(
      warehouse.ledgerTransaction(async () => {
        await warehouse.gatherFacts('counted', 'SELECT -1 AS n', {});
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(await facts()).toBe(before);
  });
});
