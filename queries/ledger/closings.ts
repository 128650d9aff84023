/**
 * Closing a month and opening it again. A closing freezes policy, figures, fines with their source cells and HR's sheet
 * under a number and a checksum; from then on the month is read from it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Policy, policyOf } from '../policy/policy.ts';
import {
  type EvidenceRow,
  evidenceRow,
  type FineRow,
  fineRow,
  judgedEvidence,
  judgedRows,
} from '../reports/fines.ts';
import { workedMonths } from '../reports/month-report.ts';
import { monthOverview } from '../reports/overview.ts';
import type { Overview } from '../reports/types.ts';
import { watermark } from '../reports/watermark.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { groundOf, groundsOf } from './closed-months.ts';
import { draftDeductions } from './deductions.ts';
import { openFines } from './late-fines.ts';
import { ledgerRefused, ledgerText } from './messages.ts';
import type { StepContext } from './steps.ts';
import type { Actor, ClosingHead, DeductionSheet } from './types.ts';

/** What a closing froze. Texts are made when they are read, so rows are kept without a language. */
export interface FrozenMonth {
  readonly closingId: number;
  readonly head: ClosingHead;
  readonly overview: Overview;
  readonly policy: Policy;
  readonly deductions: Omit<DeductionSheet, 'state' | 'revision' | 'checksum'>;
}

const text = z.string().nullable();
const headRow = z.object({
  closing_id: z.number().int(),
  version: z.number().int(),
  closed_at: z.string(),
  closed_by: text,
  as_of: z.string(),
  policy_id: z.string(),
  policy_version: z.number().int(),
  checksum: z.string(),
  reopened_at: text,
  reopened_by: text,
  reopened_second: text,
  reopen_reason: text,
});

/** The closings of a month, newest first. */
export async function closingHeads(
  warehouse: Warehouse,
  month: string,
): Promise<(ClosingHead & { closingId: number })[]> {
  const rows = await warehouse.read(
    `SELECT closing_id, version, closed_at, closed_by, as_of, policy_id, policy_version, checksum,
       reopened_at, reopened_by, reopened_second, reopen_reason
     FROM closing WHERE month = $month ORDER BY version DESC`,
    headRow,
    { month },
  );
  return rows.map(({ closing_id, policy_id, policy_version, ...row }) => ({
    closingId: closing_id,
    ...row,
    policy: { id: policy_id, version: policy_version },
  }));
}

/** What the closing in force of a month froze; null while the month is open. */
export async function frozenMonth(
  warehouse: Warehouse,
  month: string,
): Promise<FrozenMonth | null> {
  const [head] = await closingHeads(warehouse, month);
  if (head === undefined || head.reopened_at !== null) return null;
  const [row] = await warehouse.read(
    'SELECT overview, policy, deductions FROM closing WHERE closing_id = $id',
    z.object({ overview: z.string(), policy: z.string(), deductions: z.string() }),
    { id: head.closingId },
  );
  if (row === undefined) throw new Error(`closing ${head.closingId} is gone`);
  const { closingId, ...rest } = head;
  return {
    closingId,
    head: rest,
    // Written by closeMonth below and guarded by the checksum that doctor verifies.
    overview: JSON.parse(row.overview) as Overview,
    policy: JSON.parse(row.policy) as Policy,
    deductions: JSON.parse(row.deductions) as FrozenMonth['deductions'],
  };
}

/** The fines a closing froze, sorted by key, and their source cells. */
export async function frozenFines(
  warehouse: Warehouse,
  closingId: number,
): Promise<{ rows: FineRow[]; cells: EvidenceRow[] }> {
  const frozen = await warehouse.read(
    'SELECT fine, evidence FROM closing_fine WHERE closing_id = $id ORDER BY key',
    z.object({ fine: z.string(), evidence: z.string() }),
    { id: closingId },
  );
  return {
    rows: frozen.map(({ fine }) => fineRow.parse(JSON.parse(fine))),
    cells: frozen.flatMap(({ evidence }) => z.array(evidenceRow).parse(JSON.parse(evidence))),
  };
}

/**
 * Closes a month. Throws LedgerRefused when it is closed already, has no data, or something is left to decide, an appeal to
 * answer; late findings of closed months that land in it count too.
 */
export async function closeMonth(
  warehouse: Warehouse,
  month: string,
  context: StepContext,
): Promise<void> {
  const { lang, by, at } = context;
  await warehouse.ledgerTransaction(async () => {
    const [last] = await closingHeads(warehouse, month);
    if (last !== undefined && last.reopened_at === null)
      throw ledgerRefused(lang, 'alreadyClosed', { month, version: last.version });
    if (!(await workedMonths(warehouse)).includes(month))
      throw ledgerRefused(lang, 'emptyMonth', { month });
    const asOf = (await watermark(warehouse)) ?? `${month}-01T00:00:00`;
    const open = await openFines(warehouse, month, asOf);
    const what = whatIsOpen(open, lang);
    if (what !== null) throw ledgerRefused(lang, 'closeOpen', { month, what });

    const policy = policyOf(warehouse.policies, month);
    const overview = await monthOverview(warehouse, month, asOf);
    const draft = await draftDeductions(warehouse, month, asOf);
    const settled = await settledKeys(warehouse);
    const rows = await judgedRows(warehouse);
    const cells = await judgedEvidence(warehouse);
    const ground = groundOf(await groundsOf(warehouse, asOf), month);
    const cellsOf = new Map<string, EvidenceRow[]>();
    for (const cell of cells) {
      const list = cellsOf.get(cell.fine_key);
      if (list === undefined) cellsOf.set(cell.fine_key, [cell]);
      else list.push(cell);
    }
    const fines = rows.map((row) => ({
      key: row.key,
      rule_no: row.rule,
      state: row.state,
      // A fine an earlier closing charged already is corrected by an adjustment, never charged again.
      fen:
        (row.state === 'confirmed' || row.state === 'adjusted') && !settled.has(row.key)
          ? (row.amount_fen ?? 0)
          : 0,
      employee_no: row.employee_no,
      person_name: row.person_name,
      fine: JSON.stringify(row),
      evidence: JSON.stringify(cellsOf.get(row.key) ?? []),
    }));
    const frozen = {
      policy: JSON.stringify(policy),
      overview: JSON.stringify(overview),
      deductions: JSON.stringify(draft.content),
    };
    const version = (last?.version ?? 0) + 1;
    const checksum = closingChecksum({ month, version, as_of: asOf, ...frozen, fines });
    const [numbered] = await warehouse.read(
      `INSERT INTO closing VALUES (nextval('ledger_seq'), $month, $version, $at::TIMESTAMP, $by, $by_no, $as_of::TIMESTAMP,
         $policy_id, $policy_version, $policy, $overview, $deductions, $ground, $checksum, NULL, NULL, NULL, NULL, $deducts)
       RETURNING closing_id AS id`,
      z.object({ id: z.number().int() }),
      {
        month,
        version,
        at,
        by: by?.name ?? null,
        by_no: by?.employee_no ?? null,
        as_of: asOf,
        policy_id: policy.id,
        policy_version: policy.version,
        ...frozen,
        ground,
        checksum,
        deducts: draft.content.profile.id !== 'not_allowed',
      },
    );
    if (numbered === undefined) throw new Error('a closing was not stored');
    const { id } = numbered;
    await insertRows(warehouse, id, 'closing_fine', FINE_COLUMNS, fines);
    await insertRows(
      warehouse,
      id,
      'closing_adjustment',
      ADJUSTMENT_COLUMNS,
      draft.adjustments.map(({ month: of, key, rule, fen, employee_no, person_name }) => ({
        month: of,
        key,
        rule_no: rule,
        fen,
        employee_no,
        person_name,
      })),
    );
    await insertRows(
      warehouse,
      id,
      'closing_carry',
      CARRY_COLUMNS,
      draft.content.people
        .filter((person) => person.carried_out_fen !== 0)
        .map((person) => ({
          fen: person.carried_out_fen,
          employee_no: person.employee_no,
          person_name: person.name,
        })),
    );
    await insertRows(
      warehouse,
      id,
      'closing_taken_over',
      '"from_closing_id": "BIGINT"',
      draft.takenOver.map((from) => ({ from_closing_id: from })),
    );
  });
}

const FINE_COLUMNS =
  '"key": "VARCHAR", "rule_no": "VARCHAR", "state": "VARCHAR", "fen": "BIGINT", "employee_no": "VARCHAR", "person_name": "VARCHAR", "fine": "VARCHAR", "evidence": "VARCHAR"';
const ADJUSTMENT_COLUMNS =
  '"month": "VARCHAR", "key": "VARCHAR", "rule_no": "VARCHAR", "fen": "BIGINT", "employee_no": "VARCHAR", "person_name": "VARCHAR"';
const CARRY_COLUMNS = '"fen": "BIGINT", "employee_no": "VARCHAR", "person_name": "VARCHAR"';

/** Rows of a closing, columns in the table's order after closing_id. */
async function insertRows(
  warehouse: Warehouse,
  closingId: number,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await warehouse.run(
    `INSERT INTO ${table} SELECT $id, r.* FROM (
       SELECT unnest(from_json($rows, '[{${columns}}]'), recursive := true)) AS r`,
    { id: closingId, rows: JSON.stringify(rows) },
  );
}

/** SHA-256 over everything a closing froze: figures, policy, fines, source cells and HR's sheet. */
export function closingChecksum(frozen: {
  month: string;
  version: number;
  as_of: string;
  policy: string;
  overview: string;
  deductions: string;
  fines: readonly { key: string; fine: string; evidence: string; fen: number }[];
}): string {
  const hash = createHash('sha256');
  const { month, version, as_of, policy, overview, deductions } = frozen;
  hash.update(JSON.stringify([month, version, as_of, policy, overview, deductions]));
  for (const { key, fen, fine, evidence } of frozen.fines)
    hash.update(JSON.stringify([key, fen, fine, evidence]));
  return hash.digest('hex');
}

/** Closings whose checksum no longer fits what they hold: somebody altered the database. */
export async function alteredClosings(
  warehouse: Warehouse,
): Promise<{ month: string; version: number }[]> {
  const closings = await warehouse.read(
    `SELECT closing_id, month, version, as_of, policy, overview, deductions, checksum FROM closing ORDER BY closing_id`,
    z.object({
      closing_id: z.number().int(),
      month: z.string(),
      version: z.number().int(),
      as_of: z.string(),
      policy: z.string(),
      overview: z.string(),
      deductions: z.string(),
      checksum: z.string(),
    }),
  );
  const altered: { month: string; version: number }[] = [];
  for (const { closing_id, checksum, ...frozen } of closings) {
    const fines = await warehouse.read(
      'SELECT key, fen, fine, evidence FROM closing_fine WHERE closing_id = $id ORDER BY key',
      z.object({ key: z.string(), fen: z.number().int(), fine: z.string(), evidence: z.string() }),
      { id: closing_id },
    );
    if (closingChecksum({ ...frozen, fines }) !== checksum) {
      altered.push({ month: frozen.month, version: frozen.version });
    }
  }
  return altered;
}

/** Fines that closings in force have charged or paid back. */
async function settledKeys(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const rows = await warehouse.read(
    'SELECT DISTINCT key FROM fine_settled',
    z.object({ key: z.string() }),
  );
  return new Set(rows.map((row) => row.key));
}

/** What keeps a month from being closed, in words; null: nothing. */
function whatIsOpen(
  open: { proposed: number; recheck: number; appeals: number; late: number },
  lang: Lang,
): string | null {
  const parts = [
    open.proposed === 0 ? null : ledgerText(lang, 'openProposed', { count: open.proposed }),
    open.recheck === 0 ? null : ledgerText(lang, 'openRecheck', { count: open.recheck }),
    open.appeals === 0 ? null : ledgerText(lang, 'openAppeals', { count: open.appeals }),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  if (open.late > 0) parts.push(ledgerText(lang, 'openLate', { count: open.late }));
  return parts.join(lang === 'zh' ? '，' : ', ');
}

/**
 * Opens a closed month again; the next closing has the next version. Throws LedgerRefused without a reason, while a later
 * closing holds adjustments, carried amounts or a fine of the month, and where two managers exist without the second one.
 */
export async function reopenMonth(
  warehouse: Warehouse,
  month: string,
  reason: string,
  second: Actor | null,
  context: StepContext,
): Promise<void> {
  const { lang, by, at } = context;
  await warehouse.ledgerTransaction(async () => {
    const [head] = await closingHeads(warehouse, month);
    if (head === undefined || head.reopened_at !== null)
      throw ledgerRefused(lang, 'notClosed', { month });
    if (reason.trim() === '') throw ledgerRefused(lang, 'needsReopenReason');
    const [later] = await warehouse.read(
      `SELECT max(c.month) AS month FROM closed_month AS c
       WHERE c.closing_id IN (SELECT closing_id FROM closing_adjustment WHERE month = $month)
          OR c.closing_id IN (SELECT closing_id FROM closing_taken_over WHERE from_closing_id = $id)
          -- A later closing did not charge what this one had charged.
          OR c.closing_id > $id AND c.closing_id IN (
            SELECT closing_id FROM closing_fine
            WHERE key IN (SELECT key FROM closing_fine WHERE closing_id = $id AND fen <> 0))`,
      z.object({ month: z.string().nullable() }),
      { month, id: head.closingId },
    );
    if (later !== undefined && later.month !== null)
      throw ledgerRefused(lang, 'builtOn', { month, later: later.month });
    if (by !== null && (await managers(warehouse)) >= 2) {
      if (second === null) throw ledgerRefused(lang, 'needsSecond');
      if (second.employee_no === by.employee_no && second.name === by.name)
        throw ledgerRefused(lang, 'secondIsFirst');
    }
    await warehouse.run(
      `UPDATE closing SET reopened_at = $at::TIMESTAMP, reopened_by = $by, reopened_second = $second, reopen_reason = $reason
       WHERE closing_id = $id`,
      {
        at,
        by: by?.name ?? null,
        second: second?.name ?? null,
        reason: reason.trim(),
        id: head.closingId,
      },
    );
  });
}

/** Managers on the roster. */
async function managers(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.read(
    "SELECT count(*) AS n FROM stg_staff WHERE role = 'manager' AND left_on IS NULL",
    z.object({ n: z.number().int() }),
  );
  return row?.n ?? 0;
}
