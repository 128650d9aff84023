/** Who acts, as the frame shows it: the remembered person with what the roster says about them. */
import { z } from 'zod';
import { actorOf, rememberActor } from './actor.server.ts';
import type { ReviewDesk, StaffMember } from './review-desk.ts';

export type ActingMember = Pick<StaffMember, 'employee_no' | 'name' | 'role' | 'department'>;

/** Null before anybody was chosen. Somebody who has left the roster still acts, without a role. */
export async function actingMember(
  request: Request,
  review: Pick<ReviewDesk, 'staff'>,
): Promise<ActingMember | null> {
  const actor = await actorOf(request);
  if (actor === null) return null;
  const found = (await review.staff()).find(
    ({ employee_no, name }) => employee_no === actor.employee_no && name === actor.name,
  );
  return { ...actor, role: found?.role ?? null, department: found?.department ?? null };
}

const chosen = z.object({ employee_no: z.string().max(100), name: z.string().min(1).max(100) });

/**
 * The `Set-Cookie` header that makes this browser act as the person of the form, who must be on the list.
 * @throws Response 400 when the form names nobody who could act
 */
export async function remember(form: FormData, review: Pick<ReviewDesk, 'staff'>): Promise<string> {
  const parsed = chosen.safeParse(Object.fromEntries(form));
  const member = parsed.success
    ? (await review.staff()).find(
        ({ employee_no, name }) =>
          (employee_no ?? '') === parsed.data.employee_no && name === parsed.data.name,
      )
    : undefined;
  if (member === undefined) throw new Response(null, { status: 400 });
  return rememberActor({ employee_no: member.employee_no, name: member.name });
}

/** A path of this site to go back to, from what a URL or a form gave; anything else leads to the overview. */
export function samePath(given: FormDataEntryValue | null): string {
  return typeof given === 'string' && /^\/(?![/\\])/.test(given) ? given : '/';
}
