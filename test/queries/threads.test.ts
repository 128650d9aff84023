/** How many threads the database takes: what the caller says, else the environment. */
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openWarehouse } from '#queries/warehouse/warehouse.ts';

afterEach(() => vi.unstubAllEnvs());

async function threads(options: { threads?: number }): Promise<number> {
  const warehouse = await openWarehouse({ path: ':memory:', ...options });
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

test('the environment holds it to so many, the caller to others', async () => {
  vi.stubEnv('AFTERCARE_THREADS', '3');
  expect(await threads({})).toBe(3);
  expect(await threads({ threads: 2 })).toBe(2);
});

test('what is no number of threads is said, not passed over', async () => {
  vi.stubEnv('AFTERCARE_THREADS', 'many');
  await expect(threads({})).rejects.toThrow('AFTERCARE_THREADS');
});
