/** Mappings a person confirmed, by header set: next month's file of the same headers needs no question. */
import { z } from 'zod';
import {
  DERIVED_RANK,
  type RecogniseOptions,
  type Recognition,
} from '#etl/recognise/recognise-sheet.ts';
import { SHEET_KINDS } from '#etl/types.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

const MAPPING = z.record(
  z.string(),
  z.array(z.object({ kind: z.enum(SHEET_KINDS), field: z.string() })),
);

/** All remembered mappings, as recognition asks for them. */
export async function recallMappings(
  warehouse: Warehouse,
): Promise<NonNullable<RecogniseOptions['remembered']>> {
  const rows = await warehouse.read(
    'SELECT header_fingerprint, mapping FROM src_remembered_mapping',
    z.object({ header_fingerprint: z.string(), mapping: z.string() }),
  );
  const mappings = new Map(
    rows.map((row) => [row.header_fingerprint, MAPPING.parse(JSON.parse(row.mapping))]),
  );
  return (fingerprint) => mappings.get(fingerprint);
}

/** Remembers which fields each header of the sheet feeds; headers that feed none stay left out. */
export async function rememberMapping(
  warehouse: Warehouse,
  recognition: Recognition,
  nowMicros: number,
): Promise<void> {
  const mapping = Object.fromEntries(
    recognition.columns.map((column) => [
      column.header,
      column.targets
        .filter((target) => target.rank < DERIVED_RANK)
        .map(({ kind, field }) => ({ kind, field })),
    ]),
  );
  await warehouse.run(
    'INSERT OR REPLACE INTO src_remembered_mapping VALUES ($fingerprint, $mapping, make_timestamp($now::BIGINT))',
    { fingerprint: recognition.fingerprint, mapping: JSON.stringify(mapping), now: nowMicros },
  );
}
