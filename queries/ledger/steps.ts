/**
 * Steps about fines: decisions, taking one back, appeals and answers. Each is one row of fine_step, noted in one transaction
 * with all others asked for in the same call. Times naive local, money in fen.
 */
import { z } from 'zod';
import { type Policy, policyOf } from '../policy/policy.ts';
import { judgeFines } from '../reports/fines.ts';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { closedMonths, landingMonth } from './closed-months.ts';
import {
  type DecisionStep,
  decisionStep,
  type FineToDecide,
  samePerson,
} from './decision-rules.ts';
import { ledgerRefused, ledgerText } from './messages.ts';
import { type Actor, type ChargedPerson, type DecisionRequest, LedgerRefused } from './types.ts';

/** Who acts, when and in which language refusals are told. */
export interface StepContext {
  readonly by: Actor | null;
  readonly at: string;
  readonly lang: Lang;
}

/** Requests that cannot be taken, by their place among those asked for. */
export class DecisionsRefused extends LedgerRefused {
  override readonly name = 'LedgerRefused';
  constructor(readonly problems: readonly { readonly index: number; readonly message: string }[]) {
    super(
      problems.map(({ message }) => message)[0] ?? '',
      problems.map(({ message }) => message),
    );
  }
}

const judgedRow = z.object({
  key: z.string(),
  month: z.string(),
  rule_no: z.string(),
  detect: z.string(),
  needs_cause: z.boolean(),
  person_name: z.string().nullable(),
  employee_no: z.string().nullable(),
  assigned: z.boolean(),
  state: z.enum(['proposed', 'confirmed', 'adjusted', 'waived', 'recheck']),
  proposed_fen: z.number().int().nullable(),
  min_fen: z.number().int().nullable(),
  max_fen: z.number().int().nullable(),
  vanished: z.boolean(),
  stamp: z.string(),
  decided_by: z.string().nullable(),
  appeal: z.enum(['open', 'answered']).nullable(),
});
type JudgedRow = z.infer<typeof judgedRow>;

/**
 * Takes decisions: all of them or none. With `month` the fines have to be of that month, or of a closed one whose
 * corrections land there. Throws DecisionsRefused with every request that cannot be taken.
 */
export async function decide(
  warehouse: Warehouse,
  requests: readonly DecisionRequest[],
  context: StepContext,
  month?: string,
): Promise<void> {
  if (requests.length === 0) return;
  await warehouse.transaction(async () => {
    const fines = await judgeKeys(
      warehouse,
      requests.map(({ key }) => key),
    );
    const closed = await closedMonths(warehouse);
    const roster = await readRoster(warehouse);
    const problems: { index: number; message: string }[] = [];
    const steps: { key: string; step: DecisionStep }[] = [];
    const seen = new Set<string>();
    for (const [index, request] of requests.entries()) {
      const refuse = (message: string): void => void problems.push({ index, message });
      const fine = fines.get(request.key);
      if (seen.has(request.key)) {
        refuse(ledgerText(context.lang, 'twice', { key: request.key }));
        continue;
      }
      seen.add(request.key);
      if (fine === undefined) {
        refuse(ledgerText(context.lang, 'noFine', { key: request.key }));
        continue;
      }
      const home = fine.month;
      const lands = closed.some((of) => of.month === home) ? landingMonth(home, closed) : home;
      if (month !== undefined && home !== month && lands !== month) {
        refuse(ledgerText(context.lang, 'otherMonth', { key: request.key, month, home }));
        continue;
      }
      const typed = request.person?.trim() ?? '';
      const named = typed === '' ? null : roster.find(typed);
      if (named !== null && 'refused' in named) {
        refuse(ledgerText(context.lang, named.refused, { person: typed }));
        continue;
      }
      const step = decisionStep(fine, request, named, context.by, context.lang);
      if ('refused' in step) refuse(step.refused);
      else steps.push({ key: request.key, step });
    }
    if (problems.length > 0) throw new DecisionsRefused(problems);
    await note(
      warehouse,
      steps.map(({ key, step }) => ({ key, ...step })),
      context,
    );
  });
}

/** Takes the last decision about a fine back. Throws LedgerRefused when there is none, or a closing rests on it. */
export async function undoStep(
  warehouse: Warehouse,
  key: string,
  context: StepContext,
): Promise<void> {
  await warehouse.transaction(async () => {
    const fine = (await judgeKeys(warehouse, [key])).get(key);
    const [last] = await warehouse.read(
      `SELECT step_id, month, (SELECT max(closing_id) FROM closed_month AS c WHERE c.month = d.month) AS closing_id
       FROM fine_decision AS d WHERE key = $key`,
      z.object({
        step_id: z.number().int(),
        month: z.string(),
        closing_id: z.number().int().nullable(),
      }),
      { key },
    );
    if (last === undefined) throw ledgerRefused(context.lang, 'nothingToUndo');
    if (last.closing_id !== null && last.step_id < last.closing_id)
      throw ledgerRefused(context.lang, 'closedUndo', { month: last.month });
    if (fine?.person_name && context.by !== null) {
      const charged = { employee_no: fine.employee_no, name: fine.person_name };
      if (samePerson(charged, context.by)) throw ledgerRefused(context.lang, 'ownFine');
    }
    await warehouse.run(
      'UPDATE fine_step SET undone_at = $at::TIMESTAMP, undone_by = $by WHERE step_id = $id',
      { at: context.at, by: context.by?.name ?? null, id: last.step_id },
    );
  });
}

/** The person charged objects, until the month closes. Throws LedgerRefused. */
export async function appeal(
  warehouse: Warehouse,
  key: string,
  text: string,
  context: StepContext,
): Promise<void> {
  const { lang, by } = context;
  await sayAbout(warehouse, key, 'appeal', text, context, (fine, closed) => {
    if (closed) return ledgerRefused(lang, 'closedAppeal', { month: fine.month });
    const charged = { employee_no: fine.employee_no, name: fine.person_name ?? '' };
    if (by === null || fine.person_name === null || !samePerson(charged, by))
      return ledgerRefused(lang, 'notCharged');
    if (fine.state === 'waived') return ledgerRefused(lang, 'notAppealable');
    return fine.appeal === 'open' ? ledgerRefused(lang, 'alreadyAppealed') : null;
  });
}

/** The manager answers an appeal; granting it is a decision of its own. Throws LedgerRefused. */
export async function answerAppeal(
  warehouse: Warehouse,
  key: string,
  text: string,
  context: StepContext,
): Promise<void> {
  const { lang, by } = context;
  await sayAbout(warehouse, key, 'answer', text, context, (fine) => {
    if (fine.appeal !== 'open') return ledgerRefused(lang, 'noAppeal');
    const charged = { employee_no: fine.employee_no, name: fine.person_name ?? '' };
    return by !== null && samePerson(charged, by) ? ledgerRefused(lang, 'ownFine') : null;
  });
}

async function sayAbout(
  warehouse: Warehouse,
  key: string,
  action: 'appeal' | 'answer',
  text: string,
  context: StepContext,
  why: (fine: JudgedRow, closed: boolean) => LedgerRefused | null,
): Promise<void> {
  await warehouse.transaction(async () => {
    const fine = (await judgeKeys(warehouse, [key])).get(key);
    if (fine === undefined) throw ledgerRefused(context.lang, 'noFine', { key });
    if (text.trim() === '') throw ledgerRefused(context.lang, 'needsText');
    const closed = (await closedMonths(warehouse)).some((of) => of.month === fine.month);
    const refused = why(fine, closed);
    if (refused !== null) throw refused;
    const person: ChargedPerson | null =
      fine.person_name === null ? null : { employee_no: fine.employee_no, name: fine.person_name };
    const { assigned, state } = fine;
    await note(
      warehouse,
      [
        {
          key,
          action,
          to_state: state,
          amount_fen: null,
          cause: null,
          verdict: null,
          text: text.trim(),
          person,
          assigned,
        },
      ],
      context,
    );
  });
}

type NotedStep = Omit<DecisionStep, 'action' | 'to_state'> & {
  readonly key: string;
  readonly action: DecisionStep['action'] | 'appeal' | 'answer';
  readonly to_state: JudgedRow['state'];
};

/** Notes steps about fines of decided_fine, with what each fine was found to be. */
async function note(
  warehouse: Warehouse,
  steps: readonly NotedStep[],
  context: StepContext,
): Promise<void> {
  await warehouse.run(warehouse.sql('ledger/note_steps'), {
    steps: JSON.stringify(
      steps.map(({ person, ...step }) => ({
        ...step,
        employee_no: person?.employee_no ?? null,
        person_name: person?.name ?? null,
      })),
    ),
    actor_no: context.by?.employee_no ?? null,
    actor: context.by?.name ?? null,
    at: context.at,
  });
}

/** A fine that was shown as of a later moment than the watermark can be decided: whether it is due yet changes no fact of it. */
const END_OF_TIME = '9999-12-31T00:00:00';

/** Puts the fines of the keys, whatever their months, into decided_fine; gives those that stand, by key. */
async function judgeKeys(
  warehouse: Warehouse,
  keys: readonly string[],
): Promise<ReadonlyMap<string, FineToDecide & JudgedRow>> {
  const places = await fineMonths(warehouse, keys);
  let first = true;
  for (const [month, some] of places) {
    await judgeFines(warehouse, month, END_OF_TIME, { keys: some });
    await warehouse.run(
      first
        ? 'CREATE OR REPLACE TEMP TABLE decided_fine AS FROM judged_fine'
        : 'INSERT INTO decided_fine FROM judged_fine',
    );
    first = false;
  }
  if (first) return new Map();
  const rows = await warehouse.read(
    `SELECT key, month, rule_no, detect, needs_cause, person_name, employee_no, assigned, state, proposed_fen, min_fen, max_fen,
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

interface Roster {
  find(typed: string): ChargedPerson | { refused: 'unknownPerson' | 'ambiguousPerson' };
}

/** Whom a typed number or name means: one of the roster, or without a roster the name itself. */
async function readRoster(warehouse: Warehouse): Promise<Roster> {
  const rows = await warehouse.read(
    `SELECT name_key, known, employee_no, name, EXISTS (FROM stg_staff) AS roster FROM person_match`,
    z.object({
      name_key: z.string(),
      known: z.number().int(),
      employee_no: z.string().nullable(),
      name: z.string().nullable(),
      roster: z.boolean(),
    }),
  );
  const byName = new Map(rows.map((row) => [row.name_key, row]));
  const roster = rows.some((row) => row.roster);
  return {
    find: (typed) => {
      const match = byName.get(typed.replaceAll(/[\s　]/g, ''));
      if (match === undefined)
        return roster ? { refused: 'unknownPerson' } : { employee_no: null, name: typed };
      if (match.known !== 1 || match.name === null) return { refused: 'ambiguousPerson' };
      return { employee_no: match.employee_no, name: match.name };
    },
  };
}
