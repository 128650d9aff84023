/**
 * Fines by their keys, whatever months they are of: what a decision about them looks at, and how they stand after it.
 */
import { z } from 'zod';
import { type Policy, policyOf } from '../policy/policy.ts';
import { gatherMonth } from '../reports/fines.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { FineToDecide } from './decision-rules.ts';
import { CAUSES, type FineStanding, VERDICTS } from './types.ts';

const state = z.enum(['proposed', 'confirmed', 'adjusted', 'waived', 'recheck']);
const appeal = z.enum(['open', 'answered']).nullable();
const text = z.string().nullable();

const judgedRow = z.object({
  key: z.string(),
  month: z.string(),
  rule_no: z.string(),
  detect: z.string(),
  needs_cause: z.boolean(),
  written_person: text,
  person_name: text,
  employee_no: text,
  assigned: z.boolean(),
  state,
  proposed_fen: z.number().int().nullable(),
  min_fen: z.number().int().nullable(),
  max_fen: z.number().int().nullable(),
  vanished: z.boolean(),
  stamp: z.string(),
  decided_by: text,
  appeal,
});
export type JudgedFine = FineToDecide & z.infer<typeof judgedRow>;

const standingRow = z.object({
  key: z.string(),
  state,
  amount_fen: z.number().int().nullable(),
  person: text,
  employee_no: text,
  unassigned: z.boolean(),
  cause: z.enum(CAUSES).nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  reason: text,
  decided_at: text,
  decided_by: text,
  appeal,
  vanished: z.boolean(),
  stamp: z.string(),
});

/** A fine that was shown as of a later moment than the watermark can be decided: whether it is due yet changes no fact of it. */
const END_OF_TIME = '9999-12-31T00:00:00';

/** The fines of the keys as a decision looks at them, by key; those that stand nowhere are left out. They lie in decided_fine. */
export async function judgeKeys(
  warehouse: Warehouse,
  keys: readonly string[],
): Promise<ReadonlyMap<string, JudgedFine>> {
  const months = await fineMonths(warehouse, keys);
  if (months.size === 0) return new Map();
  const selection = { ticket_no: null, keys: JSON.stringify(keys) };
  for (const [place, month] of [...months.keys()].entries()) {
    await gatherMonth(warehouse, month, END_OF_TIME);
    const into =
      place === 0 ? 'CREATE OR REPLACE TEMP TABLE decided_fine AS' : 'INSERT INTO decided_fine';
    await warehouse.run(`${into} ${warehouse.sql('ledger/judged_fine')}`, selection);
  }
  const rows = await warehouse.read(
    `SELECT key, month, rule_no, detect, needs_cause, written_person, person_name, employee_no, assigned, state, proposed_fen, min_fen, max_fen,
       vanished, stamp, decided_by, appeal FROM decided_fine`,
    judgedRow,
  );
  return new Map(
    rows.map((row) => [
      row.key,
      { ...row, measures: measuresOf(policyOf(warehouse.policies, row.month), row.rule_no) },
    ]),
  );
}

/**
 * How the fines of the keys stand, in the order of the keys. One that was found no longer and whose decision was taken back
 * is no fine any more, and left out.
 */
export async function fineStandings(
  warehouse: Warehouse,
  keys: readonly string[],
): Promise<FineStanding[]> {
  const wanted = { keys: JSON.stringify(keys) };
  const standings = new Map<string, FineStanding>();
  for (const month of (await fineMonths(warehouse, keys)).keys()) {
    await gatherMonth(warehouse, month, END_OF_TIME);
    const rows = await warehouse.report('ledger/fine_standing', standingRow, wanted);
    for (const { decided_at: at, decided_by: by, ...row } of rows) {
      standings.set(row.key, { ...row, decided: at === null ? null : { by, at } });
    }
  }
  return keys.flatMap((key) => standings.get(key) ?? []);
}

function measuresOf(policy: Policy, ruleNo: string): readonly string[] {
  return policy.rules.find((rule) => rule.no === ruleNo)?.measures ?? [];
}

/** The keys by the months their fines stand or stood in. */
export async function fineMonths(
  warehouse: Warehouse,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await warehouse.report(
    'ledger/fine_months_of',
    z.object({ key: z.string(), month: z.string() }),
    { keys: JSON.stringify(keys) },
  );
  const months = new Map<string, string[]>();
  for (const { key, month } of rows) {
    const known = months.get(month);
    if (known === undefined) months.set(month, [key]);
    else known.push(key);
  }
  return months;
}
