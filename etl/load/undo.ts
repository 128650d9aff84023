/** Takes a batch back: rows it added go, rows it changed return to the version before. */
import { z } from 'zod';
import { KINDS } from '#etl/sheets/index.ts';
import { SHEET_KINDS, type SheetKind } from '#etl/types.ts';
import { type Changer, noteOwnFinesGone, ownFines } from '#queries/ledger/own-fines.ts';
import { rebuildMarts, refreshStaging } from '#queries/warehouse/rebuild.ts';
import type { Warehouse } from '#queries/warehouse/warehouse.ts';
import { literal, quoted } from './kind-tables.ts';
import { type Lang, loadMessage } from './messages.ts';

/** The batch cannot be undone; the message says why and what to do. */
export class UndoRefused extends Error {
  override readonly name = 'UndoRefused';
  constructor(
    readonly code: 'no_such_batch' | 'already_undone' | 'touched_later',
    message: string,
    /** The later batches to undo first. */
    readonly later: readonly number[] = [],
  ) {
    super(message);
  }
}

export interface UndoResult {
  readonly batch: number;
  /** Records that are gone, by kind. */
  readonly removed: number;
  /** Records that returned to an earlier version, or came back after a replaced month. */
  readonly restored: number;
}

/**
 * Undoes a batch and rebuilds the months it touched, in one transaction.
 * `by`: who does it. Throws UndoRefused when the batch is unknown, undone already, or a later live batch touched the same records.
 */
export async function undoBatch(
  warehouse: Warehouse,
  batch: number,
  lang: Lang,
  by: Changer,
): Promise<UndoResult> {
  const refused = await whyNotUndone(warehouse, batch, lang);
  if (refused !== null) throw refused;
  return warehouse.transaction(async () => {
    const own = await ownFines(warehouse, by);
    const result = await takeBatchBack(warehouse, batch);
    await warehouse.run(
      `UPDATE src_batch SET undone_at = make_timestamp($now::BIGINT), undone_by = $actor WHERE batch_id = $batch`,
      { batch, now: by.nowMicros, actor: by.actor },
    );
    await noteOwnFinesGone(warehouse, own, by, { batch, how: 'undo' });
    return result;
  });
}

/** Why a batch cannot be undone; null where it can. */
export async function whyNotUndone(
  warehouse: Warehouse,
  batch: number,
  lang: Lang,
): Promise<UndoRefused | null> {
  const found = await warehouse.read(
    'SELECT state FROM src_batch WHERE batch_id = $batch',
    z.object({ state: z.string() }),
    { batch },
  );
  if (found[0] === undefined) {
    return new UndoRefused('no_such_batch', loadMessage(lang, 'no_such_batch', { batch }));
  }
  if (found[0].state !== 'live') {
    return new UndoRefused('already_undone', loadMessage(lang, 'already_undone', { batch }));
  }
  const later = await laterBatches(warehouse, batch);
  if (later.length === 0) return null;
  return new UndoRefused(
    'touched_later',
    loadMessage(lang, 'touched_later', { batch, later: later.join(lang === 'zh' ? '、' : ', ') }),
    later,
  );
}

/** Undoes a batch inside the transaction at hand, which may be rolled back to see what it would do. */
export async function takeBatchBack(warehouse: Warehouse, batch: number): Promise<UndoResult> {
  await warehouse.run('DELETE FROM touched_key');
  const kinds = await touchedKinds(warehouse, batch);
  for (const kind of kinds) await takeBack(warehouse, batch, kind);
  const counted = await countEffect(warehouse, kinds);
  // The figures read issues and cells by sheet: those of an undone batch must not count any more.
  for (const table of ['src_cell_row', 'src_form_cell', 'src_issue']) {
    await warehouse.run(`DELETE FROM ${table} WHERE sheet_id IN (${SHEETS_OF_BATCH})`, { batch });
  }
  await warehouse.run('DELETE FROM src_removed_version WHERE batch_id = $batch', { batch });
  await warehouse.run("UPDATE src_batch SET state = 'undone' WHERE batch_id = $batch", { batch });
  await refreshStaging(warehouse);
  await rebuildMarts(warehouse, { inTransaction: true });
  return { batch, ...counted };
}

const SHEETS_OF_BATCH =
  'SELECT sheet_id FROM src_sheet JOIN src_file USING (file_id) WHERE batch_id = $batch';

/** Kinds the batch brought or took out. */
async function touchedKinds(warehouse: Warehouse, batch: number): Promise<SheetKind[]> {
  const rows = await warehouse.read(
    `SELECT DISTINCT unnest(kinds) AS kind FROM src_sheet JOIN src_file USING (file_id) WHERE batch_id = $batch
     UNION SELECT kind FROM src_removed_version WHERE batch_id = $batch`,
    z.object({ kind: z.enum(SHEET_KINDS) }),
    { batch },
  );
  return rows.map((row) => row.kind);
}

/** Later live batches that hold or removed a record this batch holds or removed. */
async function laterBatches(warehouse: Warehouse, batch: number): Promise<number[]> {
  const touched = (kind: SheetKind): string =>
    `SELECT ${literal(kind)} AS kind, r.row_key, f.batch_id
     FROM ${KINDS[kind].spec.table} AS r JOIN src_sheet USING (sheet_id) JOIN src_file AS f USING (file_id)`;
  const rows = await warehouse.read(
    `WITH touch AS (
       ${SHEET_KINDS.map(touched).join(' UNION ALL ')}
       UNION ALL SELECT kind, row_key, batch_id FROM src_removed_version
       UNION ALL SELECT v.kind, v.row_key, f.batch_id
         FROM src_removed_version AS v JOIN src_sheet USING (sheet_id) JOIN src_file AS f USING (file_id)
     )
     SELECT DISTINCT l.batch_id AS batch_id
     FROM touch AS l
     JOIN src_batch AS b ON b.batch_id = l.batch_id AND b.state = 'live'
     SEMI JOIN (FROM touch WHERE batch_id = $batch) AS own ON own.kind = l.kind AND own.row_key = l.row_key
     WHERE l.batch_id > $batch
     ORDER BY 1`,
    z.object({ batch_id: z.number() }),
    { batch },
  );
  return rows.map((row) => row.batch_id);
}

/** Removes the batch's versions of one kind and puts back those it had taken out for a replaced month. */
async function takeBack(warehouse: Warehouse, batch: number, kind: SheetKind): Promise<void> {
  const { table } = KINDS[kind].spec;
  await warehouse.run(
    `INSERT INTO touched_key
     SELECT DISTINCT ${literal(kind)}, row_key FROM (
       SELECT row_key FROM ${table} WHERE sheet_id IN (${SHEETS_OF_BATCH})
       UNION ALL SELECT row_key FROM src_removed_version WHERE batch_id = $batch AND kind = ${literal(kind)})`,
    { batch },
  );
  await warehouse.run(`DELETE FROM ${table} WHERE sheet_id IN (${SHEETS_OF_BATCH})`, { batch });
  const columns = await warehouse.read(
    `SELECT column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main' AND table_name = $table ORDER BY column_index`,
    z.object({ column_name: z.string(), data_type: z.string() }),
    { table },
  );
  const shape = JSON.stringify(
    Object.fromEntries(columns.map((column) => [column.column_name, column.data_type])),
  );
  const names = columns.map((column) => quoted(column.column_name));
  await warehouse.run(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.map((name) => `v.${name}`).join(', ')}
     FROM (SELECT from_json(version, ${literal(shape)}) AS v
           FROM src_removed_version WHERE batch_id = $batch AND kind = ${literal(kind)})`,
    { batch },
  );
}

/** Of the touched records, how many still have a version and how many are gone. */
async function countEffect(
  warehouse: Warehouse,
  kinds: readonly SheetKind[],
): Promise<{ removed: number; restored: number }> {
  let removed = 0;
  let restored = 0;
  for (const kind of kinds) {
    const rows = await warehouse.read(
      `SELECT count(*) AS touched,
         count(*) FILTER (row_key IN (SELECT row_key FROM ${KINDS[kind].spec.table})) AS restored
       FROM touched_key WHERE kind = $kind`,
      z.object({ touched: z.number(), restored: z.number() }),
      { kind },
    );
    const [counts] = rows;
    restored += counts?.restored ?? 0;
    removed += (counts?.touched ?? 0) - (counts?.restored ?? 0);
  }
  return { removed, restored };
}
