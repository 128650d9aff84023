/**
 * From sources to marts: which records and months an import touched, and the models run for just those.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { countsWorkingTime, DETECTORS, type Policy } from '../policy/policy.ts';
import { SHEET_KINDS, type SheetKind } from '../sources/kinds.ts';
import { storePolicies, storeReasons } from './policy-tables.ts';
import type { Warehouse } from './warehouse.ts';

/** Kinds whose change can move the figures of any month. */
const GLOBAL_KINDS = new Set<string>(['price', 'agreement']);
/** Kinds that belong to a ticket by its number. */
const TICKET_KINDS = ['receipt', 'requisition_line', 'follow_up'] as const;

/** What a rebuild makes of the touched months' tickets, in the order it is made: each reads those before it. */
const MODELS = [
  'mart_month',
  'int_month_policy',
  'int_fault',
  'int_ticket',
  'int_receipt',
  'int_ticket_receipts',
  'int_ticket_follow_ups',
  'int_month_capture',
  'int_lines_kept',
  'int_callback',
  'int_ticket_parts',
  'int_agreement',
  'mart_ticket',
  'mart_receipt',
  'int_stage_ticket',
  'mart_stage',
] as const;
type Model = (typeof MODELS)[number];

/** Wide, and read by many: of many tickets a view lets each take only the columns it reads. */
const WIDE = new Set<Model>(['int_ticket', 'int_stage_ticket']);

/** Folders whose models the derived tables are made by, policies included: a changed one makes them stale. */
const MODEL_FOLDERS = ['staging', 'intermediate', 'marts', 'violations', 'policy'] as const;
const MARTS = [
  'mart_month',
  'mart_ticket',
  'mart_receipt',
  'mart_stage',
  'mart_repeat_pair',
  'mart_violation',
  'person_match',
] as const;

/**
 * Creates what is derived from the sources. Where it was made by other models (a newer version of the product, another
 * policy) it is dropped and made anew from the stored rows; nothing uploaded is lost by that.
 */
export async function createDerived(warehouse: Warehouse): Promise<void> {
  const models = modelsFingerprint(warehouse);
  const [made] = await warehouse.read(
    "SELECT value FROM setting WHERE name = 'models'",
    z.object({ value: z.string() }),
  );
  if (made?.value === models) {
    await createViews(warehouse);
    return;
  }
  const tables = [...SHEET_KINDS.map((kind) => folded(kind).table), ...MARTS];
  await warehouse.run(tables.map((table) => `DROP TABLE IF EXISTS ${table}`).join('; '));
  await warehouse.runFile('policy/policy_tables');
  await storePolicies(warehouse, warehouse.policies);
  await createStaging(warehouse);
  await createViews(warehouse);
  await warehouse.run(
    `CREATE TABLE mart_month AS FROM (${warehouse.sql('marts/mart_month')}) LIMIT 0`,
  );
  await warehouse.runFile('marts/mart_tables');
  const keys = SHEET_KINDS.map((kind) => `SELECT DISTINCT '${kind}', row_key FROM ${kind}_row`);
  await warehouse.run(`INSERT INTO touched_key ${keys.join(' UNION ALL ')}`);
  await warehouse.transaction(async () => {
    await refreshStaging(warehouse);
    // Decisions about names count without a roster, too.
    await matchPersons(warehouse);
  });
  // Last: a database that was left half way is made anew.
  await noteModels(warehouse);
}

async function noteModels(warehouse: Warehouse): Promise<void> {
  await warehouse.run("INSERT OR REPLACE INTO setting VALUES ('models', $models)", {
    models: modelsFingerprint(warehouse),
  });
}

/** The models that are views, of one connection each. */
export async function createViews(warehouse: Warehouse): Promise<void> {
  await createView(warehouse, 'stg_ticket', 'staging/stg_ticket');
  await createView(warehouse, 'complaint_rule', 'intermediate/complaint_rule');
}

async function createView(warehouse: Warehouse, view: string, model: string): Promise<void> {
  await warehouse.run(`CREATE OR REPLACE TEMP VIEW ${view} AS ${warehouse.sql(model)}`);
}

/**
 * Puts policies in force and notes the months from `from` until before `to` (null: no end) to be rebuilt. Within a
 * transaction of the caller, who rebuilds; when it is rolled back, `setPolicies` with the former ones is due.
 */
export async function putInForce(
  warehouse: Warehouse,
  policies: readonly Policy[],
  from: string,
  to: string | null,
): Promise<void> {
  warehouse.setPolicies(policies);
  await storePolicies(warehouse, policies);
  await warehouse.run(
    `INSERT OR IGNORE INTO dirty_month SELECT DISTINCT ticket_month FROM mart_ticket
     WHERE ticket_month >= $from AND ($to::VARCHAR IS NULL OR ticket_month < $to)
       OR finished_month >= $from AND ($to::VARCHAR IS NULL OR finished_month < $to)`,
    { from, to },
  );
  // Complaints and expenses go by the policy of their own day, whatever ticket they speak of.
  await warehouse.run("INSERT OR IGNORE INTO dirty_month VALUES ('')");
  await noteModels(warehouse);
}

function modelsFingerprint(warehouse: Warehouse): string {
  const hash = createHash('sha256');
  for (const folder of MODEL_FOLDERS) {
    for (const name of warehouse.models(folder)) hash.update(warehouse.sql(name));
  }
  hash.update(JSON.stringify(warehouse.policies));
  return hash.digest('hex');
}

/** Creates the empty staging tables with the columns their models give. */
async function createStaging(warehouse: Warehouse): Promise<void> {
  for (const kind of SHEET_KINDS) {
    const { table, model } = folded(kind);
    await warehouse.run(`CREATE TABLE ${table} AS FROM (${warehouse.sql(model)}) LIMIT 0`);
  }
}

/** Where the folded records of a kind stand: tickets apart (staging/stg_ticket.sql says why). */
function folded(kind: SheetKind): { table: string; model: string } {
  return kind === 'ticket'
    ? { table: 'fold_ticket', model: 'staging/fold_ticket' }
    : { table: `stg_${kind}`, model: `staging/stg_${kind}` };
}

/**
 * Refolds the records named in the temp table touched_key from their row tables and notes the months they touch,
 * before and after. To be called inside the transaction that changed the rows; empties touched_key.
 */
export async function refreshStaging(warehouse: Warehouse): Promise<void> {
  const touched = await warehouse.read(
    'SELECT DISTINCT kind, EXISTS (FROM mart_ticket) AS built FROM touched_key',
    z.object({ kind: z.enum(SHEET_KINDS), built: z.boolean() }),
  );
  if (touched.length === 0) return;
  const kinds = touched.map(({ kind }) => kind);
  await noteMonths(
    warehouse,
    touched.map(({ kind, built }) => monthsBefore(kind, built)),
  );
  let allTickets = false;
  for (const kind of kinds) {
    const { table, model } = folded(kind);
    if (kind === 'ticket' && (await allSingle(warehouse))) {
      allTickets = true;
      continue;
    }
    await warehouse.run(
      `DELETE FROM ${table} WHERE row_key IN (SELECT row_key FROM touched_key WHERE kind = '${kind}')`,
    );
    if (kind === 'ticket' && !(await anySeveral(warehouse))) continue;
    await warehouse.run(`INSERT INTO ${table} BY NAME ${warehouse.sql(model)}`);
  }
  if (kinds.includes('staff')) await matchPersons(warehouse);
  // Noted once more after all kinds stand: a receipt may have come before its ticket in the same file.
  await noteMonths(
    warehouse,
    kinds.map((kind) => monthsNow(kind, allTickets)),
  );
  await warehouse.run('DELETE FROM touched_key');
}

/** Matches written names to persons anew: to be called where the roster or a decision about a name has changed. */
export async function matchPersons(warehouse: Warehouse): Promise<void> {
  await warehouse.run('DELETE FROM person_match');
  await warehouse.run(`INSERT INTO person_match BY NAME ${warehouse.sql('marts/person_match')}`);
}

/** True when all stored ticket rows are the touched ones and each key stands once: nothing to fold (a first upload). */
async function allSingle(warehouse: Warehouse): Promise<boolean> {
  const [found] = await warehouse.read(
    `SELECT (SELECT count(*) FROM ticket_row) AS rows, (SELECT count(*) FROM fold_ticket) AS folded,
            (SELECT count(DISTINCT row_key) FROM touched_key WHERE kind = 'ticket') AS keys`,
    z.object({ rows: z.number(), folded: z.number(), keys: z.number() }),
  );
  return found !== undefined && found.folded === 0 && found.rows === found.keys;
}

/** Whether any touched ticket stands in several rows: the next month's tickets do not. */
async function anySeveral(warehouse: Warehouse): Promise<boolean> {
  const [found] = await warehouse.read(
    `SELECT EXISTS (
       SELECT 1 FROM ticket_row AS r
       SEMI JOIN touched_key AS k ON k.kind = 'ticket' AND k.row_key = r.row_key
       GROUP BY r.row_key HAVING count(*) > 1
     ) AS several`,
    z.object({ several: z.boolean() }),
  );
  return found?.several === true;
}

/** Notes the months that queries find, and the one of what belongs to no ticket: that is judged anew at every rebuild. */
async function noteMonths(warehouse: Warehouse, found: readonly (string | null)[]): Promise<void> {
  const queries = ["SELECT ''", ...found.filter((query) => query !== null)];
  await warehouse.run(`INSERT OR IGNORE INTO dirty_month ${queries.join(' UNION ')}`);
}

/** The ticket months whose figures the touched records of a kind were part of; none of tickets where no mart is built. */
function monthsBefore(kind: SheetKind, built: boolean): string | null {
  if (kind !== 'ticket') return monthsNow(kind, false);
  if (!built) return null;
  return `SELECT DISTINCT ticket_month FROM mart_ticket
    WHERE ticket_no IN (SELECT row_key FROM touched_key WHERE kind = 'ticket')`;
}

/**
 * The ticket months whose figures the touched records of a kind, as they stand folded, belong to; null: of no ticket.
 *
 * @param allTickets every ticket is touched, so none need be looked for
 */
function monthsNow(kind: SheetKind, allTickets: boolean): string | null {
  // Where all stand once the view of them is the table.
  const tickets = allTickets ? 'ticket_row' : 'stg_ticket';
  const months = `SELECT DISTINCT coalesce(month_of(t.reported_at), '') FROM ${tickets} AS t`;
  const keys = `SELECT row_key FROM touched_key WHERE kind = '${kind}'`;
  if (GLOBAL_KINDS.has(kind)) return months;
  if (kind === 'ticket') return allTickets ? months : `${months} WHERE t.row_key IN (${keys})`;
  if (!TICKET_KINDS.some((name) => name === kind)) return null;
  return `${months} WHERE t.row_key IN (SELECT ticket_no FROM stg_${kind} WHERE row_key IN (${keys}))`;
}

/**
 * Rebuilds the marts of the noted months, and those few that reach across months as a whole (repeat pairs, repeat
 * fines, complaints, expenses). One transaction unless the caller already holds one.
 */
export async function rebuildMarts(
  warehouse: Warehouse,
  options: { inTransaction?: boolean } = {},
): Promise<void> {
  const dirty = await warehouse.read(
    'SELECT count(*) AS months FROM dirty_month',
    z.object({ months: z.number() }),
  );
  if ((dirty[0]?.months ?? 0) === 0) return;
  if (options.inTransaction === true) await rebuild(warehouse, false);
  else await warehouse.transaction(() => rebuild(warehouse, true));
}

/**
 * What a model is made of: without any one of it (of those in brackets, without all) it is empty and need not be asked. With a
 * point: a column that some sheet has, since a column nobody ever kept fines nobody.
 */
const MADE_OF: Readonly<Record<string, readonly (Fed | readonly Fed[])[]>> = {
  int_fault: ['ticket'],
  int_ticket: ['ticket'],
  int_receipt: ['stg_receipt'],
  int_ticket_receipts: ['stg_receipt'],
  int_ticket_follow_ups: ['stg_follow_up', 'ticket'],
  int_month_capture: ['ticket', ['receipt.arrived_at', 'follow_up.called_at']],
  int_callback: ['stg_follow_up'],
  int_lines_kept: ['stg_requisition_line', 'ticket'],
  int_ticket_parts: ['stg_requisition_line', 'ticket'],
  int_agreement: ['stg_agreement', 'ticket'],
  mart_ticket: ['ticket'],
  mart_receipt: ['stg_receipt'],
  int_stage_ticket: ['ticket'],
  mart_stage: [['ticket', 'stg_receipt']],
  // Nothing is repaired again before something is finished, and receipts say what is.
  mart_repeat_pair: ['stg_receipt'],
  unanswered: ['ticket', 'ticket.answered_at'],
  not_relayed: ['ticket', 'ticket.answered_at', 'ticket.relayed_at', 'ticket.dispatched_at'],
  late_dispatch: ['ticket', 'ticket.dispatched_at'],
  missed_dispatch: ['ticket', 'ticket.dispatched_at'],
  dispatch_refused: ['ticket', 'ticket.dispatch_refused'],
  not_reported_back: ['ticket', 'stg_receipt', 'ticket.reported_back_at'],
  badge_or_uniform: ['stg_receipt'],
  dissatisfied: ['stg_receipt', 'ticket'],
  // Of all months, whichever are touched.
  repeat_repair: ['stg_receipt'],
  late_arrival: ['stg_receipt', 'ticket'],
  incomplete_receipt: ['stg_receipt'],
  dispatch_sheet_missing: ['stg_receipt', 'ticket', 'ticket.dispatched_at'],
  overcharge: ['stg_receipt', 'ticket', 'receipt.charge'],
  complaint: ['stg_complaint'],
  false_voucher: ['stg_expense'],
  unread_evidence: ['unread_cell'],
} satisfies Partial<
  Record<
    Model | (typeof MARTS | typeof DETECTORS)[number] | 'unread_evidence',
    readonly (Fed | readonly Fed[])[]
  >
>;

const FED_TABLES = [
  'stg_receipt',
  'stg_follow_up',
  'stg_requisition_line',
  'stg_agreement',
  'stg_complaint',
  'stg_expense',
] as const;
const FED_COLUMNS = [
  'ticket.answered_at',
  'ticket.relayed_at',
  'ticket.dispatched_at',
  'ticket.dispatch_refused',
  'ticket.reported_back_at',
  'receipt.arrived_at',
  'receipt.charge',
  'follow_up.called_at',
] as const;
/** `ticket`: any of the touched months. */
type Fed = 'ticket' | 'unread_cell' | (typeof FED_TABLES)[number] | (typeof FED_COLUMNS)[number];

/** One row for each thing there is: a name of `Fed`, of an intermediate model whose empty table stands, `built` where any mart is. */
const FIND_FED = [
  `SELECT 'ticket' AS name WHERE EXISTS (
     FROM (SELECT reported_at FROM ticket_row UNION ALL SELECT reported_at FROM fold_ticket)
     WHERE coalesce(month_of(reported_at), '') IN (SELECT ticket_month FROM touched_month)
   )`,
  ...FED_TABLES.map((table) => `SELECT '${table}' FROM (FROM ${table} LIMIT 1)`),
  `SELECT 'unread_cell' FROM (FROM src_issue WHERE code = 'formula_error' LIMIT 1)`,
  `SELECT DISTINCT kind || '.' || field FROM src_column
   WHERE kind || '.' || field IN (${FED_COLUMNS.map((name) => `'${name}'`).join(', ')})`,
  `SELECT 'built' FROM (FROM mart_month LIMIT 1)`,
  `SELECT table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'int_')`,
].join(' UNION ALL ');

/** What there is before a rebuild. */
interface Found {
  /** Whether there is anything to make a model of. */
  readonly isFed: (model: string) => boolean;
  /** Whether the empty table of an intermediate model stands from an earlier rebuild. */
  readonly stands: (model: string) => boolean;
  /** Whether any mart was made before. */
  readonly built: boolean;
}

async function findFed(warehouse: Warehouse): Promise<Found> {
  const rows = await warehouse.read(FIND_FED, z.object({ name: z.string() }));
  const names = new Set(rows.map(({ name }) => name));
  const ruled = new Set<string>(
    warehouse.policies.flatMap(({ rules }) => rules.map(({ detect }) => detect)),
  );
  return {
    isFed: (model) => {
      // Nothing but its rule asks for it.
      if (model === 'not_reported_back' && !ruled.has(model)) return false;
      return (MADE_OF[model] ?? []).every((each) => [each].flat().some((fed) => names.has(fed)));
    },
    stands: (model) => names.has(model),
    built: names.has('built'),
  };
}

/** @param committed whether the records are: then several threads read them */
async function rebuild(warehouse: Warehouse, committed: boolean): Promise<void> {
  // Whether a charge can be judged depends on the requisition lines kept in the month of the finish, so tickets
  // reported earlier and finished in a touched month are touched too.
  await warehouse.run(
    `INSERT OR IGNORE INTO dirty_month SELECT DISTINCT ticket_month FROM mart_ticket
     WHERE warranty IN ('out', 'agreement') AND finished_month IN (SELECT ticket_month FROM dirty_month)`,
  );
  await storeReasons(warehouse);
  await warehouse.run('DELETE FROM touched_month');
  await warehouse.run('INSERT INTO touched_month SELECT ticket_month FROM dirty_month');
  const found = await findFed(warehouse);
  const models = () => makeModels(warehouse, found);
  const violations = () => findViolations(warehouse, found);
  // Of what this transaction writes one thread reads; where marts were made before, most of them are committed.
  const made = await (found.built || committed ? models() : warehouse.inOneThread(models));
  await (found.built ? violations() : warehouse.inOneThread(violations));
  await warehouse.run(`${made.reverse().join('; ')}; DELETE FROM dirty_month`);
}

/** Makes the models of the touched months, one after another. Returns what takes away those that are not kept. */
async function makeModels(warehouse: Warehouse, found: Found): Promise<string[]> {
  const many = await manyTickets(warehouse);
  const made: string[] = [];
  for (const name of MODELS) {
    const model = name.startsWith('mart_') ? null : warehouse.sql(`intermediate/${name}`);
    if (model === null) {
      await refill(warehouse, name, found);
    } else if (found.isFed(name)) {
      const form = WIDE.has(name) && many ? 'VIEW' : 'TABLE';
      // Nothing to make it of before, and an empty table in its place.
      const drop = found.stands(name) && form === 'VIEW' ? `DROP TABLE temp.${name}; ` : '';
      await warehouse.run(`${drop}CREATE OR REPLACE TEMP ${form} ${name} AS FROM (${model})`);
      made.push(`DROP ${form} ${name}`);
    } else if (!found.stands(name)) {
      // It stays: who has many small changes need not make it for each.
      await warehouse.run(`CREATE TEMP TABLE ${name} AS FROM (${model}) LIMIT 0`);
    }
  }
  return made;
}

/** Finds the repeat repairs, and the violations of the touched months. */
async function findViolations(warehouse: Warehouse, found: Found): Promise<void> {
  if (found.built) {
    await warehouse.run(
      `DELETE FROM mart_repeat_pair;
       DELETE FROM mart_violation WHERE ticket_month IN (SELECT ticket_month FROM touched_month)
         OR detect IN ('repeat_repair', 'complaint', 'false_voucher')`,
    );
  }
  if (found.isFed('mart_repeat_pair')) {
    await warehouse.run(
      `INSERT INTO mart_repeat_pair BY NAME ${warehouse.sql('marts/mart_repeat_pair')}`,
    );
  }
  for (const detect of DETECTORS) {
    if (!found.isFed(detect)) continue;
    await warehouse.run(
      `INSERT INTO mart_violation BY NAME SELECT '${detect}' AS detect, * FROM (${warehouse.sql(`violations/${detect}`)})`,
    );
  }
  if (found.isFed('unread_evidence')) await warehouse.runFile('marts/unread_evidence');
}

/** Makes the touched months of a mart anew. */
async function refill(warehouse: Warehouse, mart: Model, { isFed, built }: Found): Promise<void> {
  if (built) {
    await warehouse.run(
      `DELETE FROM ${mart} WHERE ticket_month IN (SELECT ticket_month FROM touched_month)`,
    );
  }
  const model = mart === 'mart_stage' ? stageModel(warehouse) : warehouse.sql(`marts/${mart}`);
  if (isFed(mart)) await warehouse.run(`INSERT INTO ${mart} BY NAME ${model}`);
}

/** The stages of the touched months; those on a working calendar are looked for only while some policy in force has one. */
function stageModel(warehouse: Warehouse): string {
  const working = warehouse.policies.some(countsWorkingTime)
    ? `UNION ALL BY NAME FROM (${warehouse.sql('intermediate/int_stage_working')})`
    : '';
  return `WITH int_stage_span AS NOT MATERIALIZED (${warehouse.sql('intermediate/int_stage_span')})
    FROM (${warehouse.sql('marts/mart_stage')}) ${working}`;
}

/** Tickets up to which a table of them is made sooner than each model has planned a view of them anew. */
const FEW_TICKETS = 50_000;

async function manyTickets(warehouse: Warehouse): Promise<boolean> {
  const [found] = await warehouse.read(
    'SELECT count(*) AS n FROM ticket_row',
    z.object({ n: z.number() }),
  );
  return (found?.n ?? 0) > FEW_TICKETS;
}
