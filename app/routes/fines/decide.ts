/** What may be decided about a row with what has been filled in, and if not, why. Pure. */
import type { Actor, Cause, DecisionRequest, Verdict } from '#queries/ledger/types.ts';
import type { FineRow } from './rows.ts';

/** Order of the chips, which is that of the keys 1 to 7; `personal` alone confirms. */
export const CAUSE_KEYS = [
  'personal',
  'traffic',
  'weather',
  'parts',
  'customer',
  'workload',
  'other',
] as const satisfies readonly Cause[];

export const VERDICT_KEYS = [
  'repeat',
  'new_fault',
  'part_defect',
  'misuse',
] as const satisfies readonly Verdict[];

/** What the reviewer has filled in on a card. Kept per fine while the queue is open, so a step aside loses nothing. */
export interface Draft {
  readonly cause: Cause | null;
  readonly verdict: Verdict | null;
  /** As typed, in yuan. */
  readonly amount: string;
  readonly reason: string;
  readonly measure: string;
  /** Whom to charge instead, employee number or name; '' leaves it. */
  readonly person: string;
}

export const EMPTY_DRAFT: Draft = {
  cause: null,
  verdict: null,
  amount: '',
  reason: '',
  measure: '',
  person: '',
};

export type Step = 'confirm' | 'adjust' | 'waive' | 'assign';

/** Why a step cannot be taken; each is a sentence under `review.why`. */
export type Hindrance =
  | 'own'
  | 'pending'
  | 'closed'
  | 'decided'
  | 'assign_first'
  | 'cause_first'
  | 'cause_waives'
  | 'verdict_first'
  | 'verdict_waives'
  | 'cause_personal'
  | 'amount_first'
  | 'amount_unread'
  | 'amount_range'
  | 'fixed'
  | 'no_money'
  | 'measure_first'
  | 'reason_first'
  | 'person_first'
  | 'suggested'
  | 'appealed'
  | 'delayed'
  | 'doubtful'
  | 'vanished';

/** Yuan as typed to integer fen: `150`, `150.5`, `¥150`, full-width digits. Null: not an amount. */
export function amountFen(text: string): number | null {
  const match = /^¥?(\d{1,7})(?:\.(\d{1,2}))?元?$/.exec(
    text.normalize('NFKC').replaceAll(/[\s,]/g, ''),
  );
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** A rule's range, null for a fixed amount and for a measure. */
export function rangeOf(row: FineRow): { min: number; max: number } | null {
  const { amount_min_fen: min, amount_max_fen: max } = row;
  return min === null || max === null || min === max ? null : { min, max };
}

/** The reviewer is the person charged: by number where both have one, else by name. */
export function isOwn(row: Pick<FineRow, 'employee_no' | 'person'>, actor: Actor | null): boolean {
  if (actor === null) return false;
  return row.employee_no === null || actor.employee_no === null
    ? row.person === actor.name
    : row.employee_no === actor.employee_no;
}

export interface Situation {
  readonly actor: Actor | null;
  /** A decision about it is on its way. */
  readonly pending: boolean;
  /** The month shown is closed: what is decided now belongs to the queue of an open one. */
  readonly closed: boolean;
}

/** What stands in the way of every step alike. */
function hindrance(row: FineRow, { actor, pending, closed }: Situation): Hindrance | null {
  if (closed) return 'closed';
  if (pending) return 'pending';
  if (isOwn(row, actor)) return 'own';
  return row.state === 'proposed' || row.state === 'recheck' ? null : 'decided';
}

/** The cause that counts: as chosen, else as decided before, else the one the sheets speak for. */
export function causeOf(row: FineRow, draft: Draft): Cause | null {
  return row.needs_cause ? (draft.cause ?? row.cause ?? row.suggested) : null;
}

/** Null: it can be confirmed as filled in. */
function confirmHindrance(row: FineRow, draft: Draft): Hindrance | null {
  if (row.vanished) return 'vanished';
  if (row.unassigned && draft.person === '') return 'assign_first';
  if (row.pair && draft.verdict === null) return 'verdict_first';
  if (row.pair && draft.verdict !== 'repeat') return 'verdict_waives';
  const cause = causeOf(row, draft);
  if (row.needs_cause && cause === null) return 'cause_first';
  if (row.needs_cause && cause !== 'personal') return 'cause_waives';
  if (row.measure) return draft.measure === '' ? 'measure_first' : null;
  // A range without a severity is confirmed with the amount somebody decides.
  return row.amount_fen === null ? amountHindrance(row, draft) : null;
}

/** The amount typed is one of the rule's range. */
function amountHindrance(row: FineRow, draft: Draft): Hindrance | null {
  const range = rangeOf(row);
  const amount = amountFen(draft.amount);
  if (draft.amount.trim() === '' || range === null) return 'amount_first';
  if (amount === null) return 'amount_unread';
  return amount < range.min || amount > range.max ? 'amount_range' : null;
}

function adjustHindrance(row: FineRow, draft: Draft): Hindrance | null {
  if (row.measure) return 'no_money';
  if (rangeOf(row) === null) return 'fixed';
  return amountHindrance(row, draft) ?? confirmHindrance(row, draft);
}

function waiveHindrance(row: FineRow, draft: Draft): Hindrance | null {
  const cause = causeOf(row, draft);
  // Of what the sheets no longer show, nobody has to say why it happened.
  if (!row.vanished) {
    if (row.pair && draft.verdict === null) return 'verdict_first';
    const asksCause = row.needs_cause && (!row.pair || draft.verdict === 'repeat');
    if (asksCause && cause === null) return 'cause_first';
  }
  if (cause === 'personal' && (!row.pair || draft.verdict === 'repeat')) return 'cause_personal';
  return draft.reason.trim() === '' ? 'reason_first' : null;
}

/** Each step with what stands in its way; null: it can be taken. */
export function readiness(
  row: FineRow,
  draft: Draft,
  situation: Situation,
): Record<Step, Hindrance | null> {
  const all = hindrance(row, situation);
  const of = (own: Hindrance | null) => all ?? own;
  return {
    confirm: of(confirmHindrance(row, draft)),
    adjust: of(adjustHindrance(row, draft)),
    waive: of(waiveHindrance(row, draft)),
    assign: of(draft.person === '' ? 'person_first' : null),
  };
}

/** The one button that stands out: what the cause, the verdict or another amount leads to. */
export function primaryStep(row: FineRow, draft: Draft): 'confirm' | 'adjust' | 'waive' {
  if (row.pair && draft.verdict !== null && draft.verdict !== 'repeat') return 'waive';
  const cause = causeOf(row, draft);
  if (row.needs_cause && cause !== null && cause !== 'personal') return 'waive';
  if (row.vanished) return 'waive';
  return rangeOf(row) !== null && row.amount_fen !== null && draft.amount !== ''
    ? 'adjust'
    : 'confirm';
}

/** What is sent for a step that `readiness` allows. */
export function requestOf(row: FineRow, step: Step, draft: Draft): DecisionRequest {
  const person = draft.person === '' ? {} : { person: draft.person };
  const seen = { seen: row.stamp };
  if (step === 'assign') return { key: row.key, decision: 'assign', ...person, ...seen };
  // A pair that is no repeat has no cause to name.
  const asked = draft.verdict === null || draft.verdict === 'repeat';
  const cause = asked ? causeOf(row, draft) : null;
  const decidesAmount = step === 'adjust' || (step === 'confirm' && row.amount_fen === null);
  const reason = step === 'confirm' && row.measure ? draft.measure : draft.reason.trim();
  return {
    key: row.key,
    decision: step,
    ...(decidesAmount && !row.measure ? { amount_fen: amountFen(draft.amount) } : {}),
    ...(cause === null ? {} : { cause }),
    ...(draft.verdict === null ? {} : { verdict: draft.verdict }),
    ...(reason === '' ? {} : { reason }),
    ...person,
    ...seen,
  };
}

/** A row as it will stand when the request is taken: shown until the answer is there. */
export function foreseen(row: FineRow, request: DecisionRequest): FineRow {
  if (request.decision === 'assign') return row;
  return {
    ...row,
    state: ({ confirm: 'confirmed', adjust: 'adjusted', waive: 'waived' } as const)[
      request.decision
    ],
    amount_fen: request.amount_fen ?? row.amount_fen,
    cause: request.cause ?? row.cause,
    reason: request.reason ?? row.reason,
  };
}

/** What the sheets or the person charged excuse or speak against is looked at one by one, never swept along. */
function aloneOnly(row: FineRow): Hindrance | null {
  if (row.appeal === 'open') return 'appealed';
  if (row.suggested !== null && row.suggested !== 'personal') return 'suggested';
  if (row.delayed) return 'delayed';
  return row.doubtful ? 'doubtful' : null;
}

export interface BulkPlan {
  readonly ready: readonly FineRow[];
  /** Left out, by reason, with how many. */
  readonly left: ReadonlyMap<Hindrance, number>;
}

/** Which of the selected rows a step in bulk can take with one draft for all. */
export function bulkPlan(
  rows: readonly FineRow[],
  step: 'confirm' | 'waive' | 'assign',
  draft: Draft,
  situation: (row: FineRow) => Situation,
): BulkPlan {
  const ready: FineRow[] = [];
  const left = new Map<Hindrance, number>();
  for (const row of rows) {
    const why =
      (step === 'confirm' ? aloneOnly(row) : null) ?? readiness(row, draft, situation(row))[step];
    if (why === null) ready.push(row);
    else left.set(why, (left.get(why) ?? 0) + 1);
  }
  return { ready, left };
}

/** The requests of a bulk step for the rows its plan found ready. */
export function bulkRequests(
  rows: readonly FineRow[],
  step: 'confirm' | 'waive' | 'assign',
  draft: Draft,
): DecisionRequest[] {
  return rows.map((row) => requestOf(row, step, draft));
}
