import { z } from 'zod';
import type { Warehouse } from '../warehouse/warehouse.ts';

/**
 * Months that are closed now, oldest first: no policy may be put in force in one. A database whose months were never
 * closed has no closings yet.
 */
export async function closedMonths(warehouse: Warehouse): Promise<string[]> {
  const [table] = await warehouse.read(
    `SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'closing' AND NOT temporary`,
    z.object({ n: z.number() }),
  );
  if (table?.n !== 1) return [];
  const rows = await warehouse.read(
    'SELECT DISTINCT month FROM closing WHERE reopened_at IS NULL ORDER BY month',
    z.object({ month: z.string() }),
  );
  return rows.map((row) => row.month);
}
