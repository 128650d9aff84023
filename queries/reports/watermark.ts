/** How far the sheets reach: the latest event time loaded, `as_of` where nobody names another moment. */
import { z } from 'zod';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Puts it into the temporary table latest_event, which ledger/month_fine.sql reads. */
export function gatherWatermark(warehouse: Warehouse): Promise<void> {
  return warehouse.gatherFacts('latest_event', warehouse.sql('reports/watermark'), {});
}

/** The watermark, `YYYY-MM-DDTHH:MM:SS`; null in an empty database. */
export async function watermark(warehouse: Warehouse): Promise<string | null> {
  await gatherWatermark(warehouse);
  const [row] = await warehouse.read(
    'FROM latest_event',
    z.object({ watermark: z.string().nullable() }),
  );
  return row?.watermark ?? null;
}
