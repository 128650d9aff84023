/** How many threads the database takes: as many as the environment says. */
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';

afterEach(() => vi.unstubAllEnvs());

async function threads(): Promise<number> {
  const warehouse = await openWarehouse({ path: ':memory:' });
  try {
    const [row] = await warehouse.read(
      "SELECT current_setting('threads') AS n",
      z.object({ n: z.number() }),
    );
    return row?.n ?? 0;
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
