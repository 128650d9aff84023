/** Which limit holds for deductions: a setting HR confirms, with its history. */
import { z } from 'zod';
import type { Lang } from '../values/words.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { ledgerRefused } from './messages.ts';
import { type Actor, type PayProfile, PROFILE_IDS } from './types.ts';

/** Until HR says otherwise: a fifth of the wage, no floor known. */
export const DEFAULT_PROFILE: PayProfile = {
  id: 'share_and_floor',
  share: 0.2,
  floor_fen: null,
  notice: false,
  confirmed_by: null,
  confirmed_at: null,
};

const row = z.object({
  id: z.enum(PROFILE_IDS),
  share_bp: z.number().int().nullable(),
  floor_fen: z.number().int().nullable(),
  notice: z.boolean(),
  confirmed_by: z.string().nullable(),
  confirmed_at: z.string(),
});

/** The profile in force. */
export async function payProfile(warehouse: Warehouse): Promise<PayProfile> {
  const [latest] = await warehouse.read(
    `SELECT id, share_bp, floor_fen, notice, confirmed_by, confirmed_at
     FROM pay_profile ORDER BY profile_id DESC LIMIT 1`,
    row,
  );
  if (latest === undefined) return DEFAULT_PROFILE;
  const { share_bp, ...rest } = latest;
  return { ...rest, share: share_bp === null ? null : share_bp / 10_000 };
}

/**
 * Puts a profile in force for the months that are still open. Closed months keep theirs.
 * Throws LedgerRefused when the share is not between 0 and 1 or the floor is below 0.
 */
export async function setPayProfile(
  warehouse: Warehouse,
  profile: Pick<PayProfile, 'id' | 'share' | 'floor_fen' | 'notice'>,
  by: Actor | null,
  at: string,
  lang: Lang,
): Promise<PayProfile> {
  const { id, share, floor_fen: floor, notice } = profile;
  if (share !== null && !(share > 0 && share <= 1)) throw ledgerRefused(lang, 'badShare');
  if (floor !== null && !(Number.isSafeInteger(floor) && floor >= 0))
    throw ledgerRefused(lang, 'badFloor');
  if (id === 'share_and_floor' && share === null) throw ledgerRefused(lang, 'badShare');
  await warehouse.transaction(() =>
    warehouse.run(
      `INSERT INTO pay_profile VALUES (nextval('ledger_seq'), $id, $share, $floor, $notice, $by, $at::TIMESTAMP)`,
      {
        id,
        share: share === null ? null : Math.round(share * 10_000),
        floor,
        notice,
        by: by?.name ?? null,
        at,
      },
    ),
  );
  return payProfile(warehouse);
}
