/**
 * What a decision about a fine may be (spec fines.md §3). Pure: the fine as it stands and what is asked give the step to
 * note, or the sentence that says why not.
 */
import { fenInWords, type Lang } from '../values/words.ts';
import { type LedgerText, ledgerText, stateText } from './messages.ts';
import { isSelf, type Self } from './self.ts';
import {
  CAUSES,
  type Cause,
  type ChargedPerson,
  type DecisionRequest,
  type Verdict,
} from './types.ts';

/** The fine as far as a decision about it looks. Money in fen. */
export interface FineToDecide {
  readonly key: string;
  readonly detect: string;
  readonly needs_cause: boolean;
  /** As written in the sheet; null: blank. */
  readonly written_person: string | null;
  readonly person_name: string | null;
  readonly employee_no: string | null;
  readonly assigned: boolean;
  readonly state: 'proposed' | 'confirmed' | 'adjusted' | 'waived' | 'recheck';
  readonly proposed_fen: number | null;
  readonly min_fen: number | null;
  readonly max_fen: number | null;
  readonly vanished: boolean;
  readonly stamp: string;
  readonly decided_by: string | null;
  /** Disciplinary measures of the rule; empty where it takes money. */
  readonly measures: readonly string[];
}

/** What is noted when the decision is taken. */
export interface DecisionStep {
  readonly action: 'confirm' | 'adjust' | 'waive' | 'assign';
  readonly to_state: 'proposed' | 'confirmed' | 'adjusted' | 'waived';
  readonly amount_fen: number | null;
  readonly cause: Cause | null;
  readonly verdict: Verdict | null;
  readonly text: string | null;
  readonly person: ChargedPerson | null;
  readonly assigned: boolean;
}

const WAIVING = CAUSES.filter((cause) => cause !== 'personal');

/** What to tell somebody who has not seen the fine as it stands; null: it is as it was seen, or nobody says how. */
export function changedSince(
  fine: Pick<FineToDecide, 'stamp' | 'state' | 'decided_by'>,
  seen: string | undefined,
  lang: Lang,
): string | null {
  if (seen === undefined || seen === fine.stamp) return null;
  return fine.decided_by !== null && fine.state !== 'recheck'
    ? ledgerText(lang, 'changed', { who: fine.decided_by, state: stateText(lang, fine.state) })
    : ledgerText(lang, 'changedByImport');
}

/** The fine charges the person acting, or nobody known yet under a name that means him or her as well as others. */
export function isOwnFine(
  fine: Pick<FineToDecide, 'person_name' | 'employee_no' | 'written_person'>,
  self: Self | null,
): boolean {
  const { person_name, employee_no, written_person } = fine;
  const name = person_name ?? written_person;
  return name !== null && isSelf(self, { employee_no, name });
}

function refused(
  lang: Lang,
  code: LedgerText,
  parts: Readonly<Record<string, string | number>> = {},
): { refused: string } {
  return { refused: ledgerText(lang, code, parts) };
}

const money = (fen: number | null): string => (fen === null ? '–' : fenInWords(fen));
const limitsOf = ({ min_fen, max_fen }: FineToDecide): { min: string; max: string } => ({
  min: money(min_fen),
  max: money(max_fen),
});

/**
 * The step a request leads to, or why it cannot be taken.
 *
 * @param named the person the request names, found on the roster; null where it names none
 * @param self who decides; null: nobody in particular
 */
export function decisionStep(
  fine: FineToDecide,
  request: DecisionRequest,
  named: ChargedPerson | null,
  self: Self | null,
  lang: Lang,
): DecisionStep | { refused: string } {
  const changed = changedSince(fine, request.seen, lang);
  if (changed !== null) return { refused: changed };
  const found: ChargedPerson | null =
    fine.person_name === null ? null : { employee_no: fine.employee_no, name: fine.person_name };
  const person = named ?? found;
  if (isOwnFine(fine, self) || (named !== null && isSelf(self, named)))
    return refused(lang, 'ownFine');

  const text = request.reason?.trim() || null;
  const amount = request.amount_fen ?? null;
  const cause = request.cause ?? null;
  const verdict = request.verdict ?? null;
  const ranged = fine.min_fen !== null && fine.max_fen !== null && fine.min_fen < fine.max_fen;
  const withoutMoney = fine.min_fen === null;
  const step = { cause, verdict, text, person, assigned: named !== null || fine.assigned };

  if (verdict !== null && fine.detect !== 'repeat_repair') return refused(lang, 'badVerdict');
  if (request.decision === 'assign') {
    if (named === null) return refused(lang, 'noPerson');
    return { ...step, action: 'assign', to_state: 'proposed', amount_fen: null };
  }
  if (request.decision === 'waive') {
    const judgedOtherwise = verdict !== null && verdict !== 'repeat';
    if (fine.needs_cause && cause === 'personal') return refused(lang, 'personalWaives');
    if (fine.needs_cause && !fine.vanished && cause === null && !judgedOtherwise)
      return verdict === 'repeat'
        ? refused(lang, 'verdictConfirms')
        : refused(lang, 'needsCause', { causes: WAIVING.join(' ') });
    if (text === null) return refused(lang, 'needsReason');
    return { ...step, action: 'waive', to_state: 'waived', amount_fen: fine.proposed_fen };
  }

  if (fine.vanished) return refused(lang, 'vanished');
  if (person === null) return refused(lang, 'unassigned');
  if (verdict !== null && verdict !== 'repeat') return refused(lang, 'verdictWaives');
  if (fine.needs_cause && cause !== 'personal') return refused(lang, 'needsPersonal');
  if (withoutMoney) {
    if (amount !== null) return refused(lang, 'noMoney');
    if (request.decision === 'adjust') return refused(lang, 'noMoney');
    if (text === null || (fine.measures.length > 0 && !fine.measures.includes(text)))
      return refused(lang, 'needsMeasure', { measures: fine.measures.join(' ') });
    return { ...step, action: 'confirm', to_state: 'confirmed', amount_fen: null };
  }
  const outside =
    amount !== null &&
    (!Number.isSafeInteger(amount) || amount < (fine.min_fen ?? 0) || amount > (fine.max_fen ?? 0));
  if (request.decision === 'adjust') {
    if (!ranged) return refused(lang, 'fixedAmount', { amount: money(fine.proposed_fen) });
    if (amount === null) return refused(lang, 'needsAmount', limitsOf(fine));
    if (outside)
      return refused(lang, 'amountOutside', { amount: money(amount), ...limitsOf(fine) });
    return { ...step, action: 'adjust', to_state: 'adjusted', amount_fen: amount };
  }
  // A range without a severity is confirmed with the amount somebody decided; any other amount stands already.
  if (fine.proposed_fen === null) {
    if (amount === null) return refused(lang, 'needsAmount', limitsOf(fine));
    if (outside)
      return refused(lang, 'amountOutside', { amount: money(amount), ...limitsOf(fine) });
  } else if (amount !== null && amount !== fine.proposed_fen) {
    return ranged
      ? refused(lang, 'useAdjust', { amount: money(amount), proposed: money(fine.proposed_fen) })
      : refused(lang, 'fixedAmount', { amount: money(fine.proposed_fen) });
  }
  return {
    ...step,
    action: 'confirm',
    to_state: 'confirmed',
    amount_fen: fine.proposed_fen ?? amount,
  };
}
