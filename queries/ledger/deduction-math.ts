/**
 * What is taken of a person's pay in a month. Pure; money in integer fen. Limits after China's 1994 interim provisions on
 * payment of wages, article 16, as the region profile says (spec fines.md §4).
 */
import type { DeductionAdjustment, PayProfile, PersonDeduction } from './types.ts';

/** What stands in a month for one person before limits. */
export interface PersonClaims {
  readonly employee_no: string | null;
  readonly name: string;
  readonly department: string | null;
  readonly rules: Readonly<Record<string, { readonly count: number; readonly fen: number }>>;
  readonly adjustments: readonly DeductionAdjustment[];
  readonly carried_in_fen: number;
  /** Of the month; null: not loaded. */
  readonly wage_fen: number | null;
}

/** The limit for one wage: fen and whether it was checked. */
export function limitOf(
  wageFen: number | null,
  profile: Pick<PayProfile, 'id' | 'share' | 'floor_fen'>,
): { limit_fen: number | null; limit_state: PersonDeduction['limit_state'] } {
  if (profile.id === 'none') return { limit_fen: null, limit_state: 'off' };
  // Nothing is ever taken: the sheet only shows.
  if (profile.id === 'not_allowed') return { limit_fen: 0, limit_state: 'checked' };
  if (wageFen === null) return { limit_fen: null, limit_state: 'not_checked' };
  const share = profile.id === 'share_and_floor' ? profile.share : null;
  const limits: number[] = [];
  // Hundredths of a percent keep the product whole: 0.29 × 100 is not 29 in doubles.
  if (share !== null) limits.push(Math.floor((wageFen * Math.round(share * 10_000)) / 10_000));
  if (profile.floor_fen !== null) limits.push(Math.max(0, wageFen - profile.floor_fen));
  if (limits.length === 0) return { limit_fen: null, limit_state: 'not_checked' };
  return { limit_fen: Math.min(...limits), limit_state: 'checked' };
}

/** Where fines are not allowed: what is owed back of earlier months, which is not set off against fines that only show. */
function refundOf({ adjustments, carried_in_fen }: PersonClaims): number {
  const back = adjustments.reduce((sum, { fen }) => sum + Math.min(fen, 0), 0);
  // What was carried on has not been taken yet. Never -0, which a workbook would show.
  return Math.min(back + carried_in_fen, 0) || 0;
}

/** Total = Σ rules + adjustments + carried in; below zero it is paid back without limit, else the rest is carried on. */
export function deductionOf(
  claims: PersonClaims,
  profile: Pick<PayProfile, 'id' | 'share' | 'floor_fen'>,
): Omit<PersonDeduction, 'notified_at'> {
  const total =
    Object.values(claims.rules).reduce((sum, { fen }) => sum + fen, 0) +
    claims.adjustments.reduce((sum, { fen }) => sum + fen, 0) +
    claims.carried_in_fen;
  const limit = limitOf(claims.wage_fen, profile);
  const deduct =
    profile.id === 'not_allowed'
      ? refundOf(claims)
      : total < 0
        ? total
        : Math.min(total, limit.limit_fen ?? total);
  return {
    ...claims,
    total_fen: total,
    ...limit,
    deduct_fen: deduct,
    // Where fines are not allowed nothing waits for a later month either.
    carried_out_fen: profile.id === 'not_allowed' ? 0 : total - deduct,
  };
}
