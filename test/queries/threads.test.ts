/** How many threads the database takes: as many as the environment says, one while one is enough. */
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';

afterEach(() => vi.unstubAllEnvs());

async function threadsOf(warehouse: Warehouse): Promise<number> {
  const row = z.object({ n: z.number() });
  const [found] = await warehouse.read("SELECT current_setting('threads') AS n", row);
  return found?.n ?? 0;
}

async function threads(): Promise<number> {
  const warehouse = await openWarehouse({ path: ':memory:' });
  try {
    return await threadsOf(warehouse);
  } finally {
    warehouse.close();
  }
}

test('the environment holds it to so many', async () => {
  vi.stubEnv('AFTERCARE_THREADS', '3');
  expect(await threads()).toBe(3);
});

test('what is no number of threads is said, not passed over', async () => {
  vi.stubEnv('AFTERCARE_THREADS', 'many');
  await expect(threads()).rejects.toThrow('AFTERCARE_THREADS');
});

test('one while work runs, as many as before when the last of it is done, whatever came of it', async () => {
  vi.stubEnv('AFTERCARE_THREADS', '3');
  const warehouse = await openWarehouse({ path: ':memory:' });
  const branch = await warehouse.branch();
  try {
    let done = () => {};
    const longer = branch.inOneThread(() => new Promise<void>((resolve) => (done = resolve)));
    const failing = warehouse.inOneThread(async () => {
      expect(await threadsOf(warehouse)).toBe(1);
      await warehouse.transaction(() => warehouse.run('SELECT error($text)', { text: 'no' }));
    });
    await expect(failing).rejects.toThrow('no');
    expect(await threadsOf(warehouse)).toBe(1);
    done();
    await longer;
    expect(await threadsOf(warehouse)).toBe(3);
    await warehouse.inOneThread(async () => expect(await threadsOf(branch)).toBe(1));
    expect(await threadsOf(branch)).toBe(3);
  } finally {
    branch.close();
    warehouse.close();
  }
});
