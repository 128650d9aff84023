/**
 * Who acts: the single place where identity enters. Until there are accounts the person is chosen from the roster at the
 * first decision and remembered by a cookie of this browser.
 */
import { createCookie } from '@remix-run/node';
import { z } from 'zod';
import type { Actor } from '#queries/ledger/types.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

const cookie = createCookie('actor', {
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  maxAge: YEAR_SECONDS,
});

const remembered = z.object({
  employee_no: z.string().max(100).nullable(),
  name: z.string().min(1).max(100),
});

/** The person this browser acts as; null before one was chosen. */
export async function actorOf(request: Request): Promise<Actor | null> {
  const parsed = remembered.safeParse(await cookie.parse(request.headers.get('Cookie')));
  return parsed.success ? parsed.data : null;
}

/** The `Set-Cookie` header that makes this browser act as the person; null: as nobody. */
export async function rememberActor(actor: Actor | null): Promise<string> {
  return cookie.serialize(actor, actor === null ? { maxAge: 0 } : {});
}
