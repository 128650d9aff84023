/**
 * Steps about fines: decisions, taking one back, appeals and answers. Each is one row of fine_step, noted in one transaction
 * with all others asked for in the same call. Times naive local, money in fen.
 */
import { z } from 'zod';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type ClosedMonth, closedMonths } from './closed-months.ts';
import { changedSince, type DecisionStep, decisionStep, isOwnFine } from './decision-rules.ts';
import { type JudgedFine, judgeKeys } from './fines-by-key.ts';
import { ledgerRefused, ledgerText } from './messages.ts';
import { nameKey, type Self, selfOf } from './self.ts';
import {
  type Actor,
  type ChargedPerson,
  type DecisionRequest,
  LedgerRefused,
  type UndoRequest,
} from './types.ts';

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

export interface DecideOptions {
  /** The fines have to be of this month, or of a closed one whose corrections land there. */
  readonly month?: string;
  /** The reason of a decision answers the open appeal against the fine, too. */
  readonly answers?: boolean;
}

/** Takes decisions: all of them or none. Throws DecisionsRefused with every request that cannot be taken. */
export async function decide(
  warehouse: Warehouse,
  requests: readonly DecisionRequest[],
  context: StepContext,
  { month, answers = false }: DecideOptions = {},
): Promise<void> {
  if (requests.length === 0) return;
  await warehouse.ledgerTransaction(async () => {
    const fines = await judgeKeys(
      warehouse,
      requests.map(({ key }) => key),
    );
    const place = {
      closed: await closedMonths(warehouse),
      roster: await readRoster(warehouse),
      self: await selfOf(warehouse, context.by),
    };
    const problems: { index: number; message: string }[] = [];
    const steps: NotedStep[] = [];
    const seen = new Set<string>();
    for (const [index, request] of requests.entries()) {
      const { key } = request;
      const step = seen.has(key)
        ? { refused: ledgerText(context.lang, 'twice', { key }) }
        : stepAsked(request, fines.get(key), place, context.lang, month);
      seen.add(key);
      if ('refused' in step) problems.push({ index, message: step.refused });
      else steps.push({ key, ...step });
    }
    if (problems.length > 0) throw new DecisionsRefused(problems);
    await note(warehouse, steps, context);
    await refuseChargedTwice(warehouse, requests, context.lang);
    if (!answers) return;
    for (const { key, text } of steps) {
      if (fines.get(key)?.appeal === 'open' && text !== null)
        await answerStep(warehouse, key, text, context);
    }
  });
}

interface DecidingPlace {
  readonly closed: readonly ClosedMonth[];
  readonly roster: Roster;
  readonly self: Self | null;
}

/** The step one request leads to among the months and people there are, or why it cannot be taken. */
function stepAsked(
  request: DecisionRequest,
  fine: JudgedFine | undefined,
  { closed, roster, self }: DecidingPlace,
  lang: Lang,
  month: string | undefined,
): DecisionStep | { refused: string } {
  const { key } = request;
  if (fine === undefined) return { refused: ledgerText(lang, 'noFine', { key }) };
  const home = fine.month;
  const lands = closed.find((of) => of.month === home)?.lands ?? home;
  if (month !== undefined && home !== month && lands !== month)
    return { refused: ledgerText(lang, 'otherMonth', { key, month, home }) };
  const typed = request.person?.trim() ?? '';
  const named = typed === '' ? null : roster.find(typed);
  if (named !== null && 'refused' in named)
    return { refused: ledgerText(lang, named.refused, { person: typed }) };
  return decisionStep(fine, request, named, self, lang);
}

const chargedTwice = z.object({
  key: z.string(),
  person: z.string(),
  ticket_no: z.string(),
  rule: z.string(),
  other: z.string(),
});

/** One event is charged once: an assigned person may have been charged for it already, through a complaint about it. */
async function refuseChargedTwice(
  warehouse: Warehouse,
  requests: readonly DecisionRequest[],
  lang: Lang,
): Promise<void> {
  const [assigned] = await warehouse.read(
    'SELECT EXISTS (FROM fine_step WHERE assigned) AS any',
    z.object({ any: z.boolean() }),
  );
  // As the sheets name people an event and a complaint about it are one fine.
  if (assigned?.any !== true) return;
  const keys = requests.map(({ key }) => key);
  const twice = new Map(
    (
      await warehouse.report('ledger/charged_twice', chargedTwice, { keys: JSON.stringify(keys) })
    ).map((row) => [row.key, row]),
  );
  if (twice.size === 0) return;
  throw new DecisionsRefused(
    keys.flatMap((key, index) => {
      const row = twice.get(key);
      return row === undefined ? [] : [{ index, message: ledgerText(lang, 'chargedTwice', row) }];
    }),
  );
}

const lastDecision = z.object({
  key: z.string(),
  step_id: z.number().int(),
  month: z.string(),
  closing_id: z.number().int().nullable(),
});

/**
 * Takes the last decision about each fine back: all of them or none. Throws DecisionsRefused with every one that cannot be:
 * there is none, a closing rests on it, the fine is the own, or somebody has done something about it since it was seen.
 */
export async function undoSteps(
  warehouse: Warehouse,
  requests: readonly UndoRequest[],
  context: StepContext,
): Promise<void> {
  if (requests.length === 0) return;
  const { by, lang } = context;
  const keys = requests.map(({ key }) => key);
  await warehouse.ledgerTransaction(async () => {
    const self = await selfOf(warehouse, by);
    const fines = await judgeKeys(warehouse, keys);
    const rows = await warehouse.report('ledger/last_decisions', lastDecision, {
      keys: JSON.stringify(keys),
    });
    const lasts = new Map(rows.map((row) => [row.key, row]));
    const problems: { index: number; message: string }[] = [];
    const steps = new Set<number>();
    for (const [index, { key, seen }] of requests.entries()) {
      const refuse = (message: string): void => void problems.push({ index, message });
      const last = lasts.get(key);
      const fine = fines.get(key);
      if (last === undefined || steps.has(last.step_id)) {
        refuse(ledgerText(lang, 'nothingToUndo'));
      } else if (last.closing_id !== null && last.step_id < last.closing_id) {
        refuse(ledgerText(lang, 'closedUndo', { month: last.month }));
      } else if (fine !== undefined && isOwnFine(fine, self)) {
        refuse(ledgerText(lang, 'ownFine'));
      } else {
        const changed = fine === undefined ? null : changedSince(fine, seen, lang);
        if (changed === null) steps.add(last.step_id);
        else refuse(changed);
      }
    }
    if (problems.length > 0) throw new DecisionsRefused(problems);
    await warehouse.run(
      `UPDATE fine_step SET undone_at = $at::TIMESTAMP, undone_by = $by
       WHERE step_id IN (SELECT unnest(from_json($steps, '["BIGINT"]')))`,
      { at: context.at, by: by?.name ?? null, steps: JSON.stringify([...steps]) },
    );
  });
}

/**
 * The person charged objects, until the month closes; to what is found for a closed month or decided anew, until the month it
 * lands in does. Throws LedgerRefused.
 */
export async function appeal(
  warehouse: Warehouse,
  key: string,
  text: string,
  context: StepContext,
): Promise<void> {
  const { lang } = context;
  await warehouse.ledgerTransaction(() =>
    sayAbout(warehouse, key, 'appeal', text, context, (fine, self, asClosed) => {
      if (asClosed) return ledgerRefused(lang, 'closedAppeal', { month: fine.month });
      if (fine.person_name === null || !isOwnFine(fine, self))
        return ledgerRefused(lang, 'notCharged');
      if (fine.state === 'waived') return ledgerRefused(lang, 'notAppealable');
      return fine.appeal === 'open' ? ledgerRefused(lang, 'alreadyAppealed') : null;
    }),
  );
}

/** The manager answers an appeal; granting it is a decision of its own. Throws LedgerRefused. */
export async function answerAppeal(
  warehouse: Warehouse,
  key: string,
  text: string,
  context: StepContext,
): Promise<void> {
  await warehouse.ledgerTransaction(() => answerStep(warehouse, key, text, context));
}

/** `answerAppeal` within a transaction. */
async function answerStep(
  warehouse: Warehouse,
  key: string,
  text: string,
  context: StepContext,
): Promise<void> {
  const { lang } = context;
  await sayAbout(warehouse, key, 'answer', text, context, (fine, self) => {
    if (fine.appeal !== 'open') return ledgerRefused(lang, 'noAppeal');
    return isOwnFine(fine, self) ? ledgerRefused(lang, 'ownFine') : null;
  });
}

async function sayAbout(
  warehouse: Warehouse,
  key: string,
  action: 'appeal' | 'answer',
  text: string,
  context: StepContext,
  why: (fine: JudgedFine, self: Self | null, asClosed: boolean) => LedgerRefused | null,
): Promise<void> {
  const fine = (await judgeKeys(warehouse, [key])).get(key);
  if (fine === undefined) throw ledgerRefused(context.lang, 'noFine', { key });
  if (text.trim() === '') throw ledgerRefused(context.lang, 'needsText');
  const [frozen] = await warehouse.read(
    'SELECT f.state FROM closing_fine AS f JOIN closed_month AS c USING (closing_id) WHERE f.key = $key AND c.month = $month',
    z.object({ state: z.string() }),
    { key, month: fine.month },
  );
  const refused = why(fine, await selfOf(warehouse, context.by), frozen?.state === fine.state);
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
}

type NotedStep = Omit<DecisionStep, 'action' | 'to_state'> & {
  readonly key: string;
  readonly action: DecisionStep['action'] | 'appeal' | 'answer';
  readonly to_state: JudgedFine['state'];
};

/** Notes steps about fines of decided_fine, with what each fine was found to be. */
async function note(
  warehouse: Warehouse,
  steps: readonly NotedStep[],
  context: StepContext,
): Promise<void> {
  await warehouse.run(warehouse.sql('ledger/note_steps'), {
    // What is null is left out: of thousands of steps that is half the text.
    steps: JSON.stringify(
      steps.map(
        ({ key, action, to_state, amount_fen, cause, verdict, text, person, assigned }) => ({
          key,
          action,
          to_state,
          amount_fen: amount_fen ?? undefined,
          cause: cause ?? undefined,
          verdict: verdict ?? undefined,
          text: text ?? undefined,
          employee_no: person?.employee_no ?? undefined,
          person_name: person?.name,
          assigned,
        }),
      ),
    ),
    actor_no: context.by?.employee_no ?? null,
    actor: context.by?.name ?? null,
    at: context.at,
  });
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
      const match = byName.get(nameKey(typed));
      if (match === undefined)
        return roster ? { refused: 'unknownPerson' } : { employee_no: null, name: typed };
      if (match.known !== 1 || match.name === null) return { refused: 'ambiguousPerson' };
      return { employee_no: match.employee_no, name: match.name };
    },
  };
}
