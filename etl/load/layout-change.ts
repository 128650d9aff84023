/** Whether a form came with other columns than the last time. */

import { z } from 'zod';
import { normaliseHeader } from '#etl/recognise/normalise-header.ts';
import { isReturnedHeader } from '#etl/recognise/returned.ts';
import type { SheetPlan } from '#etl/session/session.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';

/** Headers as written. */
export interface LayoutChange {
  added: string[];
  removed: string[];
  /** Of those in both: fed a field then, and none now. What was confirmed holds for the very set of headers alone. */
  unread: string[];
  /** The batch of the sheet compared with. */
  last_batch: number | null;
}

/** Two header sets are of one form when they share at least this part of all their headers. */
const ALIKE = 0.5;
/** Earlier sheets of the same kinds looked at, the newest. */
const EARLIER_SHEETS = 20;

const SHEET = z.object({
  batch_id: z.number(),
  sheet_id: z.number(),
  header_fingerprint: z.string(),
});

const COLUMN = z.object({ header: z.string(), read: z.boolean() });

/**
 * What is new and what is missing against the newest live sheet of the same kinds with a similar header; null where
 * the headers are the same, or nothing of the kind came before.
 */
export async function layoutChange(
  warehouse: Warehouse,
  plan: SheetPlan,
  /** The batch at hand: its files do not announce each other. */
  ownBatch: number | null = null,
): Promise<LayoutChange | null> {
  const { kinds, columns, fingerprint } = plan.recognition;
  if (kinds.length === 0) return null;
  const earlier = await warehouse.read(
    `SELECT f.batch_id, s.sheet_id, s.header_fingerprint
     FROM src_sheet AS s
     JOIN src_file AS f USING (file_id)
     JOIN src_batch AS b ON b.batch_id = f.batch_id AND b.state = 'live'
     WHERE f.batch_id IS DISTINCT FROM $own AND list_sort(s.kinds) = list_sort(string_split($kinds, ','))
     ORDER BY s.sheet_id DESC LIMIT ${EARLIER_SHEETS}`,
    SHEET,
    { kinds: kinds.join(','), own: ownBatch },
  );
  const now = byName(columns.map((column) => column.header));
  for (const sheet of earlier) {
    if (sheet.header_fingerprint === fingerprint) return null;
    // A department with two registers brings both layouts each month.
    const together = earlier.filter((other) => other.batch_id === sheet.batch_id);
    if (together.some((other) => other.header_fingerprint === fingerprint)) return null;
    const headers = await headersOf(warehouse, sheet.sheet_id);
    const before = byName(headers.map(({ header }) => header));
    const shared = [...now.keys()].filter((name) => before.has(name)).length;
    if (shared / (now.size + before.size - shared) < ALIKE) continue;
    const added = [...now].flatMap(([name, header]) => (before.has(name) ? [] : [header]));
    const removed = [...before].flatMap(([name, header]) => (now.has(name) ? [] : [header]));
    if (added.length === 0 && removed.length === 0) return null;
    const fed = byName(
      columns.flatMap((column) => (column.targets.length > 0 ? [column.header] : [])),
    );
    const readThen = byName(headers.flatMap(({ header, read }) => (read ? [header] : [])));
    const unread = [...readThen].flatMap(([name]) => {
      const header = now.get(name);
      return header === undefined || fed.has(name) ? [] : [header];
    });
    return { added, removed, unread, last_batch: sheet.batch_id };
  }
  return null;
}

/** The headers of a stored sheet, and whether they were read into a field. */
async function headersOf(warehouse: Warehouse, sheetId: number): Promise<z.infer<typeof COLUMN>[]> {
  return warehouse.read(
    `SELECT header, bool_or(field IS NOT NULL) AS read FROM src_column
     WHERE sheet_id = $id AND column_index > 0 AND header IS NOT NULL
     GROUP BY header ORDER BY min(column_index)`,
    COLUMN,
    { id: sheetId },
  );
}

/** Headers as written, by their normalised spelling. Columns of ours beside the file's own are no change of its layout. */
function byName(headers: readonly string[]): Map<string, string> {
  const own = headers.filter((header) => !isReturnedHeader(header));
  return new Map(own.map((header) => [normaliseHeader(header), header]));
}
